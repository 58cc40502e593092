"""La tarea que se califica: la fuente, con las soluciones, y lo que se publica de ella.

Lo publicado lo hacen las piezas de nbgrader, que tardan más en cargarse que calificar una entrega: se guarda en el entorno,
con el resumen de todo aquello de lo que sale, y solo se hace cuando cambia.
"""

import hashlib
import json
from functools import cached_property

from .. import files
from ..facts import ROOT, VENV
from ..notebooks import node
from ..notebooks.fingerprint import grade_id, nbgrader
from ..problem import Problem, file_problem
from . import cells, rust, titles

MADE_BY = ("aula/python/requirements.txt", "aula/python/aula/notebooks")
KEPT = "aula-publicado-{}.json"


class Assignment:
    """Una tarea, por dentro y por fuera."""

    def __init__(self, source, released):
        self.source, self.released = source, released
        self.exercises = cells.exercises(source)
        self.by_hand = cells.by_hand(source)
        self.points = cells.points(source)
        self.official = {grade_id(cell): cell for cell in source.cells if nbgrader(cell)}
        self.published = {grade_id(cell): cell for cell in released.cells}
        self.title, self.titles = titles.heading(source), titles.titles(source)
        self.statements = {cell.id: cell for cell in source.cells if not nbgrader(cell)}

    @property
    def columns(self):
        """Lo que se puntúa, en el orden de las notas."""
        return [exercise.name for exercise in self.exercises] + self.by_hand

    @property
    def total(self):
        return sum(self.points.values())

    @cached_property
    def required(self):
        """Las funciones que pide cada respuesta, como se publican: {ejercicio: {función: sus palabras}}."""
        return {
            exercise.name: {name: item.tokens for name, item in rust.read(self.stub(exercise.name)).functions.items()}
            for exercise in self.exercises
        }

    @cached_property
    def texts(self):
        """De quién es cada texto de los que se publican, tal como se publica."""
        return {trimmed(cell.source): name for name, cell in self.published.items() if cell.source.strip()}

    def stub(self, name):
        """De dónde parte la respuesta `name`."""
        return self.published[name].source if name in self.published else ""

    def is_stub(self, name, source):
        """¿Está esa respuesta como se publicó, o en blanco?"""
        return not source.strip() or trimmed(source) == trimmed(self.stub(name))

    def is_answer(self, name):
        return name in self.official and cells.is_answer(self.official[name])


def trimmed(source):
    """Un texto de celda sin los espacios del final de cada renglón."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def read(path):
    """La tarea cuya fuente es el cuaderno de `path`."""
    try:
        text = path.read_text(encoding="utf-8")
        source = node.read(text)
    except OSError as error:
        raise file_problem("leer", path, error) from None
    except (ValueError, AttributeError, TypeError):
        raise Problem(f"No se puede leer {path} como cuaderno. Bórralo y ejecuta `cargo run -- preparar`.") from None
    return Assignment(source, _released(path, text))


def _released(path, text):
    """Lo que se publica del cuaderno de `path`, que dice `text`."""
    kept = VENV / KEPT.format(_digest(text))
    try:
        return node.read(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError, AttributeError):
        from ..notebooks.student import student_notebook  # aquí: es lo que tarda

        made = json.dumps(student_notebook(files.read(path)))
    if VENV.is_dir():
        _keep(kept, made)
    return node.read(made)


def _keep(path, text):
    """Guarda lo publicado, en lugar de lo que se publicaba antes. Donde no se puede escribir, se hace cada vez."""
    try:
        for old in VENV.glob(KEPT.format("*")):
            old.unlink()
        files.write(path, text.encode())
    except (OSError, Problem):
        pass


def _digest(text):
    """El resumen de la fuente y de quien la publica."""
    made = hashlib.sha256(text.encode())
    for name in MADE_BY:
        place = ROOT / name
        for each in [place] if place.is_file() else sorted(place.glob("*.py")):
            made.update(each.read_bytes())
    return made.hexdigest()[:16]
