"""Las páginas de nbgrader, la de retroalimentación y la de Formgrader: sin conexión, y con lo ajeno como texto.

La primera la abre un estudiante y la segunda, el profesor en su JupyterLab, que ejecuta código: nada de lo que haya escrito
otra persona puede actuar en ellas.
"""

import re
from html import escape
from xml.etree import ElementTree

from jinja2 import pass_context

from ...pages import export, policy
from ..restore import OWN

CHARACTERS = 20_000  # más allá, el texto va tal cual
TAG = re.compile(
    r"m(?:ath|row|[inos]|text|space|frac|sqrt|root|su[bp]|subsup|under|over|underover|table|t[rd]|labeledtr|style|padded"
    r"|phantom|enclose|multiscripts|prescripts)|none"
)


class Plain(export.Renderer):
    """Markdown ajeno: su HTML se ve y no actúa, y de sus imágenes queda el enlace, que no pide nada a nadie."""

    def __init__(self):
        super().__init__(escape=True, allow_harmful_protocols=False)

    def image(self, text, url, title=None):
        return self.link(text or escape(url), url, title)

    def block_mermaidjs(self, code):
        return f"<pre>{escape(code)}</pre>"

    def mathml(self, latex, display):
        return formula(latex, display)


@pass_context
def markdown(context, source):
    """El texto de la celda que se está escribiendo, que puede ser del curso o de otra persona."""
    if not theirs(context.get("cell")):
        return export.markdown(source)
    if len(source) > CHARACTERS:
        return f"<pre>{escape(source)}</pre>"
    try:
        return export.markdown(source, Plain())
    except Exception:  # un texto retorcido no impide ver los demás
        return f"<pre>{escape(source)}</pre>"


def formula(latex, display="block"):
    """Una fórmula ajena en MathML; si no se puede convertir, o si al convertirla aparece otra cosa, su texto."""
    latex = latex.strip().strip("$")
    try:
        if len(latex) > CHARACTERS // 10:
            raise ValueError
        made = export.mathml(latex, display)
        for part in ElementTree.fromstring(made).iter():
            if not TAG.fullmatch(part.tag.rpartition("}")[2]) or "href" in part.attrib:
                raise ValueError
        return made
    except Exception:
        return f"<code>{escape(latex)}</code>"


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
    "formula": formula,
    "is_test": is_test,
    "policy": lambda page: getattr(policy, page),  # qué puede hacer esa página
}
