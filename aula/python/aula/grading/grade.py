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
from .lms import export, names
from .lms.file import Unreadable
from .lms.worksheet import Worksheet
from .nbgrader import gradebook
from .nbgrader.release import release
from .report import summary
from .report.results import FEEDBACK, GRADES, LEDGER, RETURN, SHEET, publish, write_grades
from .submissions import NOTEBOOK, collect


def grade(submissions, output, jobs=None, confined=True, sheet=None, cluster=None):
    """Califica las entregas de una carpeta o de un zip, `jobs` a la vez, y rellena `sheet`, la hoja de Moodle, si la hay.

    Con `cluster`, la dirección de un coordinador de Dask, las reparte entre sus trabajadores.

    Termina bien si hizo su trabajo, aunque alguien saque un cero.
    """
    place, output = Path(submissions).resolve(), Path(output).resolve()
    check(place, output)
    worksheet = Worksheet.read(Path(sheet)) if sheet else None
    started = time.monotonic()
    try:
        cluster = connect(cluster) if cluster else None
        story = Grading(place, output, jobs or os.cpu_count() or 1, confined, worksheet, cluster).run()
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
    return OK


def check(place, output):
    """Que lo que se pide tenga sentido, antes de empezar."""
    if not place.exists():
        raise Problem(f"No existe {place}: se esperaba la carpeta de las entregas, o el zip que da Moodle.")
    if place.is_file() and place.suffix.lower() != ".zip":
        raise Problem(f"{place} no es una carpeta ni un zip: se esperaban las entregas, con un cuaderno por estudiante.")
    if output == place or place in output.parents:
        raise Problem("La salida está dentro de las entregas, que solo se leen: elige otra carpeta con --salida.")
    if output.exists() and not output.is_dir():
        raise Problem(f"{output} ya existe y no es una carpeta: elige otra con --salida.")
    if not TEACHER.exists():
        raise Problem(f"Falta {TEACHER}, con las pruebas: ejecuta `cargo run -- generar {EXERCISES}`.")


def connect(address):
    """El clúster de esa dirección, si contesta. Dask solo hace falta aquí."""
    from .cluster.client import Cluster

    cluster = Cluster(address)
    cluster.check()
    return cluster


class Grading:
    """Una clase que se califica, paso a paso. Lo que hay en `output` no cambia hasta el último."""

    def __init__(self, place, output, jobs, confined, sheet, cluster):
        self.place, self.output, self.jobs, self.confined = place, output, jobs, confined
        self.sheet, self.cluster = sheet, cluster
        self.teacher = files.read(TEACHER)
        self.points = cells.points(self.teacher)

    def run(self):
        """Todo el camino; devuelve lo que hay que contar al final."""
        submissions = collect(self.place, self.points.keys())
        if not submissions:
            raise Problem(
                f"En {self.place} no hay entregas: se esperaba un cuaderno por estudiante, ana.ipynb o ana/{NOTEBOOK}."
            )
        ledger = self.output / LEDGER  # dura más que esta vez: una interrumpida sigue por donde iba
        ledger.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".calificando-", dir=self.output) as temporary:
            fresh, course = Path(temporary) / "salida", Path(temporary) / "curso"
            (fresh / FEEDBACK).mkdir(parents=True)
            readable = [submission for submission in submissions if submission.notebook is not None]
            self.restore(readable, course)
            graded = self.examine(readable, ledger)
            pages = self.record(graded, course, fresh / FEEDBACK)
            columns = [exercise.name for exercise in cells.exercises(self.teacher)] + cells.by_hand(self.teacher)
            write_grades(submissions, columns, fresh / GRADES)
            story = [*self.give_back(submissions, pages, fresh), *summary.by_hand(submissions, self.points)]
            publish(fresh, self.output)
        return [*story, *summary.ungraded(submissions)]

    def restore(self, readable, course):
        """Pone las celdas del curso en su sitio, en cada entrega. De paso, publica la tarea en la carpeta `course`."""
        released = release(self.teacher, course)
        for submission in readable:
            submission.notebook, notes = restore.restore(submission.notebook, released, self.teacher)
            submission.notes += notes

    def examine(self, readable, ledger):
        """Pasa las entregas por el motor, y devuelve las que se calificaron."""
        print(f"Califico {summary.counted(len(readable))}…", flush=True)
        if not readable:
            return readable
        notebooks = {submission.student: submission.notebook for submission in readable}
        notes = engine.examine(self.teacher, notebooks, self.jobs, self.confined, ledger, cluster=self.cluster)
        for submission in readable:
            submission.notes += notes[submission.student]
        ungraded = self.cluster.ungraded if self.cluster else {}
        return [submission for submission in readable if submission.student not in ungraded]

    def record(self, graded, course, folder):
        """Toma de nbgrader los puntos y la página de cada entrega; devuelve la de cada estudiante, que está en `folder`."""
        print("Anoto las notas y escribo la retroalimentación…", flush=True)
        # A nbgrader no le vale cualquier nombre, y dos que se parecen no pueden confundirse.
        keys = {str(number): submission for number, submission in enumerate(graded)}
        found = gradebook.record(course, {key: submission.notebook for key, submission in keys.items()}, self.jobs)
        pages, taken = {}, set()
        for key, submission in keys.items():
            if key in found:
                page, submission.scores = found[key]
                pages[submission.student] = folder / f"{names.file_name(submission.student, taken)}.html"
                shutil.copy(page, pages[submission.student])
            else:
                submission.notes.append("sin calificar: nbgrader no pudo con la entrega")
        return pages

    def give_back(self, submissions, pages, fresh):
        """Deja en `fresh` lo que vuelve a Moodle, si las entregas o la hoja son suyas, y lo cuenta."""
        if self.sheet is None:
            prefixes = export.own_prefixes(submissions)
        else:
            total = sum(self.points.values())
            filled = export.fill(self.sheet, submissions, total)
            prefixes = filled.prefixes
            (fresh / SHEET).write_bytes(self.sheet.bytes())
            yield from summary.sheet(filled, self.sheet.format, total)
        if any(prefixes.values()):
            export.write_feedback(prefixes, pages, fresh / RETURN)
            yield from summary.feedback(sum(map(len, prefixes.values())), (fresh / RETURN).stat().st_size)
