"""Validar busca las respuestas como se buscan al calificar: lo que comprueba es lo que se calificará."""

import json
import unittest
from unittest import mock

import nbformat
from nbgrader.utils import compute_checksum

from aula.grading import engine, validation
from aula.notebooks import node
from aula.problem import Problem

from . import toy
from .test_answers import CHAIN, HELPER, SIGMOID, SLOPE, put


def handed(**answers):
    """El cuaderno de alguien: cada celda, con la suma de lo que llevaba al publicarse."""
    tests = {"cadena_prueba": "prueba(|| chain(1.0), 2.0)", "sigmoide_prueba": "let z = 1.0; prueba(sigmoid(z) + slope(z))"}
    released, given = toy.given(**tests), toy.given(**tests, **answers)
    for before, cell in zip(released.cells, given.cells, strict=True):
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader["checksum"] = compute_checksum(before)
    return given


class Validate(unittest.TestCase):
    def validate(self, book, points=3):
        """Lo que se sabe del cuaderno, y lo que se le dio al motor, que a todo le da `points`."""
        asked = {}

        def run(order, watch):
            asked.update({each["name"]: each["reference"] for each in order["exercises"]})
            return {"results": {name: {"points": points, "report": f"informe de {name}", "problem": ""} for name in asked}}

        with mock.patch.object(engine, "run", run):
            return validation.validate(nbformat.from_dict(json.loads(toy.written(book)))), asked

    def test_an_answer_in_pieces_is_joined(self):
        book = handed(sigmoide=HELPER, cadena=CHAIN)
        for number, source in enumerate((SIGMOID, SLOPE), 1):
            put(book, toy.at(book, "sigmoide") + number, source, name=f"trozo-{number}", grade_id="sigmoide")
        found, asked = self.validate(book)
        self.assertEqual(asked["sigmoide"], f"{HELPER}\n{SIGMOID}\n{SLOPE}")
        self.assertEqual((found.passed, found.notes), (["cadena", "sigmoide"], []))

    def test_one_in_another_cell_is_found_and_said(self):
        book = put(handed(), 0, CHAIN)
        found, asked = self.validate(book)
        self.assertEqual(asked["cadena"], CHAIN)
        self.assertEqual(found.notes, ["Ojo: la celda de «cadena» no tiene `chain`: se califica lo de otra celda."])

    def test_a_notebook_whose_cells_say_nothing(self):
        book = handed(cadena=CHAIN)
        for cell in book.cells:
            cell.metadata = {}
        with self.assertRaisesRegex(Problem, "algún editor borró cuáles lo son.*copia tus respuestas en uno recién bajado"):
            self.validate(book)

    def test_a_copy_is_said(self):
        book = put(handed(cadena=CHAIN), 99, CHAIN.replace("3.0", "4.0"), grade_id="cadena")
        found, asked = self.validate(book)
        self.assertEqual(asked["cadena"], CHAIN)
        self.assertIn("está repetida", found.notes[0])

    def test_what_nobody_wrote_is_unanswered_and_what_is_missing_is_said(self):
        found, _ = self.validate(handed(), points=0)
        self.assertEqual(found.unanswered, ["cadena", "sigmoide", "reflexion"])
        book = handed(reflexion="Porque sí.")
        del book.cells[toy.at(book, "cadena")]
        found, asked = self.validate(book, points=0)
        self.assertEqual((found.unanswered, sorted(asked)), (["sigmoide"], ["sigmoide"]))
        self.assertEqual(found.failed, {"cadena": "❌ falla: cadena; falta su celda de respuesta."})

    def test_a_published_mistake_left_as_it_was_is_unanswered(self):
        """La de «encuentra el error» no lleva `todo!`: que sigue igual lo dice la suma."""
        wrong = "fn chain(x: f64) -> f64 { 9.0 }"
        book = handed(cadena=wrong)
        cell = book.cells[toy.at(book, "cadena")]
        cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
        self.assertIn("cadena", self.validate(book, points=0)[0].unanswered)
        put(book, 0, CHAIN)
        self.assertEqual(self.validate(book)[1]["cadena"], CHAIN, "y vale la que escribió en otra celda")

    def test_a_changed_test_is_said(self):
        book = handed(cadena=CHAIN)
        book.cells[toy.at(book, "cadena_prueba")].source += " "
        self.assertIn("La celda de prueba de «cadena» está cambiada", self.validate(book)[0].notes[0])

    def test_another_notebook_is_refused(self):
        self.assertRaisesRegex(Exception, "no tiene ejercicios", self.validate, node.book([], {}))


if __name__ == "__main__":
    unittest.main()
