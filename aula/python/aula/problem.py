"""Lo que la persona puede arreglar, y con qué código termina cada tarea."""

import errno

OK = 0
FAILED = 1  # algo falló, o difiere
STALE = 3  # un cuaderno no está al día con su texto
INTERRUPTED = 130


class Problem(Exception):
    """Algo que la persona puede arreglar, dicho en español."""


def enumerated(names, last=" y "):
    """«uno», «uno y otro», «uno, otro y otro»"""
    names = list(names)
    return f"{', '.join(names[:-1])}{last}{names[-1]}" if len(names) > 1 else "".join(names)


REASONS = {
    errno.ENOENT: "no existe",
    errno.EEXIST: "ya existe un archivo con ese nombre",
    errno.EISDIR: "es una carpeta",
    errno.ENOTDIR: "parte de su ruta es un archivo",
    errno.EACCES: "no tienes permiso",
    errno.EPERM: "no tienes permiso",
    errno.EROFS: "el disco es de solo lectura",
    errno.ENOSPC: "no queda espacio en el disco",
}


def file_problem(action, path, error):
    """El problema de un archivo que no se pudo leer o escribir."""
    return Problem(f"No se puede {action} {path}: {REASONS.get(error.errno, error.strerror or error)}.")
