"""nbgrader 0.9.6 con SQLAlchemy 2: avisos en inglés al anotar cada entrega, con los que nadie puede hacer nada.

Los primeros que hubo están en https://github.com/jupyter/nbgrader/issues/1473, y se arreglaron en
https://github.com/jupyter/nbgrader/pull/1420; estos de ahora no hemos encontrado que se hayan contado.
"""

import warnings

from sqlalchemy.exc import SAWarning


def apply():
    warnings.simplefilter("ignore", SAWarning)
