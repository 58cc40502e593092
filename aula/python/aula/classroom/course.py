"""El curso de nbgrader en la clase: dónde se intercambian las tareas, quién entrega, y el curso de quien enseña."""

import os
import shutil
from pathlib import Path

from nbgrader.exchange.default import exchange

from ..project import COURSE


def configure(c, root):
    """Pone en `c` lo que en una clase es distinto; `root` es la carpeta del intercambio."""
    c.Exchange.root = str(root)
    # Quien entra con la clave de la clase no tiene cuenta en la máquina: nbgrader no encontraría su nombre.
    c.ExchangeCollect.check_owner = False
    exchange.self_owned = lambda path: os.stat(path).st_uid == os.getuid()
    if os.environ.get("GRADIENTE_DOCENTE"):
        c.CourseDirectory.root = str(own_course())
    else:
        c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]


def own_course():
    """La carpeta del curso de quien enseña, en la suya: nadie más la lee. La primera vez se copia de la del proyecto."""
    course = Path(os.environ["GRADIENTE_CARPETA_DE_CLASE"]) / "curso"
    if not course.exists():
        shutil.copytree(COURSE, course, ignore=shutil.ignore_patterns("README.md", "*.md", "plantillas", "gradebook.db*"))
    return course
