"""La configuración del curso de nbgrader. La leen `nbgrader`, Formgrader y la lista de tareas."""

import os
from pathlib import Path

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader import preprocessors
from nbgrader.server_extensions import formgrader

from ...facts import EXCHANGE
from ...notebooks import student
from ...pages.render import NBGRADER
from .adaptation import adapt
from .pages import FILTERS
from .preprocessors import ClearHiddenTests, Examine, Restore, SaveGrades

SHARED = Path("/usr/local/share/nbgrader/exchange")


def configure(c, course):
    """Pone en `c` la configuración del curso que está en la carpeta `course`."""
    adapt()
    c.NbGrader.log_format = "%(message)s"
    c.CourseDirectory.root = str(course)
    c.CourseDirectory.course_id = "gradiente"
    c.CourseDirectory.db_url = f"sqlite:///{Path(course).resolve().as_posix()}/gradebook.db"
    student.configure(c)
    # Las piezas que hacen el cuaderno del estudiante; y antes de quitar las pruebas ocultas, nbgrader anota sus celdas.
    pieces = student.PREPROCESSORS
    at = pieces.index(preprocessors.ClearHiddenTests)
    c.GenerateAssignment.preprocessors = [*pieces[:at], preprocessors.SaveCells, *pieces[at:]]
    # OverwriteCells no hace falta, porque las celdas del curso ya son las suyas; y si el curso cambió después de publicarlo,
    # avisaría de que las sumas de todas las entregas están mal.
    c.Autograde.sanitize_preprocessors = [Restore]
    c.Autograde.autograde_preprocessors = [Examine, SaveGrades, preprocessors.AssignLatePenalties]
    # ClearHiddenTests: la página enseña las celdas de prueba, pero no lo que esconden.
    c.GenerateFeedback.preprocessors = [preprocessors.GetGrades, ClearHiddenTests, CSSHTMLHeaderPreprocessor]
    if os.name == "posix":  # en Windows nbgrader no tiene intercambio
        c.ExchangeFactory.collect = "aula.grading.nbgrader.exchange.Collect"
        c.ExchangeFactory.release_assignment = "aula.grading.nbgrader.forms.Release"
        c.ExchangeFactory.fetch_assignment = "aula.grading.nbgrader.forms.Fetch"
    c.HTMLExporter.filters = FILTERS
    # Una plantilla de igual nombre que la de nbgrader, que es el que él pide, buscada antes que la suya.
    c.HTMLExporter.extra_template_basedirs = [str(NBGRADER), str(Path(formgrader.__file__).parent / "templates")]


def exchange(course):
    """La carpeta de intercambio: la de nbgrader, si quien administra la máquina la creó para todos, o una del curso."""
    return SHARED if SHARED.is_dir() else Path(course) / EXCHANGE
