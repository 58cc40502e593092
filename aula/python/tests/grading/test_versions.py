"""Un cuaderno que sale de otra versión del texto: qué se califica, y qué se dice de lo que cambió."""

import copy
import unittest

import nbformat

from aula.facts import EXERCISES
from aula.grading import cells, examination, restore, results, sanitize
from aula.grading.assignment import Assignment
from aula.grading.nbgrader.preprocessors import place
from aula.notebooks import fingerprint, origin
from aula.notebooks.fingerprint import grade_id
from aula.notebooks.student import student_notebook

from .versions import TEXT, earlier, solved, teachers


class Versions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.now = teachers(TEXT)
        cls.released = student_notebook(cls.now)
        cls.then = teachers(earlier())
        cls.given = student_notebook(cls.then)

    def restored(self, book):
        book = sanitize.clean(nbformat.from_dict(book))
        made, notes = restore.restore(book, Assignment(self.now, self.released))
        return made, notes

    def statements(self, book):
        return [cell.source for cell in book.cells if cell.cell_type == "markdown" and not fingerprint.nbgrader(cell)]

    def test_what_both_have_is_graded_and_the_rest_is_told(self):
        book = solved(self.then, self.given)
        book.cells.insert(5, nbformat.v4.new_code_cell("// lo mío"))
        made, notes = self.restored(book)
        self.assertEqual(
            notes,
            [
                f"el cuaderno sale de otra versión de «{EXERCISES}»: no lleva «errores», que vale 3 puntos; "
                "«cadena» ha cambiado desde entonces; «doble» ya no está, y no se califica"
            ],
        )
        answers = examination.answers(made, cells.exercises(self.now))
        wanted = {each.name: each.reference for each in cells.exercises(self.now)}
        wanted["errores"] = cells.by_id(self.released)["errores"].source
        self.assertEqual(answers, wanted)
        # Lo que se lee es lo de ahora, una vez; lo propio sigue donde estaba.
        self.assertEqual(self.statements(made), self.statements(self.released))
        self.assertEqual([cell.source for cell in made.cells if cell.id.startswith(restore.OWN)][:1], ["// lo mío"])
        self.assertIn("double", made.cells[-3].source + made.cells[-4].source, "lo que respondió no se pierde")

    def test_the_page_says_it_under_each_test(self):
        made, _ = self.restored(solved(self.then, self.given))
        exercises = cells.exercises(self.now)
        place(made, exercises, {each.name: results.Result(1.0, "✅ bien") for each in exercises})
        said = {name: cells.by_id(made)[f"{name}_prueba"].outputs[0].text for name in ("errores", "cadena", "sigmoide")}
        self.assertEqual(said["errores"].count("no está en la versión de los ejercicios que recibiste"), 1)
        self.assertEqual(said["cadena"].count("ha cambiado desde que recibiste tu cuaderno"), 1)
        self.assertEqual(said["sigmoide"], "✅ bien\n")

    def test_what_was_touched_in_a_cell_of_then_is_told_too(self):
        book = solved(self.then, self.given)
        book.cells = [cell for cell in book.cells if grade_id(cell) not in ("neurona", "cadena_grafico")]
        cells.by_id(book)["sigmoide_prueba"].source += "\n9.0"
        _, notes = self.restored(book)
        self.assertEqual(
            notes[1:],
            ["falta la celda de respuesta «neurona»", "la celda «sigmoide_prueba» está cambiada: se usa la del curso"],
        )

    def test_what_nobody_sees_is_no_change(self):
        secret = TEXT.replace("::gradiente::secret!(384.0)", "::gradiente::secret!(385.0)")
        self.assertNotEqual(secret, TEXT)
        teacher = teachers(secret)
        student = student_notebook(teacher)
        self.assertNotEqual(origin.of(student).digest, origin.of(self.released).digest)
        self.assertEqual(self.restored(solved(teacher, student))[1], [])

    def test_another_task_with_some_of_these_exercises(self):
        teacher = teachers(earlier(), "04_control")
        _, notes = self.restored(solved(teacher, student_notebook(teacher)))
        self.assertIn(f"el cuaderno sale de «04_control», y no de «{EXERCISES}»: no lleva «errores»", notes[0])

    def test_not_everything_that_is_gone_is_named(self):
        book = solved(self.then, self.given)
        said = book.metadata[fingerprint.KEY]["text"]["exercises"]
        said |= {f"inventado_{number}": "1" for number in range(200)}
        _, notes = self.restored(book)
        self.assertRegex(notes[0], "«inventado_8» y 191 más ya no están")

    def test_without_metadata_it_is_one_of_now(self):
        for odd in (None, "nada", {}, {"cells": [1]}, {"text": {"name": "x" * 1000, "digest": "1", "exercises": {}}}):
            book = solved(self.then, self.given)
            book.metadata[fingerprint.KEY] = odd
            _, notes = self.restored(book)
            self.assertEqual(
                notes,
                [
                    "falta la celda de respuesta «errores»",
                    "la celda «resumen» está cambiada: se usa la del curso",  # dice cuáles son los ejercicios
                    "falta la celda «errores_prueba»: se usa la del curso",
                ],
            )

    def test_a_strangers_metadata_are_bounded(self):
        book = copy.deepcopy(self.given)
        kept = origin.of(sanitize.clean(book))
        self.assertEqual(kept, origin.of(self.given))
        for change in (
            {"exercises": {f"e{number}": "1" for number in range(origin.MANY + 1)}},
            {"exercises": {"a": "\ud83d"}},
            {"exercises": ["cadena"]},
            {"exercises": {"a», y no se califica; el total es 25": "1"}},
            {"name": "bueno, con 25 de 25"},
            {"name": "dos\nlíneas"},
            {"digest": 7},
        ):
            book.metadata[fingerprint.KEY] = {**self.given.metadata[fingerprint.KEY], "text": {**vars(kept), **change}}
            self.assertIsNone(origin.of(sanitize.clean(book)), change)
        book.metadata[fingerprint.KEY] = {**self.given.metadata[fingerprint.KEY], "cells": ["zz"]}
        self.assertIsNone(origin.of(sanitize.clean(book)))

    def test_the_digests_do_not_change_with_the_solutions(self):
        self.assertEqual(origin.of(self.given).digest, origin.of(self.then).digest)
        other = teachers(earlier().replace("2.0 * x - 5.0", "x + x - 5.0", 1))
        self.assertEqual(origin.of(student_notebook(other)).exercises, origin.of(self.given).exercises)
        self.assertEqual(origin.of(self.given).exercises, origin.exercises(self.given))
        self.assertEqual(list(origin.exercises(self.given))[:3], ["cadena", "numerica", "sigmoide"])


if __name__ == "__main__":
    unittest.main()
