"""Lo que una persona puso a mano: los puntos de las respuestas escritas, y comentarios a cualquiera.

Llega en un CSV con las columnas `estudiante`, `ejercicio`, `criterio`, `puntos` y `comentario`. Un renglón sin estudiante da
nombre a una línea del criterio, con sus puntos y su frase; el de una persona dice qué líneas se le dan, y si hace falta,
puntos y un comentario más. Lo que se pone queda guardado con los resultados, junto a la huella de la respuesta que se leyó:
las demás veces vuelve a ponerse, si la respuesta es la misma. Un renglón vacío lo quita.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace

from .. import files
from ..problem import Problem, file_problem
from .lms.numbers import Unclear, number
from .lms.people import TYPED, normal, one_of
from .lms.table import NoHeader, Table

COLUMNS = ("estudiante", "ejercicio", "criterio", "puntos", "comentario")
NEEDED = {"estudiante", "ejercicio"}
ALSO = {"id": "ejercicio"}  # también se llama así
KEPT = ".a-mano.json"
MAX_BYTES = 10 << 20
LONGEST = 5000  # de un comentario
EXPECTED = "estudiante;ejercicio;criterio;puntos;comentario"


@dataclass(frozen=True)
class Reading:
    """Lo que alguien puso a una respuesta. Sin puntos, solo un comentario."""

    points: float | None
    comment: str
    answer: str = ""  # la huella de lo que leyó; la de ahora, si acaba de llegar

    @property
    def empty(self):
        return self.points is None and not self.comment


@dataclass(frozen=True)
class Line:
    """Un renglón del CSV."""

    number: int
    student: str
    id: str
    criterion: str
    points: str
    comment: str


class Readings:
    """Las de una clase: las que ya había y las que trae `path`, si trae alguna. `assignment` dice qué se lee a mano."""

    def __init__(self, assignment, folder, path=None):
        self.assignment, self.place = assignment, folder / KEPT
        self.kept = self._saved()
        self.path, self.lines = path, read(path) if path else []
        self.criteria, self.problems = {}, []

    def _saved(self):
        try:
            saved = json.loads(self.place.read_text(encoding="utf-8"))
            return {student: {id: Reading(**each) for id, each in given.items()} for student, given in saved.items()}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise file_problem("leer", self.place, error) from None
        except (ValueError, TypeError, AttributeError):
            raise Problem(
                f"{self.place} está estropeado, y guarda lo que pusiste a mano: bórralo y repite el comando con --a-mano."
            ) from None

    def take(self, students):
        """Apunta lo que dice el CSV de las personas que entregaron, y devuelve cuántos renglones son.

        Si algo no se entiende, lo dice todo, cada cosa con su renglón, y no apunta nada.
        """
        self._criteria()
        taken = {}
        for line in (line for line in self.lines if line.student):
            student = one_of(line.student, students, TYPED)
            if student is None:
                self._wrong(
                    line,
                    f"«{line.student}» no es nadie con una entrega que se pueda calificar, o puede ser más de una persona: "
                    "escríbelo como en notas.csv",
                )
            elif (student, line.id) in taken:
                self._wrong(line, f"«{line.id}» de {student} ya está en otro renglón")
            elif self._known(line):
                taken[student, line.id] = self._reading(line)
        if self.problems:
            raise Problem("\n".join([f"{self.path.name} no se puede usar, y no se cambió nada:", *self.problems]))
        for (student, id), reading in taken.items():
            given = self.kept.setdefault(student, {})
            given.pop(id, None)
            if not reading.empty:
                given[id] = reading
        return len(taken)

    def _wrong(self, line, said):
        self.problems.append(f"  renglón {line.number}: {said}.")

    def _known(self, line):
        if line.id in self.assignment.columns:
            return True
        listed = ", ".join(self.assignment.by_hand) or "ninguna"
        self._wrong(line, f"no hay ningún ejercicio «{line.id}»; las respuestas escritas son: {listed}")
        return False

    def _criteria(self):
        for line in (line for line in self.lines if not line.student):
            key = line.id, normal(line.criterion)
            if not key[1]:
                self._wrong(line, "falta el estudiante o, si es una línea del criterio, su nombre en la columna «criterio»")
            elif self._known(line) and key in self.criteria:
                self._wrong(line, f"la línea «{line.criterion}» ya está más arriba")
            else:
                self.criteria[key] = (self._points(line), line.comment)

    def _points(self, line):
        try:
            return number(line.points)
        except Unclear:
            self._wrong(line, f"los puntos son «{line.points}»: se esperaba un número, como 0,5")

    def _reading(self, line):
        points, comments = self._points(line), [line.comment]
        for name in filter(None, (normal(each) for each in line.criterion.split("+"))):
            if (line.id, name) not in self.criteria:
                self._wrong(line, f"el criterio no tiene ninguna línea «{name}» de «{line.id}»")
                continue
            more, said = self.criteria[line.id, name]
            points = points if more is None else round((points or 0) + more, 2)
            comments.insert(-1, said)
        if points is not None:
            self._check(line, points)
        return Reading(points, " ".join(filter(None, comments))[:LONGEST])

    def _check(self, line, points):
        worth = self.assignment.points[line.id]
        if line.id not in self.assignment.by_hand:
            self._wrong(line, f"los puntos de «{line.id}» los pone la máquina: aquí solo puede llevar un comentario")
        elif points > worth:
            self._wrong(line, f"{points:g} puntos son más de los {worth:g} que vale «{line.id}»")

    def apply(self, submission, answers):
        """Pone en `submission` lo que le toca; lo de una respuesta que ya es otra, no, y lo anota."""
        given = self.kept.get(submission.student, {})
        for id in filter(given.get, self.assignment.columns):
            reading, now = given[id], fingerprint(answers.get(id, ""))
            if not reading.answer:
                reading = given[id] = replace(reading, answer=now)
            if reading.answer != now:
                submission.notes.append(f"«{id}» es otra respuesta que la que leíste: vuelve a leerla")
                continue
            submission.comments[id] = reading.comment
            if reading.points is not None:
                submission.scores[id] = reading.points

    def save(self):
        """Guarda lo puesto, para las demás veces."""
        made = {student: {id: asdict(each) for id, each in given.items()} for student, given in self.kept.items() if given}
        if made or self.place.exists():
            files.write(self.place, json.dumps(made, ensure_ascii=False, indent=1).encode())


def fingerprint(answer):
    return hashlib.sha256(answer.strip().encode()).hexdigest()[:16]


def read(path):
    """Los renglones del CSV."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Problem(f"{path} ocupa más de {MAX_BYTES >> 20} MB: no parece lo que pusiste a mano.")
        table = Table(path.read_bytes(), is_header)
    except OSError as error:
        raise file_problem("leer", path, error) from None
    except NoHeader as start:
        raise Problem(f"{path.name}: se esperaban las columnas {EXPECTED}, y empieza así: {start}") from None
    except Problem as problem:
        raise Problem(f"{path.name}: {problem}") from None
    names = [column(table.value(table.header, at)) for at in range(len(table.header))]
    places = [names.index(name) if name in names else None for name in COLUMNS]
    lines = []
    for record in table.records:
        values = ["" if at is None else " ".join(table.value(record, at).split()) for at in places]
        lines.append(Line(table.line(record), unprotected(values[0]), *values[1:]))
    return lines


def unprotected(name):
    """Sin el apóstrofo que pone `notas.csv` delante de un nombre que parece una fórmula."""
    return name[1:] if name.startswith("'") and name[1:2] in "=+-@" else name


def column(name):
    return ALSO.get(normal(name), normal(name))


def is_header(names):
    return NEEDED.issubset(map(column, names))
