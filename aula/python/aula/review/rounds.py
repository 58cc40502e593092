"""Qué se le da a cada ejercicio de cada forma, además de su solución, y qué significa lo que saca.

Todo va al motor de una vez: lo que no está resuelto, la solución de otra forma y los mutantes.
"""

from ..grading.assignment import Assignment as Published
from ..notebooks import build
from ..notebooks.student import student_notebook
from . import mutants
from .findings import Survivor

MUTATED = 2  # formas cuyas soluciones se cambian, si no se dice otra cosa: las demás solo llevan otros números


class Rounds:
    """`parts` son los ejercicios, donde se anota; `rendered`, las formas; y `passed`, los sitios cuya solución vale."""

    def __init__(self, parts, rendered, passed):
        self.parts, self.rendered, self.passed = parts, rendered, passed
        self.tries, self.meanings = [], []  # las respuestas, y qué significa lo que saca cada una

    def examine(self, sitting):
        """Da al motor todo lo que se preparó, y anota lo que significa."""
        for (seat, _), meaning, result in zip(self.tries, self.meanings, sitting.given(self.tries), strict=True):
            meaning(self.parts[seat.name], seat, result)

    def _try(self, seat, code, meaning):
        self.tries.append((seat, code))
        self.meanings.append(meaning)

    def unsolved(self):
        """Sin resolver, no se gana nada."""
        for form, made in self.rendered.items():
            published = _published(made)
            for seat in self.passed:
                if seat.form == form:
                    self._try(seat, published.stub(seat.name), _told_unsolved)

    def of_the_next_form(self):
        """La solución de una forma no vale en otra, si es otra."""
        order = list(self.rendered)
        following = dict(zip(order, order[1:] + order[:1], strict=True))
        answers = {(seat.form, seat.name): seat.exercise.reference for seat in self.passed}
        for name, part in self.parts.items():
            mine = {text for (_, other), text in answers.items() if other == name}
            part.fixed = len(order) > 1 and len(mine) == 1
        for seat in self.passed:
            other = answers.get((following[seat.form], seat.name))
            if other not in (None, seat.exercise.reference):
                self._try(seat, other, _told_alike(following[seat.form]))

    def mutants(self, program, most):
        """La solución con un cambio pierde puntos."""
        forms = list(self.rendered)[:most]
        chosen = {f"{at}": seat for at, seat in enumerate(self.passed) if seat.form in forms}
        made = mutants.make(program, {key: seat.exercise.reference for key, seat in chosen.items()})
        for key, seat in chosen.items():
            part = self.parts[seat.name]
            if isinstance(made[key], str):
                part.unread = made[key]
                continue
            part.tried = max(part.tried, len(made[key]))
            for number, mutant in enumerate(made[key]):
                self._try(seat, mutant.source, _told_mutant(number, mutant))


def _told_unsolved(part, seat, result):
    if result.points:
        part.unsolved[seat.form] = result.points


def _told_alike(form):
    def told(part, seat, result):
        if result.points == seat.points:
            part.alike.append((form, seat.form))

    return told


def _told_mutant(number, mutant):
    def told(part, seat, result):
        known = any((each.number, each.mutant.kind) == (number, mutant.kind) for each in part.survivors)
        if result.points == seat.points and not known:
            part.survivors.append(Survivor(seat.line + mutant.line - 1, number, mutant))

    return told


def _published(made):
    """Una forma como la recibe un estudiante."""
    book = build.assemble(made)
    return Published(book, student_notebook(book))
