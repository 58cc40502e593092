"""Lo que se encuentra en una tarea, sin compilar nada: los números, lo que se dice y la página."""

import json
import re
import shlex
import sys
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

import nbformat
from markupsafe import escape
from nbformat import v4

from aula.assignments.fields import CODE, FORMULA, TEXT, Field
from aula.pages import export, policy
from aula.problem import Problem
from aula.review import findings, mutants, numbers, page, told


@dataclass
class Text:
    fields: list


@dataclass
class Form:
    assignment: Text
    values: tuple


def doubts(*values):
    """Lo que se dice de unos valores, cada uno (cómo va escrito, valor), en las líneas 1, 2…"""
    fields = [Field(f"v{line}", "", how, line) for line, (how, _) in enumerate(values, start=1)]
    return numbers.doubts(Form(Text(fields), tuple(value for _, value in values)))


def mutant(kind="signo", before="-x", after="x"):
    return mutants.Mutant(kind, 2, before, after, "fn f() {}")


class Numbers(unittest.TestCase):
    """Los que una persona puede calcular a mano."""

    def test_a_good_number_is_not_a_doubt(self):
        good = [(TEXT, "2"), (TEXT, "−0.25"), (FORMULA, "-3"), (TEXT, "+ 10"), (TEXT, "0.1667"), (TEXT, "0.05")]
        self.assertEqual(doubts(*good), [])

    def test_a_zero_and_a_long_one_are_told_at_their_line(self):
        found = dict(doubts((TEXT, "1"), (TEXT, "0"), (FORMULA, "-0"), (FORMULA, "+ 0"), (TEXT, "0.6666666666666666")))
        self.assertEqual(sorted(found), [2, 3, 4, 5])
        self.assertIn("«{{v2}}» sale 0", found[2])
        self.assertIn("{{v5:.4}}", found[5])

    def test_in_the_code_only_what_is_not_a_number_is_told(self):
        found = doubts((CODE, "0.0"), (CODE, "0.6666666666666666"), (CODE, "inf"), (CODE, "f64::NAN"), (TEXT, "NaN"))
        self.assertEqual([line for line, _ in found], [3, 4, 5])
        self.assertIn("¿se divide por cero?", found[0][1])


class Told(unittest.TestCase):
    """Lo que se cuenta en la terminal."""

    def lines(self, **more):
        part = findings.Exercise("cadena", "La cadena", 10, 2, tried=3, **more)
        found = findings.Review("Control", "control", ["A", "B"], [part], seconds=2.4)
        return found, "\n".join(told.lines(found))

    def test_a_good_one_can_be_handed_out(self):
        found, said = self.lines()
        self.assertTrue(found.good)
        self.assertIn("las formas A y B, 1 ejercicio", said)
        self.assertIn("✅ cadena (2 puntos): 3 cambios en la solución, 3 notados", said)
        self.assertIn("Se puede repartir. Tardó 2 s.", said)
        self.assertNotIn("ocultas", said)
        found, said = self.lines(bare=True)
        self.assertTrue(found.good, "se dice, y decide quien enseña")
        self.assertIn("3 notados; no lleva pruebas ocultas, y basta copiar lo que espera la que se ve", said)

    def test_each_thing_that_is_wrong_keeps_it_from_being_handed_out(self):
        for more, expected in (
            ({"broken": {"A": "❌ falla: esto", "B": "❌ falla: esto"}}, "no pasa su prueba en las formas A y B:\n"),
            ({"unsolved": {"B": 0.5}}, "Sin resolver nada se ganan 0,5 puntos en la forma B"),
            ({"faults": {"el error «x»: da lo mismo": ["A"]}}, "no se distingue en la forma A: el error «x»"),
            ({"unread": "renglón 2: no es Rust"}, "No se pudo cambiar la solución: renglón 2"),
            ({"alone": "❌ falla: sola"}, "Solo, sin los demás ejercicios"),
            ({"alike": [("B", "A")]}, "valen en otra (la de B en la A)"),
            ({"survivors": [findings.Survivor(12, 0, mutant())]}, "línea 12: -x  →  x  (signo)"),
            ({"survivors": [findings.Survivor(12, 0, mutant("renglón", "s += x;", ""))]}, "sin «s += x;»  (renglón)"),
        ):
            found, said = self.lines(**more)
            self.assertFalse(found.good, more)
            self.assertIn(expected, said)
            self.assertIn("❌ cadena", said)
            self.assertNotIn("Se puede repartir", said)

    def test_what_is_wrong_with_the_whole_is_told_too(self):
        for more, expected in (
            ({"repeated": [("A", "C")]}, "Las formas A y C son iguales"),
            ({"doubts": [(7, "B", "«{{a}}» sale 0")]}, "Línea 7 en la forma B: «{{a}}» sale 0."),
            ({"stopped": {"del estudiante": "celda 3: un pánico"}}, "El cuaderno del estudiante no se pudo ejecutar entero"),
        ):
            found = findings.Review("Control", "control", ["A"], [], **more)
            self.assertFalse(found.good, more)
            self.assertIn(expected, "\n".join(told.lines(found)))


class Page(unittest.TestCase):
    """La página."""

    def test_it_is_whole_and_what_it_says_is_text(self):
        survivor = findings.Survivor(3, 0, mutant("comparación", "if x < 1.0 {", "if x > 1.0 {"))
        part = findings.Exercise("a", "Con <b>negrita</b>", 1, 1, tried=1, survivors=[survivor])
        found = findings.Review("Control", "control", ["A", "B"], [part], doubts=[(2, "A", "«<script>» sale 0")])
        with tempfile.TemporaryDirectory() as folder:
            place = page.write(found, Path(folder), "<p>uno</p>")
            html = place.read_text(encoding="utf-8")
            written = sorted(path.name for path in Path(folder).iterdir())
        self.assertEqual(written, ["cuaderno.html", "index.html"])
        self.assertIn(f'content="{escape(policy.FEEDBACK)}"', html)
        self.assertIn("if x &lt; 1.0 {", html)
        self.assertIn("// IGUAL: comparación", html)
        self.assertNotIn("<script>", html)
        self.assertNotIn("<b>", html)
        self.assertIn('<a href="cuaderno.html">', html)

    def test_what_differs_for_a_student_has_the_solution_beside_it(self):
        def book(answer, said):
            cells = [v4.new_markdown_cell("# Uno", id="uno"), v4.new_code_cell(answer, id="a")]
            cells.append(v4.new_code_cell("f(1)", id="b", outputs=[v4.new_output("stream", text=said)]))
            return v4.new_notebook(cells=cells)

        made = page.beside(book("todo!()", "❌"), book("2", "✅"))
        self.assertEqual([cell.source for cell in made.cells], ["# Uno", "todo!()", "2", "f(1)", "f(1)"])
        nbformat.validate(made)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "x.ipynb")
            nbformat.write(made, path)
            html = export.page(path, template="beside")
        pairs = re.findall(r'<div class="par">.*?</div>\s*</section></div>', html, re.DOTALL)
        self.assertEqual([pair.count('class="lado"') for pair in pairs], [2, 2])
        self.assertIn("❌", pairs[1].split("Resuelto")[0])
        self.assertNotIn("# Uno", html)
        self.assertEqual(html.count("Lo que ve un estudiante"), 2)


class Mutants(unittest.TestCase):
    """Lo que se le pide al programa que los hace, con uno de mentira."""

    def program(self, answer):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "mutantes"
        # Con sh: la ruta de este Python puede llevar espacios, y la primera línea de un guion no los admite.
        path.write_text(f"#!/bin/sh\nprintf '%s\\n' {shlex.quote(answer)}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    @unittest.skipIf(sys.platform == "win32", "un guion no se ejecuta solo")
    def test_they_are_read_or_it_is_said_why_not(self):
        each = {"kind": "signo", "line": 2, "before": "-x", "after": "x", "source": "fn f() {}"}
        answer = json.dumps({"a": [each], "b": {"error": "renglón 1: no es Rust"}})
        made = mutants.make(self.program(answer), {"a": "", "b": ""})
        self.assertEqual(made, {"a": [mutant()], "b": "renglón 1: no es Rust"})
        with self.assertRaisesRegex(Problem, "no contestó"):
            mutants.make(self.program("nada"), {})

    def test_a_program_that_is_not_there_is_said(self):
        with self.assertRaisesRegex(Problem, "No se puede ejecutar"):
            mutants.make(Path("no", "existe"), {})


if __name__ == "__main__":
    unittest.main()
