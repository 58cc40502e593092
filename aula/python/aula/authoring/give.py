"""Repartir una tarea: sus cuadernos, en las formas que se pidan, cada una con su página en papel; y las soluciones."""

import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

import nbformat

from ..assignments import catalog, forms
from ..assignments.parts import counted
from ..grading.lms import names
from ..notebooks import build
from ..notebooks.student import student_notebook
from ..problem import OK, Problem, file_problem
from . import people, printed
from .proof import prove

SOLUTIONS, MOODLE, FOLDER = "soluciones.html", "moodle.zip", "cuadernos"
MANY = 20  # formas que se piden sin que nadie espere


def give(name, folder, count=None, people=None, hints=True):
    """Deja en `folder`, entera o nada, lo que se pide de la tarea `name`."""
    folder = Path(folder)
    check(folder)
    if count and people:
        raise Problem("--formas y --lista no van juntas: o unas formas para toda la clase, o una para cada persona.")
    assignment = catalog.read(name)
    persons = _persons(people)
    made = _forms(assignment, count, persons, hints)
    prove(made)
    with _whole(folder) as part:
        if persons:
            _for_people(part, name, made, persons)
        else:
            for form in made.values():
                _write(part, f"{name}_{form.name}" if form.name else name, form)
        (part / SOLUTIONS).write_text(printed.solutions(made, assignment.title), encoding="utf-8")
        # Lleva soluciones, y quizá nombres: si la carpeta está en un repositorio, git no la mira.
        (part / ".gitignore").write_text("*\n", encoding="utf-8")
    _tell(folder, name, made, persons)
    return OK


def check(folder):
    """¿Se puede escribir ahí, sin llevarse por delante otra cosa?"""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Problem(f"{folder} ya existe, y se queda como está: elige otra carpeta con --salida.")
    if not folder.parent.is_dir():
        raise Problem(f"No existe la carpeta {folder.parent}: créala, o elige otra con --salida.")


def _persons(path):
    return people.read(Path(path)) if path else {}


def _forms(assignment, count, persons, hints):
    if (count or 1) > 1 and not assignment.variant:
        raise Problem(
            f"«{assignment.name}» solo tiene una forma: para que tenga más, añade a {assignment.path} una celda "
            "```rust variante, de la que salgan sus números."
        )
    asked = list(persons) or forms.names(count or 1)
    if len(asked) > MANY:
        print(f"Hago {len(asked)} formas y compruebo que las soluciones pasan sus pruebas en todas…", flush=True)
    made = forms.make(assignment, asked)
    return made if hints else {name: form.plain() for name, form in made.items()}


@contextmanager
def _whole(folder):
    """Una carpeta aparte, que al final se pone en su sitio de una vez."""
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.parte-", dir=folder.parent))
        try:
            yield part
            part.chmod(0o755)
            if folder.exists():
                folder.rmdir()  # está vacía
            os.replace(part, folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise file_problem("escribir", folder, error) from None


def _write(folder, stem, form):
    """El cuaderno de una forma y su página en papel."""
    folder.mkdir(parents=True, exist_ok=True)
    book = student_notebook(build.of_form(form))
    nbformat.validate(book)
    (folder / f"{stem}.ipynb").write_text(nbformat.writes(book) + "\n", encoding="utf-8")
    (folder / f"{stem}.html").write_text(printed.page(form, book), encoding="utf-8")


def _for_people(part, name, made, persons):
    """Una carpeta por persona. Si de todas se sabe su número, también el zip que Moodle reparte."""
    taken = set()
    for label, person in persons.items():
        _write(part / FOLDER / names.file_name(person.folder, taken), name, made[label])
    if all(person.id for person in persons.values()):
        with zipfile.ZipFile(part / MOODLE, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((part / FOLDER).rglob("*.*")):
                archive.write(path, path.relative_to(part / FOLDER).as_posix())


def _tell(folder, name, made, persons):
    if persons:
        print(
            f"{folder / FOLDER}: {counted(len(persons), 'cuaderno', 'cuadernos')}, uno por persona, cada uno en su carpeta."
        )
        if all(person.id for person in persons.values()):
            print(f"{folder / MOODLE}: los mismos, para subirlos a Moodle como archivos de retroalimentación.")
    else:
        listed = list(made)
        many = f"{len(listed)} formas, de la {listed[0]} a la {listed[-1]}" if len(listed) > 1 else "una forma"
        print(f"{folder}: {name}, {many}, con su página para imprimir.")
    different = len({form.values for form in made.values()})
    if different < len(made) and next(iter(made.values())).assignment.variant:
        print(f"Con números distintos solo hay {different}: si hacen falta más, que salgan de más en la celda «variante».")
    print(f"{folder / SOLUTIONS} es para ti: lleva las soluciones, y no se reparte.")
