"""De qué texto sale un cuaderno, y qué ve de cada ejercicio quien lo recibe.

Va en los metadatos del cuaderno, detrás de su huella. Así, cuando vuelve resuelto, se sabe si salió del texto de ahora o de
otro, y qué ejercicios han cambiado desde entonces.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, replace

from ..assignments.blocks import TEST_SUFFIX
from .fingerprint import KEY, grade_id, nbgrader

PART = "text"  # dentro de lo que el cuaderno lleva en `KEY`
OPTIONAL = ("form", "hints")  # lo que solo se anota si no es lo de siempre
NAME = re.compile(r"[\w/.-]+")
LONGEST, MANY = 100, 500  # caracteres de un nombre, y ejercicios: lo que se lee de un cuaderno ajeno


@dataclass(frozen=True)
class Origin:
    """El texto de un cuaderno: cómo se llama, un resumen de lo que dice, y otro de lo que se ve de cada ejercicio.

    De una tarea con varias formas, cuál es; y si va con sus pistas.
    """

    name: str
    digest: str
    exercises: dict = field(default_factory=dict)
    form: str = ""
    hints: bool = True


def record(book, name, text):
    """Anota en el cuaderno que sale de `text`, el texto que se llama `name`."""
    _write(book, Origin(name, digest(text), exercises(book)))


def mark(book, form, hints):
    """Anota qué forma es, y si lleva sus pistas."""
    _write(book, replace(of(book), form=form, hints=hints))


def renew(book):
    """Sigue siendo del mismo texto, pero lo que se ve en él es otra cosa: se le han quitado las soluciones."""
    if origin := of(book):
        _write(book, replace(origin, exercises=exercises(book)))


def _write(book, origin):
    said = asdict(origin)
    for name in OPTIONAL:
        if said[name] == getattr(Origin, name):
            del said[name]
    book.metadata.setdefault(KEY, {})[PART] = said


def of(book):
    """De qué texto sale el cuaderno, o `None` si no lo dice: otros programas borran los metadatos."""
    data = book.metadata.get(KEY)
    data = data.get(PART) if isinstance(data, dict) else None
    if not isinstance(data, dict):
        return None
    name, summary, seen = data.get("name"), data.get("digest"), data.get("exercises")
    if not (_named(name) and _short(summary) and isinstance(seen, dict) and len(seen) <= MANY):
        return None
    if not all(_named(exercise) and _short(said) for exercise, said in seen.items()):
        return None
    form, hints = data.get("form", ""), data.get("hints", True)
    if not (form == "" or _short(form)) or not isinstance(hints, bool):
        return None
    return Origin(name, summary, dict(seen), form, hints)


def _short(text):
    return isinstance(text, str) and text.isprintable() and 0 < len(text) <= LONGEST


def _named(text):
    """¿Es como el nombre de una tarea o de un ejercicio? Se dice a quien califica: una frase se haría pasar por nuestra."""
    return _short(text) and NAME.fullmatch(text) is not None


def exercises(book):
    """Un resumen de lo que ve quien resuelve cada ejercicio: el enunciado, de dónde parte su respuesta, y la prueba."""
    tests = {grade_id(cell): cell.source for cell in book.cells}
    found, statement = {}, []
    for cell in book.cells:
        marks = nbgrader(cell)
        if not marks:
            statement.append([cell.cell_type, cell.source])
            continue
        if marks.get("solution"):
            name = grade_id(cell)
            found[name] = digest([statement, cell.source, tests.get(f"{name}{TEST_SUFFIX}")])
        statement = []
    return found


def digest(content):
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
