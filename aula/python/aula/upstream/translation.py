"""Cambiar por español los textos que otro programa lleva escritos dentro: al servirlos, sin tocar lo instalado.

Una tabla es una parte de un archivo TOML: cada trozo, tal cual está en el programa, y lo que se pone en su lugar.
"""

import re
import tomllib
from functools import cache


@cache
def table(path, part):
    return tomllib.loads(path.read_text(encoding="utf-8"))[part]


@cache
def pattern(path, part):
    """Todo a la vez, y de lo más largo a lo más corto: lo traducido no se traduce otra vez."""
    return re.compile("|".join(map(re.escape, sorted(table(path, part), key=len, reverse=True))))


def translate(path, part, text):
    return pattern(path, part).sub(lambda found: table(path, part)[found[0]], text)
