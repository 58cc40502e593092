"""De `notebooks/fuente/03_ejercicios.md` salen el cuaderno del profesor y, con nbgrader, el del estudiante."""

import contextlib
import io
import logging
import tempfile
from pathlib import Path

import nbformat
from traitlets.config import Config

from . import cells

PROJECT = Path(__file__).resolve().parents[3]
ASSIGNMENT = "xor"
TEACHER = PROJECT / "notebooks" / "curso" / "source" / ASSIGNMENT / "03_ejercicios.ipynb"
# La ruta de la biblioteca desde donde está cada cuaderno.
STUDENT_PATH, TEACHER_PATH = 'path = ".."', 'path = "../../../.."'


def versions(book, student):
    """Los dos cuadernos que salen del mismo texto: {ruta: cuaderno}."""
    teacher = teacher_notebook(book)
    return {student: student_notebook(teacher), student.parent / "curso" / "source" / ASSIGNMENT / student.name: teacher}


def teacher_notebook(book):
    """El cuaderno con soluciones y pruebas ocultas, listo para nbgrader."""
    for cell in book.cells:
        if cells.grade_id(cell) == cells.SETUP:
            cell.source = cell.source.replace(STUDENT_PATH, TEACHER_PATH)
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.setdefault("cell_type", cell.cell_type)
    return book


def student_notebook(teacher):
    """El mismo cuaderno tal como lo publica nbgrader: sin soluciones ni pruebas ocultas."""
    with tempfile.TemporaryDirectory() as folder:
        return release(teacher, Path(folder))


def release(teacher, course):
    """Publica la tarea en la carpeta de curso `course`, con nbgrader, y devuelve lo publicado."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    place = course / "source" / ASSIGNMENT
    place.mkdir(parents=True, exist_ok=True)
    nbformat.write(teacher, place / TEACHER.name)
    config = Config()
    from . import glue

    glue.configure(config, course)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    api.log_level = logging.WARNING
    with quiet() as said:
        result = api.generate_assignment(ASSIGNMENT)
    if not result["success"]:
        raise RuntimeError(f"nbgrader no pudo publicar la tarea:\n{result.get('log') or result.get('error')}\n{said.getvalue()}")
    return nbformat.read(course / "release" / ASSIGNMENT / TEACHER.name, as_version=4)


@contextlib.contextmanager
def quiet():
    """nbgrader cuenta en inglés cada paso que da; solo interesa si algo falla."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        yield said
