"""Las páginas de nbgrader, la de retroalimentación y la de Formgrader: sin conexión, y con lo ajeno como texto.

La primera la abre un estudiante y la segunda, el profesor en su JupyterLab, que ejecuta código: nada de lo que haya escrito
otra persona puede actuar en ellas, ni taparles el sitio a las notas.
"""

from jinja2 import pass_context

from ...pages import export, policy
from ..report import page
from ..restore import OWN


@pass_context
def markdown(context, source):
    """El texto de la celda que se está escribiendo, que puede ser del curso o de otra persona."""
    return page.theirs(source) if theirs(context.get("cell")) else export.markdown(source)


def theirs(cell):
    """¿Lo escribió quien entregó el cuaderno?"""
    return cell is None or cell.get("id", OWN).startswith(OWN) or bool(_marks(cell).get("solution"))


def is_test(cell):
    """¿Es una celda de prueba, cuyo resultado es nuestro?"""
    return cell.cell_type == "code" and bool(_marks(cell).get("grade")) and not _marks(cell).get("solution")


def _marks(cell):
    return cell.get("metadata", {}).get("nbgrader", {})


FILTERS = {
    "markdown2html": markdown,
    "formula": page.formula,
    "is_theirs": theirs,
    "is_test": is_test,
    "policy": lambda name: getattr(policy, name),  # qué puede hacer esa página
}
