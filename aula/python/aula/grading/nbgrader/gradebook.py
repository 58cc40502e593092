"""Las notas y las páginas de retroalimentación, hechas por nbgrader con los cuadernos ya calificados."""

import shutil
import sys
from concurrent.futures import ProcessPoolExecutor

import nbformat
from nbgrader.api import Gradebook

from ...facts import ASSIGNMENT, EXERCISES, TEACHER
from ..cells import TEST_SUFFIX
from .release import api, failure, quiet


def record(course, graded, jobs):
    """Anota en el curso publicado en `course` los cuadernos de `graded`, {clave: cuaderno}, y escribe sus páginas.

    Devuelve, de cada uno con el que nbgrader pudo, su página y sus puntos, {celda: puntos}; vacíos donde tiene que calificar
    una persona. Con `jobs` procesos, cada uno en un curso propio: nbgrader emplea en cada entrega casi un segundo.
    """
    keys = list(graded)
    parts = [{key: graded[key] for key in keys[first::jobs]} for first in range(min(jobs, len(keys)))]
    if len(parts) < 2:
        return _record(course, graded) if graded else {}
    courses = [shutil.copytree(course, course.with_name(f"{course.name}-{number}")) for number in range(len(parts))]
    found = {}
    with ProcessPoolExecutor(len(parts)) as pool:
        for part in pool.map(_record, courses, parts):
            found |= part
    return found


def _record(course, graded):
    nbgrader = api(course, graded=True)
    for key, notebook in graded.items():
        place = course / "submitted" / key / ASSIGNMENT
        place.mkdir(parents=True)
        nbformat.write(notebook, place / TEACHER.name)
    for step in (nbgrader.autograde, nbgrader.generate_feedback):
        with quiet() as said:
            reason = failure(step(ASSIGNMENT, "*"))
        if reason:
            print(f"{reason}\n{said.getvalue()}", file=sys.stderr)
    found = {}
    with Gradebook(nbgrader.coursedir.db_url) as book:
        for key in graded:
            page = course / "feedback" / key / ASSIGNMENT / f"{EXERCISES}.html"
            if page.is_file():
                grades = book.find_submission_notebook(EXERCISES, ASSIGNMENT, key).grades
                scores = {g.name.removesuffix(TEST_SUFFIX): None if g.needs_manual_grade else g.score for g in grades}
                found[key] = page, scores
    return found
