"""Calificar: una carpeta de cuadernos entra, las notas y la retroalimentación salen."""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .. import files
from ..problem import OK, Problem
from ..project import EXERCISES, TEACHER
from . import cells, engine, gradebook
from .release import release
from .results import FEEDBACK, GRADES, LEDGER, publish, write_grades
from .submissions import NOTEBOOK, collect


def grade(submissions, output, jobs=None, confined=True):
    """Califica una carpeta de entregas, `jobs` a la vez. Termina bien si hizo su trabajo, aunque alguien saque un cero."""
    folder, output = Path(submissions).resolve(), Path(output).resolve()
    if not folder.is_dir():
        raise Problem(f"{folder} no es una carpeta: se esperaba la de las entregas, con un cuaderno por estudiante.")
    if output == folder or folder in output.parents:
        raise Problem("La salida está dentro de las entregas, que solo se leen: elige otra carpeta con --salida.")
    if output.exists() and not output.is_dir():
        raise Problem(f"{output} ya existe y no es una carpeta: elige otra con --salida.")
    started = time.monotonic()
    try:
        graded = grade_all(folder, output, jobs or os.cpu_count() or 1, confined)
    except OSError as error:
        raise Problem(f"No se pudo calificar: {error}") from error
    except KeyboardInterrupt:
        print("\nLo que ya estaba calificado queda guardado: repite el comando y sigue por donde iba.", file=sys.stderr)
        raise
    took = f"{time.monotonic() - started:.0f} s"
    print(f"Listo en {took}: {output / GRADES}, y una página por estudiante en {output / FEEDBACK}.")
    missing = [submission for submission in graded if not submission.scores]
    if missing:
        print("Sin calificar:")
        for submission in missing:
            print(f"  {submission.student}: {'; '.join(submission.notes)}")
    return OK


def grade_all(folder, output, jobs, confined):
    """Todo el camino; devuelve las entregas."""
    if not TEACHER.exists():
        raise Problem(f"Falta {TEACHER}, con las pruebas: ejecuta `cargo run -- generar {EXERCISES}`.")
    teacher = files.read(TEACHER)
    submissions = collect(folder)
    if not submissions:
        raise Problem(f"En {folder} no hay entregas: se esperaba un cuaderno por estudiante, ana.ipynb o ana/{NOTEBOOK}.")
    readable = [submission for submission in submissions if submission.notebook is not None]

    ledger = output / LEDGER  # dura más que esta vez: una interrumpida sigue por donde iba
    ledger.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".calificando-", dir=output) as temporary:
        fresh, course = Path(temporary) / "salida", Path(temporary) / "curso"
        (fresh / FEEDBACK).mkdir(parents=True)
        released = release(teacher, course)
        for submission in readable:
            submission.notebook, notes = cells.restore(submission.notebook, released, teacher)
            submission.notes += notes
        print(f"Califico {counted(len(readable))}…", flush=True)
        examine(teacher, readable, jobs, confined, ledger)
        print("Anoto las notas y escribo la retroalimentación…", flush=True)
        record(course, readable, fresh / FEEDBACK, jobs)
        columns = [exercise.name for exercise in cells.exercises(teacher)] + cells.by_hand(teacher)
        write_grades(submissions, columns, fresh / GRADES)
        publish(fresh, output)
    return submissions


def examine(teacher, readable, jobs, confined, ledger):
    """Pasa las entregas por el motor."""
    if not readable:
        return
    notebooks = {submission.student: submission.notebook for submission in readable}
    notes = engine.examine(teacher, notebooks, jobs, confined, ledger)
    for submission in readable:
        submission.notes += notes[submission.student]


def record(course, readable, pages, jobs):
    """Toma de nbgrader los puntos y la página de cada entrega."""
    # A nbgrader no le vale cualquier nombre, y dos que se parecen no pueden confundirse.
    keys = {str(number): submission for number, submission in enumerate(readable)}
    found = gradebook.record(course, {key: submission.notebook for key, submission in keys.items()}, jobs)
    for key, submission in keys.items():
        if key in found:
            page, submission.scores = found[key]
            shutil.copy(page, pages / f"{submission.student}.html")
        else:
            submission.notes.append("sin calificar: nbgrader no pudo con la entrega")


def counted(many):
    return "1 entrega" if many == 1 else f"{many} entregas"
