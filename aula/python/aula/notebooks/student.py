"""El cuaderno del estudiante: el del profesor, sin soluciones ni pruebas ocultas.

Lo hacen las piezas de nbgrader, una detrás de otra, en el orden en que publica una tarea; aquí, sin su curso ni su base de
datos. El curso de nbgrader emplea estas mismas piezas: los dos publican lo mismo.
"""

import copy
import re

from nbgrader import preprocessors
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets.config import Config

from . import fingerprint, origin

CODE_STUB = 'todo!("escribe aquí tu respuesta")'
TEXT_STUB = "*Escribe aquí tu respuesta.*"

# Una solución que empieza por lo que se publica: el grupo son esas líneas.
INSTEAD = re.compile(r"^ *// BEGIN SOLUTION\n((?: *// SE PUBLICA: .*\n)+)(?:.*\n)*? *// END SOLUTION\n", re.MULTILINE)
PUBLISHED = re.compile(r"^( *)// SE PUBLICA: (.*)", re.MULTILINE)


class ClearSolutions(preprocessors.ClearSolutions):
    """Quita las soluciones. Donde una dice qué se publica en su lugar, como un error que encontrar, va eso."""

    def preprocess_cell(self, cell, resources, cell_index):
        cell.source, many = INSTEAD.subn(lambda region: PUBLISHED.sub(r"\1\2", region[1]), cell.source)
        return (cell, resources) if many else super().preprocess_cell(cell, resources, cell_index)


class Record(NbGraderPreprocessor):
    """Lo último: la huella de lo que se publica, y de qué texto sale."""

    def preprocess(self, nb, resources):
        fingerprint.record(nb)
        origin.renew(nb)
        return nb, resources


PREPROCESSORS = [
    preprocessors.LockCells,
    ClearSolutions,
    preprocessors.ClearOutput,
    preprocessors.CheckCellMetadata,
    preprocessors.ComputeChecksums,
    preprocessors.ClearHiddenTests,
    preprocessors.ClearMarkScheme,
    preprocessors.ComputeChecksums,
    preprocessors.CheckCellMetadata,
    Record,
]


def configure(c):
    """Pone en `c` lo que va en lugar de cada solución."""
    c.ClearSolutions.code_stub = {"rust": CODE_STUB}
    c.ClearSolutions.text_stub = TEXT_STUB


def student_notebook(teacher):
    """El cuaderno del estudiante que sale de `teacher`, que se queda como está."""
    config = Config()
    configure(config)
    book, resources = copy.deepcopy(teacher), {}
    for piece in PREPROCESSORS:
        book, resources = piece(config=config).preprocess(book, resources)
    return book
