"""nbgrader 0.9.6: sin carpeta de intercambio, la lista de tareas contesta en inglés y remite a quien administra.

La abre quien aprende, que no puede hacer nada con eso; en Windows, además, nbgrader no la admite y contesta con la traza
de un error. Aquí se dice qué pasa y a quién preguntar.

https://github.com/jupyter/nbgrader/issues/1406 es de alguien a quien le pasó.
"""

import sys

from nbgrader.exchange.default import Exchange
from nbgrader.server_extensions.assignment_list.handlers import AssignmentList
from nbgrader.utils import check_directory

THEIRS = AssignmentList.list_assignments

NO_EXCHANGE = (
    "No hay carpeta de intercambio, o no se puede usar: {root}. La prepara quien da el curso; en Windows no la hay. "
    "Sin ella, las tareas se reparten y se entregan de otra manera: pregunta cómo."
)


def list_assignments(self, course_id=None):
    """Lo que contesta la lista de tareas, con una explicación si no hay de dónde sacarlas."""
    root = Exchange(config=self.load_config()).root
    if sys.platform == "win32" or not check_directory(root, write=True, execute=True):
        return {"success": False, "value": NO_EXCHANGE.format(root=root)}
    return THEIRS(self, course_id=course_id)


def apply():
    AssignmentList.list_assignments = list_assignments
