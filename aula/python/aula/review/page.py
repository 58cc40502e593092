"""Lo que se encontró, en una página, con el cuaderno como lo ve un estudiante al lado del resuelto."""

import copy
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

BOOK, INDEX = "cuaderno.html", "index.html"
STUDENT, TEACHER = "student", "teacher"


def write(found, folder, notebook=None):
    """Escribe en `folder` la página de la tarea y, si la hay, la de su cuaderno."""
    if notebook:
        files.write(folder / BOOK, notebook.encode())
    html = fill("review.html.j2", found=found, told=told, notebook=notebook, style=raw("base.css"), policy=policy.FEEDBACK)
    files.write(folder / INDEX, html.encode())
    return folder / INDEX


def notebook(form, found, folder):
    """La página del cuaderno del estudiante, con el resuelto al lado. Lo que no se pueda ejecutar queda en `found`."""
    from ..pages import export  # aquí: nbconvert tarda en cargarse

    teacher = build.assemble(form.rendered)
    student = student_notebook(teacher)
    for name, book in (("del estudiante", student), ("resuelto", teacher)):
        try:
            execute.run(book, name, kernel.rust(NOTEBOOKS))
        except Problem as problem:
            found.stopped[name] = str(problem)
    path = Path(folder) / f".{BOOK}.ipynb"
    files.write(path, nbformat.writes(beside(student, teacher)).encode())
    try:
        return export.page(path, template="beside")
    finally:
        path.unlink()


def beside(student, teacher):
    """Los dos cuadernos en uno: cada celda del estudiante y, si en el resuelto es otra, también la suya."""
    made = copy.deepcopy(teacher)
    made.cells = []
    for seen, solved in zip(student.cells, teacher.cells, strict=True):
        if (seen.source, seen.get("outputs")) == (solved.source, solved.get("outputs")):
            made.cells.append(seen)
            continue
        seen.metadata["side"], solved.metadata["side"] = STUDENT, TEACHER
        solved["id"] = f"{solved.id[:50]}-resuelta"
        made.cells += [seen, solved]
    return made
