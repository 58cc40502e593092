"""De texto a cuaderno."""

import jupytext
import nbformat

from ..assignments import forms, text
from ..facts import source_of, teacher_of
from . import fingerprint, origin
from .kernel import RUST

# Lo mismo que dice el núcleo, letra por letra: así JupyterLab no da por cambiado un cuaderno recién abierto.
METADATA = {
    "kernelspec": {"display_name": "Rust", "language": "rust", "name": RUST},
    "language_info": {
        "codemirror_mode": "rust",
        "file_extension": ".rs",
        "mimetype": "text/rust",
        "name": "Rust",
        "pygment_lexer": "rust",
        "version": "",
    },
}


def build(source):
    """El cuaderno sin ejecutar que describe `source`: mismo texto, mismos bytes. De una tarea con formas, la primera."""
    return of_form(forms.make(text.read(source), [forms.FIRST])[forms.FIRST])


def of_form(form):
    """El cuaderno de una forma de una tarea, o de un texto de la lección, que no tiene más que una."""
    book = assemble(form.rendered)
    origin.mark(book, form.name, form.hints or not form.assignment.settings.hints)
    return book


def assemble(assignment):
    """El cuaderno de una tarea que ya tiene todos sus números."""
    written = assignment.long()
    book = jupytext.reads(written, fmt="md")
    book.metadata = nbformat.from_dict(METADATA)
    book.nbformat, book.nbformat_minor = 4, 5
    seen = {}
    for cell in book.cells:
        # nbgrader lo quiere saber de cada celda suya.
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.setdefault("cell_type", cell.cell_type)
        name = fingerprint.nbgrader(cell).get("grade_id")
        name = name or fingerprint.content(cell)
        seen[name] = seen.get(name, 0) + 1
        cell.id = name if seen[name] == 1 else f"{name}-{seen[name]}"
    fingerprint.record(book)
    origin.record(book, assignment.name, written)
    return book


def is_exercise(book):
    """Un cuaderno de ejercicios se entrega sin ejecutar: lo ejecuta quien lo resuelve."""
    return any("nbgrader" in cell.metadata for cell in book.cells)


def versions(path):
    """Lo que se genera del texto de `path`: su cuaderno o, si es de ejercicios, el del estudiante y el del profesor."""
    book = build(source_of(path))
    if not is_exercise(book):
        return {path: book}
    from .student import student_notebook  # aquí: nbgrader tarda medio segundo en cargarse, y lo demás no lo usa

    return {path: student_notebook(book), teacher_of(path): book}
