"""Los archivos de un zip ajeno. Nada se desempaqueta: cada uno se lee en la memoria, con un límite, cuando hace falta.

Un zip puede mentir en todo: en los nombres, que pueden salir de la carpeta; en los tamaños; en lo que es cada cosa. De
lo que no se puede leer se dice el nombre y el motivo, y lo demás sigue.
"""

import contextlib
import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib

from . import names
from .file import LINK, MAX_DEPTH, MAX_FILES, NOT_A_FILE, File, Unreadable, litter, nothing, refusing, up_to

INNER_FILES = 2000  # en el zip de una persona
BROKEN = "no es un zip, o está dañado"
_FAILURES = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
_ENTRY = b"PK\x01\x02"  # con lo que empieza cada línea del índice de un zip
_ENCRYPTED, _UTF8 = 0x1, 0x800
_SPANISH = set("áéíóúüñçàèìòùâêîôûäëïöãõ" + "áéíóúüñçàèìòùâêîôûäëïöãõ".upper() + "ºª·¿¡«»–— ")


@contextlib.contextmanager
def opened(source):
    """Los archivos del zip `source`, una ruta o un archivo abierto, y los nombres que no valen: (nombre, motivo)."""
    try:
        archive = zipfile.ZipFile(source)
    except _FAILURES:
        raise Unreadable(BROKEN) from None
    with archive:
        entries = archive.infolist()
        if len(entries) > MAX_FILES:
            raise Unreadable(f"tiene más de {MAX_FILES} archivos")
        found, refused = [], []
        for entry in entries:
            name = _name(entry)
            if reason := _unsafe(name):
                owner = next((part for part in name.split("/") if names.moodle(part)), None)
                if owner is None:
                    refused.append((name, reason))
                else:  # no se lee, pero es de alguien: que salga en las notas
                    inside = names.visible(name.partition(owner)[2].strip("/")) or owner
                    found.append(File((owner, inside), refusing(reason)))
                continue
            parts = tuple(part for part in name.split("/") if part not in ("", "."))
            if parts and not litter(parts):
                found.append(_file(archive, entry, parts))
        yield sorted(found, key=lambda file: file.parts), refused


@contextlib.contextmanager
def inner(content):
    """Como `opened`, con los bytes del zip que entregó una persona, que bien puede ser una bomba."""
    if content.count(_ENTRY) > INNER_FILES:  # antes de que el índice ocupe la memoria
        raise Unreadable(f"tiene más de {INNER_FILES} archivos")
    with opened(io.BytesIO(content)) as found:
        yield found


def _name(entry):
    """El nombre, que quien hizo el zip pudo escribir en UTF-8 sin decirlo, o como lo escribía Windows en español.

    Algún programa de Windows separa las carpetas con barras invertidas.
    """
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8 and not name.isascii():
        name = _decoded(name.encode("cp437"))
    return unicodedata.normalize("NFC", name).replace("\\", "/")


def _decoded(raw):
    with contextlib.suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    for encoding in ("cp850", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            name = raw.decode(encoding)
            if all(character.isascii() or character in _SPANISH for character in name):
                return name
    return raw.decode("cp850")


def _unsafe(name):
    """Por qué no vale el nombre, si no vale."""
    parts = name.split("/")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        return "su nombre lleva caracteres que no se ven"
    if name.startswith("/") or re.match("[A-Za-z]:", name):
        return "su nombre es una ruta absoluta"
    if ".." in parts:
        return "su nombre sale de la carpeta"
    if len(parts) > MAX_DEPTH + 1 or len(name) > 1000:
        return "su ruta es demasiado larga"
    return None


def _file(archive, entry, parts):
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return File(parts, refusing(LINK))
    if entry.is_dir():
        return File(parts, nothing, folder=True)
    if kind not in (0, stat.S_IFREG):
        return File(parts, refusing(NOT_A_FILE))
    if entry.flag_bits & _ENCRYPTED:
        return File(parts, refusing("está cifrado con una contraseña"))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return File(parts, refusing("está comprimido de una manera poco corriente"))

    def read(limit):
        # Lo que dice el índice puede ser mentira: se lee hasta el límite y no más.
        if entry.file_size > limit:
            raise Unreadable(f"ocupa más de {limit >> 20} MB")
        try:
            with archive.open(entry) as file:
                content = file.read(limit + 1)
        except _FAILURES:
            raise Unreadable("está dañado en el zip") from None
        return up_to(limit, content)

    return File(parts, read)
