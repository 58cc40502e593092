"""Qué ejercicios y preguntas forman los trozos de un texto, y cómo se nombra cada uno."""

import re

from . import blocks
from .blocks import Kind
from .mistakes import Mistake
from .parts import Cell, Exercise, Question

HEADING = re.compile(r"^#{1,6} +(?P<title>.+?)\s*$")
HINT = re.compile(
    r"^<details>\s*<summary>(?P<title>.*?)</summary>(?P<body>.*?)^</details>[ \t]*\n?", re.DOTALL | re.MULTILINE
)
FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)
WORTH = re.compile(r"\s*\([^()]*(?:punto|\{\{)[^()]*\)$")  # «(2 puntos)», al final de un título
NUMBERED = re.compile(r"(?P<label>\w+ \d+)\b")
ORDINALS = ("primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava", "novena", "décima")


class Structure:
    """Los ejercicios y las preguntas, por orden; y en `found`, lo que está mal."""

    def __init__(self, pieces):
        self.found, self.exercises, self.questions, self.variant = [], [], [], None
        self._ids, self._answers, self._tests = {}, {}, {}
        self._title, self._statement = "", ""
        for block in pieces:
            self._take(block)
        self._finish()

    def _take(self, block):
        if block.kind is Kind.TEXT:
            self._text(block.source)
            return
        if block.kind not in (Kind.PLAIN, Kind.VARIANT):
            self._identify(block)
        if block.kind is Kind.ANSWER:
            self._answers.setdefault(block.name, (block, self._title, self._statement))
        elif block.kind is Kind.TEST:
            self._tests.setdefault(block.name, block)
        elif block.kind is Kind.MANUAL:
            self.questions.append(self._question(block))
        elif block.kind is Kind.VARIANT:
            if self.variant:
                self._wrong(block.line, "hay dos celdas «variante»: los números de la tarea salen de una sola")
            self.variant = Cell.of(block)
        self._statement = ""

    def _wrong(self, line, said):
        self.found.append(Mistake(line, said))

    def _text(self, source):
        self._statement += f"{source}\n"
        for line in FENCED.sub("", source).split("\n"):
            if heading := HEADING.match(line):
                self._title = WORTH.sub("", heading["title"])

    def _identify(self, block):
        """Que nadie más se llame así."""
        name = block.name + (blocks.TEST_SUFFIX if block.kind is Kind.TEST else "")
        if name in self._ids:
            self._wrong(
                block.line, f"el identificador «{name}» está repetido: ya lo lleva la celda de la línea {self._ids[name]}"
            )
        self._ids.setdefault(name, block.line)

    def _question(self, block):
        criterion = HINT.search(block.source)
        return Question(
            block.name,
            block.line,
            self._title,
            self._title,
            block.points,
            self._statement,
            hints(self._statement),
            HINT.sub("", block.source).strip(),
            criterion["body"].strip() if criterion else "",
        )

    def _finish(self):
        """Junta cada respuesta con su prueba, y les pone nombre."""
        for name, block in self._tests.items():
            if name not in self._answers:
                self._wrong(
                    block.line, f'la prueba de «{name}» no tiene respuesta: falta una celda ```rust respuesta="{name}"'
                )
        for name, (block, title, statement) in self._answers.items():
            if name not in self._tests:
                if block.short:  # en el texto largo puede ser una que solo se lee
                    self._wrong(
                        block.line,
                        f'la respuesta «{name}» no tiene prueba: falta una celda ```rust prueba="{name}" puntos=…',
                    )
                continue
            test = self._tests[name]
            answer = Cell.of(block), Cell.of(test)
            exercise = Exercise(name, block.line, title, title, test.points, statement, hints(statement), *answer)
            self.exercises.append(exercise)
        self._label()

    def _label(self):
        parts = {}
        for each in sorted([*self.exercises, *self.questions], key=lambda each: each.line):
            parts.setdefault(each.title, []).append(each)
        for title, group in parts.items():
            numbered = NUMBERED.match(title)
            label = numbered["label"][0].lower() + numbered["label"][1:] if numbered else title
            for at, each in enumerate(group):
                each.label = f"{label}, {ORDINALS[min(at, 9)]} parte" if len(group) > 1 else label or each.name


def hints(statement):
    """Las pistas de un enunciado, por orden: (título, texto)."""
    return [(hint["title"].strip(), hint["body"].strip()) for hint in HINT.finditer(statement)]
