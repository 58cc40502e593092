"""Markdown con fórmulas, para las páginas que se hacen de muchas en muchas: solo con mistune, que se carga en un momento.

Las páginas de los cuadernos del proyecto las hace nbconvert, que tarda más en cargarse que treinta páginas de estas. Las
fórmulas se escriben aquí como allí: `$…$`, `$$…$$` y `\\begin{…}…\\end{…}`.
"""

import mistune
from mistune.plugins import import_plugin

from . import formulas

PLUGINS = ("strikethrough", "table", "url", "task_lists", "def_list")
ENVIRONMENT = r"\\begin\{(?P<environment>[a-z]*\*?)\}(?s:.*?)\\end\{(?P=environment)\}"
DOLLARS = r"(?P<dollars>\$\$)(?P<dollars_body>(?s:.+?))(?<!\\)\$\$"
ALONE = rf"^ {{0,3}}(?:{DOLLARS}|{ENVIRONMENT})[ \t]*$"
DOUBLE = r"(?<!\\)\$\$(?P<double>(?s:.+?))(?<!\\)\$\$"
SINGLE = r"(?<![\\$])\$(?P<single>(?s:[^$]+?))(?<![\\$])\$(?!\$)"


def renderer_of(formula, escape):
    """Quien escribe el HTML: cada fórmula, con lo que dé `formula(latex, modo)`; el HTML que traiga el texto, como texto si
    `escape`."""

    class Renderer(mistune.HTMLRenderer):
        def block_math(self, text):
            return f"<p>{formula(text, 'block')}</p>\n"

        def inline_math(self, text):
            return formula(text, "inline")

        def image(self, text, url, title=None):
            # De las imágenes queda el enlace, que no pide nada a nadie.
            return self.link(text or mistune.escape(url), url, title)

    return Renderer(escape=escape)


def with_formulas(md):
    """Las reglas de las fórmulas, que van antes que las demás."""

    def alone(_, found, state):
        state.append_token({"type": "block_math", "raw": found["dollars_body"] or found[0].strip()})
        return found.end() + 1  # con su fin de renglón

    def inside(kind, group):
        def parse(_, found, state):
            state.append_token({"type": kind, "raw": found[group]})
            return found.end()

        return parse

    md.block.register("formula_alone", ALONE, alone, before="list")
    md.inline.register("formula_double", DOUBLE, inside("block_math", "double"), before="link")
    md.inline.register("formula_single", SINGLE, inside("inline_math", "single"), before="link")


def reader(formula=formulas.mathml, escape=False):
    """Una función que convierte Markdown en HTML."""
    plugins = [import_plugin(name) for name in PLUGINS]
    return mistune.Markdown(renderer_of(formula, escape), plugins=[*plugins, with_formulas])
