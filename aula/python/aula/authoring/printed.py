"""Las páginas de una tarea que no son un cuaderno: cada forma, para imprimirla, y las soluciones de todas."""

import re

from markupsafe import Markup

from ..assignments.structure import HINT
from ..grading.cells import TEST_SUFFIX
from ..notebooks.fingerprint import grade_id, nbgrader
from ..pages import policy
from ..pages.markdown import reader
from ..pages.render import fill

SOLUTION = re.compile(r"^ *// BEGIN SOLUTION\n(?P<code>.*?)^ *// END SOLUTION\n?", re.DOTALL | re.MULTILINE)
LINES = 9  # renglones en blanco para escribir


def page(form, student):
    """La forma en papel: los enunciados, y dónde escribir cada respuesta. Sin pistas: en papel no se pueden plegar."""
    pieces = [piece for cell in student.cells if (piece := _piece(cell))]
    return fill("printed.html.j2", pieces=pieces, title=form.assignment.title, form=form.name, **_tools())


def _piece(cell):
    marks, name = nbgrader(cell), grade_id(cell)
    if cell.cell_type == "markdown" and not marks:
        return {"kind": "text", "html": _html(HINT.sub("", cell.source))}
    if marks.get("solution"):
        code = cell.source if cell.cell_type == "code" else ""
        return {"kind": "answer", "name": name, "code": code, "lines": LINES}
    return None


def solutions(forms, title):
    """Las soluciones de cada forma, {nombre: forma}, con lo que vale cada ejercicio."""
    rendered = {name: form.rendered for name, form in forms.items()}
    first = next(iter(rendered.values()))
    rows = [
        {
            "name": exercise.name,
            "label": exercise.title,
            "points": exercise.points,
            "answers": [(form, _code(made, exercise.name)) for form, made in rendered.items()],
        }
        for exercise in first.exercises
    ]
    questions = [
        {"label": each.title, "points": each.points, "answer": _html(each.answer), "criterion": _html(each.criterion)}
        for each in first.questions
    ]
    return fill("solutions.html.j2", rows=rows, questions=questions, title=title, total=first.total, **_tools())


def _code(made, name):
    source = next(each.answer.source for each in made.exercises if each.name == name)
    return "\n".join(part["code"].rstrip("\n") for part in SOLUTION.finditer(source))


def _html(source):
    return Markup(reader()(source))


def _tools():
    return {"policy": policy.FEEDBACK, "test_suffix": TEST_SUFFIX}
