"""Antes de que una tarea salga de aquí: en cada forma, la solución pasa todas sus pruebas, y sin responder no hay puntos."""

import os
import re
from collections import Counter

from ..grading.assignment import Assignment
from ..notebooks import build
from ..notebooks.student import student_notebook
from ..problem import Problem
from ..review.sitting import Sitting, seats

IN_LINE = re.compile(r"en su línea (\d+)")
PUBLISHED = "// SE PUBLICA: "  # lo que se publica de una respuesta puede llevar números de la forma


def prove(forms, jobs=None):
    """Comprueba las formas, {nombre: forma}; si alguna no vale, es un `Problem` que dice cuál, y qué prueba."""
    rendered = {name: form.rendered for name, form in _different(forms).items()}
    assignment = next(iter(forms.values())).assignment
    first = next(iter(rendered.values()))
    if not first.exercises:
        return
    sitting = Sitting(first.setup.source if first.setup else "", jobs or os.cpu_count() or 1)
    everything = seats(rendered)
    found = sitting.given([(seat, seat.exercise.reference) for seat in everything])
    results = zip(everything, found, strict=True)
    wrong = _by_exercise([(seat, result) for seat, result in results if result.points != seat.points])
    if wrong:
        wrong = [_broken(rendered, *first, more) for first, more in wrong]
    else:
        wrong = _given_away(rendered, sitting, everything)
    if wrong:
        listed = "\n\n".join(wrong)
        raise Problem(f"«{assignment.name}» no se puede repartir ({assignment.path}):\n\n{listed}")


def _different(forms):
    """Sin las que son iguales."""
    found = {}
    for name, form in forms.items():
        found.setdefault(form.values, (name, form))
    return dict(found.values())


def _of(form, more=0):
    others = f" y en {more} más" if more else ""
    return f" en la forma {form}{others}" if form else ""


def _by_exercise(found):
    """De cada ejercicio, lo que pasó en la primera forma, y en cuántas más: lo que está mal suele estarlo en todas."""
    first, count = {}, Counter(seat.name for seat, _ in found)
    for seat, result in found:
        first.setdefault(seat.name, (seat, result))
    return [(each, count[name] - 1) for name, each in first.items()]


def _broken(rendered, seat, result, more):
    exercise = next(each for each in rendered[seat.form].exercises if each.name == seat.name)
    start = f"línea {exercise.line}: la solución de «{seat.name}» no pasa su prueba{_of(seat.form, more)}"
    start += f" (la prueba está en la línea {exercise.test.line})"
    if line := IN_LINE.search(result.problem):
        told = IN_LINE.sub(f"en la línea {exercise.answer.line + int(line[1]) - 1} del texto", result.problem)
        return f"{start}: {told.replace('la respuesta', 'la solución')}"
    return f"{start}:\n" + "\n".join(f"    {line}" for line in result.report.splitlines())


def _given_away(rendered, sitting, everything):
    """Los ejercicios que dan puntos sin responder. Lo que se publica de casi todos es lo mismo en cada forma."""
    first = next(iter(rendered))
    asked = [seat for seat in everything if seat.form == first or PUBLISHED in seat.exercise.reference]
    published = {form: _published(rendered[form]) for form in {seat.form for seat in asked}}
    found = sitting.given([(seat, published[seat.form].stub(seat.name)) for seat in asked])
    given = _by_exercise([(seat, result) for seat, result in zip(asked, found, strict=True) if result.points])
    return [
        f"«{seat.name}» da {result.points:g} puntos{_of(seat.form, more)} sin que nadie responda: su prueba no mira nada"
        for (seat, result), more in given
    ]


def _published(made):
    book = build.assemble(made)
    return Assignment(book, student_notebook(book))
