"""Lo que mostraba el cuaderno al entregarlo: lo escribió otra persona, así que solo queda lo que no puede hacer nada.

Texto, errores, figuras en PNG y fórmulas, con un tope; ni HTML, ni guiones, ni SVG.
"""

import base64
import binascii
import struct

from ..notebooks import node

PER_CELL = 30
CHARACTERS = 10_000  # de cada texto
IMAGE = 2 << 20
SIDE = 4000  # puntos: una de un color ocupa muy poco en el archivo, y gigas en el navegador
PNG = b"\x89PNG\r\n\x1a\n"
CUT = "\n… (sigue; aquí se corta)\n"


class Allowance:
    """Lo que aún cabe de un cuaderno, para que su página no crezca sin fin."""

    def __init__(self, size=12 << 20):
        self.left = size

    def take(self, size):
        """¿Cabe? Si cabe, ya está contado."""
        if size > self.left:
            return False
        self.left -= size
        return True


def text(value):
    """`value` como texto que se puede guardar, o `None`. Jupyter guarda los textos también por renglones."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def clean(raw, allowance):
    """Las salidas de una celda que se pueden enseñar."""
    kept = []
    for output in raw if isinstance(raw, list) else []:
        made = _output(output) if isinstance(output, dict) else None
        if made is None:
            continue
        if kept and made.output_type == "stream" == kept[-1].output_type and made.name == kept[-1].name:
            if len(kept[-1].text) < CHARACTERS:
                kept[-1].text = _cut(kept[-1].text + made.text)
            continue
        if len(kept) == PER_CELL or not allowance.take(len(str(made))):
            kept.append(node.output("stream", name="stdout", text="… (hay más salidas, que aquí no se muestran)\n"))
            break
        kept.append(made)
    return kept


def _output(raw):
    kind = raw.get("output_type")
    if kind in ("stream", "pyout"):
        written = text(raw.get("text"))
        name = "stderr" if raw.get("name") == "stderr" else "stdout"
        return node.output("stream", name=name, text=_cut(written)) if written else None
    if kind == "error":
        lines = raw.get("traceback")
        lines = lines if isinstance(lines, list) else []
        trace = _cut("\n".join(line for line in map(text, lines) if line is not None))
        evalue = _cut(text(raw.get("evalue")) or "")
        return node.output(
            "error", ename=(text(raw.get("ename")) or "Error")[:100], evalue=evalue, traceback=[trace or evalue]
        )
    if kind in ("display_data", "execute_result") and isinstance(raw.get("data"), dict):
        data = {mime: made for mime, make in KINDS.items() if (made := make(raw["data"].get(mime)))}
        # Nunca como resultado de la celda: eso, en una de prueba, es una nota.
        return node.output("display_data", data=data) if data else None
    return None


def _plain(value):
    written = text(value)
    return _cut(written) if written else None


def _formula(value):
    written = text(value)
    return written if written and len(written) <= CHARACTERS else None


def _png(value):
    """Una figura en base64, si de verdad lo es."""
    written = "".join((text(value) or "").split())
    if not written or len(written) > IMAGE:
        return None
    try:
        image = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return None
    sides = struct.unpack(">II", image[16:24].ljust(8, b"\0"))
    return written if image.startswith(PNG) and max(sides) <= SIDE else None


def _cut(written):
    return written if len(written) <= CHARACTERS else written[:CHARACTERS] + CUT


KINDS = {"text/plain": _plain, "image/png": _png, "text/latex": _formula}
