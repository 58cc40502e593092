"""Leer cuadernos, y escribir archivos de una vez."""

import contextlib
import os

from .problem import Problem, file_problem


def read(path):
    """El cuaderno que hay en `path`."""
    import nbformat  # aquí: tarda en cargarse, y quien solo escribe archivos no lo usa

    try:
        return nbformat.read(path, as_version=4)
    except OSError as error:
        raise file_problem("leer", path, error) from None
    except Exception as error:  # nbformat falla de muchas maneras, según lo que encuentre en el archivo
        raise Problem(f"No se puede leer {path} como cuaderno: {error}") from None


def write(path, content):
    """Escribe en un archivo aparte y lo pone en su sitio de una vez: nunca queda uno a medias."""
    part = path.with_name(f".{path.name}.parte")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise file_problem("escribir", path, error) from None
