"""¿Queda en una carpeta algo de lo que resuelve los ejercicios? Escribe cada rastro y, al final, cuántas cosas buscó.

python traces.py CARPETA
"""

import json
import re
import sys
from pathlib import Path

from aula.facts import EXERCISES, NOTEBOOKS
from aula.notebooks import build

SOLUTION = re.compile(r"// BEGIN SOLUTION\n(.*?)// END SOLUTION", re.DOTALL)
HIDDEN = re.compile(r"// BEGIN HIDDEN TESTS\n(.*?)// END HIDDEN TESTS", re.DOTALL)
SECRET = re.compile(r"secret!\((.*?)\)(?:,\n *)?\)$", re.MULTILINE | re.DOTALL)
MARKS = re.compile(r"// (?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS)\n?")


def wanted():
    """Lo que no puede estar, {texto: qué es}."""
    found = {}
    for cell in build.build(NOTEBOOKS / "fuente" / f"{EXERCISES}.md").cells:
        data, visible = cell.metadata.get("nbgrader", {}), plain(HIDDEN.sub("", cell.source))
        if data.get("solution"):
            # La celda entera y cada trozo de más de un renglón: los de uno solo son fórmulas de la lección, que están en sus
            # pistas. Un texto, renglón a renglón.
            pieces = SOLUTION.findall(cell.source) if cell.cell_type == "code" else cell.source.splitlines()
            pieces = [piece for piece in pieces if piece.strip().count("\n") or cell.cell_type == "markdown"]
            found |= {plain(text): f"solución de «{data['grade_id']}»" for text in [MARKS.sub("", cell.source), *pieces]}
        for block in HIDDEN.findall(cell.source):
            # Un renglón que solo abre o cierra no delata nada.
            lines = [line for line in block.splitlines() if len(re.sub(r"\W", "", line)) > 9 and plain(line) not in visible]
            # Un valor corto, como 1.5, está en cualquier parte; con su llamada, no.
            values = [value for value in SECRET.findall(block) if len(re.sub(r"\D", "", value)) > 5]
            found |= {plain(text): f"prueba oculta de «{data['grade_id']}»" for text in lines + values}
    return found


def plain(text):
    """Sin espacios: da igual cómo esté repartido en renglones."""
    return "".join(text.split())


def texts(path):
    """Lo que hay en el archivo; de un cuaderno, además, cada cadena suelta, sin lo que JSON pone delante de sus comillas."""
    raw = path.read_bytes().decode(errors="replace")
    yield raw
    if path.suffix == ".ipynb":
        yield from strings(json.loads(raw))


def strings(data):
    """Cada texto de un JSON; los renglones de una lista, juntos."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from strings(value)
    elif isinstance(data, list):
        if data and all(isinstance(line, str) for line in data):
            yield "".join(data)
        for value in data:
            yield from strings(value)


def main(folder):
    traces, files = wanted(), [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in files:
        content = "\0".join(map(plain, texts(path)))
        for text, what in traces.items():
            if text in content:
                print(f"{path.relative_to(folder)}: {what}: {text[:60]}")
    print(f"{len(traces)} rastros, {len(files)} archivos")


main(Path(sys.argv[1]))
