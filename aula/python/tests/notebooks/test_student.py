"""El cuaderno del estudiante: no lleva nada que resuelva los ejercicios, y es el que publicaría nbgrader."""

import tempfile
import unittest
from pathlib import Path

import nbformat

from aula.facts import EXERCISES, NOTEBOOKS
from aula.notebooks import build, fingerprint
from aula.notebooks.student import CODE_STUB, student_notebook
from tests.grading.publishing import release


class Student(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.teacher = build.build(NOTEBOOKS / "fuente" / f"{EXERCISES}.md")
        cls.before = nbformat.writes(cls.teacher)
        cls.student = student_notebook(cls.teacher)

    def test_no_solutions_no_hidden_tests_and_its_own_fingerprint(self):
        text = nbformat.writes(self.student)
        for secret in ("BEGIN SOLUTION", "HIDDEN", ".hidden("):
            self.assertIn(secret, self.before)
            self.assertNotIn(secret, text)
        self.assertIn(CODE_STUB.split("(")[0], text)
        self.assertEqual(fingerprint.recorded(self.student), fingerprint.fingerprint(self.student))
        self.assertNotEqual(fingerprint.recorded(self.student), fingerprint.recorded(self.teacher))

    def test_both_ask_for_the_library_in_the_same_way(self):
        books = (self.teacher, self.student)
        setup = [cell.source for book in books for cell in book.cells if ":dep gradiente" in cell.source]
        self.assertEqual(len(setup), 2)
        self.assertTrue(all(':dep gradiente = { path = ".." }' in source for source in setup))

    def test_the_teachers_is_not_touched(self):
        self.assertEqual(nbformat.writes(self.teacher), self.before)

    def test_it_is_the_one_that_nbgrader_publishes(self):
        course = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.assertEqual(nbformat.writes(release(self.teacher, course)), nbformat.writes(self.student))


if __name__ == "__main__":
    unittest.main()
