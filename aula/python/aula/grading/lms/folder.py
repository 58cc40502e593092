"""Los archivos de una carpeta, que solo se lee."""

import unicodedata

from .file import LINK, MAX_BYTES, MAX_DEPTH, MAX_FILES, NOT_A_FILE, TOO_BIG, File, Unreadable, litter, refusing


def files(folder):
    """Lo que hay en `folder`, en orden alfabético. No se sigue ningún enlace."""
    found = []
    _walk(folder, (), found)
    return found


def _walk(folder, above, found):
    for path in sorted(folder.iterdir()):
        parts = (*above, unicodedata.normalize("NFC", path.name))  # macOS escribe los acentos aparte
        if litter(parts) or len(parts) > MAX_DEPTH:
            continue
        if len(found) >= MAX_FILES:
            raise Unreadable(f"tiene más de {MAX_FILES} archivos")
        if path.is_symlink():
            found.append(File(parts, refusing(LINK), folder=path.is_dir()))
        elif path.is_dir():
            found.append(File(parts, bytes, folder=True))
            _walk(path, parts, found)
        else:
            found.append(File(parts, _reader(path)))


def _reader(path):
    def read():
        if not path.is_file():
            raise Unreadable(NOT_A_FILE)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise Unreadable(TOO_BIG)
        return content

    return read
