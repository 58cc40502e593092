"""Las páginas de una tarea que no son un cuaderno: cada forma, para imprimirla, y las soluciones de todas."""

import re
from textwrap import dedent

from markupsafe import Markup

from ..assignments.fields import FORMULA, TEXT
from ..assignments.structure import HINT
from ..grading.cells import TEST_SUFFIX
from ..notebooks.fingerprint import grade_id, nbgrader
from ..notebooks.student import CODE_STUB
from ..pages import policy
from ..pages.markdown import reader
from ..pages.render import fill

SOLUTION = re.compile(r"^ *// BEGIN SOLUTION\n(?P<code>.*?)^ *// END SOLUTION\n?", re.DOTALL | re.MULTILINE)
UNANSWERED = re.compile(rf"^ *{re.escape(CODE_STUB)}\n", re.MULTILINE)
LINES = 9  # renglones en blanco para escribir


def page(form, student):
    """La forma en papel: los enunciados, y dónde escribir cada respuesta. Sin pistas: en papel no se pueden plegar."""
    pieces = [piece for cell in student.cells if (piece := _piece(cell))]
    while pieces and pieces[-1]["kind"] == "text":  # detrás de la última respuesta no hay nada que leer en papel
        pieces.pop()
    return fill("printed.html.j2", pieces=pieces, title=form.assignment.title, form=form.name, **_tools())


def _piece(cell):
    marks, name = nbgrader(cell), grade_id(cell)
    if cell.cell_type == "markdown" and not marks:
        return {"kind": "text", "html": _html(HINT.sub("", cell.source))}
    if marks.get("solution"):
        code = UNANSWERED.sub("", cell.source) if cell.cell_type == "code" else ""
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
            "answers": _answers(rendered, exercise.name),
        }
        for exercise in first.exercises
    ]
    questions = [
        {"label": each.title, "points": each.points, "answer": _html(each.answer), "criterion": _html(each.criterion)}
        for each in first.questions
    ]
    numbers = {"names": _names(forms), "rows": [(name, _numbers(form, _names(forms))) for name, form in forms.items()]}
    shown = {"rows": rows, "questions": questions, "numbers": numbers if numbers["names"] else None}
    return fill("solutions.html.j2", title=title, total=first.total, **shown, **_tools())


def _names(forms):
    """Los números que salen tal cual en el texto, por su nombre."""
    fields = next(iter(forms.values())).assignment.fields
    return list(dict.fromkeys(field.value for field in fields if field.value.isidentifier()))


def _numbers(form, names):
    found = {}
    for field, value in zip(form.assignment.fields, form.values, strict=True):
        if field.spec in ("", "+") and (field.value not in found or field.how == TEXT):
            plain = re.sub(r"^\+ |(?<=^[-−]) ", "", value).removesuffix(".0")
            found[field.value] = _html(f"${plain}$") if field.how == FORMULA else plain
    return [found.get(name, "") for name in names]


def _answers(rendered, name):
    """Las soluciones de un ejercicio, cada una con sus formas: si es la misma en todas, una."""
    found = {}
    for form, made in rendered.items():
        found.setdefault(_code(made, name), []).append(form)
    every = len(found) == 1 and len(rendered) > 1
    return [("todas" if every else ", ".join(forms), code) for code, forms in found.items()]


def _code(made, name):
    source = next(each.answer.source for each in made.exercises if each.name == name)
    return "\n".join(dedent(part["code"]).rstrip("\n") for part in SOLUTION.finditer(source))


def _html(source):
    return Markup(reader()(source))


def _tools():
    return {"policy": policy.FEEDBACK, "test_suffix": TEST_SUFFIX}
