"""Empezar una tarea: un ejemplo corto, con comentarios, que se puede repartir tal como está."""

import re
from pathlib import Path

from ..assignments import catalog
from ..problem import OK, file_problem

EXAMPLE = Path(__file__).with_name("example.md")


def create(name):
    """Escribe el texto de la tarea `name`, si no hay nada con ese nombre."""
    path = catalog.free_place(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(EXAMPLE.read_text(encoding="utf-8").replace("Control 1", _title(name)))
    except OSError as error:
        raise file_problem("escribir", path, error) from None
    print(f"{catalog.shown(path)}: un ejemplo, que ya se puede repartir. Cámbialo a tu gusto, mira si sirve y repártelo:")
    print(f"  cargo run -- tarea comprobar {name}")
    print(f"  cargo run -- tarea repartir {name} --formas 4 --salida {name}")
    return OK


def _title(name):
    """control1 → Control 1"""
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", re.sub(r"[_-]+", " ", name))
    return words[:1].upper() + words[1:]
