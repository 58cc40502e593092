"""La tarea, como la conoce quien la resuelve: su propio cuaderno, sin el curso ni lo que se publicó.

Lo justo para encontrar sus respuestas como al calificar, estén partidas o en otra celda. De cada celda, la suma que anotó
nbgrader al publicarla dice si sigue igual; qué funciones pide un ejercicio lo dice su prueba, que las llama.
"""

import copy
from functools import cached_property

from nbgrader.utils import compute_checksum

from ..assignments.assignment import SETUP
from ..assignments.blocks import TEST_SUFFIX
from ..notebooks.fingerprint import grade_id, nbgrader
from ..notebooks.student import TEXT_STUB
from . import cells, rust


class Own:
    """Lo que `Answers` pregunta a una tarea."""

    by_hand, statements, texts, published = (), {}, {}, {}

    def __init__(self, notebook):
        self._cells = notebook.cells
        setup = cells.by_id(notebook).get(SETUP)
        self.setup = cells.own_code(setup.source) if setup is not None else ""
        self.official = {}
        for cell in notebook.cells:
            if nbgrader(cell):
                self.official.setdefault(grade_id(cell), cell)
        self.exercises = [
            cells.Exercise(name, "", self.official[test].source, float(cells.points_of(self.official[test]) or 0))
            for test in self.official
            if (name := test.removesuffix(TEST_SUFFIX)) != test and cells.is_graded(self.official[test])
        ]

    @cached_property
    def required(self):
        """Las funciones que llama cada prueba y define alguna celda; y cómo se publicaron, si se sabe."""
        code = [cell for cell in self._cells if cell.cell_type == "code" and not cells.is_graded(cell)]
        defined = {name for cell in code for name in rust.read(cells.own_code(cell.source)).functions}
        return {each.name: self._asked(each, defined) for each in self.exercises}

    def _asked(self, exercise, defined):
        cell = self.official.get(exercise.name)
        kept = rust.read(cell.source).functions if cell is not None and not changed(cell) else {}
        return {name: kept[name].tokens if name in kept else None for name in sorted(defined & _called(exercise.test))}

    def stub(self, name):
        return self.official[name].source if self.is_stub(name, self.official[name].source) else ""

    def is_stub(self, name, source):
        """¿Está esa respuesta como se publicó, o en blanco?"""
        cell = self.official.get(name)
        return unwritten(source) or cell is not None and kept(cell, source)

    def is_answer(self, name):
        return name in self.official and cells.is_answer(self.official[name])


def _called(test):
    """Los nombres que usa una prueba y que no son suyos, ni de una biblioteca."""
    tokens = [text for item in rust.read(test).items for text in item.tokens]
    before = ["", *tokens]
    own = {text for text, last in zip(tokens, before, strict=False) if last == "let"}
    return {text for text, last in zip(tokens, before, strict=False) if last not in (".", ":", "let")} - own


def unwritten(source):
    return source.strip() in ("", TEXT_STUB)


def kept(cell, source):
    """¿Se publicó la celda con ese texto?"""
    cell = copy.copy(cell)
    cell.source = source
    return checksum(cell) == compute_checksum(cell)


def changed(cell):
    """¿Es otra que la que se publicó?"""
    return checksum(cell) not in (None, compute_checksum(cell))


def checksum(cell):
    """La suma de lo que llevaba la celda al publicarse, que anotó nbgrader."""
    return nbgrader(cell).get("checksum")
