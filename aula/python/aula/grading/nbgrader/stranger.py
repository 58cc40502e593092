"""Leer una carpeta que escribió otra persona, y que puede cambiar mientras se lee.

No se sigue ningún enlace ni se abre nada que no sea un archivo corriente: ni una tubería, en la que se esperaría siempre, ni
`/dev/zero`, que no termina. Todo se abre desde la carpeta ya abierta, así que da igual lo que se ponga entretanto en su
lugar. De quién es y cuándo se escribió lo dice el sistema: `st_ctime` es suya, y nadie puede atrasarla.
"""

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field

MAX_BYTES = 20 << 20  # de un archivo
MAX_TOTAL = 50 << 20  # de todos
MAX_FILES = 200
MAX_DEPTH = 5
DEVICE = "no es un archivo corriente, ni una carpeta"


class Refused(Exception):
    """Por qué no se toma una carpeta."""


@dataclass
class Folder:
    """Lo que había: el número de cuenta de quien lo escribió, cuándo, y los archivos, {ruta: contenido}."""

    uid: int
    nanoseconds: int = 0
    files: dict = field(default_factory=dict)
    total: int = 0


def read(parent, name):
    """La carpeta `name` de la que está abierta en `parent`."""
    with opened(name, parent, os.O_DIRECTORY) as handle:
        found = Folder(os.fstat(handle).st_uid)
        add(found, handle, ())
    return found


def add(found, folder, above):
    """Añade a `found` lo que hay en la carpeta abierta `folder`."""
    noted(found, os.fstat(folder), above)
    if len(above) > MAX_DEPTH:
        raise Refused(f"tiene carpetas dentro de carpetas, más de {MAX_DEPTH}")
    for name in sorted(os.listdir(folder)):
        path = (*above, name)
        # Sin abrirlo todavía: abrir una tubería o un dispositivo ya hace algo.
        kind = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if stat.S_ISLNK(kind):
            raise Refused(f"{said(path)} es un enlace")
        if stat.S_ISDIR(kind):
            with opened(name, folder, os.O_DIRECTORY) as inner:
                add(found, inner, path)
        elif stat.S_ISREG(kind):
            with opened(name, folder) as file:
                add_file(found, file, path)
        else:
            raise Refused(f"{said(path)} {DEVICE}")


def add_file(found, file, path):
    before = os.fstat(file)
    if not stat.S_ISREG(before.st_mode):
        raise Refused(f"{said(path)} {DEVICE}")
    noted(found, before, path)
    with os.fdopen(os.dup(file), "rb") as reader:
        content = reader.read(MAX_BYTES + 1)
    found.total += len(content)
    if len(content) > MAX_BYTES:
        raise Refused(f"{said(path)} ocupa más de {MAX_BYTES >> 20} MB")
    if found.total > MAX_TOTAL:
        raise Refused(f"ocupa más de {MAX_TOTAL >> 20} MB")
    if len(found.files) >= MAX_FILES:
        raise Refused(f"tiene más de {MAX_FILES} archivos")
    if os.fstat(file).st_ctime_ns != before.st_ctime_ns:
        raise Refused(f"{said(path)} cambió mientras se leía")
    found.files["/".join(path)] = content


def noted(found, data, path):
    """Lo que dice el sistema: de quién es y cuándo se escribió."""
    if data.st_uid != found.uid:  # un enlace duro al archivo de otra persona, por ejemplo
        raise Refused(f"{said(path)} es de otra cuenta")
    found.nanoseconds = max(found.nanoseconds, data.st_ctime_ns)


@contextmanager
def opened(name, folder, flags=0):
    handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | flags, dir_fd=folder)
    try:
        yield handle
    finally:
        os.close(handle)


def said(path):
    """Una ruta, como se escribe en un mensaje: sin nada que mueva el cursor o corte la línea."""
    text = "/".join(path)
    return "«" + "".join(letter if letter.isprintable() else "?" for letter in text)[:100] + "»"
