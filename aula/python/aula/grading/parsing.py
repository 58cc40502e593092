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

PIECES = 500_000  # llaves, corchetes y comas: un cuaderno de los ejercicios tiene unas dos mil
DEPTH = 100
CELLS = 10_000
TEXTS = re.compile(b'"[^"]*"?')  # sin las comillas de dentro; el que no se cierra llega hasta el final
STEPS = bytes.maketrans(b"{[}]", b"\1\1\2\2")


def parse(data):
    """El cuaderno que hay en `data`, con lo justo."""
    if not data.strip():
        raise Unreadable("el archivo está vacío")
    try:
        data = _as_utf8(data)
        measure(data)
        content = json.loads(data.decode())  # de unos bytes, `json` adivina otra codificación
    except (Problem, ValueError, RecursionError):
        raise Unreadable("no es un cuaderno: su contenido no es JSON") from None
    if isinstance(content, dict) and "worksheets" in content:
        content = _converted(content)
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise Unreadable("no es un cuaderno: es JSON, pero no tiene celdas")
    if len(content["cells"]) > CELLS:
        raise Unreadable(f"no parece un cuaderno: tiene más de {CELLS // 1000} mil celdas")
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
        structure = _structure(data)
        if _pieces(structure) > PIECES:
            raise Unreadable(f"no parece un cuaderno: su JSON tiene más de {PIECES // 1000} mil piezas")
        if _depth(structure) > DEPTH:
            raise Unreadable(f"no es un cuaderno: su JSON tiene más de {DEPTH} niveles, uno dentro de otro")


def _structure(data):
    """Un JSON, sin lo que hay en sus textos."""
    return TEXTS.sub(b"", data.replace(rb"\\", b"").replace(rb"\"", b""))


def _pieces(data):
    return sum(map(data.count, (b"{", b"[", b",", b"]", b"}")))


def _depth(structure):
    """Hasta dónde llegan las llaves y los corchetes, unos dentro de otros."""
    marks = structure.translate(STEPS, bytes(set(range(256)) - set(b"{}[]")))
    return max(accumulate(1 if mark == 1 else -1 for mark in marks), default=0)


def _converted(content):
    """Un cuaderno de los formatos anteriores a 2015, con lo que de él se califica. El conversor de nbformat, con un archivo
    de dos megas, ocupa tres gigas y dos minutos.
    """
    sheets = content["worksheets"] if isinstance(content["worksheets"], list) else []
    lists = [sheet["cells"] for sheet in sheets if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)]
    cells = [cell for cells in lists for cell in cells if isinstance(cell, dict)]
    return {"cells": [cell | {"source": cell.get("input", cell.get("source"))} for cell in cells]}
