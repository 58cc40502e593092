"""Lo que llega de una clase: una carpeta, o el zip que da la plataforma, con un archivo o una carpeta por persona.

`archive` y `folder` dicen qué archivos hay, sin escribir ninguno; `names`, de quién es cada uno, por su nombre.
"""

import contextlib
from pathlib import Path

from . import archive, folder


@contextlib.contextmanager
def opened(place):
    """Los archivos de `place`, una carpeta o un zip, y los que no se leen con su motivo. Se leen mientras dure el bloque."""
    if Path(place).is_dir():
        yield folder.files(Path(place)), []
    else:
        with archive.opened(place) as found:
            yield found
