"""Lo que define una celda de Rust: qué elementos hay en ella, fuera de toda llave, y de qué palabras está hecho cada uno.

No entiende Rust: solo sabe qué es texto, qué es comentario y qué llave cierra a cuál. Con eso basta para encontrar la
función que alguien escribió en otra celda, y lo que no se entiende se queda como está: quien juzga es el compilador.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

MOST = 200_000  # letras que se leen del código de un cuaderno, entre todas sus celdas

# Un texto que no se cierra llega hasta el final: si no, se buscaría su cierre desde cada signo.
TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<comment>/\*)
    |(?P<raw>[bc]?r(?P<marks>\#*)")
    |(?P<text>[bc]?"[^"\\]*(?:\\.[^"\\]*)*"?)
    |(?P<letter>b?'(?:\\.[^'\n]*|[^\\'\n])')
    |(?P<lifetime>'[^\W\d]\w*)
    |(?P<word>(?:r\#)?[^\W\d]\w*)
    |(?P<number>\d\w*)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
OPEN, CLOSE = "([{", ")]}"
MODIFIERS = {"const", "unsafe", "async", "extern", "default", "auto", "safe", "gen"}
BODY = {"fn", "struct", "enum", "union", "trait", "impl", "mod"}  # acaban con su llave, si la tienen
PLAIN = {"const", "static", "type", "use", "extern"}  # acaban en un punto y coma
MACRO_ITEMS = {"macro_rules", "thread_local"}
SMALL = 10_000
STATEMENT = ""  # lo que se ejecuta en el momento, y no define nada


class Token(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Item:
    """Un elemento de fuera de toda llave: qué es, cómo se llama, dónde está, y las palabras y signos que lo forman."""

    kind: str
    name: str
    start: int  # con sus comentarios y atributos
    end: int
    tokens: tuple

    @property
    def words(self):
        return {text.removeprefix("r#") for text in self.tokens if text[0].isalpha() or text[0] == "_"}


@dataclass(frozen=True)
class Code:
    """Los elementos de una celda, cuántas llaves quedan sin cerrar (o, si es negativo, sin abrir) y si lo último acaba."""

    source: str
    items: tuple
    open: int
    ended: bool = True

    @property
    def functions(self):
        """Las funciones que define, por su nombre; de dos que se llaman igual, la primera."""
        return {item.name: item for item in reversed(self.items) if item.kind == "fn"}

    @property
    def names(self):
        return {item.name for item in self.items if item.name}

    @property
    def whole(self):
        """¿Acaba todo lo que empieza?"""
        return self.open == 0 and self.ended

    @property
    def defines(self):
        """¿Define algo?"""
        return any(item.kind != STATEMENT for item in self.items)

    def text(self, item):
        return self.source[item.start : item.end]


def read(source):
    """Lo que define `source`. Una misma celda se mira varias veces: se recuerda, si no es enorme."""
    return _remembered(source) if len(source) < SMALL else _read(source)


@lru_cache(maxsize=512)
def _remembered(source):
    return _read(source)


def _read(source):
    tokens = list(_tokens(source))
    found, start, at, ended = [], 0, 0, True
    while at < len(tokens):
        last = _end(tokens, at)
        end = tokens[last].end
        kind, name = _what(tokens[at : last + 1])
        found.append(Item(kind, name, start, end, tuple(token.text for token in tokens[at : last + 1])))
        ended = _ended(kind, tokens[at : last + 1])
        start, at = end, last + 1
    if found and source[start:].strip():  # un comentario al final es de lo último
        found[-1] = Item(found[-1].kind, found[-1].name, found[-1].start, len(source), found[-1].tokens)
    depth = sum((token.text in OPEN) - (token.text in CLOSE) for token in tokens if len(token.text) == 1)
    return Code(source, tuple(found), depth, ended)


def _ended(kind, tokens):
    """¿Acaba como acaban los suyos? No, si le falta el cuerpo o si solo son atributos."""
    if kind == STATEMENT:
        return _after_attributes(tokens, 0) < len(tokens) or [token.text for token in tokens[1:2]] == ["!"]
    return tokens[-1].text == ";" or (tokens[-1].text == "}" and kind not in PLAIN)


def _tokens(source):
    """Las palabras y los signos, sin espacios ni comentarios."""
    at = 0
    while at < len(source):
        found = TOKEN.match(source, at)
        end = found.end()
        if found["comment"]:
            end = _comment(source, at)
        elif found["raw"] is not None:
            close = source.find('"' + found["marks"], end)
            end = len(source) if close < 0 else close + 1 + len(found["marks"])
        if not found["comment"] and not found["space"]:
            yield Token(source[at:end], at, end)
        at = end


def _comment(source, at):
    """Dónde acaba el comentario que empieza en `at`: uno puede llevar otros dentro."""
    depth = 0
    for found in re.compile(r"/\*|\*/").finditer(source, at):
        depth += 1 if found[0] == "/*" else -1
        if not depth:
            return found.end()
    return len(source)


def _end(tokens, at):
    """Cuál es la última pieza del elemento que empieza en `at`."""
    at = _after_attributes(tokens, at)
    kind, depth = _what(tokens[at : at + 64])[0], 0
    by_brace = kind not in PLAIN and [token.text for token in tokens[at : at + 1]] != ["let"]
    for number in range(at, len(tokens)):
        text = tokens[number].text
        if text in OPEN:
            depth += 1
        elif text in CLOSE:
            depth -= 1
            if depth <= 0 and text == "}" and by_brace:
                return number
        elif text == ";" and depth <= 0:
            return number
    return len(tokens) - 1


def _after_attributes(tokens, at):
    """El sitio que sigue a los atributos con que empieza lo que hay en `at`."""
    while at < len(tokens) and tokens[at].text == "#":
        at += 1
        if at < len(tokens) and tokens[at].text == "!":
            at += 1
        depth = 0
        while at < len(tokens):
            depth += (tokens[at].text in OPEN) - (tokens[at].text in CLOSE)
            at += 1
            if depth <= 0:
                break
    return at


def _what(tokens):
    """Qué es lo que forman `tokens`, y cómo se llama."""
    at = _after_attributes(tokens, 0)
    words = [token.text for token in tokens[at:]]
    if words[:1] == ["pub"]:
        words = words[1:]
        if words[:1] == ["("]:
            words = words[words.index(")") + 1 :] if ")" in words else []
    modifiers = []
    while words and words[0] in MODIFIERS:
        modifiers.append(words.pop(0))
        if modifiers[-1] == "extern" and words and words[0][:1] in '"r':
            words.pop(0)
    first, second = (words + ["", ""])[:2]
    if first in BODY and _is_word(second) or first == "impl":
        return first, "" if first == "impl" else second.removeprefix("r#")
    if modifiers[-1:] == ["extern"] and first == "{":
        return "impl", ""
    if modifiers[-1:] == ["extern"] and first == "crate":
        return "extern", [word for word in words if _is_word(word)][-1]
    if modifiers[-1:] == ["const"] and first != "{":
        return "const", first
    if first == "static" and second == "mut":
        second = (words + [""] * 3)[2]
    if first in PLAIN:
        return first, second if first != "use" and _is_word(second) else ""
    if second == "!" and first in MACRO_ITEMS:
        return "macro", words[2] if first == "macro_rules" and len(words) > 2 else ""
    return STATEMENT, ""


def _is_word(text):
    return text[:1].isalpha() or text[:1] == "_"
