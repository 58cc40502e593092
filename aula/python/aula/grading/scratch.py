"""Una carpeta de trabajo en la temporal del sistema. Lo que se deja en ella puede llevar las soluciones: lo que no recogió
quien murió a la fuerza lo recoge el siguiente.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX, LOCK = "aula-", "candado"
RENAMES = sys.platform != "win32"  # si se puede cambiar de nombre un archivo en uso
NEW = 0 if RENAMES else 2  # segundos: donde no se puede, uno recién hecho puede no estar aún echado


@contextlib.contextmanager
def folder():
    """Una carpeta de nadie más, que dura lo que dure el bloque."""
    remove_abandoned()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as made:
        # El candado, con su nombre cuando ya está echado: así nadie da la carpeta por abandonada.
        path = Path(made, f"{LOCK}.parte" if RENAMES else LOCK)
        with FileLock(path):
            if RENAMES:
                path.rename(path.with_suffix(""))
            yield Path(made)


def remove_abandoned():
    """Borra las que ya no usa nadie. Lo que no se puede borrar, o lo acaba de borrar otro, no estorba."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{LOCK}"):
        with contextlib.suppress(OSError, Timeout):
            if _ours(left.parent) and _ours(left) and time.time() - left.lstat().st_mtime >= NEW:
                with FileLock(left, blocking=False):
                    shutil.rmtree(left.parent, ignore_errors=True)


def _ours(path):
    """¿Lo hizo esta cuenta? En la carpeta temporal puede haber enlaces que puso otra."""
    return not path.is_symlink() and (not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid())
