"""Un archivo que llegó, esté en una carpeta o dentro de un zip."""

from collections.abc import Callable
from dataclasses import dataclass

MAX_BYTES = 20 << 20  # un cuaderno: uno resuelto, con sus figuras, ocupa menos de uno
MAX_PACKED = 50 << 20  # el zip que entregó una persona
MAX_CLASS = 4 << 30  # los cuadernos de una clase entera
MAX_FILES = 20_000
MAX_DEPTH = 12
TOO_BIG = f"ocupa más de {MAX_BYTES >> 20} MB"
LINK = "es un enlace, y no un archivo o una carpeta"
LOCKED = "no tienes permiso para abrir su carpeta"
NOT_A_FILE = "no es un archivo normal"

# Lo que dejan los sistemas y los programas en cualquier carpeta.
LITTER = {"__MACOSX", "Thumbs.db", "desktop.ini"}


class Unreadable(Exception):
    """Una entrega, o una parte de ella, que no se puede leer; el mensaje dice por qué."""


@dataclass(frozen=True)
class File:
    """Dónde está, por partes, y cómo se lee: `read(límite)` da sus bytes o dice por qué no."""

    parts: tuple
    read: Callable[[int], bytes]
    folder: bool = False  # una carpeta, por si no hay nada más de esa persona; leerla dice por qué, o nada


def litter(parts):
    """Si no es de nadie: lo oculto y lo que dejan los sistemas."""
    return any(part.startswith(".") or part in LITTER for part in parts)


def refusing(reason):
    """Un `read` que solo puede decir por qué no."""

    def read(limit=0):
        raise Unreadable(reason)

    return read


def nothing(limit=0):
    """El `read` de una carpeta."""
    return b""


def up_to(limit, content):
    """`content`, si no pasa de `limit` bytes."""
    if len(content) > limit:
        raise Unreadable(f"ocupa más de {limit >> 20} MB")
    return content
