"""Lo que se cuenta de una clase, de lo que se sabe de cada entrega: es el JSON de su página."""

import datetime
import re
from dataclasses import dataclass, field

from ....notebooks.fingerprint import grade_id
from . import statistics

RIGHT, HALF, NOTHING, UNANSWERED, PENDING = "right", "half", "nothing", "unanswered", "pending"
LETTERS = 20_000  # de una respuesta escrita
HEADING = re.compile(r"^### +(.+?)\s*$", re.MULTILINE)
POINTS = re.compile(r"\s*\([^()]*puntos?[^()]*\)$")


@dataclass
class Class:
    """De dónde sale todo: la tarea, las entregas, lo que respondió cada persona y lo que sacó otras veces."""

    assignment: object
    found: list
    given: dict  # {persona: {ejercicio: respuesta}}
    pages: dict = field(default_factory=dict)  # dónde está la página de cada persona
    earlier: dict = field(default_factory=dict)
    copies: dict | None = None
    forms: dict = field(default_factory=dict)  # la forma de cada persona, si la tarea tiene varias

    def __post_init__(self):
        self.titles = titles(self.assignment)
        self.order = list(self.titles)  # el del cuaderno


def build(clase, title, now=None):
    """Los datos de la página, con nombres."""
    graded = [each for each in clase.found if each.scores]
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
        "marks": _marks(graded),
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


def titles(assignment):
    """Cómo se llama cada ejercicio en su enunciado, «1. La regla de la cadena»; dos del mismo, cada uno con su nombre."""
    found, heading = {}, ""
    for cell in assignment.source.cells:
        if cell.cell_type == "markdown" and (headings := HEADING.findall(cell.source)):
            heading = POINTS.sub("", headings[-1]).removeprefix("Ejercicio ")
        if (name := grade_id(cell)) in assignment.columns:
            found[name] = heading or name
    several = [title for title in found.values() if list(found.values()).count(title) > 1]
    return {name: f"{title} ({name})" if title in several else title for name, title in found.items()}


def _states(clase, submission):
    """Cómo está cada ejercicio de una persona."""
    worth, states = clase.assignment.points, {}
    for name in clase.order:
        points = submission.scores.get(name)
        if clase.assignment.is_stub(name, clase.given[submission.student].get(name, "")):
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


def _marks(graded):
    """Las notas, si hay una escala."""
    marks = [each.mark for each in graded if getattr(each, "mark", None) is not None]
    scale = next((each.scale for each in graded if getattr(each, "scale", None)), None)
    spread = _spread(marks) if scale else None
    return spread and spread | {"least": scale[0], "most": scale[1]}


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
            for check in result.checks:
                said = "" if check.hidden else check.name
                failed[said] = failed.get(said, False) or not check.passed
            for said, wrong in failed.items():
                row = found.setdefault(
                    (name, said), {"exercise": name, "name": said, "hidden": not said, "of": 0, "who": []}
                )
                row["of"] += 1
                row["who"] += [ids[each.student]] if wrong else []
    order = {name: at for at, name in enumerate(clase.order)}
    return [row | {"failed": len(row["who"])} for row in sorted(found.values(), key=lambda row: order[row["exercise"]])]


def _mistakes(clase, graded, ids):
    """Cada error con nombre, de lo más común a lo menos, y quién lo cometió."""
    found = {}
    for each in graded:
        for name, result in each.results.items():
            for said in {check.mistake for check in result.checks if check.mistake}:
                found.setdefault((name, said), []).append(ids[each.student])
    rows = [{"exercise": name, "mistake": said, "count": len(who), "who": who} for (name, said), who in found.items()]
    return sorted(rows, key=lambda row: -row["count"])


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
        "mark": getattr(submission, "mark", None),
        "form": clase.forms.get(submission.student, ""),
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
            "text": text[:LETTERS],
            "points": each.scores.get(name),
            "comment": getattr(each, "comments", {}).get(name, ""),
        }
        for each in graded
        if not clase.assignment.is_stub(name, text := clase.given[each.student].get(name, ""))
    ]
    expected = clase.assignment.official[name].source
    worth = clase.assignment.points[name]
    return {
        "exercise": name,
        "title": clase.titles[name],
        "worth": worth,
        "statement": statement,
        "expected": expected,
        "answers": answers,
    }


def _forms(clase, graded):
    """Las formas, una al lado de otra, si hay más de una."""
    by_form = {}
    for each in graded:
        by_form.setdefault(clase.forms.get(each.student, ""), []).append(each)
    if len(by_form) < 2:
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
