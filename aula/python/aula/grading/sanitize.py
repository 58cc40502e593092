"""De un cuaderno ajeno, por estropeado que venga, solo lo que hace falta: de cada celda, su tipo, su texto, quién es y lo
que mostraba.
"""

import re
from dataclasses import asdict
from types import SimpleNamespace

from ..notebooks import fingerprint, node, origin
from . import outputs
from .lms.names import visible
from .outputs import text

CHARACTERS = 100_000  # de una celda
CELLS = 1000  # las que se publicaron
ID = re.compile(r"[\w-]{1,64}", re.ASCII)  # los que admite el formato
HEXADECIMAL = re.compile("[0-9a-f]{1,64}")
KERNELSPEC = {"display_name": "Rust", "language": "rust", "name": "rust"}
KINDS = ("code", "markdown", "raw")


def clean(content):
    """El cuaderno `content` con lo justo; es como lo lee `json`, o como lo lee `nbformat`."""
    allowance = outputs.Allowance()
    cells = (_cell(raw, allowance) for raw in content["cells"])
    metadata = content.get("metadata")
    kept = {**_kernel(metadata), **_made_from(metadata)} if isinstance(metadata, dict) else {}
    return node.book((cell for cell in cells if cell is not None), kept)


def _kernel(metadata):
    """Con qué núcleo se hizo, si lo dice."""
    kernel = metadata.get("kernelspec")
    name = text(kernel.get("name")) if isinstance(kernel, dict) else None
    return {"kernelspec": {**KERNELSPEC, "name": visible(name[:50])}} if name else {}


def _made_from(metadata):
    """La huella con que se publicó y, si lo dice, de qué texto sale."""
    raw = SimpleNamespace(metadata=metadata)
    text_of, cells = origin.of(raw), fingerprint.recorded(raw)
    if cells is None or len(cells) > CELLS or not all(map(HEXADECIMAL.fullmatch, cells)):
        return {}
    return {fingerprint.KEY: {"cells": cells} | ({origin.PART: asdict(text_of)} if text_of else {})}


def _cell(raw, allowance):
    """Una celda con lo justo, o `None` si no es una celda."""
    if not isinstance(raw, dict) or raw.get("cell_type") not in KINDS:
        return None
    source = text(raw.get("source", ""))
    if source is None:
        return None
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if len(source) > CHARACTERS:
        source = source[:CHARACTERS] + "\n// … (la celda sigue; aquí se corta)"
    given = raw.get("metadata")
    given = given if isinstance(given, dict) else {}
    cell = node.cell(raw["cell_type"], source, _id(raw, given))
    if cell.cell_type == "code":
        cell.outputs = outputs.clean(raw.get("outputs"), allowance)
    given = given.get("nbgrader")
    if isinstance(given, dict) and (name := text(given.get("grade_id"))):
        points = given.get("points")
        cell.metadata["nbgrader"] = node.Node(
            grade_id=name[:100],
            points=points if isinstance(points, (int, float)) else None,
        )
    return cell


def _id(raw, metadata):
    """El identificador de la celda; Colab lo guarda en los metadatos."""
    names = (raw.get("id"), metadata.get("id"))
    return next((name for name in names if isinstance(name, str) and ID.fullmatch(name)), None)
