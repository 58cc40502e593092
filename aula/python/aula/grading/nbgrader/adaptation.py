"""Lo que nbgrader no deja configurar: con qué valida, en qué idioma habla y de qué versión son sus tablas."""

from pathlib import Path

from ... import files
from ...problem import Problem
from ...upstream import nbgrader_alembic, nbgrader_spanish, nbgrader_validate, nbgrader_warnings
from ..validation import validate

COMPLETE = "¡Muy bien! Tu cuaderno pasa todas las pruebas que ves."


def adapt():
    """Adapta nbgrader en este proceso; da igual cuántas veces."""
    nbgrader_validate.apply(report)
    nbgrader_spanish.apply()
    nbgrader_warnings.apply()
    nbgrader_alembic.apply()


def report(path):
    """Lo que dice `nbgrader validate` de un cuaderno."""
    try:
        validation = validate(files.read(Path(path)))
    except Problem as problem:
        return str(problem)
    return COMPLETE if validation.complete else validation.report
