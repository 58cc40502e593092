"""Lo que se encuentra en una tarea, por ejercicio. Nada de esto se cuenta aquí: lo dicen `told` y `page`."""

from dataclasses import dataclass, field

from .mutants import Mutant


@dataclass
class Survivor:
    """Un mutante al que alguna prueba le da todos los puntos, y en qué línea del texto está."""

    line: int
    number: int  # cuál de los mutantes de su respuesta: en otra forma es el mismo cambio
    mutant: Mutant


@dataclass
class Exercise:
    """Un ejercicio, y lo que se encontró en él."""

    name: str
    title: str
    line: int
    points: float
    broken: dict = field(default_factory=dict)  # {forma: lo que dijo la prueba de la solución}
    unsolved: dict = field(default_factory=dict)  # {forma: puntos que se dan sin resolver nada}
    faults: dict = field(default_factory=dict)  # {lo que tiene de malo la prueba: formas}
    tried: int = 0  # mutantes que se probaron
    unread: str = ""  # por qué no se pudo cambiar la solución
    survivors: list = field(default_factory=list)
    alike: list = field(default_factory=list)  # parejas de formas: la respuesta de una vale en la otra
    fixed: bool = False  # la misma respuesta en todas las formas: solo cambian los números con que se prueba
    bare: bool = False  # todo lo que mira su prueba se publica
    alone: str = ""  # lo que dijo la prueba sin los demás ejercicios

    @property
    def good(self):
        return not (self.broken or self.faults or self.unsolved or self.unread or self.survivors or self.alike or self.alone)


@dataclass
class Review:
    """Lo que se sabe de una tarea."""

    title: str
    name: str
    forms: list
    exercises: list
    repeated: list = field(default_factory=list)  # parejas de formas iguales
    doubts: list = field(default_factory=list)  # (línea, forma, qué): números que no se calculan a mano
    seconds: float = 0.0
    stopped: dict = field(default_factory=dict)  # {cuaderno: por qué no se pudo ejecutar}

    @property
    def good(self):
        return all(each.good for each in self.exercises) and not (self.repeated or self.doubts or self.stopped)
