"""Una tarea, y el texto largo del que se hace su cuaderno."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from .blocks import Kind
from .fields import Field
from .lines import Line
from .parts import Cell, counted, number
from .settings import Settings
from .structure import HEADING, HINT, WORTH, Structure

SETUP = "preparacion"
NUMBERS = (
    *("ningún", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece"),
    *("catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte"),
)


@dataclass
class Assignment:
    """Una tarea. `blocks` son los trozos de su texto, y `above`, los renglones de arriba del todo que no son suyos."""

    path: Path
    settings: Settings
    above: list
    blocks: list
    pieces: dict = field(default_factory=dict)  # los renglones de los trozos con huecos, por su sitio: (línea, partes)

    @property
    def name(self):
        return self.path.stem

    @cached_property
    def _structure(self):
        return Structure(self.blocks)

    @property
    def exercises(self):
        return self._structure.exercises

    @property
    def questions(self):
        return self._structure.questions

    @property
    def variant(self):
        """La celda de la que salen los números de cada forma, si la hay."""
        return self._structure.variant

    @property
    def mistakes(self):
        return self._structure.found

    @cached_property
    def title(self):
        return self.settings.title or self._first_title or self.name

    @cached_property
    def _first_title(self):
        texts = (block for block in self.blocks if block.kind is Kind.TEXT)
        found = (HEADING.match(line.text) for block in texts for line in block.lines)
        return next((WORTH.sub("", heading["title"]) for heading in found if heading), "")

    @property
    def is_graded(self):
        """¿Es una tarea? Un texto de la lección no tiene ejercicios."""
        return any(block.kind not in (Kind.TEXT, Kind.PLAIN) for block in self.blocks)

    @property
    def total(self):
        return sum(each.points for each in [*self.exercises, *self.questions])

    @property
    def setup(self):
        return self._fixed(SETUP)

    def _fixed(self, name):
        found = (block for block in self.blocks if block.kind is Kind.FIXED and block.name == name)
        return next((Cell.of(block) for block in found), None)

    @cached_property
    def fields(self):
        """Los huecos cuyo valor dice cada forma, en el orden del texto."""
        parts = (part for made in self.pieces.values() for _, parts in made for part in parts)
        return [part for part in parts if self._of_a_form(part)]

    def _of_a_form(self, piece):
        return isinstance(piece, Field) and piece.value not in self.words

    @cached_property
    def words(self):
        """Lo que la tarea dice de sí misma: `{{ejercicios}}`, `{{puntos}}`, `{{puntos.cadena}}` y `{{resumen}}`."""
        parts = [*self.exercises, *self.questions]
        titles = {each.title for each in parts}
        count = NUMBERS[len(titles)] if len(titles) < len(NUMBERS) else str(len(titles))
        worth = {f"puntos.{each.name}": counted(each.points, "punto", "puntos") for each in parts}
        entries = [f'("{each.name}", "{each.label}", {float(each.points)}),' for each in self.exercises]
        total = {"puntos": number(self.total), "puntos.maquina": number(sum(each.points for each in self.exercises))}
        return {"ejercicios": count, "Ejercicios": count.capitalize(), **total, **worth, "resumen": "\n".join(entries)}

    def rendered(self, values=()):
        """La tarea con esos valores en sus huecos, uno por cada uno de `fields`; sin la celda de la que salen."""
        values, made = iter(values), []
        for at, block in enumerate(self.blocks):
            if block.kind is Kind.VARIANT:
                continue
            made.append(replace(block, lines=self._filled(self.pieces[at], values)) if at in self.pieces else block)
        return replace(self, blocks=made, pieces={})

    def without_hints(self):
        """La tarea sin sus pistas, que son lo plegado de los enunciados; lo de antes de la primera celda se queda."""
        made, started = [], not self.setup
        for block in self.blocks:
            started = started or block.kind is Kind.FIXED and block.name == SETUP
            hinted = started and block.kind is Kind.TEXT and HINT.search(block.source)
            made.append(block.with_source(re.sub(r"\n{3,}", "\n\n", HINT.sub("", block.source))) if hinted else block)
        return replace(self, blocks=made)

    def entitled(self, more):
        """La tarea, con algo más en su título."""
        made, done = [], False
        for block in self.blocks:
            at = next((at for at, line in enumerate(block.lines) if HEADING.match(line.text)), None)
            if not done and block.kind is Kind.TEXT and at is not None:
                done, line = True, block.lines[at]
                changed = Line(line.number, f"{line.text.rstrip()} · {more}")
                block = replace(block, lines=[*block.lines[:at], changed, *block.lines[at + 1 :]])
            made.append(block)
        return replace(self, blocks=made)

    def _filled(self, made, values):
        """Los renglones de un trozo con sus huecos llenos. Si un valor ocupa varios, todos llevan la sangría del primero."""
        filled = []
        for at, parts in made:
            text = ""
            for part in parts:
                if isinstance(part, Field):
                    value = next(values) if self._of_a_form(part) else self.words[part.value]
                    part = value if text.strip() else value.replace("\n", f"\n{text}")
                text += part
            filled += [Line(at, line) for line in text.split("\n")]
        return filled

    def long(self):
        """El texto largo: el que entienden jupytext y nbgrader."""
        made = [line.text for line in self.above]
        for block in self.blocks:
            opening, closing = block.around[:1], block.around[1:]
            made += [*opening, *(line.text for line in block.lines), *closing]
        # Un renglón en blanco antes de nada sería una celda vacía.
        return "\n".join(made).lstrip("\n")
