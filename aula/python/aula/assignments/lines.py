"""Los renglones de un texto, con su número. Lo que dos textos dicen igual está en un archivo que los dos incluyen."""

import re
from typing import NamedTuple

from ..problem import Problem, file_problem

INCLUDED = re.compile(r"^<!-- incluye (\S+) -->$")
MAX_BYTES = 5 << 20


class Line(NamedTuple):
    number: int  # en el archivo, desde 1; lo incluido lleva el del renglón que lo incluye
    text: str


def read(path):
    """Los renglones del archivo `path`, con los que incluye."""
    found = []
    for number, text in enumerate(_content(path).split("\n"), start=1):
        if included := INCLUDED.match(text):
            found += [Line(number, line) for line in _content(path.parent / included[1]).strip().split("\n")]
        else:
            found.append(Line(number, text))
    return found


def _content(path):
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Problem(f"{path} ocupa más de {MAX_BYTES >> 20} MB: no parece el texto de una tarea.")
        said = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise file_problem("leer", path, error) from None
    except UnicodeDecodeError:
        said = "\0"
    if "\0" in said:  # en UTF-16 los hay por todas partes
        raise Problem(f"No se puede leer {path}: no está en UTF-8. Guárdalo así con tu editor.")
    return said
