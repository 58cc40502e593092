"""Lo que tenía cada persona las otras veces que se calificó: lo dicen las notas que quedan en la carpeta de salida."""

import csv
import itertools

from ..output import EARLIER, GRADES
from ..table import FORMATS

RUNS = 20  # las veces que se miran, de la última hacia atrás


def best(output, columns):
    """Lo más que sacó cada persona en cada ejercicio, {persona: {ejercicio: puntos}}, sin contar esta vez."""
    found = {}
    runs = sorted((output / EARLIER).glob(f"*/{GRADES}"), reverse=True)
    for path in itertools.islice([output / GRADES, *runs], RUNS):
        for row in _rows(path):
            kept = found.setdefault(row.get("estudiante", ""), {})
            for name in columns:
                if (points := _number(row.get(name))) is not None:
                    kept[name] = max(points, kept.get(name, 0.0))
    return found


def _rows(path):
    """Las filas de unas notas, se escribieran como se escribieran; ninguna si no se entienden."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        header = text.split("\n", 1)[0]
        separator = max((form.separator for form in FORMATS.values()), key=header.count)
        return [row for row in csv.DictReader(text.splitlines(), delimiter=separator) if None not in row]
    except (OSError, ValueError, csv.Error):
        return []


def _number(written):
    try:
        return float((written or "").replace(",", "."))
    except ValueError:
        return None
