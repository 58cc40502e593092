"""Los archivos de una carpeta, que solo se lee."""

import unicodedata

from .file import LINK, LOCKED, MAX_DEPTH, MAX_FILES, NOT_A_FILE, File, Unreadable, litter, nothing, refusing, up_to


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
        try:
            _add(path, parts, found)
        except PermissionError:  # la de una persona no impide leer las demás
            found.append(File(parts, refusing(LOCKED), folder=True))


def _add(path, parts, found):
    if path.is_symlink():
        found.append(File(parts, refusing(LINK), folder=path.is_dir()))
    elif path.is_dir():
        found.append(File(parts, nothing, folder=True))
        _walk(path, parts, found)
    else:
        found.append(File(parts, _reader(path)))


def _reader(path):
    def read(limit):
        if not path.is_file():
            raise Unreadable(NOT_A_FILE)
        with path.open("rb") as file:
            return up_to(limit, file.read(limit + 1))

    return read
