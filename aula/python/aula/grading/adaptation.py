"""Lo que nbgrader no deja configurar: con qué valida, y en qué idioma."""

from pathlib import Path

from nbgrader.server_extensions.formgrader import formgrader
from nbgrader.validator import Validator

from .. import files, nbgrader_spanish
from ..problem import Problem
from .validation import validate

COMPLETE = "¡Muy bien! Tu cuaderno pasa todas las pruebas que ves."


def adapt():
    """Adapta nbgrader en este proceso; da igual cuántas veces."""
    Validator.validate_and_print = validate_and_print
    formgrader.FileSystemLoader = nbgrader_spanish.Pages


def validate_and_print(self, filename):
    """Lo que hace `nbgrader validate` con cada cuaderno."""
    try:
        validation = validate(files.read(Path(filename)))
        said = COMPLETE if validation.complete else validation.report
    except Problem as problem:
        said = str(problem)
    self.stream.write(f"{said}\n")
