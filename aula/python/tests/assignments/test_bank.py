"""El banco y componer: lo que se puede saber sin compilar nada. Que sus pruebas sirvan lo mira `review/slow_bank.py`."""

import contextlib
import io
import re
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from aula.assignments import bank, catalog, compose, text
from aula.facts import EXERCISES, NOTEBOOKS, source_of
from aula.problem import Problem

EXERCISE = """---
gradiente:
  titulo: {title}
---

<!-- banco: acto 1, dificultad 1 -->

```rust variante
let (a, n) = (azar.entre(2..=4), 3);
let total: f64 = (0..n).map(|i| f64::from(i * a)).sum();
```

```rust fija="preparacion"
:dep gradiente = {{ path = ".." }}
{setup}
```

# {title}

De {{{{a}}}} en {{{{a:+}}}}, {{{{total.abs():.2}}}}; son {{{{puntos}}}} puntos.

```rust respuesta="{name}"
fn {function}(x: f64) -> f64 {{
    // BEGIN SOLUTION
    x * {{{{a}}}}
    // END SOLUTION
}}
```

```rust prueba="{name}" puntos=1
<::gradiente::rubric::Rubric>::new("{name}", 1.0).check("a", "b", || {function}(1.0), {{{{f64::from(a)}}}}).points()
```
"""


class Bank(unittest.TestCase):
    """Lo que hay en el banco."""

    def setUp(self):
        self.texts = {name: text.read(bank.place(name)) for name in bank.names()}

    def test_there_are_enough_in_every_act(self):
        acts = [entry.act for entry in bank.entries()]
        self.assertGreaterEqual(len(acts), 24)
        self.assertEqual(set(acts), {1, 2, 3})
        self.assertEqual(acts, sorted(acts))

    def test_the_page_says_what_there_is(self):
        self.assertEqual(bank.README.read_text(encoding="utf-8"), bank.readme(), "ejecuta `cargo run -- tarea banco`")

    def test_each_has_one_exercise_with_its_name_forms_hints_and_mistakes(self):
        for name, made in self.texts.items():
            (exercise,) = made.exercises
            self.assertEqual(exercise.name, name)
            self.assertTrue(made.variant and made.fields, name)
            self.assertTrue(exercise.hints, name)
            self.assertIn("ejemplo" if "error_" not in name else "tendría que ir", exercise.statement, name)
            self.assertGreaterEqual(exercise.test.source.count(".mistake("), 2, name)
            self.assertIn("// BEGIN HIDDEN TESTS", exercise.test.source, name)

    def test_no_two_ask_for_the_same_function_nor_for_one_of_the_lesson(self):
        asked = {"lección": text.read(source_of(NOTEBOOKS / f"{EXERCISES}.ipynb")), **self.texts}
        giving = {}
        for name, made in asked.items():
            for exercise in made.exercises:
                for function in re.findall(r"^fn (\w+)", exercise.answer.source, re.MULTILINE):
                    self.assertEqual(giving.setdefault(function, name), name, function)

    def test_all_of_them_fit_in_one(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "todo.md"
            path.write_text(compose.composed("todo", bank.names()), encoding="utf-8")
            made = text.read(path)
        self.assertEqual([each.name for each in made.exercises], bank.names())
        bound = list(compose.BOUND.finditer(made.variant.source))
        names = [name for found in bound for name in re.findall(r"\w+", found["many"] or found["one"])]
        self.assertEqual(len(names), len(set(names)), "dos números se llaman igual")


class Compose(unittest.TestCase):
    """Juntar ejercicios, con un banco de mentira."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tasks = Path(folder.name)
        self.bank = self.tasks / "banco"
        self.bank.mkdir()
        self.add("uno", "one", "use ndarray::Array1;")
        self.add("dos", "two", "use ndarray::Array2;")
        for where, name, value in (
            (bank, "BANK", self.bank),
            (bank, "README", self.bank / "README.md"),
            (catalog, "ASSIGNMENTS", self.tasks),
            (catalog, "NOTEBOOKS", self.tasks),
        ):
            patch = mock.patch.object(where, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def add(self, name, function, setup=""):
        written = EXERCISE.format(name=name, function=function, title=f"El {name}", setup=setup)
        (self.bank / f"{name}.md").write_text(written, encoding="utf-8")

    def compose(self, name, exercises):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            compose.compose(name, exercises)
        return said.getvalue()

    def refused(self, name, exercises):
        before = sorted(self.tasks.rglob("*"))
        with self.assertRaises(Problem) as raised:
            self.compose(name, exercises)
        self.assertEqual(sorted(self.tasks.rglob("*")), before, "no se escribe nada a medias")
        return str(raised.exception)

    def test_the_exercises_come_in_order_with_their_number_and_their_points(self):
        self.assertIn("control_2.md: 2 ejercicios", self.compose("control_2", "dos, uno"))
        made = text.read(self.tasks / "control_2.md")
        self.assertEqual(made.title, "Control 2")
        self.assertEqual([each.name for each in made.exercises], ["dos", "uno"])
        self.assertEqual([each.label for each in made.exercises], ["ejercicio 1", "ejercicio 2"])
        self.assertNotIn("banco:", (self.tasks / "control_2.md").read_text(encoding="utf-8"))

    def test_their_set_up_comes_once_and_their_numbers_with_another_name(self):
        self.compose("c", "uno,dos")
        made = text.read(self.tasks / "c.md")
        setup = made.setup.source.splitlines()
        self.assertEqual(setup, [':dep gradiente = { path = ".." }', "use ndarray::Array1;", "use ndarray::Array2;"])
        variant = made.variant.source
        self.assertIn("let (a, n) = (azar.entre(2..=4), 3);", variant)
        self.assertIn("let (a2, n2) = (azar.entre(2..=4), 3);", variant.replace("_", ""))
        self.assertIn("(0..n_2).map(|i| f64::from(i * a_2)).sum();", variant)
        fields = [(field.value, field.spec) for field in made.fields]
        self.assertIn(("a_2", "+"), fields)
        self.assertIn(("total_2.abs()", ".2"), fields)
        self.assertIn(("f64::from(a_2)", ""), fields)

    def test_what_cannot_be_is_said_and_nothing_is_written(self):
        self.assertIn("«tres»", self.refused("c", "uno,tres"))
        self.assertIn("dos veces", self.refused("c", "uno,dos,uno"))
        self.assertIn("al menos un ejercicio", self.refused("c", " , "))
        self.assertIn("no vale como nombre", self.refused("../c", "uno"))
        self.add("otro", "one")
        self.assertIn("`one`", self.refused("c", "uno,otro"))

    def test_nothing_is_written_over(self):
        (self.tasks / "mia.md").write_text("lo mío", encoding="utf-8")
        self.assertIn("/mia.md, y se queda como está", self.refused("mia", "uno"))
        self.assertEqual((self.tasks / "mia.md").read_text(encoding="utf-8"), "lo mío")


if __name__ == "__main__":
    unittest.main()
