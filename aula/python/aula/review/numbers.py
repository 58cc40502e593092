"""¿Son números que una persona puede calcular a mano? Se mira lo que se lee: el enunciado, las fórmulas y los textos."""

import re

from ..assignments.fields import CODE

MOST = 6  # decimales que se leen todavía como un número
LONG = re.compile(rf"\d[.,]\d{{{MOST + 1},}}")
ENDLESS = re.compile(r"\b(nan|inf|infinity)\b|∞", re.IGNORECASE)
ZERO = re.compile(r"[-+−\s]*0([.,]0*)?")


def doubts(form):
    """Lo que no se puede calcular a mano en una forma: (línea del texto, qué)."""
    found = []
    for field, value in zip(form.assignment.fields, form.values, strict=True):
        if why := _doubt(field, value):
            found.append((field.line, f"«{{{{{field.value}}}}}» {why}"))
    return found


def _doubt(field, value):
    if ENDLESS.search(value):
        return "no sale un número: ¿se divide por cero?"
    if field.how == CODE:
        return ""
    if ZERO.fullmatch(value):
        return "sale 0: exige en la celda «variante» que no lo sea"
    if LONG.search(value):
        return f"sale {value}, que no se calcula a mano: elige otros números, o escribe {{{{{field.value}:.4}}}}"
    return ""
