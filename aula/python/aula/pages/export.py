"""Los cuadernos como páginas HTML que se leen sin conexión y sin instalar nada.

Cada página lleva dentro sus imágenes y sus estilos. Las fórmulas se convierten aquí a MathML, que los navegadores muestran
por su cuenta: MathJax habría que bajarlo cada vez.
"""

import re
from html import escape
from pathlib import Path

import latex2mathml.converter
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from .. import files
from ..problem import OK, Problem, file_problem
from . import site

# La página de JupyterLab, sin los guiones que pediría a la red y con lo que cada figura dice de sí misma como texto
# alternativo.
TEMPLATE = """
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block extra_css -%}
<style>
  math { font-size: 1.1em; }
  mtd { padding: 0.2em 0.15em; }
  mtd[columnalign=right] { text-align: right; }
  mtd[columnalign=left] { text-align: left; }
  .jp-RenderedLatex { overflow-x: auto; }
  .jp-Notebook { max-width: 60rem; margin: 0 auto; }
  .jp-RenderedImage img { max-width: 100%; height: auto; }
  .jp-InputArea-editor .highlight { overflow-x: auto; }
  /* Lo que no está en la ventana se coloca al llegar: una lección entera, de una vez, detiene la página casi una décima. */
  @media screen {
    .jp-Cell { content-visibility: auto; contain-intrinsic-size: auto 20rem; }
  }
</style>
{%- endblock -%}
{%- block html_head_css -%}
<style>
:root {
  --jp-cell-prompt-not-active-opacity: 1;
  --jp-cell-prompt-not-active-font-color: #5f6368;
  --jp-mirror-editor-number-color: #006b00;
  --jp-mirror-editor-comment-color: #2b6666;
}
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; }
  {{ resources.dark_theme }}
  :root { --jp-mirror-editor-comment-color: #7fb3b3; }
  .jp-RenderedImage img { filter: invert(0.93) hue-rotate(180deg); }
}
</style>
{%- endblock -%}
{%- macro image(output, mime, content) -%}
<div class="jp-RenderedImage jp-OutputArea-output" data-mime-type="{{ mime }}">
<img alt="{{ output.data['text/plain'] | e }}" src="data:{{ mime }};base64,{{ content }}">
</div>
{%- endmacro -%}
{%- block data_svg scoped -%}
{{ image(output, 'image/svg+xml', output.data['image/svg+xml'] | text_base64) }}
{%- endblock -%}
{%- block data_png scoped -%}
{{ image(output, 'image/png', output.data['image/png'] | trim) }}
{%- endblock -%}
{%- block data_latex scoped -%}
<div class="jp-RenderedLatex jp-OutputArea-output" data-mime-type="text/latex">
{{ output.data['text/latex'] | formula }}
</div>
{%- endblock -%}
"""


class Renderer(IPythonRenderer):
    """Markdown con las fórmulas ya convertidas."""

    def inline_math(self, body):
        return self.mathml(body, "inline")

    def block_math(self, body):
        return self.mathml(body, "block")

    def latex_environment(self, name, body):
        return self.mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def mathml(self, latex, display):
        return mathml(latex, display)


def mathml(latex, display):
    # El conversor no conoce `aligned`, que es lo mismo que `split`, ni el espacio entre renglones, `\\[4pt]`.
    latex = re.sub(r"\\\\\[\d+pt\]", r"\\\\", latex.replace("{aligned}", "{split}"))
    return latex2mathml.converter.convert(latex, display=display)


def formula(source):
    """Lo que una celda muestra en LaTeX, que ya viene entre signos de dólar."""
    return mathml(source.strip().strip("$"), "block")


def markdown(source, renderer=None):
    return MarkdownWithMath(renderer=renderer or Renderer(escape=False)).render(source)


def page(notebook):
    exporter = HTMLExporter(raw_template=TEMPLATE, embed_images=True, language_code="es", mathjax_url="")
    exporter.register_filter("markdown2html", markdown)
    exporter.register_filter("formula", formula)
    book = files.read(notebook)
    book.metadata["title"] = escape(title(book) or notebook.stem)
    html, _ = exporter.from_notebook_node(book, resources={"dark_theme": dark_theme(exporter)})
    # El código que no cabe se desplaza, también con el teclado.
    html = re.sub(r'<div (?=class="[^"]*\bhighlight\b)', '<div tabindex="0" ', html)
    # A las fórmulas de un título, nbconvert les pone un prefijo con el que el navegador no las reconoce.
    return re.sub(r'(</?)ns0:|(?<=") xmlns:ns0="[^"]*"', r"\1", html)


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
    pages = {notebook.stem: page(notebook) for notebook in notebooks}
    titles = {notebook.stem: title(files.read(notebook)) or notebook.stem for notebook in notebooks}
    built = site.site(pages, titles)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"{file_problem('crear la carpeta', folder, error)} Elige otra con --salida.") from None
    for name, html in built.items():
        files.write(folder / name, html.encode())
        print(folder / name)
    return OK
