"""Las piezas que se enchufan en nbgrader."""

import atexit
import json
from pathlib import Path

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.log import get_logger

from .. import fingerprint
from . import cells
from .runner import Runner
from .sandbox import available

NOTES = "gradiente_observaciones"


class Record(NbGraderPreprocessor):
    """Al publicar, lo último: la huella de lo que se publica."""

    def preprocess(self, nb, resources):
        fingerprint.record(nb)
        return nb, resources


class Restore(NbGraderPreprocessor):
    """Antes de calificar, cada celda del curso vuelve a su sitio."""

    def preprocess(self, nb, resources):
        source, release = course_notebooks(resources)
        restored, notes = cells.restore(nb, release, source)
        if notes:
            restored.metadata[NOTES] = notes
        return restored, resources


def run_and_grade(graded):
    """Ejecuta y califica cada entrega con `Runner`, y no celda tras celda en un solo núcleo; las de `graded` ya lo están.

    Es una función porque nbgrader construiría de nuevo cualquier otra cosa.
    """
    runners = {}  # uno por curso

    def runner(source, release):
        key = json.dumps(source)
        if key not in runners:
            enclosed, warning = available(confined=True)
            if warning:
                print(warning)
            runners[key] = Runner(source, release, enclosed)
            atexit.register(runners[key].close)
            runners[key].prepare()
        return runners[key]

    def preprocess(nb, resources):
        student = resources["nbgrader"]["student"]
        finished = graded.get(student)
        if finished is None:
            finished, notes = runner(*course_notebooks(resources)).run(nb)
            for note in nb.metadata.get(NOTES, []) + notes:
                get_logger().warning("%s: %s", student, note)
        for cell, ran in zip(nb.cells, finished.cells, strict=True):
            if cell.cell_type == "code":
                cell.outputs = ran.outputs
        return nb, resources

    return preprocess


class Harmless(NbGraderPreprocessor):
    """En la página de retroalimentación, lo que escribió el estudiante es texto: su HTML no se ejecuta."""

    def preprocess_cell(self, cell, resources, index):
        ours = "nbgrader" in cell.metadata and not cell.metadata.nbgrader.get("solution")
        if cell.cell_type != "code" and not ours and cell.get("id") not in self.official(resources):
            cell.source = cell.source.replace("<", "&lt;")
        for output in cell.get("outputs", []):
            if "data" in output:
                output.data = {kind: value for kind, value in output.data.items() if kind in ("text/plain", "image/png")}
        return cell, resources

    def official(self, resources):
        source, _ = course_notebooks(resources)
        return {cell.id for cell in source.cells if cell.cell_type == "markdown" and "nbgrader" not in cell.metadata}


def course_notebooks(resources):
    """La fuente y lo publicado del cuaderno que se está calificando."""
    course = Path(resources["nbgrader"]["db_url"].removeprefix("sqlite:///")).parent
    name = resources["nbgrader"]["notebook"] + ".ipynb"
    places = [course / folder / resources["nbgrader"]["assignment"] / name for folder in ("source", "release")]
    return [nbformat.read(place, as_version=4) for place in places]
