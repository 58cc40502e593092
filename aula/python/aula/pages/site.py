"""Las páginas, juntas: la portada, el contenido de cada una, la anterior y la siguiente, el laboratorio y las partes vivas.

Lo que se mueve lo calcula la biblioteca, compilada a WebAssembly, que va dentro de cada página que la usa: ninguna pide nada
a nadie, y todas se abren también desde un archivo. Los textos, los estilos y los guiones están en `web/pages/`.
"""

import base64
import gzip
import re
from html import escape
from string import Template

from ..facts import EXERCISES, ROOT
from ..problem import Problem, file_problem
from .navigation import STYLE, nav

PAGES = ROOT / "aula" / "web" / "pages"
MODULE = ROOT / "aula" / "web" / "gradiente.wasm"
LAB = "laboratorio.html"
HOME = {"index.html": "Portada"}

# Debajo de qué figura de la lección va cada parte viva. Una figura se reconoce por su título.
PARTS = {
    "La derivada es la pendiente de la tangente": "cadena",
    "La pérdida de la neurona según su peso": "neurona",
    "La pérdida y el error, mientras la red aprende": "xor",
}

# Una página con guiones no ejecuta más que los suyos, y no pide nada.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:",
        "worker-src blob:",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)


def site(pages, titles):
    """Las páginas ya enlazadas, con la portada y el laboratorio: de cada archivo, su HTML.

    `pages` es el HTML de cada cuaderno, por su nombre, y `titles`, su título.
    """
    links = {f"{name}.html": title for name, title in titles.items()} | {LAB: "Laboratorio"}
    built = {f"{name}.html": lesson(name, html, links) for name, html in pages.items()}
    items = "\n".join(
        f'<li><a href="{escape(name)}">{escape(title)}</a></li>' for name, title in links.items() if name != LAB
    )
    built["index.html"] = fill("index.html", style=text("base.css"), lessons=items)
    built[LAB] = fill(
        "lab.html",
        style=text("base.css") + STYLE + text("controls.css") + text("lesson.css") + text("lab.css"),
        nav=nav("Páginas", HOME | links, LAB),
        module=module(),
        engine=text("engine.js"),
        script=text("client.js") + text("lab.js"),
    )
    return built


def lesson(name, html, links):
    """La página de un cuaderno, con sus enlaces, su índice y, si las lleva, sus partes vivas."""
    here = f"{name}.html"
    style = text("base.css") + STYLE + text("controls.css") + text("lesson.css")
    head = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<style>\n{style}</style>\n</head>'
    html = html.replace("</head>", head, 1)
    start = nav("Páginas", HOME | links, here) + contents(html) + (text("exercises.html") if name == EXERCISES else "")
    html = html.replace("<main>", f"{start}\n<main>", 1)
    html, parts = alive(html)
    scripts = scripted() if parts else ""
    content, _, end = html.rpartition("</body>")
    return f"{content}{neighbours(links, here)}\n{scripts}</body>{end}"


def alive(html):
    """La página con el sitio de cada parte viva debajo de su figura, y cuántas lleva."""
    count = 0
    for title, part in PARTS.items():
        figure = rf'(<div class="jp-RenderedImage[^>]*>\s*<img alt="{re.escape(escape(title))}\n[^>]*>\s*</div>\s*</div>)'
        html, found = re.subn(figure, rf'\1\n<div class="viva parte" data-parte="{part}" hidden></div>', html, count=1)
        count += found
    return html, count


def scripted():
    """Los guiones de las partes vivas, con la biblioteca."""
    return (
        f'<script type="text/plain" id="modulo">{module()}</script>\n'
        f'<script type="text/plain" id="motor">{text("engine.js")}</script>\n'
        f"<script>{text('client.js')}{text('lesson.js')}</script>\n"
    )


def neighbours(links, here):
    """La página anterior y la siguiente."""
    names = list(links)
    at = names.index(here)
    around = [("Anterior", "prev", names[at - 1] if at else None), ("Siguiente", "next", names[at + 1])]
    items = (
        f'<li><a rel="{rel}" href="{escape(name)}">{label}: {escape(links[name])}</a></li>'
        for label, rel, name in around
        if name
    )
    return f'<nav class="sitio" aria-label="Anterior y siguiente">\n<ul class="vecinas">\n{"".join(items)}\n</ul>\n</nav>'


def contents(html):
    """El índice de la página: sus secciones y subsecciones."""
    headings = re.findall(r'<h([23]) id="([^"]+)"[^>]*>(.*?)<a class="anchor-link"', html, re.S)
    items, deep = [], False
    for level, anchor, title in headings:
        entry = f'<a href="#{anchor}">{plain(title)}</a>'
        if level == "3" and items:
            items.append(f"{'' if deep else '<ul>'}<li>{entry}</li>")
            deep = True
        else:
            items.append(f"{'</ul>' if deep else ''}{'</li>' if items else ''}<li>{entry}")
            deep = False
    if not items:
        return ""
    end = f"{'</ul>' if deep else ''}</li>"
    return (
        '<nav class="sitio" aria-label="Contenido de esta página">\n<details><summary>Contenido</summary>\n'
        f"<ol>{''.join(items)}{end}</ol>\n</details>\n</nav>\n"
    )


def plain(title):
    """Un título sin las etiquetas que no caben en un enlace; las fórmulas se quedan."""
    return re.sub(r"</?a\b[^>]*>", "", title).strip()


def module():
    """La biblioteca en WebAssembly, comprimida y en base64."""
    try:
        return base64.b64encode(gzip.compress(MODULE.read_bytes(), 9, mtime=0)).decode()
    except OSError as error:
        raise Problem(f"{file_problem('leer', MODULE, error)} Constrúyelo con `cargo run -- modulo`.") from None


def text(name):
    return (PAGES / name).read_text(encoding="utf-8")


def fill(name, **values):
    return Template(text(name)).substitute(values)
