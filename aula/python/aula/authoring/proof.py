"""Antes de que una tarea salga de aquí: en cada forma, la solución pasa todas sus pruebas, y sin responder no hay puntos."""

import os
import re

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
    wrong = [_broken(rendered, seat, result) for seat, result in results if result.points != seat.points]
    if not wrong:
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


def _of(form):
    return f" en la forma {form}" if form else ""


def _broken(rendered, seat, result):
    exercise = next(each for each in rendered[seat.form].exercises if each.name == seat.name)
    start = f"línea {exercise.line}: la solución de «{seat.name}» no pasa su prueba{_of(seat.form)}"
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
    return [
        f"«{seat.name}» da {result.points:g} puntos{_of(seat.form)} sin que nadie responda: su prueba no comprueba nada"
        for seat, result in zip(asked, found, strict=True)
        if result.points
    ]


def _published(made):
    book = build.assemble(made)
    return Assignment(book, student_notebook(book))
