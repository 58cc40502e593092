"""Las formas de una tarea, con el programa que las hace: sus números, cómo se escriben, y lo que se dice de un error."""

import stat
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from aula.assignments import forms, key, text
from aula.assignments.mistakes import Mistakes
from aula.problem import Problem

VARIANT = """let a: f64 = azar.elige([2.0, 3.0, 4.0]);
let b: f64 = azar.entre(-9..=9).into();
exige!(a != b && b < 0.0);
let tercio = 1.0 / 3.0;
let w = array![[a, b], [0.1 + 0.2, 1e-3]];
"""
TEXT = f"""---
gradiente:
  titulo: Control
---

```rust variante
{VARIANT}```

# Control

```rust fija="preparacion"
:dep gradiente = {{ path = ".." }}
use ndarray::{{Array2, array}};
```

## Ejercicio 1. Una recta

Vale $({{{{a}}}}x {{{{b:+}}}})$, o sea {{{{b}}}}; en código, `{{{{b}}}} * x`. Un tercio: {{{{tercio:.2}}}}. $W = {{{{w}}}}$.

<details><summary>Una pista</summary>

Suma {{{{a - b}}}}.

</details>

```rust respuesta="recta"
fn line(x: f64) -> f64 {{
    // BEGIN SOLUTION
    // Con {{{{b}}}}.
    let w = array!{{{{w}}}};
    w[[0, 0]] * x {{{{b:+}}}} + 0.0 * {{{{b}}}}.abs()
    // END SOLUTION
}}
```

```rust prueba="recta" puntos=1
<::gradiente::rubric::Rubric>::new("recta", 1.0)
    .check("en 1", "suma", || line(1.0), ({{{{a}}}} {{{{b:+}}}}).min(99.0))
    .points()
```
"""
KEY = "0" * 64


def read(content):
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name, "control1.md")
    path.write_text(content, encoding="utf-8")
    with folder:
        return text.read(path)


def made(content, names=("A",), secret=KEY):
    return forms.make(read(content), names, secret)


class Forms(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.forms = made(TEXT, forms.names(30))

    def test_each_place_has_the_number_as_it_is_written_there(self):
        form = next(form for form in self.forms.values() if form.values[0] == "3")
        written = form.rendered.long()
        size = form.values[1].removeprefix("- ")
        self.assertIn(f"Vale $(3x - {size})$, o sea −{size}; en código, `-{size}.0 * x`. Un tercio: 0.33.", written)
        self.assertIn(rf"$W = \begin{{pmatrix}} 3 & -{size} \\ 0.3 & 0.001 \end{{pmatrix}}$", written)
        self.assertIn(f"    // Con −{size}.\n    let w = array![[3.0, -{size}.0], [0.30000000000000004, 0.001]];", written)
        self.assertIn(f"w[[0, 0]] * x - {size}.0 + 0.0 * (-{size}.0_f64).abs()", written)
        self.assertIn(f"|| line(1.0), (3.0_f64 - {size}.0_f64).min(99.0))", written)
        self.assertNotIn("azar", written)

    def test_the_same_name_is_the_same_form(self):
        again = made(TEXT, ["C", "A"])
        self.assertEqual([again[name].values for name in "AC"], [self.forms[name].values for name in "AC"])
        self.assertGreater(len({form.values for form in self.forms.values()}), 10)
        self.assertNotEqual(
            [form.values for form in made(TEXT, forms.names(30), "1" * 64).values()],
            [form.values for form in self.forms.values()],
        )

    def test_its_title_says_which_one_and_its_hints_can_be_left_out(self):
        form = self.forms["B"]
        self.assertIn("# Control · forma B\n", form.rendered.long())
        self.assertIn("<details><summary>Una pista", form.rendered.long())
        self.assertNotIn("pista", form.plain().rendered.long())

    def test_the_name_of_a_person_is_only_a_text(self):
        form = made(TEXT, ["Ana_Ruiz <b> $x$"])["Ana_Ruiz <b> $x$"]
        self.assertIn("# Control · Ana_Ruiz \\<b\\> \\$x\\$\n", form.rendered.long())

    def test_without_a_cell_there_is_one(self):
        alone = TEXT.replace(f"```rust variante\n{VARIANT}```\n", "").replace("{{b}}.abs()", "1.0")
        for field, value in {
            "{{a}}": "2",
            "{{b:+}}": "+ 1",
            "{{b}}": "1",
            "{{tercio:.2}}": "0.3",
            "{{w}}": "w",
            "{{a - b}}": "1",
        }.items():
            alone = alone.replace(field, value)
        only = made(alone, ["A", "B"])
        self.assertEqual([form.name for form in only.values()], ["", ""])
        self.assertIn("# Control\n", only["A"].rendered.long())

    def test_names(self):
        self.assertEqual([forms.names(80)[at] for at in (0, 25, 26, 51, 52)], ["A", "Z", "AA", "AZ", "BA"])


class Wrong(unittest.TestCase):
    def said(self, content, names=("A",)):
        with self.assertRaises(Mistakes) as raised:
            made(content, names)
        return [(each.line, each.said) for each in raised.exception.found]

    def line(self, content, words):
        return next(number for number, line in enumerate(content.split("\n"), start=1) if words in line)

    def test_what_rust_does_not_know_is_said_in_the_line_of_the_text(self):
        wrong = TEXT.replace("{{tercio:.2}}", "{{tercios:.2}}").replace("1.0 / 3.0", "1 / 3.0").replace("{{a - b}}", "{{c}}")
        found = self.said(wrong)
        places = [self.line(wrong, words) for words in ("1 / 3.0", "{{tercios", "{{c}}")]
        self.assertEqual([line for line, _ in found], places)
        self.assertIn("Rust no sabe dividir un entero y un decimal", found[0][1])
        self.assertIn("«{{tercios}}»: el nombre `tercios` no existe, y hay uno que se parece: `tercio`", found[1][1])
        self.assertIn("no hay ninguna variable que se llame `c`", found[2][1])
        self.assertNotIn("celda, ", found[2][1])

    def test_what_the_cell_writes_is_not_an_answer_and_who_leaves_does_not_answer(self):
        talks = TEXT.replace("let tercio", 'print!("form\\nv 9");\nlet tercio')
        self.assertEqual(made(talks)["A"].values, made(TEXT)["A"].values)
        ((line, found),) = self.said(TEXT.replace("let tercio", "std::process::exit(0);\nlet tercio"), forms.names(3))
        self.assertEqual((line, found), (7, "en la celda «variante»: " + found.split(": ", 1)[1]))
        self.assertIn("el programa se corta a la mitad", found)

    def test_what_only_some_forms_have_wrong(self):
        never = self.said(TEXT.replace("b < 0.0", "b > 9.0"), forms.names(9))  # una vez, aunque pase en todas
        self.assertEqual((never[0][0], len(never)), (7, 1))
        self.assertIn("ninguna de 10000 tiradas cumple lo que se exige, en la forma A", never[0][1])
        zero = TEXT.replace("1.0 / 3.0", "1.0 / (b - b)")
        ((line, found),) = self.said(zero)
        self.assertEqual(line, self.line(zero, "{{tercio:.2}}"))
        self.assertIn("«{{tercio}}», en la forma A: vale", found)
        stops = TEXT.replace("1.0 / 3.0", "[a, b][azar.entre(2..=3) as usize]")
        ((line, found),) = self.said(stops)
        self.assertEqual(line, self.line(stops, "let tercio"))
        self.assertIn("se detiene: ", found)


class Key(unittest.TestCase):
    def test_it_is_made_once_and_only_its_owner_reads_it(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "curso", "formas.clave")
            first = key.course_key(path)
            self.assertEqual((key.course_key(path), len(first)), (first, 64))
            self.assertEqual([each.name for each in path.parent.iterdir()], ["formas.clave"])
            if sys.platform != "win32":
                self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
            path.write_text("otra cosa")
            with self.assertRaisesRegex(Problem, "no es la clave del curso"):
                key.course_key(path)
            self.assertEqual(path.read_text(), "otra cosa")

    def test_nobody_guesses_a_form_without_it(self):
        seeds = {forms.seed(secret, task, form) for secret in ("a", "b") for task in ("c", "d") for form in ("A", "B")}
        self.assertEqual(len(seeds), 8)
        with mock.patch.object(forms, "course_key", return_value=KEY) as asked:
            forms.make(read(TEXT), ["A"])
        asked.assert_called_once()


if __name__ == "__main__":
    unittest.main()
