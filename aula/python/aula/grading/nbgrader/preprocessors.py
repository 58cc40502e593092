"""Las piezas que se enchufan en nbgrader."""

from pathlib import Path

import nbformat
from nbgrader import preprocessors
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, List

from ...notebooks import node, origin
from ...notebooks.fingerprint import KEY
from .. import cells, examination, restore, sanitize, versions
from .. import course as forms_of
from ..assignment import Assignment
from . import forms


class ClearHiddenTests(preprocessors.ClearHiddenTests):
    """En la página de una persona, quita lo que esconden las pruebas.

    Le llega una opción de las páginas que no es para él, y el de nbgrader avisa en inglés de que no la conoce.
    """

    display_data_priority = List().tag(config=True)


class Restore(NbGraderPreprocessor):
    """Antes de calificar, de la entrega solo queda lo que se puede usar, y cada celda del curso vuelve a su sitio."""

    order = forms.ORDER.tag(config=True)

    def preprocess(self, nb, resources):
        given = sanitize.clean(nb)
        own, said = assignment(resources, given, self.order)
        restored, notes = restore.restore(given, own)
        # El cuaderno rehecho dice qué forma es: califica otra pieza, que solo lo tiene a él.
        restored.metadata.setdefault(KEY, node.Node())[origin.PART] = own.released.metadata[KEY][origin.PART]
        warn(self, said + notes, resources)
        return nbformat.from_dict(restored), resources


class Examine(NbGraderPreprocessor):
    """Califica la entrega con el motor."""

    confined = Bool(True, help="Si no, el código de las entregas corre con los permisos de quien califica.").tag(config=True)

    def preprocess(self, nb, resources):
        (own, _), student = assignment(resources, nb), resources["nbgrader"]["student"]
        given = examination.answers(nb, own.exercises)
        found = examination.examine(own, {student: given}, confined=self.confined, say=self.log.info)[student]
        place(nb, own.exercises, found)
        warn(self, examination.notes(own, given, found), resources)
        return nb, resources


class SaveGrades(preprocessors.SaveAutoGrades):
    """Lo que nbgrader anota, en español."""

    def _add_comment(self, cell, resources):
        super()._add_comment(cell, resources)
        comment = self.gradebook.find_comment(
            cell.metadata["nbgrader"]["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        if comment.auto_comment:
            comment.auto_comment = "Sin respuesta."
            self.gradebook.db.commit()


def warn(piece, notes, resources):
    for note in notes:
        piece.log.warning("%s: %s", resources["nbgrader"]["student"], note)


def place(notebook, exercises, results):
    """Escribe cada resultado bajo su celda de prueba, como los lee nbgrader."""
    found = cells.by_id(notebook)
    for exercise in exercises:
        result, told = results[exercise.name], versions.told(notebook, exercise.name)
        outputs = [
            node.output("stream", name="stdout", text=f"{result.report}\n{told}"),
            node.output("execute_result", data={"text/plain": repr(result.points)}),
        ]
        found[exercise.name + cells.TEST_SUFFIX].outputs = [nbformat.from_dict(output) for output in outputs]


def assignment(resources, notebook, order=""):
    """La tarea del cuaderno que se está calificando, en su forma, y lo que conviene saber de ella."""
    course = Path(resources["nbgrader"]["db_url"].removeprefix("sqlite:///")).parent
    name, student = resources["nbgrader"]["notebook"], resources["nbgrader"]["student"]
    said = origin.of(notebook)
    found = forms.text_of(course, name) if said and said.form and said.name == name else None
    if found:
        made, key = found
        _, own, notes = forms_of.of(made, {said.form}, {student}, key=key).of(notebook, student)
        due = forms.expected(course / "release", student, resources["nbgrader"]["assignment"], order)
        if due and forms_of.SHARED.fullmatch(said.form) and said.form != due:
            notes = [*notes, f"el cuaderno es la forma {said.form}, y la suya es la {due}: se califica como la {said.form}"]
        return own, notes
    places = [course / folder / resources["nbgrader"]["assignment"] / f"{name}.ipynb" for folder in ("source", "release")]
    return Assignment(*(nbformat.read(place, as_version=4) for place in places)), []
