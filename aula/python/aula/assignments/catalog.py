"""Dónde está cada tarea, por su nombre."""

import re

from ..facts import ASSIGNMENTS, EXERCISES, NOTEBOOKS, source_of
from ..problem import Problem
from . import text

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


def notebook_of(name):
    """El cuaderno de la tarea que se llama así, esté hecho o no."""
    return NOTEBOOKS / f"{name}.ipynb"


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
