"""El trabajo de un estudiante no se pierde: qué se hace con un cuaderno en el que alguien escribió."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import nbformat

from aula import files
from aula.notebooks import build, fingerprint, generate
from aula.problem import FAILED, OK, STALE, Problem

LESSON = """# Una lección

```rust
let x = 1;
```

Un párrafo.

```rust
x + 1
```
"""

MARKS = '{{"grade": {}, "grade_id": "{}", "locked": {}, {}"schema_version": 3, "solution": {}, "task": false}}'
ANSWER = MARKS.format("false", "suma", "false", "", "true")
OTHER = MARKS.format("false", "resta", "false", "", "true")
TEST = MARKS.format("true", "suma_prueba", "true", '"points": 2, ', "false")
EXERCISES = f"""# Unos ejercicios

```rust nbgrader={ANSWER}
fn sum(a: f64, b: f64) -> f64 {{
    // BEGIN SOLUTION
    a + b
    // END SOLUTION
}}
```

```rust nbgrader={TEST}
sum(1.0, 1.0)
```

```rust nbgrader={OTHER}
fn subtract(a: f64, b: f64) -> f64 {{
    // BEGIN SOLUTION
    a - b
    // END SOLUTION
}}
```
"""
UP_TO_DATE = "al día con su texto"


def run(book, path):
    """En lugar del núcleo: todas las celdas muestran lo mismo."""
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="2\n")]
    return "0.0 s"


class Notebooks(unittest.TestCase):
    """Una carpeta con una lección y unos ejercicios, recién generados."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.lesson, self.exercises = self.folder / "leccion.ipynb", self.folder / "ejercicios.ipynb"
        self.teacher = self.folder / "curso" / "source" / "ejercicios" / "ejercicios.ipynb"
        (self.folder / "fuente").mkdir()
        self.rewrite(self.lesson, LESSON)
        self.rewrite(self.exercises, EXERCISES)
        replaced = mock.patch.object(generate, "run", run)
        replaced.start()
        self.addCleanup(replaced.stop)
        self.assertEqual(self.generate(self.lesson, self.exercises)[0], OK)

    def rewrite(self, notebook, text):
        (self.folder / "fuente" / f"{notebook.stem}.md").write_text(text, encoding="utf-8")

    def generate(self, *paths):
        return self.task(generate.generate, paths)

    def check(self, *paths):
        return self.task(generate.check, paths)

    def task(self, task, paths):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            try:
                code = task([str(path) for path in paths])
            except Problem as problem:
                return FAILED, f"{said.getvalue()}{problem}"
        return code, said.getvalue()

    @contextlib.contextmanager
    def editing(self, path):
        """Como quien abre el cuaderno en JupyterLab, lo cambia y lo guarda."""
        book = files.read(path)
        yield book
        nbformat.write(book, path)

    def kept(self, *paths, words):
        """Generar se niega, dice `words` y no cambia nada."""
        before = {path: path.read_bytes() for path in self.folder.rglob("*.ipynb")}
        code, said = self.generate(*paths)
        self.assertEqual(code, FAILED)
        self.assertIn("No se cambió ningún cuaderno", said)
        self.assertIn(words, said)
        self.assertIn("cámbiale el nombre al archivo", said)
        self.assertEqual({path: path.read_bytes() for path in self.folder.rglob("*.ipynb")}, before)
        self.assertEqual(list(self.folder.glob(".*")), [])

    def test_what_nobody_touched_is_written_again(self):
        self.assertEqual(self.check(self.lesson, self.exercises)[0], OK)
        before = self.lesson.read_bytes()
        self.assertEqual(self.generate(self.lesson, self.exercises)[0], OK)
        self.assertEqual(self.lesson.read_bytes(), before)

    def test_an_own_assignment_without_a_notebook_is_not_wrong(self):
        (self.folder / "tareas").mkdir()
        (self.folder / "tareas" / "control1.md").write_text("Algo a medias: ```rust", encoding="utf-8")
        code, said = self.check(self.lesson, self.folder / "control1.ipynb")
        self.assertEqual(code, OK, said)
        self.assertIn("control1: todavía no tiene cuaderno; lo hace `cargo run -- generar control1`", said)
        self.assertIn("leccion.ipynb: todo igual", said)

    def test_answers_are_kept_and_nothing_to_complain_about(self):
        self.answer()
        code, said = self.check(self.lesson, self.exercises)
        self.assertEqual(code, OK, said)
        self.assertIn("ejercicios.ipynb: resuelto por alguien: 1 respuesta; no se compara y se queda como está", said)
        self.assertIn("leccion.ipynb: todo igual", said)
        self.kept(self.lesson, self.exercises, words="ejercicios.ipynb (respuestas: «suma»)")

    def test_an_answer_put_back_is_no_work(self):
        self.answer()
        with self.editing(self.exercises) as book:
            book.cells[1].source = build.versions(self.exercises)[self.exercises].cells[1].source
        self.assertIn(UP_TO_DATE, self.check(self.exercises)[1])
        self.assertEqual(self.generate(self.exercises)[0], OK)

    def test_a_cleared_answer(self):
        with self.editing(self.exercises) as book:
            book.cells[1].source = ""
        code, said = self.check(self.exercises)
        self.assertEqual((code, said.count("resuelto por alguien: 1 respuesta")), (OK, 1), said)
        self.kept(self.exercises, words="respuestas: «suma» (en blanco)")

    def test_a_cell_of_ones_own_among_the_exercises(self):
        self.answer()
        with self.editing(self.exercises) as book:
            book.cells.insert(1, nbformat.v4.new_code_cell("1 + 1"))
        code, said = self.check(self.exercises)
        self.assertEqual(code, OK, said)
        self.assertIn("resuelto por alguien: 1 respuesta y 1 celda propia;", said)
        self.kept(self.exercises, words="respuestas: «suma»; celdas añadidas: la 2")

    def test_a_changed_test_and_a_deleted_cell(self):
        with self.editing(self.exercises) as book:
            book.cells[2].source = "2.0"
            del book.cells[0]
        code, said = self.check(self.exercises)
        self.assertEqual(code, FAILED)
        self.assertIn("alguien lo cambió a mano (celdas cambiadas: «suma_prueba»; celdas borradas: la 1 de antes)", said)
        self.kept(self.exercises, words="celdas cambiadas: «suma_prueba»; celdas borradas: la 1 de antes")

    def test_marks_of_a_cell(self):
        with self.editing(self.exercises) as book:
            book.cells[2].metadata.nbgrader.points = 20
        code, said = self.check(self.exercises)
        self.assertEqual(code, FAILED)
        self.assertIn("celdas añadidas: «suma_prueba»; celdas borradas: la 3 de antes", said)

    def test_a_lesson_edited_by_hand(self):
        with self.editing(self.lesson) as book:
            book.cells[1].source = "let x = 7;"
            book.cells.append(nbformat.v4.new_markdown_cell("Apuntes."))
        code, said = self.check(self.lesson)
        self.assertEqual(code, FAILED)
        self.assertIn("alguien lo cambió a mano (celdas añadidas: la 5; celdas cambiadas: la 2)", said)
        self.assertIn("fuente/leccion.md", said)
        self.kept(self.exercises, self.lesson, words="leccion.ipynb (celdas añadidas: la 5; celdas cambiadas: la 2)")

    def test_what_jupyterlab_writes_is_no_work(self):
        for path in (self.lesson, self.exercises):
            with self.editing(path) as book:
                for number, cell in enumerate(book.cells):
                    cell.id = f"otro-{number}"
                    cell.metadata["collapsed"] = True
                    if cell.cell_type == "code":
                        cell.execution_count = 7
        self.assertEqual(self.check(self.lesson, self.exercises)[0], OK)
        with self.editing(self.lesson) as book:
            book.cells[1].outputs = []
        code, said = self.check(self.lesson)
        self.assertEqual(code, FAILED, "los resultados sí se comparan")
        self.assertNotIn("a mano", said)
        self.assertEqual(self.generate(self.lesson, self.exercises)[0], OK)

    def test_stale(self):
        self.rewrite(self.lesson, LESSON + "\nOtro párrafo.\n")
        code, said = self.check(self.lesson)
        self.assertEqual(code, STALE)
        self.assertIn("leccion.ipynb no está al día con fuente/leccion.md: ejecuta `cargo run -- generar`", said)
        self.assertEqual(self.generate(self.lesson)[0], OK)
        self.assertEqual(self.check(self.lesson)[0], OK)

    def test_stale_and_solved(self):
        self.answer()
        self.rewrite(self.exercises, EXERCISES.replace("Unos ejercicios", "Otros ejercicios"))
        code, said = self.check(self.exercises)
        self.assertEqual(code, STALE)
        self.assertIn("no está al día con fuente/ejercicios.md, y además alguien trabajó en él (respuestas: «suma»)", said)
        self.assertNotIn("ejecuta `cargo run -- generar`", said)
        self.kept(self.exercises, words="respuestas: «suma»")

    def test_the_same_change_in_the_text_and_by_hand_is_no_work(self):
        self.rewrite(self.lesson, LESSON.replace("Un párrafo", "Otro párrafo"))
        with self.editing(self.lesson) as book:
            book.cells[2].source = "Otro párrafo."
        self.assertEqual(self.generate(self.lesson)[0], OK)

    def test_without_a_fingerprint(self):
        with self.editing(self.lesson) as book:
            del book.metadata[fingerprint.KEY]
        self.assertEqual(self.check(self.lesson)[0], OK)
        self.assertEqual(self.generate(self.lesson)[0], OK)
        for odd in (None, "nada", {"cells": 3}, {"cells": [1, 2]}):
            with self.editing(self.lesson) as book:
                book.metadata[fingerprint.KEY] = odd
                book.cells[1].source = "let x = 7;"
            self.kept(self.lesson, words="celdas cambiadas: la 2")

    def test_what_cannot_be_read_may_be_someones_work(self):
        self.lesson.write_text("<<<<<<< dos versiones", encoding="utf-8")
        for code, said in (self.check(self.lesson), self.generate(self.lesson)):
            self.assertEqual(code, FAILED)
            self.assertIn("No se puede leer", said)
            self.assertIn("cámbiale el nombre al archivo", said)
        self.assertEqual(self.lesson.read_text(encoding="utf-8"), "<<<<<<< dos versiones")

    def test_an_empty_file_holds_nothing(self):
        self.lesson.write_bytes(b"")
        self.assertEqual(self.check(self.lesson)[0], STALE)
        self.assertEqual(self.generate(self.lesson)[0], OK)

    def test_what_is_saved_while_the_cells_run_is_kept(self):
        self.rewrite(self.lesson, LESSON + "\nOtro párrafo.\n")

        def slow(book, path):
            with self.editing(self.lesson) as open_book:
                open_book.cells[1].source = "let x = 7;"
            return run(book, path)

        with mock.patch.object(generate, "run", slow):
            code, said = self.generate(self.lesson)
        self.assertEqual(code, FAILED)
        self.assertIn("celdas cambiadas: la 2", said)
        self.assertEqual(files.read(self.lesson).cells[1].source, "let x = 7;")

    def test_the_teachers_notebook(self):
        notebooks = [self.lesson, self.exercises]
        before = self.teacher.read_bytes()
        self.teacher.unlink()
        self.assertEqual(self.task(generate.course, notebooks), (OK, ""))
        self.assertEqual(self.teacher.read_bytes(), before)
        with self.editing(self.teacher) as book:
            book.cells[2].source = "sum(2.0, 2.0)"
        before = self.teacher.read_bytes()
        code, said = self.task(generate.course, notebooks)
        self.assertEqual(code, OK)
        self.assertEqual(len(said.splitlines()), 1)
        self.assertIn("alguien lo cambió a mano (celdas cambiadas: «suma_prueba»); se queda como está", said)
        self.assertEqual(self.teacher.read_bytes(), before)
        self.teacher.write_text("{", encoding="utf-8")
        code, said = self.task(generate.course, notebooks)
        self.assertEqual((code, len(said.splitlines()), self.teacher.read_text(encoding="utf-8")), (OK, 1, "{"))
        self.teacher.write_bytes(before)
        self.assertEqual(self.check(self.exercises)[0], FAILED)
        self.kept(self.exercises, words="curso/source/ejercicios/ejercicios.ipynb (celdas cambiadas: «suma_prueba»)")

    def answer(self):
        with self.editing(self.exercises) as book:
            book.cells[1].source = "fn sum(a: f64, b: f64) -> f64 { b + a }"


if __name__ == "__main__":
    unittest.main()
