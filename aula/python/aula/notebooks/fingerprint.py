"""La huella de un cuaderno: por ella se sabe si lo que hay en él es lo que se escribió al generarlo o el trabajo de alguien.

Cada cuaderno lleva en sus metadatos la huella de lo que se generó, celda por celda. Cuenta lo que alguien pudo escribir: el
tipo de cada celda, su texto, sus etiquetas y lo que nbgrader sabe de ella. No cuentan los resultados ni lo que JupyterLab
anota al guardar.
"""

import hashlib
import json
from dataclasses import dataclass, field
from difflib import SequenceMatcher

KEY = "gradiente"  # en los metadatos del cuaderno
HALF = 8  # caracteres de la huella de una celda para lo que es, y otros tantos para su texto


def fingerprint(book):
    """La huella de cada celda."""
    return [half([cell.cell_type, cell.metadata.get("tags", []), nbgrader(cell)]) + half(cell.source) for cell in book.cells]


def half(content):
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:HALF]


def content(cell):
    """Lo que distingue a una celda por lo que lleva escrito, y nada más."""
    return hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]


def nbgrader(cell):
    """Lo que nbgrader sabe de la celda."""
    data = cell.metadata.get("nbgrader")
    return data if isinstance(data, dict) else {}


def grade_id(cell):
    """El identificador de nbgrader; si otro programa borró los metadatos, el de la celda, que es el mismo."""
    return nbgrader(cell).get("grade_id") or cell.get("id")


def record(book):
    """Anota en el cuaderno la huella de lo que lleva."""
    book.metadata.setdefault(KEY, {})["cells"] = fingerprint(book)


def recorded(book):
    """La huella de lo que se generó, o `None` si el cuaderno no la lleva."""
    data = book.metadata.get(KEY)
    cells = data.get("cells") if isinstance(data, dict) else None
    return cells if isinstance(cells, list) and all(isinstance(cell, str) for cell in cells) else None


@dataclass
class Work:
    """Lo que alguien hizo en un cuaderno: qué celdas son distintas, por su nombre o por su número."""

    answers: list = field(default_factory=list)
    added: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    missing: list = field(default_factory=list)

    @property
    def only_adds(self):
        """¿Es lo que se espera de quien resuelve unos ejercicios: respuestas y celdas propias, con lo demás en su sitio?"""
        return not self.changed and not self.missing

    def __bool__(self):
        return bool(self.answers or self.added or self.changed or self.missing)

    def __str__(self):
        parts = [
            ("respuestas", self.answers),
            ("celdas añadidas", self.added),
            ("celdas cambiadas", self.changed),
            ("celdas borradas", self.missing),
        ]
        return "; ".join(f"{what}: {', '.join(names)}" for what, names in parts if names)


def work(book, built):
    """Lo que alguien hizo en `book`, que se generó alguna vez; de su texto sale ahora `built`."""
    now, new = fingerprint(book), fingerprint(built)
    before = recorded(book) or new
    found = Work()
    if now == new:  # lo mismo que se escribiría ahora: no hay nada que perder
        return found
    for old, at in pairs(before, now):
        if at is None:
            found.missing.append(f"la {old + 1} de antes")
        elif old is None:
            found.added.append(name(book, at))
        elif nbgrader(book.cells[at]).get("solution"):
            found.answers.append(name(book, at) + ("" if book.cells[at].source.strip() else " (en blanco)"))
        else:
            found.changed.append(name(book, at))
    return found


def pairs(before, now):
    """Las celdas distintas: (lugar de antes, lugar de ahora), con `None` donde falta una de las dos."""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        # Una celda con otro texto sigue siendo ella si es lo mismo en todo lo demás.
        kinds = [[cell[:HALF] for cell in side] for side in (before[i1:i2], now[j1:j2])]
        for same, a1, a2, b1, b2 in SequenceMatcher(None, *kinds, autojunk=False).get_opcodes():
            if same == "equal":
                yield from zip(range(i1 + a1, i1 + a2), range(j1 + b1, j1 + b2), strict=True)
            else:
                yield from ((i1 + a, None) for a in range(a1, a2))
                yield from ((None, j1 + b) for b in range(b1, b2))


def name(book, at):
    """El nombre que la celda tiene en nbgrader, o su número."""
    return f"«{grade_id}»" if (grade_id := nbgrader(book.cells[at]).get("grade_id")) else f"la {at + 1}"
