"""Calificar: las entregas de una clase entran, las notas y la retroalimentación salen."""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .. import files
from ..facts import EXERCISES, TEACHER
from ..problem import OK, Problem
from . import cells, engine, restore
from .lms import names, returns
from .lms.file import Unreadable
from .lms.worksheet import Worksheet
from .nbgrader import gradebook
from .nbgrader.release import release
from .report.results import FEEDBACK, GRADES, LEDGER, RETURN, SHEET, publish, write_grades
from .submissions import NOTEBOOK, collect


def grade(submissions, output, jobs=None, confined=True, sheet=None, cluster=None):
    """Califica las entregas de una carpeta o de un zip, `jobs` a la vez, y rellena `sheet`, la hoja de Moodle, si la hay.

    Con `cluster`, la dirección de un coordinador de Dask, las reparte entre sus trabajadores.

    Termina bien si hizo su trabajo, aunque alguien saque un cero.
    """
    place, output = Path(submissions).resolve(), Path(output).resolve()
    if not place.exists():
        raise Problem(f"No existe {place}: se esperaba la carpeta de las entregas, o el zip que da Moodle.")
    if place.is_file() and place.suffix.lower() != ".zip":
        raise Problem(f"{place} no es una carpeta ni un zip: se esperaban las entregas, con un cuaderno por estudiante.")
    if output == place or place in output.parents:
        raise Problem("La salida está dentro de las entregas, que solo se leen: elige otra carpeta con --salida.")
    if output.exists() and not output.is_dir():
        raise Problem(f"{output} ya existe y no es una carpeta: elige otra con --salida.")
    worksheet = Worksheet.read(Path(sheet)) if sheet else None
    started = time.monotonic()
    try:
        cluster = connect(cluster) if cluster else None
        graded, story = grade_all(place, output, jobs or os.cpu_count() or 1, confined, worksheet, cluster)
    except Unreadable as error:
        raise Problem(f"No se puede leer {place}: {error}. Si viene de Moodle, descárgalo otra vez.") from None
    except OSError as error:
        raise Problem(f"No se pudo calificar: {error}") from error
    except KeyboardInterrupt:
        print("\nLo que ya estaba calificado queda guardado: repite el comando y sigue por donde iba.", file=sys.stderr)
        raise
    took = f"{time.monotonic() - started:.0f} s"
    print(f"Listo en {took}: {output / GRADES}, y una página por estudiante en {output / FEEDBACK}.")
    for line in story:
        print(line)
    missing = [submission for submission in graded if not submission.scores]
    if missing:
        print("Sin calificar:")
        for submission in missing:
            print(f"  {submission.student}: {'; '.join(submission.notes)}")
    return OK


def connect(address):
    """El clúster de esa dirección, si contesta. Dask solo hace falta aquí."""
    from .cluster.client import Cluster

    cluster = Cluster(address)
    cluster.check()
    return cluster


def grade_all(place, output, jobs, confined, sheet=None, cluster=None):
    """Todo el camino; devuelve las entregas y lo que hay que contar de lo que vuelve a Moodle."""
    if not TEACHER.exists():
        raise Problem(f"Falta {TEACHER}, con las pruebas: ejecuta `cargo run -- generar {EXERCISES}`.")
    teacher = files.read(TEACHER)
    points = cells.points(teacher)
    submissions = collect(place, points.keys())
    if not submissions:
        raise Problem(f"En {place} no hay entregas: se esperaba un cuaderno por estudiante, ana.ipynb o ana/{NOTEBOOK}.")
    readable = [submission for submission in submissions if submission.notebook is not None]

    ledger = output / LEDGER  # dura más que esta vez: una interrumpida sigue por donde iba
    ledger.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".calificando-", dir=output) as temporary:
        fresh, course = Path(temporary) / "salida", Path(temporary) / "curso"
        (fresh / FEEDBACK).mkdir(parents=True)
        released = release(teacher, course)
        for submission in readable:
            submission.notebook, notes = restore.restore(submission.notebook, released, teacher)
            submission.notes += notes
        print(f"Califico {counted(len(readable))}…", flush=True)
        readable = examine(teacher, readable, jobs, confined, ledger, cluster)
        print("Anoto las notas y escribo la retroalimentación…", flush=True)
        pages = record(course, readable, fresh / FEEDBACK, jobs)
        columns = [exercise.name for exercise in cells.exercises(teacher)] + cells.by_hand(teacher)
        write_grades(submissions, columns, fresh / GRADES)
        story = give_back(submissions, pages, points, fresh, sheet)
        publish(fresh, output)
    return submissions, story


def examine(teacher, readable, jobs, confined, ledger, cluster=None):
    """Pasa las entregas por el motor, y devuelve las que se calificaron."""
    if not readable:
        return readable
    notebooks = {submission.student: submission.notebook for submission in readable}
    notes = engine.examine(teacher, notebooks, jobs, confined, ledger, cluster=cluster)
    for submission in readable:
        submission.notes += notes[submission.student]
    ungraded = cluster.ungraded if cluster else {}
    return [submission for submission in readable if submission.student not in ungraded]


def record(course, readable, folder, jobs):
    """Toma de nbgrader los puntos y la página de cada entrega; devuelve la de cada estudiante, que está en `folder`."""
    # A nbgrader no le vale cualquier nombre, y dos que se parecen no pueden confundirse.
    keys = {str(number): submission for number, submission in enumerate(readable)}
    found = gradebook.record(course, {key: submission.notebook for key, submission in keys.items()}, jobs)
    pages, taken = {}, set()
    for key, submission in keys.items():
        if key in found:
            page, submission.scores = found[key]
            pages[submission.student] = folder / f"{names.file_name(submission.student, taken)}.html"
            shutil.copy(page, pages[submission.student])
        else:
            submission.notes.append("sin calificar: nbgrader no pudo con la entrega")
    return pages


def give_back(submissions, pages, points, fresh, sheet):
    """Deja en `fresh` lo que vuelve a Moodle, si las entregas o la hoja son suyas; devuelve lo que hay que contar."""
    story, total = [], sum(points.values())
    if sheet is None:
        prefixes = returns.own_prefixes(submissions)
    else:
        filled = returns.fill(sheet, submissions, total)
        prefixes = filled.prefixes
        (fresh / SHEET).write_bytes(sheet.bytes())
        story.append(
            f"{SHEET}, para Moodle: {_many(filled.grades, 'nota puesta', 'notas puestas')}; {_rest(filled.untouched)}."
        )
        if sheet.format:
            story.append(f"  Está {sheet.format}, como la que diste: díselo a Moodle al subirla.")
        for maximum in sorted(filled.scaled):
            story.append(
                f"  La hoja califica sobre {maximum:g} y los ejercicios valen {total:g} puntos: cada nota es el total × "
                f"{maximum:g} / {total:g}."
            )
        if filled.unlimited:
            story.append(f"  La hoja no dice la calificación máxima: las notas son los puntos, sobre {total:g}.")
        if filled.replaced:
            story.append(f"  Tenían otra nota en la hoja: {', '.join(filled.replaced)}.")
        if filled.strangers:
            story.append(f"  No están en la hoja, y allí no tienen nota: {', '.join(filled.strangers)}.")
    if any(prefixes.values()):
        returns.write_feedback(prefixes, pages, fresh / RETURN)
        size = (fresh / RETURN).stat().st_size / 1e6
        story.append(
            f"{RETURN}, para Moodle: {_many(sum(map(len, prefixes.values())), 'página', 'páginas')}, {size:.1f} MB."
        )
    waiting = [submission for submission in submissions if None in submission.scores.values()]
    if waiting:
        by_hand = {name for submission in waiting for name, score in submission.scores.items() if score is None}
        most = sum(points.get(name, 0) for name in by_hand)
        what = f"{', '.join(sorted(by_hand))} de {counted(len(waiting))}"
        story.append(f"Te falta leer {what}: hasta {_many(most, 'punto', 'puntos')} más, que el total no lleva.")
    return story


def counted(many):
    return _many(many, "entrega", "entregas")


def _many(many, one, more):
    return f"{many:g} {one if many == 1 else more}"


def _rest(untouched):
    if not untouched:
        return "no queda ninguna fila sin tocar"
    return f"{_many(untouched, 'fila', 'filas')} sin tocar, de quienes no tienen una entrega calificada"
