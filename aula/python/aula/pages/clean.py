"""De lo que escribió otra persona, el HTML que no puede hacer nada: ni actuar, ni pedir, ni taparle el sitio a lo nuestro.

Lo decide nh3, que es ammonia, con lo que aquí se le permite. Se permite por su nombre: lo que no está, no queda. Ningún
estilo, ningún identificador y ninguna clase, salvo, en los cuadernos del proyecto, las de colorear el código.
"""

import re
from functools import cache

import nh3

TEXT = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption", "pre", "code", "kbd", "samp", "var", "em", "strong", "b", "i"),
    *("u", "s", "del", "ins", "sub", "sup", "small", "mark", "abbr", "q", "cite", "a", "span", "div", "details", "summary"),
}
FORMULAS = {
    *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup"),
    *("munder", "mover", "munderover", "mtable", "mtr", "mtd", "mlabeledtr", "mstyle", "mpadded", "mphantom", "menclose"),
    *("mmultiscripts", "mprescripts", "none"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start", "type"},
    "th": {"align", "colspan", "rowspan"},
    "td": {"align", "colspan", "rowspan"},
    "details": {"open"},
    "math": {"display"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mtext": {"mathvariant"},
    "mo": {"stretchy", "fence", "form", "separator", "accent", "largeop", "movablelimits", "symmetric"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mspace": {"width", "linebreak"},
    "mstyle": {"displaystyle", "scriptlevel", "mathvariant"},
    "mtable": {"columnalign", "rowspacing", "columnspacing", "displaystyle"},
    "mtd": {"columnalign", "columnspan", "rowspan"},
    "mfrac": {"linethickness"},
    "menclose": {"notation"},
}
LENGTH = re.compile(r"\d{0,2}(?:\.\d{1,4})?(?:em|ex|px|pt)?")  # nunca negativa: no se sale de su sitio
MEASURED = {"width", "linethickness", "rowspacing", "columnspacing"}
SPANS = {"colspan", "rowspan", "columnspan", "start", "scriptlevel"}  # con un nivel negativo, una letra llena la pantalla
ADDRESSES = {"http", "https", "mailto"}
# Las figuras y los enlaces de un cuaderno del proyecto, y las clases con que se colorea su código.
OWN = {"img": {"src", "alt", "title", "width", "height"}}
IMAGE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
SHOWN = {"text/plain", "text/markdown", "text/latex", "image/png", "image/svg+xml"}
HEADINGS = {f"h{level}": {"id"} for level in range(1, 7)}
OURS = "aula-"  # así empiezan los identificadores de lo que rodea al cuaderno
CODE = re.compile(r"highlight(?: hl-\w+)?|hl-\w+|[a-z]{1,2}[a-z0-9]?|anchor-link")


def clean(html):
    """El HTML de alguien que no es quien escribe la página."""
    return nh3.clean(
        html,
        tags=TEXT | FORMULAS,
        attributes=ATTRIBUTES,
        attribute_filter=_measured,
        url_schemes=ADDRESSES,
        link_rel="noopener noreferrer nofollow",
    )


def clean_notebook(html):
    """El de un texto de un cuaderno del proyecto, que lleva además figuras, títulos con su ancla y código coloreado."""
    return nh3.clean(
        html,
        tags=_notebook_tags(),
        attributes=_notebook_attributes(),
        attribute_filter=_of_a_notebook,
        url_schemes=ADDRESSES | {"data"},
        link_rel=None,
    )


@cache
def _notebook_tags():
    return TEXT | FORMULAS | set(OWN)


@cache
def _notebook_attributes():
    coloured = {tag: {"class"} for tag in ("div", "pre", "code", "span", "a")}
    names = {*ATTRIBUTES, *OWN, *HEADINGS, *coloured}
    more = {"div": {"tabindex"}}
    kinds = (ATTRIBUTES, OWN, HEADINGS, coloured, more)
    return {name: set().union(*(kind.get(name, ()) for kind in kinds)) for name in names}


def _measured(tag, name, value):
    """Las medidas y los números, si caben en su sitio."""
    if name in MEASURED:
        return value if all(LENGTH.fullmatch(each) for each in value.split()) else None
    if name in SPANS:
        return value if value.isdecimal() and len(value) <= 3 else None
    return value


def _of_a_notebook(tag, name, value):
    if name == "class":
        return " ".join(each for each in value.split() if CODE.fullmatch(each)) or None
    if name == "src" and not IMAGE.fullmatch(value):
        return None
    if name == "href" and value.lower().lstrip().startswith("data:"):
        return None
    if name == "id" and value.lower().startswith(OURS):
        return None
    return _measured(tag, name, value)


def notebook(book):
    """Un cuaderno que pudo escribir cualquiera, con lo que una página puede enseñar sin que actúe."""
    book.cells = [cell for cell in book.cells if cell.cell_type in ("code", "markdown")]
    for cell in book.cells:
        cell.metadata.clear()
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            for kind in [kind for kind in data if kind not in SHOWN]:
                del data[kind]
            if not BASE64.fullmatch(data.get("image/png", "")):
                del data["image/png"]
    return book


def visible(text):
    """Un texto de otra persona, sin lo que no se ve y cambia cómo se lee lo demás: órdenes y cambios de sentido."""
    return unstacked(INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", text))


def unstacked(text):
    """Sin los acentos que no caben encima de su letra: con cien, la columna tapa lo que hay en los renglones de arriba."""
    return STACKED.sub(r"\1", text)


INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Los que se ponen encima o debajo de otra letra, en cualquier escritura; ninguna pone más de tres.
MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0730-\u074a\u0900-\u0903\u093a-\u094f"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ece\u0f18-\u0f39\u0f71-\u0fbc\u1ab0-\u1aff\u1cd0-\u1cf9\u1dc0-\u1dff"
    "\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ua66f-\ua67d\ua8e0-\ua8f1\ufe20-\ufe2f]"
)
STACKED = re.compile(f"({MARK}{{3}}){MARK}+")
