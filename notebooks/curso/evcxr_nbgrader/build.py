"""De `notebooks/fuente/03_ejercicios.md` salen el cuaderno del profesor y, con nbgrader, el del estudiante."""

import contextlib
import io
import logging
import os
import tempfile
from pathlib import Path

import jupytext
import nbformat
from traitlets.config import Config

from . import cells

PROJECT = Path(__file__).resolve().parents[3]
SOURCE = PROJECT / "notebooks" / "fuente" / "03_ejercicios.md"
STUDENT = PROJECT / "notebooks" / "03_ejercicios.ipynb"
ASSIGNMENT = "xor"
TEACHER = PROJECT / "notebooks" / "curso" / "source" / ASSIGNMENT / "03_ejercicios.ipynb"
# La ruta de la biblioteca desde donde está cada cuaderno.
STUDENT_PATH, TEACHER_PATH = 'path = ".."', 'path = "../../../.."'
LANGUAGE = {"name": "Rust", "file_extension": ".rs", "mimetype": "text/rust", "pygments_lexer": "rust", "codemirror_mode": "rust"}


def teacher_notebook(text):
    """El cuaderno con soluciones y pruebas ocultas."""
    notebook = jupytext.reads(text, fmt="md")
    notebook.metadata = nbformat.from_dict({"kernelspec": cells.KERNELSPEC, "language_info": LANGUAGE})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id") or f"celda-{number:02}"
        if cells.grade_id(cell) == cells.SETUP:
            cell.source = cell.source.replace(STUDENT_PATH, TEACHER_PATH)
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.setdefault("cell_type", cell.cell_type)
    return notebook


def student_notebook(teacher):
    """El mismo cuaderno tal como lo publica nbgrader: sin soluciones ni pruebas ocultas."""
    with tempfile.TemporaryDirectory() as folder:
        return release(teacher, Path(folder))


def release(teacher, course):
    """Publica la tarea en la carpeta de curso `course`, con nbgrader, y devuelve lo publicado."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    place = course / "source" / ASSIGNMENT
    place.mkdir(parents=True, exist_ok=True)
    nbformat.write(teacher, place / TEACHER.name)
    config = Config()
    from . import glue

    glue.configure(config, course)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    api.log_level = logging.WARNING
    with quiet() as said:
        result = api.generate_assignment(ASSIGNMENT)
    if not result["success"]:
        raise RuntimeError(f"nbgrader no pudo publicar la tarea:\n{result.get('log') or result.get('error')}\n{said.getvalue()}")
    return nbformat.read(course / "release" / ASSIGNMENT / TEACHER.name, as_version=4)


@contextlib.contextmanager
def quiet():
    """nbgrader cuenta en inglés cada paso que da; solo interesa si algo falla."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        yield said


def write(notebook, path):
    """Escribe el cuaderno entero o nada."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(notebook)
    partial = path.with_name(path.name + ".parcial")
    partial.write_text(text + "\n", encoding="utf-8", newline="\n")
    os.replace(partial, path)


def build():
    """Los dos cuadernos, como texto: {ruta: contenido}."""
    teacher = teacher_notebook(SOURCE.read_text(encoding="utf-8"))
    return {TEACHER: teacher, STUDENT: student_notebook(teacher)}


def main():
    """Escribe los dos cuadernos."""
    for path, notebook in build().items():
        write(notebook, path)
        print(f"escrito {path.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
