"""La página de una entrega: las respuestas, los resultados y las pistas, que se lee sin conexión.

La abre un estudiante, y quien enseña antes que él: de lo que escribió otra persona solo queda lo que no puede hacer nada, y
va dentro de un recuadro del que no se sale. `full` hace la página entera; `plain`, la de quien no se pudo hacer entera.
"""

import re
from functools import cache
from html import escape

from markupsafe import Markup

from ...pages import clean, policy
from ...pages.render import fill
from .review import groups

LETTERS = 20_000  # de un texto o de un código: lo que pasa de ahí va tal cual, sin formato
LONGEST = 100_000  # y de lo que pasa de ahí, el principio
FORMULA = 2000
COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def full(page):
    """El HTML de la página; `page` es lo que se sabe de la entrega, con sus piezas."""
    return fill("feedback.html.j2", page=page, filters=FILTERS, style=_style(), policy=policy.FEEDBACK)


def plain(page):
    """Lo mismo, sin nada más que las respuestas y los resultados, tal cual."""
    return fill("feedback_plain.html.j2", page=page, filters=PLAIN, policy=policy.FEEDBACK)


def validation(found):
    """Lo que enseña el botón Validar, con las palabras de la página. Va dentro de un `pre` de JupyterLab."""
    return "".join(line.strip() for line in fill("validation.html.j2", found=found, filters=PLAIN).splitlines())


# Cierra el recuadro y va a la celda, que se conoce por su sitio: las órdenes de JupyterLab piden permiso cada vez.
GOTO = (
    "event.preventDefault();"
    "const seen='.jp-NotebookPanel:not(.lm-mod-hidden)';"
    "const cell=document.querySelector(`${seen} [data-windowed-list-index='${this.dataset.place}']`);"
    "this.closest('.jp-Dialog').querySelector('.jp-mod-accept').click();"
    "for(const wait of [300,900])setTimeout(()=>cell?.scrollIntoView(),wait)"  # la segunda, cuando ya está dibujado
)


def cut(text, most=LETTERS):
    """El principio de un texto de otra persona, sin lo que no se ve."""
    text = clean.visible(text)
    return text if len(text) <= most else f"{text[:most]}\n… (sigue; aquí se corta)"


def theirs(source):
    """Un texto de quien entregó, en Markdown."""
    if len(source) > LETTERS:
        return Markup(f"<pre>{escape(cut(source, LONGEST))}</pre>")
    try:
        return Markup(clean.clean(_reader(strange=True)(clean.visible(source))))
    except Exception:  # un texto retorcido no impide ver los demás
        return Markup(f"<pre>{escape(cut(source))}</pre>")


@cache
def ours(source):
    """Un texto de la tarea: es el mismo en todas las páginas."""
    return Markup(_reader(strange=False)(source))


def formula(latex, display="block"):
    """Una fórmula ajena en MathML; si no se puede convertir, su texto."""
    from ...pages import formulas

    latex = latex.strip().strip("$")
    try:
        if len(latex) > FORMULA:
            raise ValueError
        made = clean.clean(formulas.mathml(clean.visible(latex), display))
        if not made.startswith("<math"):
            raise ValueError
        return Markup(made)
    except Exception:  # el conversor falla de muchas maneras
        return Markup(f"<code>{escape(cut(latex))}</code>")


@cache
def _reader(strange):
    from ...pages import markdown

    return markdown.reader(formula, escape=True) if strange else markdown.reader()


def code(source):
    """Código de quien entregó, en colores."""
    return _coloured(clean.visible(source)) if len(source) <= LETTERS else _bare(source)


@cache
def our_code(source):
    return _coloured(source)


def _coloured(source):
    import pygments

    lexer, formatter = _pygments()
    return Markup(pygments.highlight(source, lexer, formatter))


@cache
def _pygments():
    from pygments.formatters import HtmlFormatter
    from pygments.lexers.rust import RustLexer

    return RustLexer(), HtmlFormatter(nowrap=False)


def _bare(source):
    return Markup(f"<pre>{escape(cut(source, LONGEST))}</pre>")


@cache
def _style():
    from pygments.formatters import HtmlFormatter

    light, dark = (HtmlFormatter(style=style).get_style_defs(".highlight") for style in ("default", "github-dark"))
    plain = ".highlight { background: none !important; }"
    return Markup(f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n{plain}")


def output(text):
    """Lo que escribió un programa, sin sus colores de terminal."""
    return cut(COLOUR.sub("", text))


def number(value):
    """Unos puntos, con coma y sin más decimales que los que hacen falta."""
    return f"{round(value, 2):g}".replace(".", ",")


def counted(value):
    return f"{number(value)} {'punto' if value == 1 else 'puntos'}"


def sentence(text):
    """Con mayúscula y punto, como se lee suelta, y con su código como código."""
    return ticked(f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('?', '.')) else '.'}")


def ticked(text):
    """Lo que va entre acentos graves, como código."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(clean.visible(text))))


PLAIN = {
    "cut": cut,
    "number": number,
    "counted": counted,
    "sentence": sentence,
    "ticked": ticked,
    "groups": groups,
    "goto": GOTO,
}
FILTERS = {
    **PLAIN,
    "theirs": theirs,
    "ours": ours,
    "formula": formula,
    "code": code,
    "our_code": our_code,
    "output": output,
}
