"""La nota: los puntos, en la escala de cada instituto, redondeados como se hace allí.

Entre la mínima y la de aprobar va una recta, y otra entre esa y la máxima: la exigencia es la parte de los puntos con que se
aprueba. Es la fórmula de Chile; con una exigencia del 50 %, las escalas desde 0 son una proporción.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

from ..problem import Problem

LETTERS, CUTS = "ABCDF", (90, 80, 70, 60)


@dataclass(frozen=True)
class Numbers:
    """Una escala de números."""

    least: int
    passing: int
    most: int
    decimals: int
    demand: float  # %

    def mark(self, points, total):
        """La nota, exacta hasta que se redondea: la mitad, hacia arriba."""
        got, needed = exact(points) / exact(total), Fraction(self.demand) / 100
        if got < needed:
            value = self.least + (self.passing - self.least) * got / needed
        else:
            value = self.passing + (self.most - self.passing) * (got - needed) / (1 - needed)
        step = 10**self.decimals
        return f"{Fraction(math.floor(value * step + Fraction(1, 2)), step).__float__():.{self.decimals}f}"

    @property
    def maximum(self):
        return float(self.most)

    @property
    def said(self):
        return f"de {self.least} a {self.most}, con exigencia del {self.demand:g} %"


@dataclass(frozen=True)
class Words:
    """Una escala de letras: la primera cuyo corte, en tanto por ciento, se alcanza sin redondear."""

    cuts: tuple

    maximum = None

    def mark(self, points, total):
        reached = exact(points) * 100 / exact(total)
        return next((letter for letter, cut in zip(LETTERS, self.cuts, strict=False) if reached >= cut), LETTERS[-1])

    @property
    def said(self):
        listed = ", ".join(f"{letter} desde el {cut} %" for letter, cut in zip(LETTERS, self.cuts, strict=False))
        return f"de A a F: {listed}"


NUMBERS = {"1:7": (1, 4, 7, 1, 60), "0:10": (0, 5, 10, 1, 50), "0:20": (0, 10, 20, 0, 50)}
WORDS = "A:F"
NAMES = (*NUMBERS, WORDS)


def exact(points):
    """Los puntos van de centésima en centésima: así no hay nota que se redondee mal por una cuenta en binario."""
    return Fraction(f"{points:.2f}")


def scale(name, demand=None, cuts=None):
    """La escala que se pide; `None`, si ninguna."""
    if name == WORDS:
        if demand is not None:
            raise Problem("--exigencia no vale con letras: di desde qué tanto por ciento va cada una con --cortes.")
        return Words(tuple(cuts or CUTS))
    if cuts:
        raise Problem("--cortes es para las letras: va con --escala A:F.")
    if name is None:
        if demand is not None:
            raise Problem("--exigencia va con una escala; por ejemplo, --escala 1:7 --exigencia 60.")
        return None
    if name not in NUMBERS:
        raise Problem(f"La escala «{name}» no se conoce: se esperaba {', '.join(NUMBERS)} o {WORDS}.")
    least, passing, most, decimals, usual = NUMBERS[name]
    return Numbers(least, passing, most, decimals, usual if demand is None else demand)
