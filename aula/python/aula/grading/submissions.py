"""Las entregas de una clase: qué entregó cada persona, y cuál de sus cuadernos se califica."""

import contextlib
import dataclasses
import json
from dataclasses import dataclass, field

import nbformat

from ..facts import TEACHER
from ..problem import REASONS
from . import lms
from .cells import grade_id
from .lms import archive, names
from .lms.file import File, Unreadable
from .lms.names import Person, Place
from .sanitize import clean

NOTEBOOK = TEACHER.name
MANY = 20  # cuadernos que se miran de una persona
PACKED = (".rar", ".7z", ".gz", ".tgz", ".tar", ".xz")


@dataclass
class Submission:
    """Lo que entregó una persona, y lo que se sabe de su nota."""

    student: str
    person: Person
    notes: list = field(default_factory=list)
    place: Place | None = None  # dónde estaba el cuaderno elegido
    notebook: object = None  # lo entregado y, al calificar, lo calificado
    scores: dict = field(default_factory=dict)

    @property
    def total(self):
        """La suma de los puntos puestos; `None` si no se pudo calificar."""
        return round(sum(score for score in self.scores.values() if score is not None), 2) if self.scores else None


def collect(place, wanted=frozenset()):
    """Las entregas de `place`, una carpeta o un zip, por orden alfabético. Lo que no se pueda leer queda anotado en la suya.

    `wanted` son los identificadores de las respuestas: dicen cuál de varios cuadernos es el de los ejercicios.
    """
    with lms.opened(place) as (files, refused):
        for name, reason in refused:
            print(f"  {_visible(name)}: no se lee, porque {reason}")
        persons = _persons(_unwrapped(files))
        found = [Submission(label, person) for person, label in names.labels(persons).items()]
        for submission in found:
            try:
                _choose(submission, persons[submission.person], wanted)
            except Unreadable as error:
                submission.notes.append(f"sin calificar: {error}")
    return sorted(found, key=lambda submission: submission.student)


def _persons(files):
    """Los archivos de cada persona, con su sitio."""
    canvas = names.from_canvas([file.parts[0] for file in files if len(file.parts) == 1 and not file.folder])
    persons = {}
    for file in files:
        place = names.place(file.parts, file.folder, canvas)
        if place is None:
            print(f"  {_visible(file.parts[0])}: no es un cuaderno ni una carpeta; se deja como está")
        else:
            persons.setdefault(place.person, []).append((place, file))
    return persons


def _unwrapped(files):
    """Sin la carpeta que lo envuelve todo, si la hay: la que pone quien comprime o descomprime una carpeta entera."""
    tops = {file.parts[0] for file in files}
    inside = [file for file in files if len(file.parts) > 1]
    if len(tops) != 1 or not inside or names.MOODLE.fullmatch(*tops):
        return files
    below = {file.parts[1] for file in inside if len(file.parts) > 2 or file.folder or names.is_notebook(file.parts[1])}
    # Si dentro está el cuaderno de los ejercicios, o no hay para dos personas, es la carpeta de una.
    if any(name.lower().startswith(TEACHER.stem.lower()) for name in below):
        return files
    if len(below) < 2 and not any(map(names.MOODLE.fullmatch, below)):
        return files
    print(f"  Las entregas están dentro de la carpeta «{_visible(*tops)}».")
    return _unwrapped([File(file.parts[1:], file.read, file.folder) for file in inside])


def _choose(submission, given, wanted):
    """Pone en `submission` el cuaderno que se califica, y anota cuáles se dejan y por qué."""
    with contextlib.ExitStack() as stack:
        notebooks = [(place, file) for place, file in given if not file.folder and names.is_notebook(place.file)]
        notebooks, problems = (notebooks, []) if notebooks else _packed(given, stack)
        ranked = []
        for place, file in notebooks[:MANY]:
            try:
                book = parse(_content(file))
            except Unreadable as error:
                problems.append((place, str(error)))
                continue
            ranked.append((_merit(place, book, wanted), place))
            if ranked[-1] == max(ranked, key=lambda candidate: candidate[0]):
                submission.place, submission.notebook = place, book
    if not ranked:
        raise Unreadable(_reason(given, problems, len(notebooks)))
    if wanted and not max(merit for merit, _ in ranked)[0]:
        submission.notebook = None
        raise Unreadable(
            f"«{_shown(submission.place)}» no es el cuaderno de los ejercicios: no tiene ninguna de sus respuestas"
        )
    rest = [f"«{_shown(place)}»" for _, place in ranked if place is not submission.place]
    rest += [f"«{_shown(place)}» ({why})" for place, why in problems]
    rest += ["otros que no se miraron"] * (len(notebooks) > MANY)
    if rest:
        submission.notes.append(f"hay varios cuadernos: se califica «{_shown(submission.place)}», y no {', '.join(rest)}")


def _merit(place, book, wanted):
    """Lo que hace preferible un cuaderno, de lo más importante a lo menos."""
    answers = [cell for cell in book.cells if grade_id(cell) in wanted]
    written = sum(bool(cell.source.strip()) and "todo!(" not in cell.source for cell in answers)
    name = place.file.rpartition("/")[2]
    known = len({grade_id(cell) for cell in answers})
    return known, place.attempt, written, names.newness(name), name == NOTEBOOK, -place.file.count("/"), place.file


def _packed(given, stack):
    """Los cuadernos que alguien entregó dentro de un zip, abierto mientras dure `stack`, y los zips que no se abren."""
    found, problems = [], []
    for place, file in given:
        if file.folder or not place.file.lower().endswith(".zip"):
            continue
        try:
            files, _ = stack.enter_context(archive.inner(_content(file)))
            if any(names.MOODLE.fullmatch(each.parts[0]) for each in files):
                raise Unreadable("parece la descarga de una clase entera: califícala aparte")
        except Unreadable as error:
            problems.append((place, str(error)))
            continue
        for each in files:
            if not each.folder and names.is_notebook(each.parts[-1]):
                path = "/".join(each.parts)
                found.append((dataclasses.replace(place, file=path, shown=f"{place.shown}/{path}"), each))
    return found, problems


def _content(file):
    try:
        return file.read()
    except OSError as error:
        raise Unreadable(REASONS.get(error.errno, error.strerror or str(error))) from None


def _reason(given, problems, notebooks):
    """Por qué no hay nada que calificar."""
    if problems:
        if len(problems) == 1 and notebooks == 1:
            return problems[0][1]
        return "; ".join(f"«{_shown(place)}» {why}" for place, why in problems)
    for _, file in given:
        if file.folder:
            file.read()  # si es un enlace, ese es el motivo
    places = [place for place, file in given if not file.folder]
    if places and all(place.plugin == "onlinetext" for place in places):
        return "escribió un texto en línea, que no es un cuaderno"
    others = [place for place in places if place.plugin != "onlinetext"]
    if not others:
        return f"en su carpeta no está {NOTEBOOK}"
    what = ", ".join(f"«{_shown(place)}»" for place in others[:3]) + ("…" if len(others) > 3 else "")
    packed = any(place.file.lower().endswith(PACKED) for place in others)
    return f"en su carpeta no está {NOTEBOOK}, y sí {what}" + (", que aquí no se descomprime" if packed else "")


def parse(data):
    """El cuaderno que hay en `data`, con lo justo."""
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


def _shown(place):
    return _visible(place.file or place.shown)


def _visible(name):
    return "".join(character if character.isprintable() else "�" for character in name)
