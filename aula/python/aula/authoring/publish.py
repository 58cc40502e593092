"""Los cuadernos que se generan y la copia para la clase, después de comprobar las tareas que llevan."""

from pathlib import Path

from ..assignments import catalog, forms, text
from ..facts import EXERCISES, source_of
from ..notebooks import generate as notebooks_of
from ..notebooks import handout
from ..problem import Problem
from .proof import prove


def generate(notebooks):
    """Escribe los cuadernos, ejecutados: todos o ninguno. De una tarea, antes, se comprueba su solución."""
    check([Path(notebook) for notebook in notebooks])
    return notebooks_of.generate(notebooks)


def hand_out(path, notebooks, assignments):
    """Escribe la copia para la clase, con las tareas que se piden o, si no se pide ninguna, con la de la lección."""
    for name in assignments:
        catalog.read(name)
    chosen = assignments or [EXERCISES]
    lessons = [Path(notebook) for notebook in notebooks if not text.read(source_of(Path(notebook))).is_graded]
    given = [*lessons, *map(catalog.notebook_of, chosen)]
    check(given)
    for name in chosen:
        if text.read(source_of(catalog.notebook_of(name))).variant:
            print(
                f"De {name} va la forma {forms.FIRST}, la misma para toda la clase. Para repartir varias: `cargo run -- "
                f"tarea repartir {name}`."
            )
    return handout.hand_out(path, given)


def check(notebooks):
    """Se niega si la solución de una tarea no pasa sus pruebas. Lo que esté mal escrito se dice todo a la vez."""
    read, wrong = [], []
    for path in map(source_of, notebooks):
        try:
            made = text.read(path) if path.is_file() else None
            if made and made.exercises:
                read.append(forms.make(made, [forms.FIRST]))
        except Problem as problem:
            wrong.append(str(problem))
    if wrong:
        raise Problem("\n".join(wrong))
    for made in read:
        prove(made)
