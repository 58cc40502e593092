"""Lo que vuelve a Moodle: la hoja de calificaciones rellena y el zip de la retroalimentación."""

import zipfile
from dataclasses import dataclass, field

from . import names
from .people import TYPED, WRITTEN, alike, nobody, one_of

PAGE = "retroalimentacion.html"


@dataclass
class Filled:
    """Lo que se hizo con la hoja, para contarlo."""

    grades: int = 0
    scaled: set = field(default_factory=set)  # las calificaciones máximas que no son los puntos de los ejercicios
    marked: bool = False  # si lleva la nota, en lugar de los puntos
    unlimited: bool = False  # si alguna fila no dice cuál es la máxima
    locked: list = field(default_factory=list)  # aquellas cuya nota Moodle no deja cambiar
    replaced: list = field(default_factory=list)  # quienes ya tenían otra nota
    strangers: list = field(default_factory=list)  # las entregas con nota que no son de nadie de la hoja
    untouched: int = 0  # las filas que se quedan como estaban
    prefixes: dict = field(default_factory=dict)  # con qué nombres se devuelve la página de cada estudiante
    rows: dict = field(default_factory=dict)  # las filas de cada estudiante a las que se les puso nota
    commented: list = field(default_factory=list)  # quienes ya tenían un comentario, que se queda


def fill(sheet, submissions, points, scale=None):
    """Pone en `sheet` la nota de cada entrega calificada. `points` es lo que valen todos los ejercicios.

    Donde la hoja califica sobre el máximo de `scale`, va la nota en ella.
    """
    filled, taken = Filled(), set()
    for submission in (each for each in submissions if each.scores):
        rows = [row for row in _rows(sheet, submission.person) if row.number not in taken]
        if not rows:
            filled.strangers.append(names.described(submission.person))
            continue
        taken.update(row.number for row in rows)
        for row in rows:
            _fill(sheet, row, submission, points, filled, scale)
        filled.rows[submission.student] = [row for row in rows if not row.locked]
        filled.prefixes[submission.student] = list(dict.fromkeys(_prefix(submission, row) for row in rows if row.id))
    filled.untouched = len(sheet.rows) - len(taken)
    return filled


def _fill(sheet, row, submission, points, filled, scale):
    """Pone una nota en su fila, y apunta lo que haya que contar."""
    if row.locked:
        filled.locked.append(row.name or submission.student)
        return
    grade = submission.total
    if scale and row.maximum is not None and row.maximum == scale.maximum:
        filled.marked = True
        grade = submission.mark
    elif row.maximum is None:
        filled.unlimited = True
    elif row.maximum != points:
        filled.scaled.add(row.maximum)
        grade *= row.maximum / points
    if sheet.fill(row, grade):
        filled.replaced.append(row.name or submission.student)
    filled.grades += 1


def _rows(sheet, person):
    """Las filas de quien entregó: la suya o, si es un grupo, las de sus miembros."""
    if person.system != "Moodle":
        return _named(sheet, person.name)
    # El número es de una persona o de un grupo, y un grupo puede llevar el de una persona cualquiera: el nombre lo dice.
    mine = [row for row in sheet.rows if row.id and row.id == person.id]
    own = mine if nobody(person.name) else [row for row in mine if alike(row.name, person.name)]
    if any(one_of(person.name, {row.name}, WRITTEN) for row in own):
        return own
    groups = {row.group for row in sheet.rows if row.group}
    # Quien cambió los espacios por «_» deja un grupo con el número del nombre, y no del grupo.
    group = one_of(person.name, groups, WRITTEN) or one_of(f"{person.name} {person.id}", groups, WRITTEN)
    members = [row for row in sheet.rows if group and row.group == group]
    return members or own or ([] if person.id else _named(sheet, person.name))


def _named(sheet, name):
    """La fila de quien se llama así, si es de una sola persona. En una clase anónima, el nombre es el número."""
    name = one_of(name, {called for row in sheet.rows for called in (row.name, row.written) if called}, TYPED)
    named = [row for row in sheet.rows if name and name in (row.name, row.written)]
    return named if len(named) == 1 else []


def _prefix(submission, row):
    """El principio del nombre con que Moodle sabe de quién es un archivo. El de la entrega, salvo que sea de un grupo."""
    person, place = submission.person, submission.place
    if place.returned and person.id == row.id:
        return place.returned
    return f"{(row.name or person.name).replace('_', ' ')}_{row.id}_assignsubmission_file/"


def own_prefixes(submissions):
    """Sin hoja, con qué nombre se devuelve la página de cada estudiante: el que traía de Moodle."""
    return {each.student: [each.place.returned] for each in submissions if each.scores and each.place.returned}


def write_feedback(prefixes, pages, path):
    """El zip que espera Moodle: la página de cada estudiante, que está en `pages`, con el principio de nombre de su entrega.

    Lo lee `mod/assign/feedback/file/importziplib.php`: parte cada nombre por «_», busca a la persona en la segunda parte y,
    en las dos siguientes, de dónde salió el archivo.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, given in prefixes.items():
            for prefix in given:
                archive.write(pages[student], prefix + PAGE)
