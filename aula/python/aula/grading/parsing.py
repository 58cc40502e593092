"""El archivo de un cuaderno ajeno: se mide antes de leerlo, y lo que pide más memoria de la cuenta no se lee.

Un archivo pequeño puede ser, leído, enorme: 45 MB de `{},` son quince millones de objetos. Lo que cuesta un JSON son sus
llaves, sus corchetes y sus comas, fuera de los textos; y contarlos no cuesta nada.
"""

import json
import re
from itertools import accumulate

from ..problem import Problem
from .lms.file import MAX_BYTES, TOO_BIG, Unreadable
from .lms.table import decode
from .sanitize import clean

PIECES = 500_000  # llaves, corchetes y comas: un cuaderno de los ejercicios tiene unas mil
DEPTH = 100
TEXTS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
STEPS = bytes.maketrans(b"{[}]", b"\1\1\2\2")


def parse(data):
    """El cuaderno que hay en `data`, con lo justo."""
    if not data.strip():
        raise Unreadable("el archivo está vacío")
    try:
        data = _as_utf8(data)
        measure(data)
        content = json.loads(data)
    except (Problem, ValueError, RecursionError):
        raise Unreadable("no es un cuaderno: su contenido no es JSON") from None
    if isinstance(content, dict) and "worksheets" in content:
        content = _converted(content)
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise Unreadable("no es un cuaderno: es JSON, pero no tiene celdas")
    return clean(content)


def _as_utf8(data):
    """Los mismos caracteres, en UTF-8: algún programa los guarda en UTF-16, o como los escribía su sistema."""
    mark, encoding, text = decode(data)
    return data[len(mark) :] if encoding == "utf-8" else text.encode()


def measure(data):
    """Se niega a leer lo que ocuparía mucho más de lo que parece."""
    if len(data) > MAX_BYTES:
        raise Unreadable(TOO_BIG)
    if _pieces(data) > PIECES or data.count(b"[") + data.count(b"{") > DEPTH:
        structure = TEXTS.sub(b"", data)
        if _pieces(structure) > PIECES:
            raise Unreadable(f"no parece un cuaderno: su JSON tiene más de {PIECES // 1000} mil piezas")
        if _depth(structure) > DEPTH:
            raise Unreadable(f"no es un cuaderno: su JSON tiene más de {DEPTH} niveles, uno dentro de otro")


def _pieces(data):
    return data.count(b"{") + data.count(b"[") + data.count(b",")


def _depth(structure):
    """Hasta dónde llegan las llaves y los corchetes, unos dentro de otros."""
    marks = structure.translate(STEPS, bytes(set(range(256)) - set(b"{}[]")))
    return max(accumulate(1 if mark == 1 else -1 for mark in marks), default=0)


def _converted(content):
    """Un cuaderno de los formatos anteriores a 2015, en el de ahora."""
    import nbformat  # aquí: tarda en cargarse, y casi nunca hace falta

    try:
        return nbformat.convert(nbformat.from_dict(content), 4)
    except Exception as error:  # el formato antiguo puede venir roto de muchas maneras
        reason = " ".join(str(error).split())[:120]
        raise Unreadable(f"es un cuaderno de un formato antiguo que no se puede convertir ({reason})") from None
