"""Una tarea pequeña: dos ejercicios con prueba, uno de dos funciones, y una respuesta escrita."""

import json

from aula.grading.assignment import Assignment
from aula.grading.submissions import LAST, Collection, settle
from aula.notebooks import node
from aula.notebooks.student import CODE_STUB, TEXT_STUB

STUB = f"    {CODE_STUB}"
CHAIN = "/// Una.\nfn chain(x: f64) -> f64 {{\n{}\n}}"
SIGMOID = "fn sigmoid(z: f64) -> f64 {{\n{}\n}}\n\nfn slope(a: f64) -> f64 {{\n{}\n}}"
CELLS = [
    ("markdown", "titulo", "# La tarea", "# La tarea", {}),
    ("code", "preparacion", "use gradiente::Network;", "use gradiente::Network;", {}),
    ("code", "cadena", CHAIN.format("    2.0 * x"), CHAIN.format(STUB), {"solution": True}),
    ("code", "cadena_prueba", "prueba(1) // oculta", "prueba(1)", {"grade": True, "points": 2}),
    ("markdown", "enunciado", "## La sigmoide", "## La sigmoide", {}),
    ("code", "sigmoide", SIGMOID.format("    z", "    a"), SIGMOID.format(STUB, STUB), {"solution": True}),
    ("code", "sigmoide_prueba", "prueba(2) // oculta", "prueba(2)", {"grade": True, "points": 3}),
    ("markdown", "pregunta", "## ¿Por qué?", "## ¿Por qué?", {}),
    ("markdown", "reflexion", "Porque sí.", TEXT_STUB, {"solution": True, "grade": True, "points": 1}),
    ("markdown", "fin", "Eso es todo.", "Eso es todo.", {}),
]
STATEMENTS = {"titulo", "enunciado", "pregunta", "fin"}


def cells(published):
    """Las celdas de la fuente o, con `published`, las que recibe el estudiante."""
    made = []
    for kind, name, source, stub, marks in CELLS:
        metadata = {} if name in STATEMENTS else {"nbgrader": node.Node({"grade_id": name, **marks})}
        made.append(node.cell(kind, stub if published else source, name, metadata))
    return made


def assignment():
    return Assignment(node.book(cells(published=False)), node.book(cells(published=True)))


def given(**answers):
    """El cuaderno del estudiante, con esas respuestas."""
    made = cells(published=True)
    for cell in made:
        cell.source = answers.get(cell.id, cell.source)
    return node.book(made)


def at(book, name):
    """El sitio de la celda `name`."""
    return next(number for number, cell in enumerate(book.cells) if cell.get("id") == name)


def written(book):
    """El archivo de un cuaderno."""
    return json.dumps(book).encode()


def collect(place, attempt=LAST):
    """Las entregas de `place`, por estudiante, con el cuaderno que se califica: {nombre: entrega}."""
    found = {}
    for submission in Collection(place, assignment(), attempt):
        submission.notebook = submission.candidates[0].notebook if submission.candidates else None
        if submission.candidates:
            settle(submission, 0)
        found[submission.student] = submission
    return found
