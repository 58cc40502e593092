"""Las fórmulas, en MathML, que los navegadores muestran por su cuenta: MathJax habría que bajarlo cada vez."""

import re

import latex2mathml.converter

NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'


def mathml(latex, display):
    # El conversor no conoce `aligned`, que es lo mismo que `split`, ni el espacio entre renglones, `\\[4pt]`.
    latex = re.sub(r"\\\\\[\d+pt\]", r"\\\\", latex.replace("{aligned}", "{split}"))
    return latex2mathml.converter.convert(latex, display=display)


def formula(source):
    """Lo que una celda muestra en LaTeX, que ya viene entre signos de dólar."""
    return mathml(source.strip().strip("$"), "block")
