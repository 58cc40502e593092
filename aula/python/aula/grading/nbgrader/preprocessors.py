"""Las piezas que se enchufan en nbgrader."""

from pathlib import Path

import nbformat
from nbgrader import preprocessors
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, List

from .. import engine, restore, sanitize


class ClearHiddenTests(preprocessors.ClearHiddenTests):
    """En la página de una persona, quita lo que esconden las pruebas.

    Le llega una opción de las páginas que no es para él, y el de nbgrader avisa en inglés de que no la conoce.
    """

    display_data_priority = List().tag(config=True)


class Restore(NbGraderPreprocessor):
    """Antes de calificar, de la entrega solo queda lo que se puede usar, y cada celda del curso vuelve a su sitio."""

    def preprocess(self, nb, resources):
        source, release = course_notebooks(resources)
        restored, notes = restore.restore(sanitize.clean(nb), release, source)
        warn(self, notes, resources)
        return restored, resources


class Examine(NbGraderPreprocessor):
    """Califica la entrega con el motor."""

    confined = Bool(True, help="Si no, el código de las entregas corre con los permisos de quien califica.").tag(config=True)

    def preprocess(self, nb, resources):
        source, _ = course_notebooks(resources)
        student = resources["nbgrader"]["student"]
        notes = engine.examine(source, {student: nb}, confined=self.confined, say=self.say)
        warn(self, notes[student], resources)
        return nb, resources

    def say(self, line):
        (self.log.warning if line.startswith("aviso: ") else self.log.info)(line)


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


def course_notebooks(resources):
    """La fuente y lo publicado del cuaderno que se está calificando."""
    course = Path(resources["nbgrader"]["db_url"].removeprefix("sqlite:///")).parent
    name = resources["nbgrader"]["notebook"] + ".ipynb"
    places = [course / folder / resources["nbgrader"]["assignment"] / name for folder in ("source", "release")]
    return [nbformat.read(place, as_version=4) for place in places]
