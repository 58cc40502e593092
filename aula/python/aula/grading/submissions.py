"""Las entregas de una clase: qué entregó cada persona, y cuál de sus cuadernos se califica."""

import contextlib
import dataclasses
import io
from dataclasses import dataclass, field

from ..facts import EXERCISES
from ..problem import REASONS, enumerated
from . import lms
from .answers import Answers
from .lms import archive, names
from .lms.file import MAX_BYTES, MAX_CLASS, MAX_PACKED, File, Unreadable
from .lms.names import Person, Place
from .parsing import parse

MANY = 20  # cuadernos que se miran de una persona
PACKED = (".rar", ".7z", ".gz", ".tgz", ".tar", ".xz")
FIRST, LAST, BEST = "primero", "ultimo", "mejor"  # cuál de varios intentos se califica


@dataclass
class Candidate:
    """Un cuaderno de una persona, que se puede calificar."""

    place: Place
    notebook: object
    written: int  # cuántos ejercicios tienen algo escrito
    merit: tuple

    @property
    def label(self):
        """Cómo se distingue de los demás de la misma persona."""
        return names.moment(self.place.attempt) if self.place.attempt else names.visible(self.place.shown)


@dataclass
class Submission:
    """Lo que entregó una persona, y lo que se sabe de su nota."""

    student: str
    person: Person
    notes: list = field(default_factory=list)
    place: Place | None = None  # dónde estaba el cuaderno elegido
    candidates: list = field(default_factory=list)  # los cuadernos que se califican: uno o, para elegir el mejor, varios
    left: list = field(default_factory=list)  # los que no, y por qué
    scores: dict = field(default_factory=dict)
    results: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)  # los que escribió una persona, por ejercicio
    mark: float | None = None  # la nota, si se pidió en una escala de números
    shown_mark: str = ""  # y cómo se escribe, también si es una letra

    @property
    def total(self):
        """La suma de los puntos puestos; `None` si no se pudo calificar."""
        return round(sum(score for score in self.scores.values() if score is not None), 2) if self.scores else None

    def key(self, number):
        """Con qué nombre se califica un cuaderno: el de quien lo entregó y, si hay varios, cuál es. No hay dos iguales:
        el de una persona no lleva tabuladores.
        """
        if len(self.candidates) == 1:
            return self.student
        return f"{self.student}\t{number + 1}: {self.candidates[number].label}"


class Collection:
    """Las entregas de un sitio, una carpeta o un zip, que se van leyendo: no caben todas a la vez en la memoria."""

    def __init__(self, place, assignment, attempt=LAST, name=EXERCISES, belongs=None):
        """`name` es la tarea; `belongs` se niega, con un `Unreadable`, a tomar un cuaderno que es de otra."""
        self.place, self.assignment, self.attempt = place, assignment, attempt
        self.name, self.belongs = name, belongs or (lambda notebook: None)
        self.total = 0
        self._bytes = 0

    def __iter__(self):
        """Cada entrega, con sus cuadernos elegidos. Lo que no se pueda leer queda anotado en la suya."""
        with lms.opened(self.place) as (files, refused):
            for name, reason in refused:
                print(f"  {names.short(name)}: no se lee, porque {reason}")
            persons = _persons(_unwrapped(files, self.name))
            self.total = len(persons)
            for person, label in sorted(names.labels(persons).items(), key=lambda pair: pair[1]):
                submission = Submission(label, person)
                try:
                    self._choose(submission, persons[person])
                except Unreadable as error:
                    submission.notes.append(f"sin calificar: {error}")
                yield submission

    def _choose(self, submission, given):
        """Pone en `submission` lo que se califica, y anota qué se deja y por qué."""
        with contextlib.ExitStack() as stack:
            notebooks, problems = _notebooks(given, stack)
            found = []
            for place, file in notebooks[:MANY]:
                try:
                    found.append(self._candidate(place, self._content(file)))
                except Unreadable as error:
                    problems.append((place, str(error)))
                    continue
                found = self._kept(found)
        if not found:
            raise Unreadable(_reason(given, problems, len(notebooks), self.file))
        chosen = [each for each in found if each.notebook is not None]
        if not chosen[0].merit[0]:
            raise Unreadable(
                f"«{_shown(chosen[0].place)}» no es el cuaderno de los ejercicios: no tiene ninguna de sus respuestas"
            )
        submission.candidates, submission.place = chosen, chosen[0].place
        submission.left = [(each.place, "") for each in found if each.notebook is None]
        submission.left += problems
        if len(notebooks) > MANY:
            submission.notes.append(f"hay {len(notebooks)} cuadernos, y se miraron {MANY}")

    @property
    def file(self):
        """Cómo se llama el cuaderno que se espera."""
        return f"{self.name}.ipynb"

    def _content(self, file):
        """Los bytes de un cuaderno, mientras quepan en lo que se lee de una clase."""
        content = _content(file, MAX_BYTES)
        self._bytes += len(content)
        if self._bytes > MAX_CLASS:
            raise Unreadable(f"entre todas, las entregas ocupan más de {MAX_CLASS >> 30} GB: califícala aparte")
        return content

    def _candidate(self, place, content):
        notebook = parse(content)
        self.belongs(notebook)
        answers = Answers(notebook, self.assignment)
        return Candidate(place, notebook, answers.written, self._merit(place, answers))

    def _merit(self, place, answers):
        """Lo que hace preferible un cuaderno, de lo más importante a lo menos.

        De varios intentos, con su fecha, cuenta el último que tenga respuestas; o el primero, si se pide.
        """
        name = place.file.rpartition("/")[2]
        found = (answers.known > 0, answers.written > 0)
        if self.attempt == FIRST:
            order = [-ord(letter) for letter in place.attempt], -abs(names.newness(name)), answers.written, answers.known
        else:
            order = place.attempt, answers.written, answers.known, names.newness(name)
        return *found, *order, name == self.file, -place.file.count("/"), place.file

    def _kept(self, found):
        """Por orden de mérito. De los que no se van a calificar se olvida lo que llevan, que ocupa."""
        found.sort(key=lambda each: each.merit, reverse=True)
        for each in found[1:]:
            if self.attempt != BEST or not each.written:
                each.notebook = None
        return found


def everything(place, name):
    """Cada cuaderno de un sitio, sin decir nada: (persona, cuaderno). Es para saber qué hay antes de empezar."""
    with lms.opened(place) as (files, _), contextlib.redirect_stdout(io.StringIO()):
        persons = _persons(_unwrapped(files, name))
        labels = names.labels(persons)
        for person, given in persons.items():
            with contextlib.ExitStack() as stack:
                for _, file in _notebooks(given, stack)[0][:MANY]:
                    try:
                        yield labels[person], parse(_content(file, MAX_BYTES))
                    except Unreadable:
                        continue  # se dirá al calificar


def settle(submission, best):
    """Se queda con el candidato `best`, y anota cuáles se dejan."""
    place = submission.place = submission.candidates[best].place
    rest = [(each.place, "") for each in submission.candidates if each.place is not place] + submission.left
    submission.candidates = [submission.candidates[best]]
    if rest:
        submission.notes.insert(0, _choice(place, rest))


def _choice(place, rest):
    """Cuál se califica y cuáles no; si se distinguen por la fecha, con ella."""
    everyone = [place, *(other for other, _ in rest)]
    if place.attempt and len({names.moment(each.attempt) for each in everyone if each.attempt}) == len(everyone):
        others = " ni ".join(_why(f"el del {names.moment(other.attempt)}", why) for other, why in rest)
        return f"hay varios intentos: se califica el del {names.moment(place.attempt)}, y no {others}"
    same = any(_shown(other) == _shown(place) for other in everyone[1:])

    def told(each):
        return f"«{names.short(each.shown) if same else _shown(each)}»"

    others = ", ".join(_why(told(other), why) for other, why in rest)
    return f"hay varios cuadernos: se califica {told(place)}, y no {others}"


def _why(what, why):
    return f"{what} ({why})" if why else what


def _persons(files):
    """Los archivos de cada persona, con su sitio."""
    canvas = names.from_canvas([file.parts[0] for file in files if len(file.parts) == 1 and not file.folder])
    persons = {}
    for file in files:
        place = names.place(file.parts, file.folder, canvas)
        if place is None:
            print(f"  {names.short(file.parts[0])}: no es un cuaderno ni una carpeta; se deja como está")
        else:
            persons.setdefault(place.person, []).append((place, file))
    return persons


def _unwrapped(files, name):
    """Sin la carpeta que lo envuelve todo, si la hay: la que pone quien comprime o descomprime una carpeta entera. Tampoco
    las que envuelven, cada una, la descarga de un grupo.
    """
    wrappers = _wrappers(files)
    if wrappers:
        listed = enumerated(f"«{names.visible(top)}»" for top in sorted(wrappers))
        print(f"  Las entregas están dentro de {'la carpeta' if len(wrappers) == 1 else 'las carpetas'} {listed}.")
        wrapped = [file for file in files if file.parts[0] in wrappers and len(file.parts) > 1]
        rest = [file for file in files if file.parts[0] not in wrappers]
        return _unwrapped(rest + [File(file.parts[1:], file.read, file.folder) for file in wrapped], name)
    tops = {file.parts[0] for file in files}
    inside = [file for file in files if len(file.parts) > 1]
    if len(tops) != 1 or not inside or names.moodle(*tops):
        return files
    below = {file.parts[1] for file in inside if len(file.parts) > 2 or file.folder or names.is_notebook(file.parts[1])}
    # Si dentro está el cuaderno de los ejercicios, o no hay para dos personas, es la carpeta de una.
    if any(each.lower().startswith(name.lower()) for each in below):
        return files
    if len(below) < 2 and not any(map(names.moodle, below)):
        return files
    print(f"  Las entregas están dentro de la carpeta «{names.short(*tops)}».")
    return _unwrapped([File(file.parts[1:], file.read, file.folder) for file in inside], name)


def _wrappers(files):
    """Las carpetas que están por encima de los nombres que puso una plataforma, si todo lo entregado lleva uno. Si algo no
    lo lleva, cada carpeta es de quien dice: nadie entrega por otro con una carpeta dentro de la suya.
    """
    handed = [file.parts for file in files if not file.folder and names.is_handed(file.parts[-1])]
    # Un PDF suelto puede ser el enunciado.
    handed = [parts for parts in handed if len(parts) > 1 or names.is_notebook(parts[0])]
    if all(any(map(names.from_platform, parts)) for parts in handed):
        return {top for top, *below in handed if below and not names.from_platform(top)}
    return set()


def _notebooks(given, stack):
    """Los cuadernos que alguien entregó, sueltos o dentro de un zip, abierto mientras dure `stack`; y los zips que no se
    abren.
    """
    found = [(place, file) for place, file in given if not file.folder and names.is_notebook(place.file)]
    problems = []
    for place, file in given:
        if file.folder or not place.file.lower().endswith(".zip"):
            continue
        try:
            files, _ = stack.enter_context(archive.inner(_content(file, MAX_PACKED)))
            if any(names.moodle(each.parts[0]) for each in files):
                raise Unreadable("parece la descarga de una clase entera: califícala aparte")
        except Unreadable as error:
            problems.append((place, str(error)))
            continue
        for each in files:
            if not each.folder and names.is_notebook(each.parts[-1]):
                path = "/".join(each.parts)
                found.append((dataclasses.replace(place, file=path, shown=f"{place.shown}/{path}"), each))
    return found, problems


def _content(file, limit):
    try:
        return file.read(limit)
    except OSError as error:
        raise Unreadable(REASONS.get(error.errno, error.strerror or str(error))) from None


def _reason(given, problems, notebooks, expected):
    """Por qué no hay nada que calificar."""
    if problems:
        if len(problems) == 1 and notebooks == 1:
            return problems[0][1]
        return "; ".join(f"«{_shown(place)}» {why}" for place, why in problems)
    for _, file in given:
        if file.folder:
            file.read(0)  # un enlace dice que lo es
    places = [place for place, file in given if not file.folder]
    if places and all(place.plugin == "onlinetext" for place in places):
        return "escribió un texto en línea, que no es un cuaderno"
    others = [place for place in places if place.plugin != "onlinetext"]
    if not others:
        return f"en su carpeta no está {expected}"
    what = ", ".join(f"«{_shown(place)}»" for place in others[:3]) + ("…" if len(others) > 3 else "")
    packed = any(place.file.lower().endswith(PACKED) for place in others)
    zipped = any(place.file.lower().endswith(".zip") for place in others)
    why = ", que aquí no se descomprime" if packed else ", donde tampoco está" if zipped else ""
    where = "en su carpeta no está" if any("/" in place.shown for place in others) else "no entregó"
    return f"{where} {expected}, y sí {what}{why}"


def _shown(place):
    return names.short(place.file or place.shown)
