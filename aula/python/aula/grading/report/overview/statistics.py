"""Las cuentas de una clase. Las mismas que NumPy, que el entorno no lleva: la prueba las compara."""

import statistics

FEW = 10  # con menos personas, una correlación no dice nada


def quartiles(values):
    """El primero, la mediana y el tercero, por interpolación lineal; nada si no hay valores."""
    if not values:
        return None
    if len(values) == 1:
        return [values[0]] * 3
    return statistics.quantiles(values, n=4, method="inclusive")


def difficulty(scores, worth):
    """La parte de los puntos que se pierde, de media: 0 si todo el mundo lo tiene bien, 1 si nadie."""
    return 1 - statistics.fmean(scores) / worth if scores and worth else None


def discrimination(scores, totals):
    """La correlación entre lo que saca cada persona en el ejercicio y en los demás; nada si no se puede decir.

    `totals` lleva también el ejercicio: se le quita, para no compararlo consigo mismo.
    """
    rest = [total - score for score, total in zip(scores, totals, strict=True)]
    if len(scores) < FEW or _same(scores) or _same(rest):
        return None
    return statistics.correlation(scores, rest)


def _same(values):
    """¿Son iguales, salvo lo que pierde una suma de decimales?"""
    return max(values) - min(values) < 1e-9


def step(most, bins=10):
    """De cuánto en cuánto se parte un intervalo que acaba en `most`: un número redondo, y unas `bins` partes."""
    rough = most / bins
    power = 10 ** (len(f"{int(rough)}") - 1) if rough >= 1 else 0.1
    return next(multiple * power for multiple in (1, 2, 2.5, 5, 10, 20, 25, 50, 100) if multiple * power >= rough)
