"""Por la carpeta de intercambio, cada estudiante recoge su forma, siempre la misma.

Quien publica deja, junto al cuaderno, muchas formas ya hechas: quien recoge no tiene la clave del curso. Cuál le toca a cada
cual sale de su número, que no elige: en una clase en un servidor, el de su llegada; fuera de una, el de su cuenta. Quien
califica lo sabe también. Que se puedan leer todas no importa: son enunciados, y la forma de otra persona se califica como
esa, y se dice.
"""

import os
import shutil
from pathlib import Path

import nbformat
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeReleaseAssignment
from nbgrader.utils import pwd  # en Windows no hay cuentas, ni intercambio: `None`
from traitlets import Unicode

from ... import files
from ...assignments import catalog, forms, text
from ...assignments.key import course_key
from ...facts import ASSIGNMENTS, KEY
from ...notebooks import build, origin
from ...notebooks.student import student_notebook
from . import arrivals

FOLDER = "formas"
MANY = 60  # las que se publican, además de una por cada persona que ya llegó: las de quienes lleguen después
ORDER = Unicode(help="El archivo con el orden en que llegó cada persona, en una clase en un servidor.")


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


def form_of(number, names):
    """La forma de quien tiene ese número."""
    return names[number % len(names)]


def number_of(student, order):
    """El número de una persona; nada, si aquí no se sabe quién es."""
    mark, known = arrivals.digest(student), arrivals.read(Path(order))
    if mark in known:
        return known.index(mark)
    try:
        return pwd.getpwnam(student).pw_uid
    except (AttributeError, KeyError):
        return None


def _published(release, assignment):
    """Dónde queda dicho cuántas formas se publicaron de una tarea."""
    return Path(release) / f".{FOLDER}-{assignment}"


def expected(release, student, assignment, order):
    """La forma que recogió una persona, si se publicaron varias y se sabe quién es; si no, nada."""
    try:
        count = int(_published(release, assignment).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    number = number_of(student, order)
    return None if number is None else form_of(number, forms.names(count))


class Release(ExchangeReleaseAssignment):
    """Publica, de cada cuaderno con formas, unas cuantas."""

    order = ORDER.tag(config=True)

    def do_copy(self, src, dest):
        super().do_copy(src, dest)
        for path in Path(dest).glob("*.ipynb"):
            said = origin.of(files.read(path))
            if said and said.form and (found := text_of(self.coursedir.root, said.name)):
                self.write(*found, Path(dest) / FOLDER / path.stem)

    def write(self, made, key, folder):
        folder.mkdir(parents=True)
        count = len(arrivals.read(Path(self.order))) + MANY
        for name, form in forms.make(made, forms.names(count), course_key(key)).items():
            (folder / f"{name}.ipynb").write_text(nbformat.writes(student_notebook(build.of_form(form))), encoding="utf-8")
        files.write(_published(Path(self.src_path).parent, self.coursedir.assignment_id), str(count).encode())
        self.log.info("%s: %d formas, una para cada estudiante.", made.name, count)


class Fetch(ExchangeFetchAssignment):
    """Recoge los cuadernos de la tarea, cada uno en la forma que toca."""

    order = ORDER.tag(config=True)

    def do_copy(self, src, dest):
        before = {path.name for path in Path(dest).glob("*.ipynb")}
        self.coursedir.ignore = [*self.coursedir.ignore, FOLDER]
        super().do_copy(src, dest)
        number = number_of(self.coursedir.student_id, self.order)
        for folder in Path(src, FOLDER).glob("*"):
            names = sorted((path.stem for path in folder.glob("*.ipynb")), key=lambda name: (len(name), name))
            if names and f"{folder.name}.ipynb" not in before:
                own = form_of(os.getuid() if number is None else number, names)
                shutil.copyfile(folder / f"{own}.ipynb", Path(dest) / f"{folder.name}.ipynb")
