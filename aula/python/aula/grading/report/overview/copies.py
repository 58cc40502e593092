"""Qué respuestas se parecen más de lo natural: se pregunta al motor, y de cada pareja queda lo que se enseña."""

import json

from .... import program
from ....problem import Problem

COMMAND = "compare"
LETTERS = 4000  # de cada respuesta que se enseña


def compare(assignment, given, forms=None):
    """Las parejas y los grupos de una clase; `given` son las respuestas, {persona: {ejercicio: texto}}.

    `forms` dice la forma de cada persona y las soluciones de cada forma: `({persona: forma}, {forma: {ejercicio: texto}})`.
    """
    of, solutions = forms or ({}, {})
    exercises = [_exercise(assignment, each.name, [each.reference]) for each in assignment.exercises]
    exercises += [_exercise(assignment, name, _texts(assignment), text=True) for name in assignment.by_hand]
    order = {
        "exercises": exercises,
        "forms": solutions,
        "submissions": [
            {"key": person, "form": of.get(person, ""), "answers": _answers(assignment, answers)}
            for person, answers in given.items()
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
                _parts(given[person].get(exercise["name"], ""), each)
                for person, each in zip(pair["people"], marks, strict=True)
            ]
    return found


def _exercise(assignment, name, given, text=False):
    return {"name": name, "text": text, "given": [assignment.stub(name), *given]}


def _texts(assignment):
    """Lo que dice el curso con palabras, la respuesta que espera entre ellas: repetirlo no es parecerse a nadie."""
    return [cell.source for cell in assignment.source.cells if cell.cell_type == "markdown"]


def _answers(assignment, answers):
    """Las que tienen algo escrito."""
    return {name: source for name, source in answers.items() if not assignment.is_stub(name, source)}


def _parts(text, marks):
    """El texto en trozos, [texto, si es de lo raro que comparten]."""
    found, at = [], 0
    for start, end in marks:
        found += [[text[at:start], False], [text[start:end], True]]
        at = end
    found.append([text[at : at + LETTERS], False])
    return [part for part in found if part[0]]
