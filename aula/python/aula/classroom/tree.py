"""Recorrer una carpeta ajena, o quitarla: por honda que sea, sin seguir enlaces, y cambie lo que cambie entretanto."""

import os
import stat
import subprocess
from contextlib import suppress

LONGEST = 3_000  # letras de una ruta que el sistema todavía abre


def walk(place):
    """Todo lo que hay en `place`: de cada cosa, la carpeta abierta en que está, su nombre y lo que dice el sistema."""
    bases, left = [], [(None, str(place))]
    try:
        while left:
            base, path = left.pop()
            with suppress(OSError):
                folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=base)
                if len(path) > LONGEST:
                    bases.append(folder)
                    base, path = folder, "."
                try:
                    for name, data in entries(folder):
                        yield folder, name, data
                        if stat.S_ISDIR(data.st_mode):
                            left.append((base, os.path.join(path, name)))
                finally:
                    if folder != base:
                        os.close(folder)
    finally:
        for base in bases:
            os.close(base)


def entries(folder):
    for name in os.listdir(folder):
        with suppress(OSError):
            yield name, os.stat(name, dir_fd=folder, follow_symlinks=False)


def remove(place):
    """Quita lo que haya en `place`."""
    subprocess.run(["rm", "-rf", "--", place], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
