"""El curso de nbgrader en la clase: dónde se intercambian las tareas, quién entrega, y el curso de quien enseña."""

import os
import shutil
from pathlib import Path

from ..grading.nbgrader import course
from ..upstream import nbgrader_ownership
from .settings import COURSE_VARIABLE, FOLDER_VARIABLE


def configure(c, root, homes, order):
    """Pone en `c` lo que en una clase es distinto.

    `root` es la carpeta del intercambio; `homes`, la que tiene las de los estudiantes, si no son cuentas de la máquina; y
    `order`, el archivo con el orden en que llegaron.
    """
    if COURSE_VARIABLE in os.environ:
        course.configure(c, own_course())
    else:
        c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
    c.Exchange.root = str(root)
    c.Collect.homes = str(homes)
    c.Release.order = c.Fetch.order = c.Restore.order = str(order)
    nbgrader_ownership.apply()


def own_course():
    """La carpeta del curso de quien enseña, en la suya. La primera vez se copia de la que le dejó la clase."""
    folder = Path(os.environ[FOLDER_VARIABLE]) / "curso"
    if not folder.exists():
        part = folder.with_name(".curso.parte")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(os.environ[COURSE_VARIABLE], part)
        part.rename(folder)
    return folder
