"""Validate: quien resuelve un cuaderno comprueba lo suyo, con las pruebas que ve y el mismo motor que lo calificará.

No hacen falta ni el curso ni un núcleo: las pruebas están en el cuaderno, y sus respuestas, que se buscan como al calificar,
hacen también de solución. Lo usan el botón de JupyterLab y `nbgrader validate`.
"""

from dataclasses import dataclass, field

from ..notebooks.fingerprint import grade_id
from ..problem import Problem
from . import cells, engine, results
from .answers import Answers
from .own import Own, changed
from .report import page
from .report.review import review
from .titles import Title, titles

SO_FAR = "Lo que has respondido pasa las pruebas que ves."
NO_TESTS = (
    "Este cuaderno no tiene ejercicios con pruebas, o algún editor borró cuáles lo son: no hay nada que comprobar. Si es el "
    "de los ejercicios, copia tus respuestas en uno recién bajado. Al calificar se buscan por el nombre de sus funciones."
)
NOTHING = "Cuando respondas alguno, aquí verás si pasa sus pruebas."


@dataclass
class Validation:
    """Lo que se sabe de un cuaderno; `report` lo cuenta."""

    titles: dict
    passed: list = field(default_factory=list)
    failed: dict = field(default_factory=dict)  # el informe de cada uno
    unanswered: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    entries: list = field(default_factory=list)  # los que fallan, como los cuenta su página
    places: dict = field(default_factory=dict)  # el sitio de la celda de cada uno

    @property
    def complete(self):
        return not (self.failed or self.unanswered or self.notes)

    @property
    def groups(self):
        """Cómo van: de cada grupo que no está vacío, qué se dice de él y quiénes son."""
        groups = (
            ("Pasan las pruebas", self.passed),
            ("No las pasan", self.failed),
            ("Sin responder todavía", self.unanswered),
        )
        return [(said, list(names)) for said, names in groups if names]

    @property
    def summary(self):
        return "\n".join(f"{said}: {', '.join(map(self.label, names))}." for said, names in self.groups)

    def label(self, name):
        return self.titles.get(name, Title(name)).label

    @property
    def details(self):
        said = [f"{self.titles.get(name, Title(name)).whole}\n{report}" for name, report in self.failed.items()]
        return "\n\n".join([*said, *self.notes]) or (SO_FAR if self.passed else NOTHING)

    @property
    def report(self):
        return "\n\n".join(filter(None, (self.summary, self.details)))

    @property
    def headline(self):
        return f"{len(self.passed)} bien, {len(self.failed)} por revisar y {len(self.unanswered)} sin responder."

    def for_nbgrader(self):
        """Lo mismo, como lo espera la extensión de JupyterLab: un texto suelto y, debajo, otro en HTML."""
        if self.complete:
            return {}
        return {"failed": [{"source": self.headline, "error": page.validation(self), "raw_error": self.report}]}


def validate(notebook, watch=None):
    """Comprueba `notebook`. A `watch` se le da el proceso que lo hace, por si hay que terminarlo."""
    own = Own(notebook)
    if not own.exercises:
        raise Problem(NO_TESTS)
    answers = Answers(notebook, own)
    validation = Validation(titles(notebook))
    validation.places = {grade_id(cell): at for at, cell in enumerate(notebook.cells)}
    said = run(own, answers.found, watch)
    for exercise in own.exercises:
        name, answer = exercise.name, answers.found[exercise.name]
        if answer.cells:
            validation.places[name] = answer.cells[0]
        missing = results.Result(0.0, f"❌ falla: {name}; falta su celda de respuesta.", "falta su celda de respuesta")
        result = results.result(said[name]) if name in said else missing
        if result.points >= exercise.points:
            validation.passed.append(name)
        elif name in said and own.is_stub(name, answer.source):
            validation.unanswered.append(name)
        else:
            validation.failed[name] = result.report
            title = validation.titles.get(name, Title(name))
            entry = review(name, title, result.points, exercise.points, result, answer.source or "", blank=False)
            validation.entries.append(entry)
        if answer.note and not answer.split:
            validation.notes.append(f"Ojo: {answer.note}.")
        if changed(own.official[name + cells.TEST_SUFFIX]):
            what = validation.label(name)
            validation.notes.append(f"La celda de prueba de «{what}» está cambiada: al calificar se usa la del curso.")
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
