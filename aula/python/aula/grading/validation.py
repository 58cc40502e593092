"""Validate: quien resuelve un cuaderno comprueba lo suyo, con las pruebas que ve y el mismo motor que lo calificará.

No hacen falta ni el curso ni un núcleo: las pruebas están en el cuaderno, y sus respuestas hacen también de solución. Lo
usan el botón de JupyterLab y `nbgrader validate`.
"""

from dataclasses import dataclass, field
from html import escape

from nbgrader.utils import compute_checksum, is_grade, is_solution

from ..assignments.assignment import SETUP
from ..notebooks.student import TEXT_STUB
from ..problem import Problem
from . import cells, engine

SO_FAR = "Lo que has respondido pasa las pruebas que ves."
NOTHING = "Cuando respondas alguno, aquí verás si pasa sus pruebas."


@dataclass
class Validation:
    """Lo que se sabe de un cuaderno; `report` lo cuenta."""

    passed: list = field(default_factory=list)
    failed: dict = field(default_factory=dict)  # el informe de cada uno
    unanswered: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def complete(self):
        return not (self.failed or self.unanswered or self.notes)

    @property
    def summary(self):
        groups = (
            ("Pasan las pruebas", self.passed),
            ("No las pasan", self.failed),
            ("Sin responder todavía", self.unanswered),
        )
        return "\n".join(f"{what}: {', '.join(names)}." for what, names in groups if names)

    @property
    def details(self):
        return "\n\n".join([*self.failed.values(), *self.notes]) or (SO_FAR if self.passed else NOTHING)

    @property
    def report(self):
        return "\n\n".join(filter(None, (self.summary, self.details)))

    def for_nbgrader(self):
        """Lo mismo, como lo espera la extensión de JupyterLab: un texto suelto y, debajo, otro en HTML."""
        if self.complete:
            return {}
        return {"failed": [{"source": self.summary, "error": escape(self.details), "raw_error": self.details}]}


def validate(notebook, watch=None):
    """Comprueba `notebook`. A `watch` se le da el proceso que lo hace, por si hay que terminarlo."""
    found = cells.by_id(notebook)
    tests = {
        name.removesuffix(cells.TEST_SUFFIX): cell
        for name, cell in found.items()
        if name and name.endswith(cells.TEST_SUFFIX) and is_grade(cell)
    }
    if not tests:
        raise Problem("Este cuaderno no tiene ejercicios con pruebas de nbgrader: no hay nada que comprobar.")
    validation = Validation()
    written = {name: found[name] for name in tests if name in found}
    results = run(found, written, tests, watch)
    for name, test in tests.items():
        if name not in written:
            validation.failed[name] = f"❌ falla: {name}; falta su celda de respuesta."
            continue
        if results[name]["points"] >= float(test.metadata.nbgrader.points):
            validation.passed.append(name)
        elif unchanged(written[name]):
            validation.unanswered.append(name)
        else:
            validation.failed[name] = results[name]["report"].strip()
        if changed(test):
            validation.notes.append(f"La celda de prueba de «{name}» está cambiada: al calificar se usa la del curso.")
    for name, cell in found.items():
        if is_grade(cell) and is_solution(cell) and unchanged(cell):
            validation.unanswered.append(name)
    return validation


def run(found, written, tests, watch):
    """Lo que dice el motor de cada respuesta."""
    if not written:
        return {}
    setup = found.get(SETUP)
    order = {
        "own": True,
        "setup": cells.own_code(setup.source) if setup else "",
        "exercises": [
            {
                "name": name,
                "reference": cells.own_code(cell.source),
                "test": cells.own_code(tests[name].source),
                "points": float(tests[name].metadata.nbgrader.points),
            }
            for name, cell in written.items()
        ],
    }
    return engine.run(order, watch=watch or (lambda process: None))["results"]


def unchanged(cell):
    """¿Está como se publicó, o en blanco? nbgrader anota en cada celda la suma de lo que llevaba."""
    return cell.source.strip() in ("", TEXT_STUB) or checksum(cell) == compute_checksum(cell)


def changed(cell):
    """¿Es otra que la que se publicó?"""
    return checksum(cell) not in (None, compute_checksum(cell))


def checksum(cell):
    return cell.metadata.get("nbgrader", {}).get("checksum")
