"""De qué tarea es un cuaderno: lo dice él o, si otro programa se lo borró, sus identificadores; y si no, sus funciones."""

from dataclasses import dataclass

from ..assignments import catalog
from ..assignments.blocks import TEST_SUFFIX
from ..notebooks import origin
from ..notebooks.fingerprint import grade_id
from ..problem import Problem
from . import rust


@dataclass(frozen=True)
class Known:
    """Lo que distingue una tarea de las demás."""

    name: str
    ids: frozenset
    functions: frozenset


def known(names):
    """Las tareas que se llaman así, {nombre: lo que la distingue}."""
    found = {}
    for name in names:
        try:
            made = catalog.read(name)
        except Problem as problem:  # lo que esté mal en una no impide calificar otra
            print(f"  «{name}» no se puede leer, y sus cuadernos no se reconocen: {str(problem).splitlines()[0]}")
            continue
        exercises = {exercise.name for exercise in made.exercises}
        ids = exercises | {f"{each}{TEST_SUFFIX}" for each in exercises} | {question.name for question in made.questions}
        functions = {each for exercise in made.exercises for each in rust.read(exercise.answer.source).functions}
        found[name] = Known(name, frozenset(ids), frozenset(functions))
    return found


def of(notebook, tasks):
    """El nombre de la tarea de un cuaderno, o `None` si no se sabe cuál de `tasks` es."""
    said = origin.of(notebook)
    if said and said.name in tasks:
        return said.name
    ids = {grade_id(cell) for cell in notebook.cells}
    return _most(tasks, lambda task: len(task.ids & ids)) or _by_functions(notebook, tasks)


def _by_functions(notebook, tasks):
    given, left = set(), rust.MOST
    for cell in notebook.cells:
        left -= len(cell.source)
        if cell.cell_type == "code" and left > 0:
            given |= set(rust.read(cell.source).functions)
    return _most(tasks, lambda task: len(task.functions & given))


def _most(tasks, count):
    """La única que más tiene."""
    counts = {name: count(task) for name, task in tasks.items()}
    most = max(counts.values(), default=0)
    found = [name for name, many in counts.items() if many == most]
    return found[0] if most and len(found) == 1 else None
