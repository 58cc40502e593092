"""Lo que viene de una plataforma, que es una carpeta o un zip con un archivo o una carpeta por persona; y lo que vuelve."""

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
