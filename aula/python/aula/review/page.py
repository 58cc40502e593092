"""Lo que se encontró, en una página, con el cuaderno como lo ve un estudiante al lado del resuelto."""

from pathlib import Path

import nbformat

from .. import files
from ..facts import NOTEBOOKS
from ..notebooks import build, execute, kernel
from ..notebooks.student import student_notebook
from ..pages import policy
from ..pages.render import fill, raw
from ..problem import Problem
from . import told

STUDENT, TEACHER, INDEX = "estudiante", "profesor", "index.html"


def write(found, folder, pages):
    """Escribe en `folder` la página de la tarea, y en `pages`, {nombre: html}, las de sus cuadernos."""
    for name, html in pages.items():
        files.write(folder / f"{name}.html", html.encode())
    html = fill("review.html.j2", found=found, told=told, pages=pages, style=raw("base.css"), policy=policy.FEEDBACK)
    files.write(folder / INDEX, html.encode())
    return folder / INDEX


def notebooks(form, found, folder):
    """Las páginas del cuaderno del estudiante y del resuelto, ejecutados. Lo que no se pueda ejecutar queda en `found`."""
    teacher = build.assemble(form.rendered)
    return {
        name: _page(book, name, found, folder) for name, book in ((STUDENT, student_notebook(teacher)), (TEACHER, teacher))
    }


def _page(book, name, found, folder):
    from ..pages import export  # aquí: nbconvert tarda en cargarse

    try:
        execute.run(book, name, kernel.rust(NOTEBOOKS))
    except Problem as problem:
        found.stopped[name] = str(problem)
    path = Path(folder) / f".{name}.ipynb"
    files.write(path, nbformat.writes(book).encode())
    try:
        return export.page(path)
    finally:
        path.unlink()
