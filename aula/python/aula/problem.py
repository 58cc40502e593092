"""Lo que la persona puede arreglar, y con qué código termina cada tarea."""

OK = 0
FAILED = 1  # algo falló, o difiere
STALE = 3  # un cuaderno no está al día con su texto
INTERRUPTED = 130


class Problem(Exception):
    """Algo que la persona puede arreglar, dicho en español."""


def file_problem(action, path, error):
    """El problema de un archivo que no se pudo leer o escribir."""
    return Problem(f"No se puede {action} {path}: {error.strerror or error}.")
