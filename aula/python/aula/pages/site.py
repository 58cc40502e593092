"""Las páginas, juntas: la portada, el contenido de cada una, la anterior y la siguiente, el laboratorio, la práctica y las
partes vivas.

Lo que se mueve lo calcula la biblioteca, compilada a WebAssembly, que va dentro de cada página que la usa: ninguna pide nada
a nadie, y todas se abren también desde un archivo. Los textos, los estilos y los guiones están en `aula/web/pages/`.
"""

import base64
import gzip
import re
from dataclasses import dataclass
from functools import cache

from .. import files
from ..facts import EXERCISES, ROOT
from ..problem import Problem, file_problem
from . import policy
from .render import fill, raw

MODULE = ROOT / "aula" / "web" / "gradiente.wasm"
LAB = "laboratorio.html"
PRACTICE = "practica.html"
# Debajo de qué nombre sirve JupyterLab las páginas: un enlace de un cuaderno al laboratorio empieza en la raíz del servidor.
PREFIX = "lectura"
WORDS_A_MINUTE = 60
HOME = {"index.html": "Portada"}

# Los guiones del laboratorio, uno por idea y cada uno detrás de los que usa al empezar.
LAB_SCRIPTS = (
    *("state", "paint", "plane", "picker", "net", "weight", "curves"),
    *("train", "settings", "tabs", "views", "challenges", "start"),
)

# Debajo de qué figura de la lección va cada parte viva. Una figura se reconoce por su título.
PARTS = {
    "La derivada es la pendiente de la tangente": "cadena",
    "La pérdida de la neurona según su peso": "neurona",
    "La pérdida y el error, mientras la red aprende": "xor",
}


def site(notebooks, titles, page):
    """Las páginas, enlazadas, con la portada, el laboratorio y la práctica: de cada archivo, su HTML.

    `notebooks` son los cuadernos y `titles`, su título, por su nombre; `page` hace la página de uno con una plantilla.
    """
    lessons = {f"{name}.html": title for name, title in titles.items()}
    links = lessons | {LAB: "Laboratorio", PRACTICE: "Práctica"}
    built = {
        f"{name}.html": page(notebook, "site", edit=without_kernel, **lesson(name, links))
        for name, notebook in notebooks.items()
    }
    cards = {f"{name}.html": Card(title, minutes(notebooks[name])) for name, title in titles.items()}
    built["index.html"] = fill(
        "index.html",
        style=raw("base.css", "controls.css", "home.css"),
        policy=policy.SITE,
        lessons=cards,
        module=module(),
        engine=raw("engine.js"),
        script=raw("client.js", "lab/paint.js", "home.js"),
    )
    built[LAB] = laboratory(HOME | links)
    built[PRACTICE] = live("practice.html", PRACTICE, HOME | links, ["practice.css"], ["practice.js"])
    return built


def laboratory(links):
    """La página del laboratorio, con los enlaces a las demás. Lo que enseña viaja en su dirección, detrás de `#`."""
    return live("lab.html", LAB, links, ["lab/lab.css"], [f"lab/{name}.js" for name in LAB_SCRIPTS])


def live(template, here, links, styles, scripts):
    """Una página que calcula con la biblioteca, con los estilos y los guiones que son solo suyos."""
    return fill(
        template,
        style=raw("base.css", "navigation.css", "controls.css", *styles),
        policy=policy.SITE,
        links=links,
        here=here,
        module=module(),
        engine=raw("engine.js"),
        script=raw("client.js", *scripts),
    )


@dataclass
class Card:
    """Lo que dice la portada de un cuaderno."""

    title: str
    minutes: int


def minutes(notebook):
    """Lo que se tarda en un cuaderno, de cinco en cinco minutos. Con fórmulas y celdas que mirar se leen unas sesenta
    palabras por minuto.
    """
    texts = ["".join(cell.source) for cell in files.read(notebook).cells if cell.cell_type == "markdown"]
    return 5 * round(sum(len(text.split()) for text in texts) / WORDS_A_MINUTE / 5)


def lesson(name, links):
    """Lo que la página de un cuaderno lleva de más por estar en el sitio."""
    site = {
        "policy": policy.SITE,
        "style": raw("base.css", "navigation.css", "controls.css", "lesson.css"),
        "home": HOME | links,
        "links": links,
        "here": f"{name}.html",
        "notice": fill("exercises.html") if name == EXERCISES else "",
        "read": raw("read.js"),
    }
    return {"site": site, "parts": Parts()}


# Donde acaba una frase y empieza otra.
SENTENCE = re.compile(r"(?<=[.:!?])\s+(?=[A-ZÁÉÍÓÚ¿¡])")
KERNEL = re.compile(r"<kbd>Shift</kbd>|núcleo|■|al abrir el cuaderno", re.I)


def without_kernel(source):
    """El texto de una celda sin lo que dice cómo se ejecuta: en el sitio no hay quien la ejecute."""
    return "\n\n".join(_readable(block) if "<kbd>Shift</kbd>" in block else block for block in source.split("\n\n"))


def _readable(block):
    items = re.split(r"\n(?=\d+\. )", block)  # los de una lista, cada uno por su lado
    kept = [" ".join(each for each in SENTENCE.split(item) if not KERNEL.search(each)) for item in items]
    return "\n".join(item for item in kept if not re.fullmatch(r"(\d+\.)?\s*", item))


LIVE = raw("client.js", "lesson.js")


class Parts:
    """Las partes vivas de una página: se colocan al llegar a su figura, una vez cada una."""

    def __init__(self):
        self.waiting, self.placed = dict(PARTS), []
        self.engine, self.script = raw("engine.js"), LIVE

    def below(self, output):
        """La que va debajo de lo que muestra `output`, si lleva alguna."""
        described = output.get("data", {}).get("text/plain", "")
        part = self.waiting.pop(described.partition("\n")[0], None)
        if part:
            self.placed.append(part)
        return part

    @staticmethod
    def module():
        return module()  # solo si alguna se colocó: pesa lo que toda la página


@cache
def module():
    """La biblioteca en WebAssembly, comprimida y en base64."""
    try:
        return base64.b64encode(gzip.compress(MODULE.read_bytes(), 9, mtime=0)).decode()
    except OSError as error:
        raise Problem(f"{file_problem('leer', MODULE, error)} Constrúyelo con `cargo run -- modulo`.") from None
