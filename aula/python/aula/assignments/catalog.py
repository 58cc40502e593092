"""Dónde está cada tarea, por su nombre."""

import re

from ..facts import ASSIGNMENT, ASSIGNMENTS, EXERCISES, NOTEBOOKS, source_of
from ..problem import Problem
from . import text

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d")  # en Windows no son archivos


def notebook_of(name):
    """El cuaderno de la tarea que se llama así, esté hecho o no."""
    return NOTEBOOKS / f"{name}.ipynb"


def free_place(name):
    """Dónde va el texto de una tarea nueva que se llama así; un `Problem`, si no puede llamarse así o ya hay otra."""
    if not NAME.fullmatch(name):
        raise Problem(f"«{name}» no vale como nombre de una tarea: letras sin tilde, cifras, - y _, como control1.")
    if DEVICES.fullmatch(name.lower()) or name.lower() == ASSIGNMENT:
        whose = "la tarea de la lección, en el curso" if name.lower() == ASSIGNMENT else "Windows a otra cosa"
        raise Problem(f"«{name}» no vale como nombre de una tarea: así llama {whose}. Elige otro, como control1.")
    path, notebook = ASSIGNMENTS / f"{name}.md", notebook_of(name)
    for taken in (path, source_of(notebook), notebook):
        # En Windows y en macOS, Control1 y control1 son el mismo archivo.
        same = (each for each in taken.parent.glob("*") if each.name.lower() == taken.name.lower())
        if there := next(same, None):
            raise Problem(f"Ya existe {shown(there)}, y se queda como está: elige otro nombre.")
    return path


def shown(path):
    """La ruta, desde la carpeta del proyecto."""
    return path.relative_to(NOTEBOOKS.parent)


def known():
    """Los nombres de las tareas que hay: la de la lección y las de quien enseña."""
    own = sorted(path.stem for path in ASSIGNMENTS.glob("*.md")) if ASSIGNMENTS.is_dir() else []
    return [name for name in [EXERCISES, *own] if source_of(notebook_of(name)).is_file()]


def read(name):
    """La tarea que se llama así, leída de su texto."""
    found = known()
    if name not in found:
        raise Problem(
            f"No existe la tarea «{name}»; las que hay son: {', '.join(found)}. Para empezar una: `cargo run -- tarea nueva "
            f"{name if NAME.fullmatch(name) else 'control1'}`."
        )
    made = text.read(source_of(notebook_of(name)))
    if not made.exercises and not made.questions:
        raise Problem(f"{made.path} no tiene ningún ejercicio: falta al menos uno, con su respuesta y su prueba.")
    return made
