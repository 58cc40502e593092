"""Comprobar una tarea, con el motor de verdad; y el banco entero, en una sola tarea.

Del banco se estropean aquí las soluciones de una forma. La comprobación a fondo, ejercicio por ejercicio y en las formas que
se quiera, es `cargo run -- tarea comprobar banco/NOMBRE --formas 20 --a-fondo --sin-ejecutar`.
"""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from aula.assignments import bank, compose, forms, text
from aula.authoring.create import EXAMPLE
from aula.facts import COURSE, ROOT
from aula.review import look, told

KEY = "0" * 64
SETUP = '```rust fija="preparacion"\n:dep gradiente = { path = ".." }\n```\n'

# Tres ejercicios, y en cada uno algo mal: una prueba que no nota nada, otra que regala puntos, y una solución que no vale.
WEAK = """
```rust variante
let a: f64 = azar.elige([2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
let (zero, third) = (a - a, a / 7.0);
```

# Flojo

Con {{a}}, {{zero}} y {{third}}.

```rust respuesta="recta"
fn line(x: f64) -> f64 {
    // BEGIN SOLUTION
    {{a}} * x + 1.0
    // END SOLUTION
}
```

```rust prueba="recta" puntos=2
<::gradiente::rubric::Rubric>::new("recta", 2.0)
    .check("en x = 0", "¿y el 1?", || line(0.0), 1.0)
    .mistake("siempre sale 1", 1.0)
    .points()
```

```rust respuesta="regalo"
fn gift(x: f64) -> f64 {
    // BEGIN SOLUTION
    x
    // END SOLUTION
}
```

```rust prueba="regalo" puntos=1
<::gradiente::rubric::Rubric>::new("regalo", 1.0)
    .check("en x = 1", "x", || gift(1.0), 1.0)
    .check("lo que sea", "x", || 1.0, 1.0)
    .points()
```

```rust respuesta="rota"
fn broken(x: f64) -> f64 {
    // BEGIN SOLUTION
    x + 1.0
    // END SOLUTION
}
```

```rust prueba="rota" puntos=1
<::gradiente::rubric::Rubric>::new("rota", 1.0).check("en x = 1", "resta", || broken(1.0), 0.0).points()
```
"""

# Uno llama a la función del otro: los mutantes de cada uno se notan en el suyo.
LINKED = """
# Enlazados

```rust respuesta="uno"
fn double(x: f64) -> f64 {
    // BEGIN SOLUTION
    2.0 * x // IGUAL: término
    // END SOLUTION
}
```

```rust prueba="uno" puntos=1
<::gradiente::rubric::Rubric>::new("uno", 1.0).check("el doble de 3", "por 2", || double(3.0), 6.0).points()
```

```rust respuesta="dos"
fn shifted(x: f64) -> f64 {
    // BEGIN SOLUTION
    double(x) - 1.0
    // END SOLUTION
}
```

```rust prueba="dos" puntos=1
<::gradiente::rubric::Rubric>::new("dos", 1.0).check("con 3", "menos 1", || shifted(3.0), 5.0).points()
```
"""


def program():
    """El que hace los mutantes, compilado."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    command = [os.environ.get("CARGO", "cargo"), "build", "--quiet", "--package", "mutants", "--bin", "mutants"]
    subprocess.run(command, cwd=ROOT, check=True)
    return target / "debug" / ("mutants.exe" if os.name == "nt" else "mutants")


class Review(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.program = program()

    def review(self, name, written, count, most):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.md"
            path.write_text(written, encoding="utf-8")
            assignment = text.read(path)
            made = forms.make(assignment, forms.names(count), key=KEY)
            return look.review(assignment, made, self.program, os.cpu_count() or 1, most)

    def test_what_is_wrong_with_a_weak_one_is_found(self):
        found = self.review("flojo", SETUP + WEAK, count=2, most=1)
        line, gift, broken = found.exercises
        self.assertEqual({survivor.line for survivor in line.survivors}, {17})
        self.assertEqual({survivor.mutant.kind for survivor in line.survivors}, {"término", "constante"})
        self.assertTrue(any("siempre sale 1" in fault for fault in line.faults), line.faults)
        self.assertEqual(line.alike, [("B", "A"), ("A", "B")])
        self.assertEqual(gift.unsolved, {"A": 0.5, "B": 0.5})
        self.assertTrue(gift.fixed)
        self.assertEqual(set(broken.broken), {"A", "B"})
        self.assertIn("se esperaba 0 y llegó 2", broken.broken["A"])
        self.assertEqual({line for line, _, _ in found.doubts}, {12})
        self.assertEqual(found.repeated, [])

    def test_one_that_calls_another_is_looked_at_with_its_solution(self):
        found = self.review("enlazados", SETUP + LINKED, count=1, most=1)
        self.assertTrue(found.good, "\n".join(told.lines(found)))
        self.assertEqual([each.tried for each in found.exercises], [2, 4])
        self.assertTrue(all(each.bare for each in found.exercises))

    def test_the_exercise_that_the_page_for_teachers_shows_is_good(self):
        page = (COURSE / "tareas.md").read_text(encoding="utf-8")
        shown = re.findall(r"^````markdown\n(.*?)^````$", page, re.DOTALL | re.MULTILINE)
        (whole,) = (each for each in shown if "let df =" in each)
        found = self.review("pagina", f"{SETUP}\n{whole}", count=2, most=1)
        self.assertTrue(found.good, "\n".join(told.lines(found)))

    def test_the_assignment_that_anybody_begins_with_is_good(self):
        found = self.review("ejemplo", EXAMPLE.read_text(encoding="utf-8"), count=4, most=4)
        self.assertTrue(found.good, "\n".join(told.lines(found)))

    def test_every_exercise_of_the_bank_is_good(self):
        found = self.review("todo", compose.composed("todo", bank.names()), count=2, most=1)
        self.assertTrue(found.good, "\n".join(told.lines(found)))
        self.assertGreater(sum(each.tried for each in found.exercises), 400)


if __name__ == "__main__":
    unittest.main()
