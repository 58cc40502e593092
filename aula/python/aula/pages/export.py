"""Los cuadernos como páginas HTML que se leen sin conexión y sin instalar nada.

Cada página lleva dentro sus imágenes y sus estilos.
"""

import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from markupsafe import Markup
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from .. import files
from ..problem import OK, Problem, file_problem
from . import clean, site
from .formulas import NAMESPACE, formula, mathml
from .render import TEMPLATES


class Renderer(IPythonRenderer):
    """Markdown con las fórmulas ya convertidas."""

    def heading(self, text, level, **attributes):
        # nbconvert pasa cada título por un lector de XML: con su espacio de nombres, a las fórmulas les pondría un prefijo
        # con el que el navegador no las reconoce. En HTML no hace falta decirlo.
        return super().heading(text.replace(NAMESPACE, ""), level, **attributes)

    def inline_math(self, body):
        return self.mathml(body, "inline")

    def block_math(self, body):
        return self.mathml(body, "block")

    def latex_environment(self, name, body):
        return self.mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def mathml(self, latex, display):
        return mathml(latex, display)


class Lesson(Renderer):
    """El de un cuaderno del proyecto: se queda con sus títulos, y su código se desplaza también con el teclado."""

    def __init__(self):
        super().__init__(escape=False)
        self.sections = []

    def heading(self, text, level, **attributes):
        html = super().heading(text, level, **attributes)
        if level in (2, 3) and (anchor := re.match(r'<h\d id="([^"]+)"', html)):
            # En un enlace no cabe otro; las fórmulas, sí.
            heading = Heading(anchor[1], Markup(re.sub(r"</?a\b[^>]*>", "", text.replace(NAMESPACE, ""))))
            inside = self.sections[-1].inside if level == 3 and self.sections else self.sections
            inside.append(heading)
        return html

    def block_code(self, code, info=None):
        return focusable(super().block_code(code, info))

    def link(self, text, url, title=None):
        # El laboratorio, que un cuaderno busca en su servidor, está al lado de su página.
        return super().link(text, url.removeprefix(f"/{site.PREFIX}/"), title)


@dataclass
class Heading:
    """Una sección: dónde empieza, su título en HTML y las que hay dentro."""

    anchor: str
    title: Markup
    inside: list = field(default_factory=list)


def focusable(code):
    """Código resaltado que, si no cabe, se desplaza también con el teclado."""
    return re.sub(r'^<div (?=class=" ?highlight)', '<div tabindex="0" ', code)


def markdown(source, renderer=None):
    html = MarkdownWithMath(renderer=renderer or Renderer(escape=False)).render(source)
    # Una columna sin título no lleva un título vacío, que se leería en voz alta.
    return html.replace("<th></th>", "<td></td>")


def page(notebook, template="lesson", strange=False, edit=str, **more):
    """La página del cuaderno que hay en `notebook`; la plantilla recibe también lo que haya en `more`, y `edit` cambia los
    textos.

    Con `strange`, el cuaderno puede haberlo escrito cualquiera: de él queda lo que no puede actuar.
    """
    book = clean.notebook(files.read(notebook)) if strange else files.read(notebook)
    safe = clean.clean_notebook if strange else str
    # Antes que nada, los textos: de sus títulos sale el contenido, que va delante.
    lesson = Lesson()
    texts = {cell.source: safe(markdown(edit(cell.source), lesson)) for cell in book.cells if cell.cell_type == "markdown"}
    book.metadata["title"] = escape(title(book) or notebook.stem)
    exporter = HTMLExporter(
        template_name=template,
        extra_template_basedirs=[str(TEMPLATES)],
        extra_template_paths=[str(TEMPLATES)],
        embed_images=True,
        language_code="es",
        mathjax_url="",
    )
    exporter.register_filter("markdown2html", lambda source: texts.get(source) or safe(markdown(source)))
    exporter.register_filter("formula", lambda source: safe(formula(source)))
    exporter.register_filter("focusable", focusable)
    resources = {"dark_theme": dark_theme(exporter), "sections": lesson.sections, **more}
    html, _ = exporter.from_notebook_node(book, resources=resources)
    return html


def dark_theme(exporter):
    """Los colores oscuros de JupyterLab, para quien tiene oscuro su sistema."""
    folders = (Path(folder) / "lab" / "static" for folder in exporter.extra_template_paths + exporter._template_paths())
    names = (folder / "theme-dark.css" for folder in folders)
    css = next((name.read_text(encoding="utf-8") for name in names if name.is_file()), "")
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def title(book):
    """El primer título del cuaderno."""
    lines = (line for cell in book.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line.lstrip("# ") for line in lines if line.startswith("# ")), None)


def export(notebooks, folder):
    """Escribe en `folder` la página de cada cuaderno, la portada y el laboratorio, y dice dónde está cada una."""
    folder = Path(folder)
    # Primero todas, y después se escriben: una que falle no deja la carpeta a medias.
    notebooks = [Path(notebook) for notebook in notebooks]
    titles = {notebook.stem: title(files.read(notebook)) or notebook.stem for notebook in notebooks}
    built = site.site({notebook.stem: notebook for notebook in notebooks}, titles, page)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"{file_problem('crear la carpeta', folder, error)} Elige otra con --salida.") from None
    for name, html in built.items():
        files.write(folder / name, html.encode())
        print(folder / name)
    return OK
