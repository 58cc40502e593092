"""Las figuras de la página: las dibuja la biblioteca, en SVG, a través del motor."""

import re

from markupsafe import Markup

from .... import program
from ....problem import Problem
from . import statistics

COMMAND = "draw"
PARTS = {"right": "bien", "half": "a medias", "nothing": "nada", "unanswered": "sin responder", "pending": "sin leer"}


def draw(data):
    """Las figuras de la clase, {nombre: SVG}; ninguna si no se pueden dibujar."""
    orders = {}
    if totals := data["totals"]:
        orders["totals"] = _histogram("Los totales", "puntos", totals, data["most"])
    if marks := data["marks"]:
        orders["marks"] = _marks(marks)
    if any(each["right"] + each["half"] + each["nothing"] + each["unanswered"] for each in data["exercises"]):
        orders["exercises"] = _exercises(data["exercises"])
    if not orders:
        return {}
    try:
        found = re.findall(r"<svg.*?</svg>", program.ask(COMMAND, "\n\n".join(orders.values()) + "\n\n"), re.DOTALL)
    except Problem:
        return {}
    return {name: Markup(svg) for name, svg in zip(orders, found, strict=True)} if len(found) == len(orders) else {}


def _marks(marks):
    if letters := marks.get("letters"):
        return _lines([["bars", "Las notas", "personas", "personas"], *(["bar", *each] for each in letters.items())])
    return _histogram("Las notas", "nota", marks, marks["most"], marks["least"])


def _histogram(title, unit, spread, most, least=0):
    step = statistics.step(most - least)
    bins = -int(-(most - least) // step)
    lines = [
        ["histogram", title, unit, "personas", least, least + bins * step, bins],
        ["values", *spread["values"]],
        ["mark", "mediana", spread["quartiles"][1]],
    ]
    return _lines(lines)


def _exercises(exercises):
    parts = dict(PARTS)
    if not any(each["pending"] for each in exercises):
        del parts["pending"]
    bars = [["bar", each["title"], *(each[name] for name in parts)] for each in exercises]
    return _lines([["bars", "Qué sacó la clase en cada ejercicio", "personas", *parts.values()], *bars])


def _lines(lines):
    """Una petición: nada de lo que lleva dentro puede partirla."""
    return "\n".join("\t".join(" ".join(str(part).split()) or "-" for part in line) for line in lines)
