"""Lo que enseña el botón Validar."""

import unittest
from unittest import mock

from aula.grading import engine
from aula.grading.report.page import GOTO
from aula.grading.validation import validate
from aula.notebooks import node

from . import toy
from .test_page import Dom

ATTACK = "<img src=x onerror=alert(1)>"


def said(points, *checks, problem=""):
    made = [{"name": name, "hidden": False, "passed": False, **more} for name, more in checks]
    return {"points": points, "report": f"❌ falla: {ATTACK}", "problem": problem, "checks": made}


class Shown(unittest.TestCase):
    def validated(self, **results):
        book = toy.given(cadena=toy.CHAIN.format("    3.0"), sigmoide=f"fn sigmoid() {{\n    {ATTACK}\n}}")
        results = {"cadena": said(2.0), "sigmoide": said(3.0)} | results
        for cell in book.cells:
            cell.metadata.setdefault("nbgrader", node.Node())
            for mark in ("grade", "solution"):
                cell.metadata.nbgrader.setdefault(mark, False)
        with mock.patch.object(engine, "run", return_value={"results": results}):
            return validate(book)

    def test_a_mistake_a_line_and_a_link_to_its_cell(self):
        found = self.validated(
            cadena=said(0.0, ("en 1", {"said": f"llegó {ATTACK}", "hint": "mira", "mistake": "falta `w`"})),
            sigmoide=said(0.0, problem="la respuesta no compila: en su línea 2, «falta algo»"),
        )
        html = found.for_nbgrader()["failed"][0]["error"]
        self.assertIn("<strong>Falta <code>w</code>.</strong>", html)
        self.assertIn("La sigmoide", html)
        self.assertIn("Tu línea 2:", html)
        self.assertNotIn(ATTACK, html)
        self.assertNotIn("\n", html)
        links = [each for tag, each, _ in Dom(html).found if tag == "a"]
        self.assertIn(str(toy.at(toy.given(), "cadena")), [each["data-place"] for each in links])
        self.assertEqual({each["onclick"] for each in links}, {GOTO}, "y ningún otro guion")
        self.assertEqual({tag for tag, *_ in Dom(html).found}, {"div", "p", "a", "strong", "code"})

    def test_the_same_in_a_text(self):
        found = self.validated(cadena=said(0.0, ("en 1", {"said": "llegó 3", "hint": "mira"})))
        self.assertEqual(found.for_nbgrader()["failed"][0]["source"], "1 bien, 1 por revisar y 1 sin responder.")
        self.assertIn("No las pasan: cadena.", found.report)
        self.assertIn("Sin responder todavía: ¿Por qué?.", found.report)


if __name__ == "__main__":
    unittest.main()
