"""Leer una tarea del archivo en el que está escrita."""

from pathlib import Path

from . import blocks, checks, fields, lines, settings
from .assignment import Assignment
from .blocks import Kind
from .mistakes import Mistakes


def read(path):
    """La tarea que hay en `path`; si algo está mal, se dice todo a la vez, en un `Mistakes`."""
    path, found = Path(path), []
    said, above, rest = settings.split(lines.read(path), found)
    made = Assignment(path, said, above, blocks.cut(rest, found))
    if made.is_graded:
        for at, block in enumerate(made.blocks):
            if block.kind is not Kind.VARIANT and (parts := fields.cut(block, found)):
                made.pieces[at] = parts
        found += made.mistakes
        checks.check(made, found)
    if found:
        raise Mistakes(path, found)
    return made
