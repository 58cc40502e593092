"""Los trozos de un texto: qué es cada celda, por lo que dice de ella su primera línea, y lo demás.

Una celda se abre con una de estas, y se cierra con sus mismas comillas:

    ```rust respuesta="cadena"                   lo que escribe quien resuelve
    ```rust prueba="cadena" puntos=2             la prueba de esa respuesta
    ```rust fija="preparacion"                   una celda que nadie cambia
    ```markdown manual="reflexion" puntos=1      una pregunta que lee una persona
    ```rust variante                             de dónde salen los números de cada forma
    ```rust nbgrader={"grade_id": …}             el texto largo, como lo quiere nbgrader
"""

import json
import re
from dataclasses import dataclass, field, replace
from enum import Enum

from .lines import Line
from .mistakes import Mistake

TEST_SUFFIX = "_prueba"  # el identificador de una prueba es el de su respuesta, con esto detrás
FENCE = re.compile(r"^(?P<marks>`{3,}|~{3,})[ \t]*(?P<language>[\w+-]*)[ \t]*(?P<said>.*)$")
REGION = re.compile(r"^<!-- #region (?P<said>nbgrader=.*) -->\s*$")
END_REGION = re.compile(r"^<!-- #endregion -->\s*$")
ATTRIBUTE = re.compile(r'\s*(?P<name>\w+)(?:=(?P<value>"[^"]*"|[^\s"]+))?(?=\s|$)')
CURLY = str.maketrans("“”„«»", '"""""')  # las que pone un procesador de textos
NAME = re.compile(r"[a-z][a-zA-Z0-9_]*")  # también es el de un módulo de Rust
LONGEST = 50  # con lo que añade la prueba, cabe en el identificador de una celda


class Kind(Enum):
    TEXT = ""  # lo que no es una celda de código nuestra
    PLAIN = "código"  # una celda de código de la que nadie dice nada
    ANSWER = "respuesta"
    TEST = "prueba"
    FIXED = "fija"
    MANUAL = "manual"
    VARIANT = "variante"


ALLOWED = {
    Kind.ANSWER: set(),
    Kind.TEST: {"puntos"},
    Kind.FIXED: set(),
    Kind.MANUAL: {"puntos"},
    Kind.VARIANT: set(),
}
BY_NAME = {kind.value: kind for kind in ALLOWED}
OURS = re.compile(rf"^\s*(?:`{{3,}}|~{{3,}})\s*[\w+-]*\s+(?:{'|'.join(BY_NAME)})(?![^\s=])")  # la primera línea de una celda


@dataclass
class Block:
    """Un trozo del texto. En `lines`, sus renglones: los de dentro, si es una celda; y `line` es el de su primera línea."""

    kind: Kind
    line: int
    lines: list = field(default_factory=list)
    name: str = ""  # el del ejercicio
    points: float | int | None = None
    short: bool = False  # se escribió corta
    around: tuple = ()  # cómo se abre y cómo se cierra una celda, en el texto largo

    @property
    def source(self):
        return "\n".join(line.text for line in self.lines)

    def with_source(self, source):
        """Lo mismo, con otro contenido, que no se sabe de qué línea es."""
        return replace(self, lines=[Line(self.line, text) for text in source.split("\n")])


def cut(lines, found):
    """Los trozos de `lines`. Lo que esté mal se añade a `found`."""
    return _Cutter(lines, found).blocks


class _Cutter:
    def __init__(self, lines, found):
        self.lines, self.found, self.blocks, self.at = lines, found, [], 0
        while self.at < len(lines):
            line = lines[self.at]
            if opened := FENCE.match(line.text):
                self._fenced(line, opened)
            elif opened := REGION.match(line.text):
                self._region(line, opened["said"])
            else:
                if OURS.match(line.text):
                    self._wrong(line.number, "la primera línea de una celda no lleva sangría: empieza por las comillas")
                self._text([line])
                self.at += 1

    def _text(self, lines):
        if not self.blocks or self.blocks[-1].kind is not Kind.TEXT:
            self.blocks.append(Block(Kind.TEXT, lines[0].number))
        self.blocks[-1].lines += lines

    def _wrong(self, line, said):
        self.found.append(Mistake(line, said))

    def _fenced(self, line, opened):
        close = re.compile(rf"^{opened['marks'][0]}{{{len(opened['marks'])},}}[ \t]*$")
        inside, end = self._until(close)
        if end is None:
            self._wrong(line.number, f"la celda que se abre aquí no se cierra: falta un {opened['marks']} debajo")
        ours = OURS.match(line.text)
        if ours and (other := next((each for each in inside if OURS.match(each.text)), None)):
            self._wrong(line.number, f"la celda que se abre aquí no se cierra antes de la de la línea {other.number}")
        block = self._cell(line, opened) if ours or opened["language"] in ("rust", "markdown") else None
        if block is None:
            self._text([line, *inside, *([end] if end else [])])
        else:
            block.lines = inside
            self.blocks.append(block)

    def _region(self, line, said):
        inside, end = self._until(END_REGION)
        if end is None:
            self._wrong(line.number, "el texto que se abre aquí no se cierra: falta un <!-- #endregion --> debajo")
        block = self._long(line.number, said)
        block.lines, block.around = inside, (line.text, "<!-- #endregion -->")
        self.blocks.append(block)

    def _until(self, close):
        """Los renglones que siguen, hasta el que cierra, y ese."""
        start = self.at + 1
        for at in range(start, len(self.lines)):
            if close.match(self.lines[at].text):
                self.at = at + 1
                return self.lines[start:at], self.lines[at]
        self.at = len(self.lines)
        return self.lines[start:], None

    def _cell(self, line, opened):
        """La celda que se abre en `line`; nada, si es un trozo de texto con código que se enseña."""
        said, language, marks = opened["said"].strip(), opened["language"], opened["marks"]
        if said.startswith("nbgrader="):
            block = self._long(line.number, said)
            block.around = (line.text, marks)
            return block
        if not said:
            return Block(Kind.PLAIN, line.number, around=(line.text, marks)) if language == "rust" else None
        attributes = self._attributes(line.number, said)
        kinds = [BY_NAME[name] for name in attributes if name in BY_NAME]
        if len(kinds) != 1:
            known = ", ".join(BY_NAME)
            self._wrong(line.number, f"no se sabe qué celda es «{said}»: se esperaba una de estas: {known}")
            return Block(Kind.PLAIN, line.number, around=(f"{marks}{language}", marks))
        return self._short(line.number, kinds[0], language, attributes, marks)

    def _attributes(self, line, said):
        found, at, straight = {}, 0, said.translate(CURLY)
        if straight != said:
            self._wrong(line, 'estas comillas son las de un procesador de textos: escribe las del teclado, "cadena"')
            said = straight
        while at < len(said):
            if not (one := ATTRIBUTE.match(said, at)):
                self._wrong(line, f'no se entiende «{said[at:].strip()}»: se escribe así, puntos=2 o respuesta="cadena"')
                break
            found[one["name"]] = one["value"].strip('"') if one["value"] else None
            at = one.end()
        return found

    def _short(self, line, kind, language, attributes, marks):
        name = attributes.pop(kind.value) or ""
        expected = "markdown" if kind is Kind.MANUAL else "rust"
        if language != expected:
            self._wrong(line, f"una celda «{kind.value}» se abre con {marks}{expected}, y no con {marks}{language}")
        for other in attributes.keys() - ALLOWED[kind]:
            self._wrong(line, f"una celda «{kind.value}» no lleva «{other}»")
        block = Block(kind, line, name=name, short=True)
        if kind is Kind.VARIANT:
            if name:
                self._wrong(line, "la celda «variante» no lleva identificador: es una para toda la tarea")
            return block
        self._check_name(line, name)
        if "puntos" in ALLOWED[kind]:
            block.points = self._points(line, attributes.get("puntos"), name)
        block.around = _long_form(block, marks)
        return block

    def _check_name(self, line, name):
        if not NAME.fullmatch(name):
            what = f"el identificador «{name}»" if name else "falta el identificador, que"
            self._wrong(line, f"{what} tiene que empezar por una letra minúscula y llevar solo letras sin tilde, cifras y _")
        elif len(name) > LONGEST:
            self._wrong(line, f"el identificador «{name[:20]}…» es muy largo: caben {LONGEST} letras")
        elif name.endswith(TEST_SUFFIX):
            self._wrong(
                line, f"el identificador «{name}» no puede terminar en {TEST_SUFFIX}, que es como termina el de su prueba"
            )

    def _points(self, line, said, name):
        if said is None:
            self._wrong(line, f"falta lo que vale «{name}»: puntos=2, por ejemplo")
            return 0
        try:
            points = float(said.replace(",", "."))
        except ValueError:
            points = 0
        if not 0 < points <= 1000 or round(points, 2) != points:
            expected = "uno mayor que cero, con dos decimales como mucho, como puntos=2"
            self._wrong(line, f"puntos={said} no es un número de puntos: se esperaba {expected}")
            return 0
        return int(points) if points.is_integer() else points

    def _long(self, line, said):
        """La celda que nbgrader llama de otra manera."""
        try:
            data = json.loads(said.removeprefix("nbgrader="))
            name, grade, solution = str(data["grade_id"]), bool(data["grade"]), bool(data["solution"])
        except (ValueError, KeyError, TypeError):
            self._wrong(
                line, "lo que sigue a nbgrader= no está entero: se esperaba {…} con `grade_id`, `grade` y `solution`"
            )
            return Block(Kind.PLAIN, line)
        kind = {(False, True): Kind.ANSWER, (True, False): Kind.TEST, (True, True): Kind.MANUAL}.get(
            (grade, solution), Kind.FIXED
        )
        points = data.get("points")
        if grade and (not isinstance(points, int | float) or points <= 0):
            self._wrong(line, f'falta lo que vale «{name}»: "points": 2, por ejemplo')
            points = 0
        return Block(kind, line, name=name.removesuffix(TEST_SUFFIX) if kind is Kind.TEST else name, points=points)


def _long_form(block, marks):
    """Cómo se abre y se cierra la celda en el texto largo."""
    grade = block.kind in (Kind.TEST, Kind.MANUAL)
    solution = block.kind in (Kind.ANSWER, Kind.MANUAL)
    data = {
        "grade": grade,
        "grade_id": block.name + (TEST_SUFFIX if block.kind is Kind.TEST else ""),
        "locked": not solution,
        **({"points": block.points} if grade else {}),
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    said = f"nbgrader={json.dumps(data, ensure_ascii=False)}"
    if block.kind is Kind.MANUAL:
        return f"<!-- #region {said} -->", "<!-- #endregion -->"
    return f"{marks}rust {said}", marks
