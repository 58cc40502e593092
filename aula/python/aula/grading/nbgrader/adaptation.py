"""Lo que nbgrader no deja configurar: con qué valida, en qué idioma y de qué versión son sus tablas."""

import logging
import warnings
from pathlib import Path

from alembic.script import ScriptDirectory
from nbgrader import api, dbutil
from nbgrader.server_extensions.formgrader import formgrader
from nbgrader.validator import Validator
from sqlalchemy.exc import SAWarning

from ... import files
from ...problem import Problem
from ...upstream import nbgrader_spanish
from ..validation import validate

COMPLETE = "¡Muy bien! Tu cuaderno pasa todas las pruebas que ves."


def adapt():
    """Adapta nbgrader en este proceso; da igual cuántas veces."""
    Validator.validate_and_print = validate_and_print
    formgrader.FileSystemLoader = nbgrader_spanish.Pages
    logging.setLogRecordFactory(nbgrader_spanish.record)
    warnings.simplefilter("ignore", SAWarning)  # los da con el `SQLAlchemy` de ahora, y nadie puede hacer nada
    # Él lo pregunta a otro programa, que tarda segundo y medio y tiene que estar en el PATH.
    api.get_alembic_version = ScriptDirectory(dbutil.ALEMBIC_DIR).get_current_head


def validate_and_print(self, filename):
    """Lo que hace `nbgrader validate` con cada cuaderno."""
    try:
        validation = validate(files.read(Path(filename)))
        said = COMPLETE if validation.complete else validation.report
    except Problem as problem:
        said = str(problem)
    self.stream.write(f"{said}\n")
