"""nbgrader 0.9.6: crear la base de datos de un curso pone en marcha otro programa, `alembic`.

Lo hace solo para saber de qué versión son sus tablas. Tarda segundo y medio, y `alembic` tiene que estar en el PATH, que no
es lo corriente en un entorno que nadie activó. La misma biblioteca lo dice sin salir de este proceso.

No hemos encontrado que se haya contado en público.
"""

from alembic.script import ScriptDirectory
from nbgrader import api, dbutil

THEIRS = api.get_alembic_version


def apply():
    api.get_alembic_version = version


def version():
    """La mira cuando se la preguntan: quien estudia no abre la base de datos, y puede que su cuenta no llegue a ella."""
    return ScriptDirectory(dbutil.ALEMBIC_DIR).get_current_head()
