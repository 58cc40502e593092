"""`tarea comprobar`: ¿sirve esta tarea?"""

import os
import time
from pathlib import Path

from ..assignments import bank, catalog, forms, text
from ..problem import FAILED, OK, Problem
from . import look, page, told
from .rounds import MUTATED


def check(name, count, folder, program, thorough=False, run=True):
    """Comprueba la tarea `name` en `count` formas, lo cuenta, y deja en `folder` la página. `program` hace los mutantes."""
    started = time.monotonic()
    assignment = _read(name)
    if not assignment.exercises:
        raise Problem(f"{assignment.path} no tiene ejercicios que se califiquen solos: no hay nada que comprobar.")
    made = forms.make(assignment, forms.names(count if assignment.variant else 1))
    print(f"Compruebo {assignment.title}…", flush=True)
    found = look.review(assignment, made, program, os.cpu_count() or 1, count if thorough else MUTATED)
    folder = Path(folder) / assignment.name
    notebook = page.notebook(next(iter(made.values())), found, folder) if run else None
    found.seconds = time.monotonic() - started
    written = page.write(found, folder, notebook)
    for line in told.lines(found):
        print(line)
    print(written)
    return OK if found.good else FAILED


def _read(name):
    """Una tarea o, como `banco/cadena_raiz`, un ejercicio del banco."""
    prefix = f"{bank.BANK.name}/"
    return text.read(bank.place(name.removeprefix(prefix))) if name.startswith(prefix) else catalog.read(name)
