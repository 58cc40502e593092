"""Qué es cada celda de un cuaderno de ejercicios, y qué ejercicios hay."""

import re
from dataclasses import dataclass

from ..assignments.blocks import TEST_SUFFIX
from ..notebooks.fingerprint import grade_id, nbgrader


@dataclass
class Exercise:
    """Un ejercicio que se califica solo: su respuesta de referencia, su prueba y lo que vale."""

    name: str
    reference: str
    test: str
    points: float


def by_id(notebook):
    """Las celdas del cuaderno, por su identificador."""
    return {grade_id(cell): cell for cell in notebook.cells}


def exercises(source):
    """Los ejercicios con prueba automática, en orden."""
    found = by_id(source)
    return [
        Exercise(name, cell.source, test.source, float(points_of(test)))
        for name, cell in found.items()
        if (test := found.get(f"{name}{TEST_SUFFIX}")) is not None
    ]


def by_hand(source):
    """Las respuestas que califica una persona."""
    return [grade_id(cell) for cell in source.cells if is_graded(cell) and is_answer(cell)]


def points(source):
    """Lo que vale cada ejercicio, con los que califica una persona, {ejercicio: puntos}."""
    graded = filter(is_graded, source.cells)
    return {grade_id(cell).removesuffix(TEST_SUFFIX): float(points_of(cell) or 0) for cell in graded}


def is_answer(cell):
    """¿Es una celda que escribe quien resuelve?"""
    return bool(nbgrader(cell).get("solution"))


def is_graded(cell):
    """¿Da puntos? Es una prueba o, si además es una respuesta, la lee una persona."""
    return bool(nbgrader(cell).get("grade"))


def points_of(cell):
    """Los puntos que la celda dice que vale."""
    return nbgrader(cell).get("points")


def own_code(source):
    """El código de una celda, sin lo que evcxr admite delante (`:dep`, `:clear`, `!ls`…); los renglones son los suyos."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if re.match(r" *:|!", line):
            lines[number] = ""
        elif line.strip() and not line.startswith("//"):
            break
    return "\n".join(lines)
