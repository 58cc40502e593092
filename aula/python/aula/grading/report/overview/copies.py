"""Qué respuestas se parecen más de lo natural: se pregunta al motor, y de cada pareja queda lo que se enseña."""

import json

from .... import program
from ....problem import Problem

COMMAND = "compare"
LETTERS = 4000  # de cada respuesta que se enseña


def compare(clase):
    """Las parejas y los grupos de una clase; `None` si el motor no contesta."""
    tasks = {clase.forms[each.student]: clase.prepared[each.student].assignment for each in clase.graded}
    several = len(tasks) > 1
    order = {
        "exercises": [_exercise(clase, name, tasks.values()) for name in clase.order],
        "forms": {form: _solutions(task) for form, task in tasks.items()} if several else {},
        "submissions": [
            {"key": each.student, "form": clase.forms[each.student], "answers": _answered(clase, each.student)}
            for each in clase.graded
        ],
    }
    try:
        found = json.loads(program.ask(COMMAND, json.dumps(order)))
    except (Problem, ValueError):
        return None  # una pregunta menos; lo demás de la página sigue
    for pair in found["pairs"]:
        for exercise in pair["exercises"]:
            marks = exercise.pop("marks")
            exercise["texts"] = [
                _parts(clase.given[person].get(exercise["name"], ""), each)
                for person, each in zip(pair["people"], marks, strict=True)
            ]
    return found


def _exercise(clase, name, tasks):
    """Un ejercicio, con lo que de él da el curso en cada forma: repetirlo no es parecerse a nadie."""
    text = name in clase.assignment.by_hand
    given = [each for task in tasks for each in (_texts(task) if text else [_solutions(task)[name]])]
    return {"name": name, "text": text, "given": list(dict.fromkeys([*(task.stub(name) for task in tasks), *given]))}


def _solutions(task):
    return {each.name: each.reference for each in task.exercises}


def _texts(task):
    """Lo que dice el curso con palabras, y entre ello, la respuesta que espera."""
    return [cell.source for cell in task.source.cells if cell.cell_type == "markdown"]


def _answered(clase, student):
    """Las que tienen algo escrito."""
    return {name: text for name, text in clase.given[student].items() if not clase.is_blank(student, name)}


def _parts(text, marks):
    """El texto en trozos, [texto, si es de lo raro que comparten]."""
    found, at = [], 0
    for start, end in marks:
        found += [[text[at:start], False], [text[start:end], True]]
        at = end
    found.append([text[at : at + LETTERS], False])
    return [part for part in found if part[0]]
