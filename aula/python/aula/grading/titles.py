"""Cómo se llama cada ejercicio de un cuaderno: por el título que tiene encima, y no por el identificador de su celda."""

import re
from dataclasses import dataclass

from ..assignments.structure import FENCED, ORDINALS, WORTH
from ..notebooks.fingerprint import grade_id
from .cells import is_answer

HEADING = re.compile(r"^(?P<level>#{1,6}) +(?P<title>.+?)\s*$", re.MULTILINE)
NUMBERED = re.compile(r"(?P<label>\w+ \d+)\b[.:]?\s*(?P<rest>.*)")
LONGEST = 120


@dataclass(frozen=True)
class Title:
    """«Ejercicio 7, segunda parte» y «El entrenamiento». Sin número, el título entero es como se llama."""

    label: str
    text: str = ""

    @property
    def whole(self):
        return f"{self.label}. {self.text}" if self.text else self.label


def heading(notebook):
    """El primer título del cuaderno; vacío, si no tiene."""
    return next((found[0]["title"] for cell in notebook.cells if (found := _headings(cell))), "")


def titles(notebook):
    """El título de cada respuesta, {nombre: título}. El del cuaderno, con un solo `#`, no es de ninguna."""
    groups, above = {}, ""
    for cell in notebook.cells:
        if is_answer(cell):
            groups.setdefault(above, []).append(grade_id(cell))
        elif found := [each["title"] for each in _headings(cell) if each["level"] != "#"]:
            above = WORTH.sub("", found[-1])[:LONGEST]
    return {
        name: _title(above, at if len(names) > 1 else None) if above else Title(name)
        for above, names in groups.items()
        for at, name in enumerate(names)
    }


def _headings(cell):
    """Los títulos de una celda de texto."""
    return list(HEADING.finditer(FENCED.sub("", cell.source))) if cell.cell_type == "markdown" else []


def _title(above, part):
    numbered = NUMBERED.fullmatch(above)
    label, text = (numbered["label"], numbered["rest"]) if numbered else (above, "")
    return Title(label if part is None else f"{label}, {ORDINALS[min(part, len(ORDINALS) - 1)]} parte", text)
