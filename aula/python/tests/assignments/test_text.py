"""El texto de una tarea: lo que se lee de él, lo que se dice de uno con errores, y el texto largo que sale."""

import re
import tempfile
import unittest
from pathlib import Path

import nbformat

from aula.assignments import text
from aula.assignments.fields import CODE, FORMULA, TEXT
from aula.assignments.mistakes import Mistakes
from aula.facts import COURSE, EXERCISES, NOTEBOOKS, ROOT, source_of
from aula.notebooks import build
from aula.problem import Problem

GOOD = """---
gradiente:
  titulo: Control 1   # el de mayo
  pistas: no
  escala: "1:7"
  exigencia: 60
---

# Un control

```rust fija="preparacion"
:dep gradiente = { path = ".." }
```

### Ejercicio 1. La cadena ({{puntos.cadena}})

Son {{ejercicios}}, y valen {{puntos}}.

<details><summary>Una pista</summary>

Multiplica.

</details>

```rust respuesta="cadena"
fn f(x: f64) -> f64 {
    // BEGIN SOLUTION
    2.0 * x
    // END SOLUTION
}
```

```rust prueba="cadena" puntos=2
<::gradiente::rubric::Rubric>::new("cadena", 2.0)
    .points()
```

```txt
{{puntos}} en código que se enseña
```

### Ejercicio 2. ¿Por qué? ({{puntos.motivo}})

````markdown manual="motivo" puntos=1.5
Porque sí:

```rust
let a = 1;
```

<details><summary>Qué da los puntos</summary>

Que diga por qué.

</details>
````

```rust fija="resumen"
gradiente::notebook::summary(&[
    {{resumen}}
])
```
"""


def read(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "control1.md")
        path.write_text(content, encoding="utf-8")
        return text.read(path)


def said(content):
    """Lo que está mal: [(línea, texto)]."""
    try:
        read(content)
    except Mistakes as mistakes:
        return [(mistake.line, mistake.said) for mistake in mistakes.found]
    return []


class Reading(unittest.TestCase):
    def test_what_a_teacher_writes(self):
        read_one = read(GOOD)
        self.assertEqual((read_one.name, read_one.title, read_one.total), ("control1", "Control 1", 3.5))
        settings = read_one.settings
        self.assertEqual((settings.hints, settings.scale, settings.required), (False, "1:7", 60))
        (exercise,), (question,) = read_one.exercises, read_one.questions
        self.assertEqual(
            (exercise.name, exercise.label, exercise.points, exercise.hints),
            ("cadena", "ejercicio 1", 2, [("Una pista", "Multiplica.")]),
        )
        lines = GOOD.split("\n")
        self.assertEqual(lines[exercise.answer.line - 1], "fn f(x: f64) -> f64 {")
        self.assertEqual(lines[exercise.test.line - 1], exercise.test.source.split("\n")[0])
        self.assertEqual((question.points, question.criterion), (1.5, "Que diga por qué."))
        self.assertTrue(question.answer.startswith("Porque sí:") and question.answer.endswith("```"), question.answer)

    def test_without_a_title_it_is_called_as_its_first_heading(self):
        bare = GOOD[GOOD.index("```rust fija") :]
        self.assertEqual(read(bare).title, "Ejercicio 1. La cadena", "sin lo que vale")

    def test_what_the_text_says_of_itself(self):
        made = read(GOOD).rendered().long()
        for line in (
            "### Ejercicio 1. La cadena (2 puntos)",
            "Son dos, y valen 3,5.",
            "(1,5 puntos)",
            '    ("cadena", "ejercicio 1", 2.0),',
        ):
            self.assertIn(line, made)
        self.assertNotIn("gradiente:\n", made)

    def test_a_notebook_has_each_cell_in_its_place(self):
        made = build.assemble(read(GOOD).rendered())
        marks = {cell.id: cell.metadata.nbgrader for cell in made.cells if "nbgrader" in cell.metadata}
        self.assertEqual(list(marks), ["preparacion", "cadena", "cadena_prueba", "motivo", "resumen"])
        self.assertEqual((marks["cadena_prueba"].points, marks["motivo"].points, marks["motivo"].solution), (2, 1.5, True))
        nbformat.validate(made)

    def test_the_exercises_of_the_lesson_are_those_of_always(self):
        """El mismo cuaderno, con lo que dice de sí mismo, que cuando su texto era el largo."""
        notebook = NOTEBOOKS / f"{EXERCISES}.ipynb"
        made = build.versions(notebook)[notebook]
        self.assertEqual(nbformat.writes(made) + "\n", notebook.read_text(encoding="utf-8"))
        source = text.read(source_of(notebook))
        self.assertEqual((len(source.exercises), len(source.questions), source.total), (9, 1, 25))
        again = read(source.rendered().long())
        self.assertEqual(again.rendered().long(), source.rendered().long(), "el largo también se lee")
        self.assertEqual([each.label for each in again.exercises], [each.label for each in source.exercises])

    def test_how_each_value_is_written(self):
        varied = GOOD.replace(
            "# Un control",
            "```rust variante\nlet a = 2.0;\n```\n\n$x^{{{a}}} {{a:+}}$, `{{a}}`, {{f(a, ':'):.2}}\n\n$$\n{{a}}\n$$",
        )
        varied = varied.replace("    2.0 * x", '    // {{a}}\n    let b = "{{a}}"; {{a}}.powi(2) + {{a - 1.0}}')
        found = [(each.value, each.spec, each.how, each.called) for each in read(varied).fields]
        a = [("a", "", FORMULA, False), ("a", "+", FORMULA, False), ("a", "", CODE, False), ("f(a, ':')", ".2", TEXT, False)]
        b = [("a", "", TEXT, False), ("a", "", TEXT, False), ("a", "", CODE, True), ("a - 1.0", "", CODE, False)]
        self.assertEqual(found, [*a, ("a", "", FORMULA, False), *b])
        made = read(varied).rendered(map(str, range(9))).long()
        self.assertIn("$x^{0} 1$, `2`, 3", made)
        self.assertIn('let b = "6"; 7.powi(2) + 8', made)
        self.assertNotIn("variante", made)


class Wrong(unittest.TestCase):
    def test_everything_at_once_each_in_its_line(self):
        wrong = GOOD.replace("  pistas: no", "  pistas: quizá").replace("puntos=2", "punto=2")
        wrong = wrong.replace("{{ejercicios}}", "{{ejercicios}").replace('manual="motivo"', 'manual="cadena"')
        wrong = wrong.replace('"resumen"', '"Resumen"').replace("    // END SOLUTION\n", "")
        found = said(wrong)
        self.assertEqual(
            found,
            [
                (4, "pistas: quizá no se entiende: se esperaba «si» o «no»"),
                (17, "«{{» no se cierra: falta «}}» en su misma línea"),
                (27, "BEGIN SOLUTION sin su END SOLUTION"),
                (32, "falta lo que vale «cadena»: puntos=2, por ejemplo"),
                (32, "una celda «prueba» no lleva «punto»"),
                (41, "«{{puntos.motivo}}» no es de ningún ejercicio"),
                (43, "el identificador «cadena» está repetido: ya lo lleva la celda de la línea 25"),
                (57, found[-1][1]),
            ],
        )
        self.assertTrue(found[-1][1].startswith("el identificador «Resumen» tiene que empezar por una letra minúscula"))
        with self.assertRaises(Mistakes) as raised:
            read(wrong)
        self.assertEqual(len(str(raised.exception).splitlines()), len(found))
        self.assertRegex(str(raised.exception), r"control1\.md, línea 4: pistas")

    def test_a_check_and_its_answer(self):
        alone = GOOD.replace('respuesta="cadena"', 'respuesta="cadenas"')
        self.assertEqual([line for line, _ in said(alone)], [15, 25, 33])
        other = GOOD.replace('new("cadena", 2.0)', 'new("otra", 3.0)')
        self.assertEqual(
            said(other),
            [
                (34, "la prueba de «cadena» dice ser la de «otra»"),
                (34, "la prueba de «cadena» reparte 3.0, y la celda dice puntos=2"),
            ],
        )
        bare = GOOD.replace("    // BEGIN SOLUTION\n", "").replace("    // END SOLUTION\n", "")
        self.assertIn("la respuesta «cadena» no tiene solución", said(bare)[0][1])

    def test_what_is_not_closed(self):
        self.assertIn("no se cierra", said(GOOD.rstrip().rstrip("`"))[0][1])
        self.assertIn("falta la celda que carga lo necesario", said(GOOD.replace('fija="preparacion"', 'fija="otra"'))[0][1])
        self.assertIn("«{{a}}» no tiene de dónde salir", said(GOOD.replace("Multiplica.", "{{a}}"))[0][1])
        two = "```rust variante\n```\n\n```rust variante\n```\n" + GOOD.split("---\n", 2)[2]
        self.assertIn("hay dos celdas «variante»", said(two)[0][1])
        self.assertIn(
            "no se sabe qué celda es",
            said(GOOD.replace("fija=", "fijo="))[0][1] + said(GOOD.replace("fija=", "fijo="))[1][1],
        )

    def test_what_a_person_in_a_hurry_writes(self):
        """Cada descuido, y lo primero que se dice de él."""
        solution = "    // BEGIN SOLUTION\n    2.0 * x\n    // END SOLUTION\n"
        test = GOOD[GOOD.index("<::gradiente::rubric") : GOOD.index("```\n\n```txt")]
        for before, after, line, expected in (
            ("exigencia: 60\n---", "exigencia: 60", 1, "los ajustes que empiezan aquí no se cierran"),
            ('"1:7"', '"7:1"', 5, "escala: 7:1 no se conoce: se esperaba una de estas: 1:7, 0:10, 0:20, A:F"),
            ('"1:7"', "A:F", 6, "exigencia: 60 no vale con letras"),
            ('  escala: "1:7"\n', "", 5, "exigencia: 60 dice con qué se aprueba en una escala de números"),
            ("puntos=2", "puntos=0.001", 33, "se esperaba uno mayor que cero, con dos decimales como mucho"),
            ("puntos=2", "puntos=nan", 33, "puntos=nan no es un número de puntos"),
            ('respuesta="cadena"', "respuesta=“cadena”", 25, "las de un procesador de textos"),
            ('```rust respuesta="cadena"', '  ```rust respuesta="cadena"', 15, "no es de ningún ejercicio"),
            ('```rust respuesta="cadena"', '```python respuesta="cadena"', 25, "y no con ```python"),
            (solution + "}\n```\n", solution + "}\n", 15, "no es de ningún ejercicio"),
            ("    2.0 * x", "    // BEGIN HIDDEN TESTS\n    2.0 * x", 28, "BEGIN HIDDEN TESTS fuera de una celda «prueba»"),
            ("# Un control", "# Un control\n\n```rust\n// BEGIN SOLUTION\n```", 12, "lo que sigue se publicaría"),
            (test, "", 33, "la prueba no da puntos"),
            (test, "assert_eq!(f(1.0), 2.0);\n", 34, "la prueba no da puntos"),
            ('"cadena"', f'"{"c" * 60}"', 15, "no es de ningún ejercicio"),
        ):
            with self.subTest(after=after):
                found = said(GOOD.replace(before, after))
                self.assertTrue(found, "se acepta")
                self.assertEqual(found[0][0], line, found)
                self.assertIn(expected, found[0][1])

    def test_two_functions_with_one_name(self):
        twice = GOOD.replace('"cadena"', '"otra"').replace("puntos.cadena", "puntos.otra")
        both = GOOD + twice[twice.index("```rust respuesta") : twice.index("```txt")]
        self.assertEqual(
            [said for _, said in said(both)], ["`f` es también una función de «cadena», en la línea 26: cambia un nombre"]
        )

    def test_a_cell_that_swallows_the_next_one_and_another_that_is_indented(self):
        open_ended = [each for _, each in said(GOOD.replace("}\n```\n\n```rust prueba", "}\n\n```rust prueba"))]
        self.assertIn("la celda que se abre aquí no se cierra antes de la de la línea 32", open_ended)
        indented = [each for _, each in said(GOOD.replace("```rust respuesta", " ```rust respuesta"))]
        self.assertIn("la primera línea de una celda no lleva sangría: empieza por las comillas", indented)
        self.assertIn("BEGIN SOLUTION fuera de una celda «respuesta»: lo que sigue se publicaría", indented)

    def test_what_is_not_a_text(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "control1.md")
            for content, expected in (
                (GOOD.encode("utf-16"), "no está en UTF-8"),
                (GOOD.encode("utf-16-le").replace(b"\xd8", b""), "no está en UTF-8"),
                (GOOD.encode("latin-1"), "no está en UTF-8"),
                (b"x" * (6 << 20), "ocupa más de 5 MB"),
            ):
                path.write_bytes(content)
                with self.assertRaisesRegex(Problem, expected):
                    text.read(path)
            for same in (GOOD.replace("\n", "\r\n"), f"\ufeff{GOOD}", GOOD.replace("   # el de mayo", "\t# el de mayo")):
                path.write_bytes(same.encode())
                self.assertEqual(text.read(path).title, "Control 1")


class Documents(unittest.TestCase):
    """Lo que las páginas cuentan de los ejercicios de la lección es lo que dice su texto."""

    def setUp(self):
        self.source = text.read(source_of(NOTEBOOKS / f"{EXERCISES}.ipynb"))

    def test_the_table_of_who_teaches(self):
        page = (COURSE / "README.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (\d+) \|$", page, re.MULTILINE)
        parts = sorted([*self.source.exercises, *self.source.questions], key=lambda each: each.line)
        self.assertEqual([(name, int(points)) for name, _, points in rows], [(each.name, each.points) for each in parts])
        for (_, said, _), each in zip(rows, parts, strict=True):
            self.assertTrue(said.startswith(each.title.removeprefix("Ejercicio ").split(" (")[0][:12]), (said, each.title))

    def test_how_many_and_how_much(self):
        words = self.source.words
        self.assertIn(f"| {words['Ejercicios']} ejercicios para", (ROOT / "README.md").read_text(encoding="utf-8"))
        self.assertIn(f"los ejercicios valen {words['puntos']} puntos", (COURSE / "moodle.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
