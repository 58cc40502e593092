"""Empezar una tarea: un ejemplo corto, con comentarios, que se puede repartir tal como está."""

import re
from pathlib import Path

from ..assignments.catalog import NAME, notebook_of
from ..facts import ASSIGNMENTS, ROOT, source_of
from ..problem import OK, Problem, file_problem

EXAMPLE = Path(__file__).with_name("example.md")


def create(name):
    """Escribe el texto de la tarea `name`, si no hay nada con ese nombre."""
    if not NAME.fullmatch(name):
        raise Problem(f"«{name}» no vale como nombre de una tarea: letras sin tilde, cifras, - y _, como control1.")
    path, notebook = ASSIGNMENTS / f"{name}.md", notebook_of(name)
    for taken in (path, source_of(notebook), notebook):
        if taken.exists():
            raise Problem(f"Ya existe {taken.relative_to(ROOT)}, y se queda como está: elige otro nombre.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(EXAMPLE.read_text(encoding="utf-8").replace("Control 1", _title(name)))
    except OSError as error:
        raise file_problem("escribir", path, error) from None
    print(f"{path.relative_to(ROOT)}: un ejemplo, que ya se puede repartir. Cámbialo a tu gusto y mira cómo queda:")
    print(f"  cargo run -- generar {name}")
    print(f"  cargo run -- tarea repartir {name} --formas 4 --salida {name}")
    return OK


def _title(name):
    """control1 → Control 1"""
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", re.sub(r"[_-]+", " ", name))
    return words[:1].upper() + words[1:]
