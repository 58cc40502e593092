"""Lo que va entre llaves dobles, `{{a}}` o `{{u:.1}}`, y cómo se escribe su valor: según dónde esté, y para quién.

En el código, un decimal lo sigue siendo (`2.0`); en el texto y en lo que el código dice a una persona, que son sus
comentarios y sus textos, un número va como se escribe a mano (`2`, `−3`, `0.25`); y en una fórmula, igual, con el signo que
pide LaTeX. Con un `+`, como en `2x {{b:+}}`, se une a lo de antes con su signo: «2x + 3» o «2x − 3».
"""

import re
from dataclasses import dataclass

from .blocks import Kind
from .mistakes import Mistake

FIELD = re.compile(r"\{\{(?!\{)(?P<inside>(?:(?!\{\{)[^\n])*?)\}\}")
OPENED = re.compile(r"\{\{(?!\{)")
SPEC = re.compile(r"(?P<value>.*[^:]):(?P<spec>[-+#0<>^]*\d*(?:\.\d+)?[a-z?]?)")
METHOD = re.compile(r"\.[a-z_]")
GROUP = re.compile(r"\((?P<inside>(?:[^(){}]|\{\{.*?\}\})*)\)\.[a-z_]")
CODE, TEXT, FORMULA = "code", "text", "formula"

# Lo que en el código lee una persona.
SAID = re.compile(r'//[^\n]*|/\*.*?\*/|r(?P<marks>#*)".*?"(?P=marks)|"(?:[^"\\]|\\.)*"', re.DOTALL)
# Y en el texto, lo que no es texto: código entre comillas, en un trozo o entre unas palabras, y fórmulas.
NOT_TEXT = re.compile(
    r"(?P<code>^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|(?P<marks>`+).+?(?<!`)(?P=marks)(?!`))"
    r"|(?P<formula>\$\$.+?\$\$|(?<![\\$])\$(?!\s)[^$\n]+(?:\n[^$\n]+)*?\$)",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Field:
    """Un hueco del texto: qué va en él, cómo se escribe, y en qué línea está."""

    value: str  # una expresión de Rust, o una de las palabras de la tarea
    spec: str
    how: str
    line: int
    called: bool = False  # le sigue un método: Rust tiene que saber de qué tipo es


def cut(block, found):
    """Los renglones de un trozo, cada uno en textos y huecos; nada, si no hay huecos. Lo que esté mal se añade a `found`."""
    source, made, start, many = block.source, [], 0, 0
    where = _places(block, source)
    for line in block.lines:
        parts = _line(line, source, start, where, found)
        many += len(parts) > 1
        made.append((line.number, parts))
        start += len(line.text) + 1
    return made if many else None


def _line(line, source, start, where, found):
    parts, at = [], 0
    for opened in OPENED.finditer(line.text):
        if opened.start() < at:
            continue
        inside = FIELD.match(line.text, opened.start())
        if not inside or not inside["inside"].strip():
            said = "entre «{{» y «}}» no hay nada" if inside else "«{{» no se cierra: falta «}}» en su misma línea"
            found.append(Mistake(line.number, said))
            continue
        how = where(start + opened.start())
        parts += [line.text[at : opened.start()], _field(inside, how, line.number)]
        at = inside.end()
    return [*parts, line.text[at:]]


def _field(inside, how, line):
    said = inside["inside"].strip()
    split = SPEC.fullmatch(said)
    value, spec = (split["value"].strip(), split["spec"]) if split else (said, "")
    return Field(value, spec, how, line, how == CODE and _called(inside.string, inside.start(), inside.end()))


def _called(line, start, end):
    """¿Se llama a un método de lo que hay en ese hueco, o de un paréntesis en el que solo hay números?"""
    if METHOD.match(line, end):
        return True
    depth = 0
    for at in range(start - 1, -1, -1):
        depth += (line[at] == "(") - (line[at] == ")")
        if depth > 0:
            group = GROUP.match(line, at)
            return group is not None and not re.search(r"[^\W\d]", FIELD.sub("", group["inside"]))
    return False


def _places(block, source):
    """Quien dice, de cada sitio del trozo, cómo se escribe en él un valor."""
    if block.kind in (Kind.TEXT, Kind.MANUAL):
        spans = [(m.start(), m.end(), CODE if m["code"] else FORMULA) for m in NOT_TEXT.finditer(source)]
        other = TEXT
    else:
        spans = [(m.start(), m.end(), TEXT) for m in SAID.finditer(source)]
        other = CODE
    return lambda at: next((how for start, end, how in spans if start <= at < end), other)
