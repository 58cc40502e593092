"""El texto de los ejercicios, antes, y los cuadernos que salen de él; los usan las pruebas de aquí y las del comando."""

import copy
import re
import shutil
import tempfile
from pathlib import Path

from aula.facts import EXERCISES, NOTEBOOKS
from aula.grading import cells
from aula.notebooks import build
from aula.notebooks.fingerprint import grade_id

TEXT = (NOTEBOOKS / "fuente" / f"{EXERCISES}.md").read_text(encoding="utf-8")
STATEMENT = "Escribe la derivada de $(2x - 5)^3$ en un punto cualquiera `x`."
MARKS = '{{"grade": {}, "grade_id": "{}", {}"schema_version": 3, "solution": {}}}'
EXTRA = f"""### Ejercicio 10. Uno que ya no está

```rust nbgrader={MARKS.format("false", "doble", '"locked": false, ', "true")}
fn double(x: f64) -> f64 {{
    // BEGIN SOLUTION
    2.0 * x
    // END SOLUTION
}}
```

```rust nbgrader={MARKS.format("true", "doble_prueba", '"locked": true, "points": 1, ', "false")}
double(1.0)
```

"""


def earlier(text=TEXT):
    """El texto, antes: con otro enunciado, sin un ejercicio, y con uno que después se quitó."""
    assert STATEMENT in text
    text = text.replace(STATEMENT, "Deriva la función en un punto cualquiera `x`.")
    without = re.sub(r"### Ejercicio 6\..*?(?=^### Ejercicio 7)", "", text, flags=re.DOTALL | re.MULTILINE)
    assert without != text
    return without.replace("## ¿Cuánto llevas?", f"{EXTRA}## ¿Cuánto llevas?", 1)


def teachers(text, name=EXERCISES):
    """El cuaderno del profesor que sale de `text`."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(NOTEBOOKS / "fuente" / "comun", Path(folder, "comun"))
        source = Path(folder, f"{name}.md")
        source.write_text(text, encoding="utf-8")
        return build.build(source)


def solved(teacher, student, **answers):
    """El cuaderno del estudiante, con las respuestas del profesor o las que se digan."""
    book, found = copy.deepcopy(student), cells.by_id(teacher)
    for cell in book.cells:
        if cells.is_answer(cell):
            cell.source = answers.get(grade_id(cell), found[grade_id(cell)].source)
    return book
