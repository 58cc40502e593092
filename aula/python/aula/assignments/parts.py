"""Las partes de una tarea: cada ejercicio, con su respuesta, su prueba y sus pistas, y cada pregunta que lee una persona."""

from dataclasses import dataclass


@dataclass
class Cell:
    """Una celda del texto, y la línea en la que empieza lo que hay dentro."""

    line: int
    source: str

    @classmethod
    def of(cls, block):
        return cls(block.lines[0].number if block.lines else block.line, block.source)


@dataclass
class Exercise:
    """Un ejercicio que se califica solo."""

    name: str
    line: int
    title: str  # el del apartado en el que está
    label: str  # cómo se nombra: «ejercicio 7, segunda parte»
    points: float
    statement: str
    hints: list  # (título, texto), por orden
    answer: Cell
    test: Cell


@dataclass
class Question:
    """Una pregunta que lee una persona."""

    name: str
    line: int
    title: str
    label: str
    points: float
    statement: str
    hints: list
    answer: str  # una respuesta buena
    criterion: str  # qué da los puntos


def number(value):
    return f"{value:g}".replace(".", ",") if value != int(value) else str(int(value))


def counted(value, one, many):
    return f"{number(value)} {one if value == 1 else many}"
