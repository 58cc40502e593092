"""Lo que se ve mal en una tarea sin ejecutar nada."""

import re

from .assignment import SETUP
from .fields import Field
from .mistakes import Mistake
from .parts import number

RUBRIC = re.compile(r'Rubric>?::new\(\s*"(?P<name>[^"]*)"\s*,\s*(?P<points>[\d.]+)')
REGIONS = ("SOLUTION", "HIDDEN TESTS")


def check(made, found):
    """Añade a `found` lo que está mal en `made`."""

    def wrong(line, said):
        found.append(Mistake(line, said))

    if any(block.short for block in made.blocks) and not made.setup:
        wrong(1, f'falta la celda que carga lo necesario: ```rust fija="{SETUP}", con lo que usan las demás')
    for exercise in made.exercises:
        if "// BEGIN SOLUTION" not in exercise.answer.source:
            wrong(
                exercise.line,
                f"la respuesta «{exercise.name}» no tiene solución: va entre // BEGIN SOLUTION y // END SOLUTION",
            )
        for cell in (exercise.answer, exercise.test):
            _check_regions(cell, wrong)
        _check_rubric(exercise, wrong)
    for piece in (
        piece for parts in made.pieces.values() for _, line in parts for piece in line if isinstance(piece, Field)
    ):
        if piece.value in made.words or made.variant and not piece.value.startswith("puntos."):
            continue
        why = (
            "no es de ningún ejercicio"
            if piece.value.startswith("puntos.")
            else "no tiene de dónde salir: falta una celda ```rust variante"
        )
        wrong(piece.line, f"«{{{{{piece.value}}}}}» {why}")


def _check_regions(cell, wrong):
    for region in REGIONS:
        opened = None
        for at, line in enumerate(cell.source.split("\n"), start=cell.line):
            if f"BEGIN {region}" in line:
                if opened:
                    wrong(at, f"otro BEGIN {region}, y el de la línea {opened} sigue abierto")
                opened = at
            elif f"END {region}" in line:
                if not opened:
                    wrong(at, f"END {region} sin su BEGIN {region}")
                opened = None
        if opened:
            wrong(opened, f"BEGIN {region} sin su END {region}")


def _check_rubric(exercise, wrong):
    """Lo que dice la prueba de sí misma, donde lo dice con todas las letras."""
    test = exercise.test
    if not (said := RUBRIC.search(test.source)):
        return
    line = test.line + test.source.count("\n", 0, said.start())
    if said["name"] != exercise.name:
        wrong(line, f"la prueba de «{exercise.name}» dice ser la de «{said['name']}»")
    if exercise.points and float(said["points"]) != exercise.points:
        wrong(
            line,
            f"la prueba de «{exercise.name}» reparte {said['points']}, y la celda dice puntos={number(exercise.points)}",
        )
