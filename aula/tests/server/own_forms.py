"""Una tarea con formas, en una clase de verdad: cada estudiante recoge la suya, siempre la misma, y vuelve calificada."""

import asyncio
import json
import os
from pathlib import Path

import nbformat

from aula.assignments import forms, text
from aula.authoring.create import EXAMPLE
from aula.classroom import simulation
from aula.classroom.visitor import Visitor
from aula.classroom.visitor import text as text_of
from aula.facts import KEY
from aula.notebooks import build, origin
from aula.notebooks.fingerprint import grade_id, nbgrader

NAME, SECRET = "control1", "7" * 64
BOOK = f"{NAME}/{NAME}.ipynb"
TASK = {"assignment_id": NAME, "course_id": simulation.COURSE}


async def everyone_has_their_own(address, data, teacher, students):
    """`teacher` y `students` son (nombre, clave): el de un estudiante, como lo escribe."""
    async with Visitor(address, teacher[0]) as office:
        await office.enter(teacher[1])
        await office.open_server()
        made = write(Path(data, "estudiantes", office.name, "curso"))
        for step in ("assign", "release"):
            await simulation.expect(office, f"formgrader/api/assignment/{NAME}/{step}", "publicar la tarea")
        books = await asyncio.gather(*(fetched(address, *student) for student in students))
        own = [origin.of(book).form for book in books]
        assert len(set(own)) == len(students), f"dos tienen la misma forma: {own}"

        # La primera persona entrega la suya; las demás, la de la primera.
        solved = answered(books[0], forms.make(made, own[:1], SECRET)[own[0]])
        await asyncio.gather(*(hand_in(address, *student, solved, at == 0) for at, student in enumerate(students)))
        await simulation.expect(office, f"formgrader/api/assignment/{NAME}/collect", "recoger las entregas")
        for (name, _), form in zip(students, own, strict=True):
            said, grade = await graded(office, Visitor(address, name).name)
            assert grade["code_score"] == grade["max_code_score"] == 6, grade
            warned = f"el cuaderno es la forma {own[0]}, y la suya es la {form}"
            assert (warned in said) == (form != own[0]), said


def write(course):
    """Deja en el curso de quien enseña el texto de la tarea, su clave y su cuaderno, como si estuvieran al abrirla."""
    owner = course.stat().st_uid
    written = course / "tareas" / f"{NAME}.md"
    written.parent.mkdir(exist_ok=True)
    written.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    (course / KEY.name).write_text(SECRET, encoding="ascii")
    made = text.read(written)
    source = course / "source" / NAME
    source.mkdir()
    nbformat.write(build.of_form(forms.make(made, [forms.FIRST], SECRET)[forms.FIRST]), source / f"{NAME}.ipynb")
    for path in (written.parent, written, course / KEY.name, source, *source.iterdir()):
        os.chown(path, owner, -1)
    return made


async def fetched(address, name, password):
    """El cuaderno que recoge una persona; si lo recoge otra vez, es el mismo."""
    async with Visitor(address, name) as desk:
        await desk.enter(password)
        await desk.open_server()
        found = []
        for again in (False, True):
            answer = await desk.ask("POST", "assignments/fetch", json=TASK)
            assert answer["success"], answer
            listed = [one["name"] for one in (await desk.ask("GET", f"api/contents/{NAME}"))["content"]]
            assert listed == [f"{NAME}.ipynb"], f"recogió más de lo suyo: {listed}"
            found.append(await desk.notebook(BOOK))
            if not again:
                await desk.ask("PATCH", f"api/contents/{NAME}", json={"path": "la primera"})
        assert json.dumps(found[0]) == json.dumps(found[1]), "la segunda vez recogió otra"
        return nbformat.from_dict(found[0])


def answered(book, form):
    """El cuaderno, resuelto."""
    answers = {grade_id(cell): cell.source for cell in build.of_form(form).cells}
    for cell in book.cells:
        if nbgrader(cell).get("solution"):
            cell.source = answers[grade_id(cell)]
    return book


async def hand_in(address, name, password, book, first):
    async with Visitor(address, name) as desk:
        await desk.enter(password)
        await desk.save(BOOK, book)
        if first:  # con mirarlo una vez basta
            answer = await desk.ask("POST", "assignments/validate", json={"path": BOOK})
            assert answer == {"success": True, "value": {}}, f"Validar no dice que esté bien: {answer}"
            said = await run(desk, book, ["preparacion", "cadena", "cadena_prueba", "resumen"])
            assert said.startswith("Llevas 2 de 6 puntos.\n✅ bien: ejercicio 1, 2 de 2\n⬜ sin resultado: ejercicio 2"), (
                said
            )
        answer = await desk.ask("POST", "assignments/submit", json=TASK)
        assert answer["success"], answer


async def run(desk, book, names):
    """Lo que muestra la última de esas celdas, ejecutadas una detrás de otra."""
    cells = {grade_id(cell): cell.source for cell in book.cells}
    kernel = await desk.kernel(BOOK)
    said = [text_of(await kernel.run(cells[name])) for name in names]
    await kernel.close()
    return said[-1]


async def graded(office, student):
    """Lo que dice el Formgrader al calificar a una persona, y su nota."""
    place = f"formgrader/api/submission/{NAME}/{student}"
    answer = await office.ask("POST", f"{place}/autograde")
    assert answer["success"], answer
    return answer.get("log", ""), await office.ask("GET", place)
