"""La tarea publicada con nbgrader en una carpeta de curso, que es donde después anota las entregas."""

import contextlib
import io
import logging

import nbformat
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from aula.facts import ASSIGNMENT, TEACHER
from aula.grading.nbgrader.course import configure


def release(teacher, course):
    """Publica la tarea en la carpeta de curso `course`, con nbgrader, y devuelve lo publicado."""
    place = course / "source" / ASSIGNMENT
    place.mkdir(parents=True, exist_ok=True)
    nbformat.write(teacher, place / TEACHER.name)
    with quiet() as said:
        result = api(course).generate_assignment(ASSIGNMENT)
    if reason := failure(result):
        raise RuntimeError(f"nbgrader no pudo publicar la tarea:\n{reason}\n{said.getvalue()}")
    return nbformat.read(course / "release" / ASSIGNMENT / TEACHER.name, as_version=4)


def api(course):
    """nbgrader, con la carpeta de curso `course`."""
    config = Config()
    configure(config, course)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    api.log_level = logging.WARNING
    return api


def failure(result):
    """Por qué no salió bien lo que se pidió a nbgrader, que se guarda hasta las interrupciones."""
    if "KeyboardInterrupt" in (result.get("error") or ""):
        raise KeyboardInterrupt
    return None if result["success"] else result.get("log") or result.get("error")


@contextlib.contextmanager
def quiet():
    """nbgrader cuenta en inglés cada paso que da; solo interesa si algo falla."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        yield said
