"""Mirar una tarea: sus formas, sus números, y qué dice el motor de lo que se le da."""

from itertools import combinations

from . import findings, numbers
from .rounds import MUTATED, Rounds
from .sitting import Sitting, seats


def review(assignment, forms, program, jobs, most=MUTATED):
    """Lo que se encuentra en las formas `forms`, {nombre: forma}.

    `program` es el que hace los mutantes, y `most`, de cuántas formas se estropea la solución.
    """
    rendered = {name: form.rendered for name, form in forms.items()}
    parts = {each.name: findings.Exercise(each.name, each.title, each.line, each.points) for each in assignment.exercises}
    for each in assignment.exercises:
        parts[each.name].bare = "// BEGIN HIDDEN TESTS" not in each.test.source
    found = findings.Review(assignment.title, assignment.name, list(forms), list(parts.values()))
    found.repeated = _repeated(rendered)
    found.doubts = _doubts(forms)
    _examine(parts, rendered, program, jobs, most)
    return found


def _repeated(rendered):
    texts = {name: _body(made) for name, made in rendered.items()}
    return [pair for pair in combinations(texts, 2) if texts[pair[0]] == texts[pair[1]]]


def _body(made):
    """Lo que cambia de una forma a otra, sin su nombre: los enunciados, las respuestas y las pruebas."""
    return [(each.statement, each.answer.source, each.test.source) for each in made.exercises]


def _doubts(forms):
    """Cada duda una vez, aunque salga en varias formas."""
    found = {}
    for name, form in forms.items():
        for line, said in numbers.doubts(form):
            found.setdefault((line, said), name)
    return [(line, name, said) for (line, said), name in found.items()]


def _examine(parts, rendered, program, jobs, most):
    """Anota en `parts` lo que dice el motor."""
    first = next(iter(rendered.values()))
    sitting = Sitting(first.setup.source if first.setup else "", jobs)
    everything, passed = seats(rendered), []
    found = sitting.given([(seat, seat.exercise.reference) for seat in everything])
    for seat, result in zip(everything, found, strict=True):
        if result.points == seat.points:
            passed.append(seat)
        else:
            parts[seat.name].broken[seat.form] = result.report
    rounds = Rounds(parts, rendered, passed)
    rounds.unsolved()
    rounds.of_the_next_form()
    rounds.mutants(program, most)
    rounds.examine(sitting)
    for seat, said in sitting.faults(passed).items():
        for fault in said:
            parts[seat.name].faults.setdefault(fault, []).append(seat.form)
    _alone(parts, sitting, passed)


def _alone(parts, sitting, passed):
    """Cada ejercicio sin los demás. El que no llama a nadie ya se compila así; se prueba el que llama a otro."""
    form = passed[0].form if passed else ""
    mine = [seat for seat in passed if seat.form == form]
    for seat in mine:
        if seat.needed and (result := sitting.alone(seat, mine)).points < seat.points:
            parts[seat.name].alone = result.report
