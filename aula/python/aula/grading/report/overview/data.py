"""Lo que se cuenta de una clase, de lo que se sabe de cada entrega: es el JSON de su página."""

import datetime
import re
from dataclasses import dataclass, field

from ....assignments.scale import LETTERS
from ....notebooks.fingerprint import grade_id
from . import statistics

RIGHT, HALF, NOTHING, UNANSWERED, PENDING = "right", "half", "nothing", "unanswered", "pending"
HEADING = re.compile(r"^#{1,6} .*\n*", re.MULTILINE)
BREAK = re.compile(r"(?<=\S)\n(?=[^\s\-*|>0-9])")  # el de en medio de un párrafo
HIDDEN = -1  # el sitio de las comprobaciones ocultas, que se cuentan juntas
LONGEST = 20_000  # las letras de una respuesta escrita
NUMBER = re.compile(r"[−-]?\d+(?:[.,]\d+)?(?:e[−-]?\d+)?")


@dataclass
class Class:
    """De dónde sale todo: la tarea, las entregas, lo que preparó cada persona y lo que sacó otras veces.

    De `prepared` cuentan las respuestas (`answers` y `written`), la forma (`form`) y la tarea en ella (`assignment`).
    """

    assignment: object
    found: list
    prepared: dict
    scale: object = None  # la de las notas, si se pidió una
    pages: dict = field(default_factory=dict)  # dónde está la página de cada persona
    earlier: dict = field(default_factory=dict)
    copies: dict | None = None

    def __post_init__(self):
        titles = self.assignment.titles
        self.order = [name for name in titles if name in self.assignment.columns]  # el del cuaderno
        self.titles = {name: titles[name].whole.removeprefix("Ejercicio ") for name in self.order}
        self.graded = [each for each in self.found if each.scores]
        self.given = {each.student: _answers(self.prepared[each.student]) for each in self.graded}
        self.forms = {each.student: self.prepared[each.student].form for each in self.graded}

    def is_blank(self, student, name):
        """¿Dejó sin responder ese ejercicio, que en cada forma parte de un sitio?"""
        return self.prepared[student].assignment.is_stub(name, self.given[student].get(name, ""))


def _answers(prepared):
    return prepared.answers | prepared.written


def build(clase, title, now=None):
    """Los datos de la página, con nombres."""
    graded = clase.graded
    ids = {each.student: number for number, each in enumerate(graded)}
    states = {each.student: _states(clase, each) for each in graded}
    return {
        "title": title,
        "written": (now or datetime.datetime.now()).strftime("%d-%m-%Y, %H:%M"),
        "named": True,
        "most": clase.assignment.total,
        "few": statistics.FEW,
        "handed": _handed(clase.found, graded, ids),
        "totals": _spread([each.total for each in graded]),
        "marks": _marks(graded, clase.scale),
        "exercises": [_exercise(clase, graded, states, name) for name in clase.order],
        "checks": _checks(clase, graded, ids, states),
        "mistakes": _mistakes(clase, graded, ids),
        "compile_errors": _compile_errors(clase, graded, ids),
        "people": [_person(clase, each, states[each.student]) for each in graded],
        "talk": _talk(clase, graded, ids, states),
        "written_answers": [_written(clase, graded, ids, name) for name in clase.assignment.by_hand],
        "forms": _forms(clase, graded),
        **_pairs(clase.copies, ids),
    }


def without_names(data):
    """Lo mismo, para enseñarlo en clase: cuántas personas, y nunca quién."""
    hidden = {"named": False, "people": [], "talk": [], "written_answers": [], "pairs": None, "groups": []}
    counted = {
        name: [{key: value for key, value in each.items() if key != "who"} for each in data[name]]
        for name in ("checks", "mistakes", "compile_errors")
    }
    handed = data["handed"] | {"ungraded": [], "troubles": []}
    return data | counted | hidden | {"handed": handed}


def _states(clase, submission):
    """Cómo está cada ejercicio de una persona."""
    worth, states = clase.assignment.points, {}
    for name in clase.order:
        points = submission.scores.get(name)
        if clase.is_blank(submission.student, name):
            states[name] = UNANSWERED
        elif points is None:
            states[name] = PENDING
        else:
            states[name] = RIGHT if points >= worth[name] - 1e-9 else HALF if points > 0 else NOTHING
    return states


def _handed(found, graded, ids):
    """Cuántas entregas, por qué no se calificaron las que no, y qué no se pudo probar entero de las demás."""
    why = ["; ".join(note.removeprefix("sin calificar: ") for note in each.notes) for each in found if not each.scores]
    names = [each.student for each in found if not each.scores]
    troubles = [
        {"who": ids[each.student], "exercise": name, "why": result.problem}
        for each in graded
        for name, result in each.results.items()
        if result.problem and not result.compile_error
    ]
    ungraded = [{"name": name, "why": reason} for name, reason in zip(names, why, strict=True)]
    return {"in": len(found), "graded": len(graded), "ungraded": ungraded, "troubles": troubles}


def _spread(values):
    quartiles = statistics.quartiles(values)
    return {"values": values, "quartiles": quartiles} if quartiles else None


def _marks(graded, scale):
    """Las notas, si se pidió una escala: de letras, cuántas de cada una; de números, cómo se reparten."""
    marks = [each.shown_mark for each in graded]
    if scale is None or not marks:
        return None
    if scale.maximum is None:
        return {"letters": {letter: marks.count(letter) for letter in LETTERS}, "said": scale.said}
    values = [float(mark) for mark in marks]
    below = sum(value < scale.passing for value in values)
    limits = {"least": scale.least, "most": scale.most, "passing": scale.passing, "below": below}
    return _spread(values) | limits | {"said": scale.said}


def _exercise(clase, graded, states, name):
    worth = clase.assignment.points[name]
    read = [each for each in graded if each.scores.get(name) is not None]
    scores, totals = [each.scores[name] for each in read], [each.total for each in read]
    counts = {state: sum(each[name] == state for each in states.values()) for state in _STATES}
    return {
        "name": name,
        "title": clase.titles[name],
        "worth": worth,
        "by_hand": name in clase.assignment.by_hand,
        **counts,
        # Con algo sin leer, lo que se sabe es de quienes no respondieron.
        "difficulty": None if counts[PENDING] else statistics.difficulty(scores, worth),
        "discrimination": None if counts[PENDING] else statistics.discrimination(scores, totals),
    }


_STATES = (RIGHT, HALF, NOTHING, UNANSWERED, PENDING)


def _checks(clase, graded, ids, states):
    """Cada comprobación, y quién no la pasó de quienes respondieron. Las ocultas se cuentan juntas."""
    found = {}
    for each in graded:
        for name, result in each.results.items():
            if states[each.student][name] == UNANSWERED:
                continue
            failed = {}
            for at, check in enumerate(result.checks):
                place = HIDDEN if check.hidden else at  # en todas las formas, las mismas y en el mismo orden
                said, wrong = failed.get(place, ("" if check.hidden else check.name, False))
                failed[place] = said, wrong or not check.passed
            for place, (said, wrong) in failed.items():
                empty = {"exercise": name, "name": said, "hidden": place == HIDDEN, "of": 0, "who": []}
                row = found.setdefault((name, place), empty)
                row["name"] = said if row["name"] == said else _shape(said)
                row["of"] += 1
                row["who"] += [ids[each.student]] if wrong else []
    order = {name: at for at, name in enumerate(clase.order)}
    return [row | {"failed": len(row["who"])} for row in sorted(found.values(), key=lambda row: order[row["exercise"]])]


def _mistakes(clase, graded, ids):
    """Cada error con nombre, de lo más común a lo menos, y quién lo cometió."""
    found, several = {}, len(set(clase.forms.values())) > 1
    for each in graded:
        for name, result in each.results.items():
            said_once = {check.mistake: None for check in result.checks if check.mistake}
            for shape, said in {_shape(said) if several else said: said for said in said_once}.items():
                row = found.setdefault((name, shape), {"exercise": name, "mistake": said, "who": []})
                row["mistake"] = said if row["mistake"] == said else shape
                row["who"].append(ids[each.student])
    return sorted((row | {"count": len(row["who"])} for row in found.values()), key=lambda row: -row["count"])


def _shape(said):
    """Una frase sin sus números: la misma, en cada forma lleva los suyos."""
    return NUMBER.sub("…", said)


def _compile_errors(clase, graded, ids):
    """Los errores de compilación, por su clase."""
    found = {}
    for each in graded:
        for name, result in each.results.items():
            if kind := result.compile_error:
                row = found.setdefault(kind, {"kind": kind, "exercises": [], "who": []})
                row["exercises"] += [name] if name not in row["exercises"] else []
                row["who"] += [ids[each.student]] if ids[each.student] not in row["who"] else []
    return sorted((row | {"count": len(row["who"])} for row in found.values()), key=lambda row: -row["count"])


def _person(clase, submission, states):
    return {
        "name": submission.student,
        "total": submission.total,
        "mark": submission.shown_mark,
        "form": clase.forms[submission.student],
        "scores": {name: submission.scores.get(name) for name in clase.order},
        "states": states,
        "stopped": _stopped(clase, states),
        "notes": submission.notes,
        "page": clase.pages.get(submission.student, ""),
    }


def _stopped(clase, states):
    """El ejercicio en que alguien se quedó: el primero de los últimos que dejó sin responder; nada si respondió al final."""
    left = None
    for name in reversed(clase.order):
        if states[name] != UNANSWERED:
            break
        left = name
    return left if left != clase.order[0] else None


def _talk(clase, graded, ids, states):
    """Con quién hablar, y por qué."""
    blank = [each.student for each in graded if set(states[each.student].values()) == {UNANSWERED}]
    rows = [{"why": "blank", "exercise": None, "who": blank}]
    for name in clase.order:
        stopped = [each.student for each in graded if _stopped(clase, states[each.student]) == name]
        rows.append({"why": "stopped", "exercise": name, "who": stopped if len(stopped) > 1 else []})
    for name in clase.order:
        lost = [each.student for each in graded if _lost(clase, each, name)]
        rows.append({"why": "lost", "exercise": name, "who": lost})
    return [row | {"who": [ids[student] for student in row["who"]]} for row in rows if row["who"]]


def _lost(clase, submission, name):
    """¿Lo tuvo alguna vez mejor que ahora?"""
    now, before = submission.scores.get(name), clase.earlier.get(submission.student, {}).get(name)
    return now is not None and before is not None and before > now + 0.005


def _written(clase, graded, ids, name):
    """Las respuestas escritas a una pregunta, que lee una persona, con lo que se espera al lado."""
    statement = ""
    for cell in clase.assignment.source.cells:
        if grade_id(cell) == name:
            break
        statement = cell.source if cell.cell_type == "markdown" else statement
    answers = [
        {
            "who": ids[each.student],
            "text": clase.given[each.student][name][:LONGEST],
            "points": each.scores.get(name),
            "comment": each.comments.get(name, ""),
        }
        for each in graded
        if not clase.is_blank(each.student, name)
    ]
    return {
        "exercise": name,
        "title": clase.titles[name],
        "worth": clase.assignment.points[name],
        "statement": _flowing(statement),
        "expected": _flowing(clase.assignment.official[name].source),
        "answers": answers,
    }


def _flowing(text):
    """Un texto de la tarea sin su título, que ya está, y cada párrafo en un renglón: el ancho lo pone quien lo lee."""
    return BREAK.sub(" ", HEADING.sub("", text)).strip()


def _forms(clase, graded):
    """Las formas, una al lado de otra, si hay más de una y no es cada una de una persona."""
    by_form = {}
    for each in graded:
        by_form.setdefault(clase.forms[each.student], []).append(each)
    if len(by_form) < 2 or len(graded) < 2 * len(by_form):
        return []
    rows = []
    for form, people in sorted(by_form.items()):
        missed = {
            name: statistics.difficulty(
                [each.scores[name] for each in people if each.scores.get(name) is not None], clase.assignment.points[name]
            )
            for name in clase.order
        }
        totals = [each.total for each in people]
        rows.append({"form": form, "people": len(people), "quartiles": statistics.quartiles(totals), "difficulty": missed})
    return rows


def _pairs(copies, ids):
    """Las parejas, con las personas por su número."""
    if copies is None:
        return {"pairs": None, "groups": [], "compared": 0, "few_to_compare": False}
    pairs = [pair | {"people": [ids[person] for person in pair["people"]]} for pair in copies["pairs"]]
    groups = [[ids[person] for person in group] for group in copies["groups"] if len(group) > 2]
    return {"pairs": pairs, "groups": groups, "compared": copies["compared"], "few_to_compare": copies["few"]}
