"""Lo que se ve mal en una tarea sin ejecutar nada."""

import re

from .assignment import SETUP
from .blocks import Kind
from .fields import Field
from .mistakes import Mistake
from .parts import number

RUBRIC = re.compile(r'Rubric>?::new\(\s*"(?P<name>[^"]*)"\s*,\s*(?P<points>[\d.]+)')
FUNCTION = re.compile(r"(?:pub )?fn (?P<name>\w+)")
COMMENT = re.compile(r"^\s*//.*", re.MULTILINE)
PLACES = {"SOLUTION": Kind.ANSWER, "HIDDEN TESTS": Kind.TEST}


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
        _check_test(exercise.test, wrong)
        _check_rubric(exercise, wrong)
    _check_published(made, wrong)
    _check_functions(made, wrong)
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


def _check_published(made, wrong):
    """Lo que se quita antes de repartir solo se busca en su celda: en otra, se publicaría."""
    for block in made.blocks:
        for line in block.lines:
            for region, kind in PLACES.items():
                if f"BEGIN {region}" in line.text and block.kind not in (kind, Kind.VARIANT):
                    wrong(line.number, f"BEGIN {region} fuera de una celda «{kind.value}»: lo que sigue se publicaría")


def _check_functions(made, wrong):
    """En un cuaderno, una función que se llama como otra la sustituye."""
    where = {}
    for exercise in made.exercises:
        for at, line in enumerate(exercise.answer.source.split("\n"), start=exercise.answer.line):
            if (found := FUNCTION.match(line)) and where.setdefault(found["name"], (exercise, at))[0] is not exercise:
                other, first = where[found["name"]]
                wrong(
                    at, f"`{found['name']}` es también una función de «{other.name}», en la línea {first}: cambia un nombre"
                )


def _check_regions(cell, wrong):
    for region in PLACES:
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


def _check_test(test, wrong):
    """Lo último de una prueba son los puntos."""
    code = [line for line in COMMENT.sub("", test.source).split("\n") if line.strip()]
    if not code or code[-1].rstrip().endswith(";"):
        wrong(test.line, "la prueba no da puntos: termina en .points(), sin punto y coma detrás")


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
