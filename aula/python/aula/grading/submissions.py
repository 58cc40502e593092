"""La carpeta de entregas, que solo se lee."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from ..project import TEACHER
from .cleaning import clean

NOTEBOOK = TEACHER.name
MAX_BYTES = 50 << 20


class Unreadable(Exception):
    """Una entrega que no se puede leer; el mensaje dice por qué."""


@dataclass
class Submission:
    """Lo que entregó una persona, y lo que se sabe de su nota."""

    student: str
    path: Path
    notes: list = field(default_factory=list)
    notebook: object = None  # lo entregado y, al calificar, lo calificado
    scores: dict = field(default_factory=dict)


def collect(folder):
    """Las entregas de `folder`, por orden alfabético. Lo que no se pueda leer queda anotado en su entrega."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            student, notebook = path.name, path / NOTEBOOK
        elif path.suffix == ".ipynb":
            student, notebook = path.stem, path
        else:
            print(f"  {path.name}: no es un cuaderno ni una carpeta; se deja como está")
            continue
        submission = Submission(student, notebook)
        if student in found:
            found[student].notes.append(
                f"hay dos entregas a su nombre: se califica {found[student].path.relative_to(folder)}"
            )
            continue
        found[student] = submission
        try:
            if path.is_symlink():
                raise Unreadable("es un enlace, y no un archivo o una carpeta")
            if not notebook.exists() and not notebook.is_symlink():
                raise Unreadable(f"en su carpeta no está {NOTEBOOK}")
            submission.notebook = read(notebook)
        except (Unreadable, OSError) as error:
            submission.notes.append(f"sin calificar: {error}")
    return list(found.values())


def read(path):
    """Lee la entrega de `path`."""
    if path.is_symlink() or not path.is_file():
        raise Unreadable("no es un archivo normal")
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(f"ocupa más de {MAX_BYTES >> 20} MB")
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable("el archivo está vacío")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("no es un cuaderno: su contenido no es JSON") from None
    if isinstance(content, dict) and "worksheets" in content:
        try:
            content = nbformat.convert(nbformat.from_dict(content), 4)
        except Exception as error:  # el formato antiguo puede venir roto de muchas maneras
            raise Unreadable(f"es un cuaderno de un formato antiguo que no se puede convertir ({error})") from None
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise Unreadable("no es un cuaderno: es JSON, pero no tiene celdas")
    return clean(content)
