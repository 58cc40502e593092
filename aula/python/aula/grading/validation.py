"""Validate: quien resuelve un cuaderno comprueba lo suyo, con las pruebas que ve y el mismo motor que lo calificará.

No hacen falta ni el curso ni un núcleo: las pruebas están en el cuaderno, y sus respuestas, que se buscan como al calificar,
hacen también de solución. Lo usan el botón de JupyterLab y `nbgrader validate`.
"""

from dataclasses import dataclass, field
from html import escape

from ..problem import Problem
from . import cells, engine
from .answers import Answers
from .own import Own, changed

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
    own = Own(notebook)
    if not own.exercises:
        raise Problem("Este cuaderno no tiene ejercicios con pruebas de nbgrader: no hay nada que comprobar.")
    answers = Answers(notebook, own)
    validation = Validation()
    results = run(own, answers.found, watch)
    for exercise in own.exercises:
        name, answer = exercise.name, answers.found[exercise.name]
        if name not in results:
            validation.failed[name] = f"❌ falla: {name}; falta su celda de respuesta."
            continue
        if results[name]["points"] >= exercise.points:
            validation.passed.append(name)
        elif own.is_stub(name, answer.source):
            validation.unanswered.append(name)
        else:
            validation.failed[name] = results[name]["report"].strip()
        if answer.note and not answer.split:
            validation.notes.append(f"Ojo: {answer.note}.")
        if changed(own.official[name + cells.TEST_SUFFIX]):
            validation.notes.append(f"La celda de prueba de «{name}» está cambiada: al calificar se usa la del curso.")
    written = [name for name, cell in own.official.items() if cells.is_graded(cell) and cells.is_answer(cell)]
    validation.unanswered += [name for name in written if own.is_stub(name, own.official[name].source)]
    return validation


def run(own, found, watch):
    """Lo que dice el motor de cada respuesta."""
    given = [(exercise, found[exercise.name].source) for exercise in own.exercises]
    exercises = [
        vars(exercise) | {"reference": cells.own_code(source), "test": cells.own_code(exercise.test)}
        for exercise, source in given
        if source is not None
    ]
    if not exercises:
        return {}
    return engine.run({"own": True, "setup": own.setup, "exercises": exercises}, watch=watch or (lambda process: None))[
        "results"
    ]
