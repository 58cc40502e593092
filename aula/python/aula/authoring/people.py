"""Una lista de personas: la de participantes de Moodle, su hoja de calificaciones, o un nombre por renglón.

De la hoja de calificaciones sale además el número con que Moodle llama a cada persona en una tarea: con él, lo que se
devuelve va en la carpeta que Moodle reconoce.
"""

import re
from collections import Counter
from dataclasses import dataclass

from ..grading.lms import names
from ..grading.lms.columns import Columns
from ..grading.lms.people import as_moodle_writes, normal
from ..grading.lms.table import NoHeader, Table, decode
from ..grading.lms.worksheet import WORKBOOKS
from ..problem import Problem, file_problem

MOST, LONGEST = 2000, 80
MAX_BYTES = 5 << 20
SEPARATOR = re.compile(r"[;\t|]")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f]")  # lo que no hay en un texto


@dataclass(frozen=True)
class Person:
    name: str
    id: str = ""  # su número en esa tarea de Moodle, si se sabe

    @property
    def folder(self):
        """La carpeta en la que Moodle busca lo que se le devuelve; si no se sabe su número, su nombre."""
        return f"{as_moodle_writes(self.name)}_{self.id}_assignsubmission_file" if self.id else self.name


def read(path):
    """Las personas de la lista que hay en `path`, {nombre de su forma: persona}."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Problem(f"{path} ocupa más de {MAX_BYTES >> 20} MB: no parece una lista de personas.")
        data = path.read_bytes()
    except OSError as error:
        raise file_problem("leer", path, error) from None
    try:
        found = _people(data)
    except Problem as problem:
        raise Problem(f"{path.name}: {problem}") from None
    if not found:
        raise Problem(
            f"{path.name} no tiene a nadie: se esperaba la lista de participantes de Moodle, o un nombre por renglón."
        )
    if len(found) > MOST:
        raise Problem(f"{path.name} tiene {len(found)} personas, y caben {MOST}.")
    return _named(path, found)


def _people(data):
    if data.startswith(WORKBOOKS):
        raise Problem("es un libro de una hoja de cálculo: guárdalo como CSV.")
    try:
        table = Table(data, _is_header)
    except NoHeader:
        return _one_a_line(decode(data)[2])
    columns = Columns([table.value(table.header, at) for at in range(len(table.header))])

    def value(record, at):
        return "" if at is None else table.value(record, at)

    found = []
    for record in table.records:
        name = f"{value(record, columns.name)} {value(record, columns.last)}".strip()
        number = re.search(r"\D\s*(\d+)\s*$", value(record, columns.identifier), re.ASCII)
        if name:
            found.append(Person(_tidy(name), number[1] if number else ""))
    return found


def _is_header(names):
    """¿Dicen dónde están los nombres? Un separador dentro de uno es que las columnas se separan con él."""
    return Columns(names).name is not None and not any(SEPARATOR.search(name) for name in names)


def _one_a_line(text):
    """Un nombre por renglón, quizá como «Apellidos, Nombre»."""
    lines = [line.strip(' \t",;') for line in text.splitlines()]
    if any(UNSEEN.search(line) for line in lines):
        raise Problem("no es un archivo de texto: se esperaba la lista de participantes de Moodle, o un nombre por renglón.")
    if any(SEPARATOR.search(line) or '"' in line or line.count(",") > 1 for line in lines):
        raise Problem(
            "tiene varias columnas, y no se sabe en cuál están los nombres: su primer renglón tiene que llamarlas «Nombre» "
            "y «Apellido(s)», o «Nombre completo». También vale un archivo con un nombre por renglón y nada más."
        )
    return [Person(_tidy(line)) for line in lines if line]


def _tidy(name):
    return " ".join(names.visible(name).split())[:LONGEST]


def _named(path, found):
    """Cómo se llama la forma de cada persona: con su nombre y, si otra se llama igual, con su número."""
    namesakes = Counter(normal(person.name) for person in found)
    made = {}
    for person in found:
        name = f"{person.name} ({person.id})" if namesakes[normal(person.name)] > 1 and person.id else person.name
        if normal(name) in {normal(other) for other in made}:
            raise Problem(f"{path.name}: «{name}» está dos veces: añade a cada una algo distinto, como su segundo apellido.")
        made[name] = person
    return made
