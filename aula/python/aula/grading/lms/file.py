"""Un archivo que llegó, esté en una carpeta o dentro de un zip."""

from collections.abc import Callable
from dataclasses import dataclass

MAX_BYTES = 50 << 20
MAX_FILES = 20_000
MAX_DEPTH = 12
TOO_BIG = f"ocupa más de {MAX_BYTES >> 20} MB"
LINK = "es un enlace, y no un archivo o una carpeta"
NOT_A_FILE = "no es un archivo normal"

# Lo que dejan los sistemas y los programas en cualquier carpeta.
LITTER = {"__MACOSX", "Thumbs.db", "desktop.ini"}


class Unreadable(Exception):
    """Una entrega, o una parte de ella, que no se puede leer; el mensaje dice por qué."""


@dataclass(frozen=True)
class File:
    """Dónde está, por partes, y cómo se lee: `read()` da sus bytes o dice por qué no."""

    parts: tuple
    read: Callable[[], bytes]
    # Una carpeta también es de alguien, aunque dentro no haya nada. Leerla no da nada, o dice que es un enlace.
    folder: bool = False


def litter(parts):
    """Si no es de nadie: lo oculto y lo que dejan los sistemas."""
    return any(part.startswith(".") or part in LITTER for part in parts)


def refusing(reason):
    """Un `read` que solo puede decir por qué no."""

    def read():
        raise Unreadable(reason)

    return read
