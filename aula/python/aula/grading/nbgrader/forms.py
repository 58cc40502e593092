"""Por la carpeta de intercambio, cada estudiante recoge su forma, siempre la misma.

Quien publica deja, junto al cuaderno, muchas formas ya hechas: quien recoge no tiene la clave del curso. Cuál le toca a cada
cual sale de su nombre, así que quien califica lo sabe también. Que se puedan leer todas no importa: son enunciados, y la
forma de otra persona se califica como esa, y se dice.
"""

import hashlib
import json
import shutil
from pathlib import Path

import nbformat
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeReleaseAssignment

from ... import files
from ...assignments import catalog, forms, text
from ...assignments.key import course_key
from ...facts import ASSIGNMENTS, KEY
from ...notebooks import build, origin
from ...notebooks.student import student_notebook

FOLDER = "formas"
MANY = 60  # las que se publican: en una clase de treinta, casi nadie tiene la misma


def text_of(course, name):
    """El texto de una tarea con formas, y el archivo de la clave; nada, si aquí no se puede saber.

    En una clase en un servidor, quien enseña tiene los suyos en su curso; si no, son los del proyecto.
    """
    course = Path(course)
    own, key = course / ASSIGNMENTS.name / f"{name}.md", course / KEY.name
    path = own if own.is_file() else ASSIGNMENTS / f"{name}.md"
    key = key if key.is_file() else KEY
    if not catalog.NAME.fullmatch(name) or not (path.is_file() and key.is_file()):
        return None
    made = text.read(path)
    return (made, key) if made.variant else None


def form_of(student, assignment, names):
    """La forma que le toca a una persona."""
    number = int.from_bytes(hashlib.sha256(json.dumps([assignment, student]).encode()).digest()[:8], "big")
    return names[number % len(names)]


def _published(release, assignment):
    """Dónde queda dicho cuántas formas se publicaron de una tarea."""
    return Path(release) / f".{FOLDER}-{assignment}"


def expected(release, student, assignment):
    """La forma que recogió una persona, si se publicaron varias; si no, nada."""
    try:
        count = int(_published(release, assignment).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return form_of(student, assignment, forms.names(count))


class Release(ExchangeReleaseAssignment):
    """Publica, de cada cuaderno con formas, unas cuantas."""

    def do_copy(self, src, dest):
        super().do_copy(src, dest)
        for path in Path(dest).glob("*.ipynb"):
            said = origin.of(files.read(path))
            if said and said.form and (found := text_of(self.coursedir.root, said.name)):
                self.write(*found, Path(dest) / FOLDER / path.stem)

    def write(self, made, key, folder):
        folder.mkdir(parents=True)
        for name, form in forms.make(made, forms.names(MANY), course_key(key)).items():
            (folder / f"{name}.ipynb").write_text(nbformat.writes(student_notebook(build.of_form(form))), encoding="utf-8")
        files.write(_published(Path(self.src_path).parent, self.coursedir.assignment_id), str(MANY).encode())
        self.log.info("%s: %d formas, una para cada estudiante.", made.name, MANY)


class Fetch(ExchangeFetchAssignment):
    """Recoge los cuadernos de la tarea, cada uno en la forma que toca."""

    def do_copy(self, src, dest):
        before = {path.name for path in Path(dest).glob("*.ipynb")}
        self.coursedir.ignore = [*self.coursedir.ignore, FOLDER]
        super().do_copy(src, dest)
        for folder in Path(src, FOLDER).glob("*"):
            names = sorted((path.stem for path in folder.glob("*.ipynb")), key=lambda name: (len(name), name))
            if names and f"{folder.name}.ipynb" not in before:
                own = form_of(self.coursedir.student_id, self.coursedir.assignment_id, names)
                shutil.copyfile(folder / f"{own}.ipynb", Path(dest) / f"{folder.name}.ipynb")
