"""Calificar: una carpeta de cuadernos entra, las notas y la retroalimentación salen."""

import csv
import datetime
import os
import re
import shutil
import sys
import tempfile
import time
import traceback
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from .. import files
from ..problem import OK, Problem
from ..project import ASSIGNMENT, EXERCISES, TEACHER
from . import cells, sandbox
from .release import api, failure, quiet, release
from .runner import Runner

NOTEBOOK = TEACHER.name
GRADES, FEEDBACK, EARLIER = "notas.csv", "retroalimentacion", "anteriores"


@dataclass
class Submission:
    """Lo que entregó una persona, y lo que se sabe de su nota."""

    student: str
    path: Path
    notes: list = field(default_factory=list)
    notebook: object = None
    graded: object = None
    scores: dict = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def key(self):
        """El nombre, sin lo que nbgrader tomaría por un patrón de archivos."""
        return re.sub(r"[^\w.-]", "_", self.student)


def collect(folder):
    """Las entregas de `folder`, por orden alfabético. Lo que no se pueda leer queda anotado en su entrega."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            student, notebook = path.name, path / NOTEBOOK
        elif path.suffix == ".ipynb":
            student, notebook = path.stem, path
        else:
            print(f"  {path.name}: no es un cuaderno ni una carpeta; se deja como está")
            continue
        submission = Submission(student, notebook)
        if student in found:
            found[student].notes.append(
                f"hay dos entregas a su nombre: se califica {found[student].path.relative_to(folder)}"
            )
            continue
        found[student] = submission
        try:
            if not notebook.exists() and not notebook.is_symlink():
                raise cells.Unreadable(f"en su carpeta no está {NOTEBOOK}")
            submission.notebook = cells.read_submission(notebook)
        except (cells.Unreadable, OSError) as error:
            submission.notes.append(f"sin calificar: {error}")
    return list(found.values())


def grade_one(runner, submission):
    """Corre una entrega; un fallo nuestro (el núcleo no arranca…) se intenta dos veces y no toca a las demás."""
    started = time.monotonic()
    for attempt in (1, 2):
        try:
            submission.graded, notes = runner.run(submission.notebook)
            submission.notes += notes
            break
        except Exception as error:
            if attempt == 2:
                submission.notes.append(f"sin calificar: {error}")
                traceback.print_exc(file=sys.stderr)
    submission.seconds = time.monotonic() - started
    return submission


def run_all(runner, submissions, workers):
    """Corre las entregas legibles, varias a la vez, y cuenta cómo va."""
    pending = [submission for submission in submissions if submission.notebook is not None]
    started = time.monotonic()
    pool = ThreadPoolExecutor(workers)
    try:
        jobs = [pool.submit(grade_one, runner, submission) for submission in pending]
        for number, job in enumerate(as_completed(jobs), 1):
            submission = job.result()
            left = (time.monotonic() - started) / number * (len(jobs) - number)
            remaining = f", quedan unos {left / 60:.0f} min" if left >= 60 else ""
            print(f"  [{number}/{len(jobs)}] {submission.student}: {submission.seconds:.0f} s{remaining}", flush=True)
    finally:
        pool.shutdown(cancel_futures=True)  # si se interrumpe, solo se espera a las que ya habían empezado


def record(submissions, course, output):
    """Pasa por nbgrader lo ya ejecutado: notas en su base de datos y retroalimentación en `output`."""
    nbgrader = api(
        course, {submission.key: submission.graded for submission in submissions if submission.graded is not None}
    )
    (output / FEEDBACK).mkdir(parents=True)
    for submission in submissions:
        if submission.graded is None:
            continue
        place = course / "submitted" / submission.key / ASSIGNMENT
        place.mkdir(parents=True)
        with quiet() as said:
            nbformat.write(submission.notebook, place / NOTEBOOK)
            reason = failure(nbgrader.autograde(ASSIGNMENT, submission.key))
            reason = reason or failure(nbgrader.generate_feedback(ASSIGNMENT, submission.key))
        if reason:
            submission.notes.append("sin calificar: nbgrader no pudo con la entrega")
            print(f"{submission.student}:\n{reason}\n{said.getvalue()}", file=sys.stderr)
            continue
        page = course / "feedback" / submission.key / ASSIGNMENT / f"{EXERCISES}.html"
        shutil.copy(page, output / FEEDBACK / f"{submission.student}.html")
        with Gradebook(nbgrader.coursedir.db_url) as book:
            notebook = book.find_submission_notebook(EXERCISES, ASSIGNMENT, submission.key)
            for grade in notebook.grades:
                name = grade.name.removesuffix(cells.TEST_SUFFIX)
                submission.scores[name] = None if grade.needs_manual_grade else grade.score


def write_grades(submissions, columns, path):
    """Una fila por estudiante; vacío donde tiene que calificar una persona o no se pudo calificar."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["estudiante", *columns, "total", "observaciones"])
        for submission in submissions:
            scores = [submission.scores.get(name) for name in columns]
            total = round(sum(score for score in scores if score is not None), 2) if submission.scores else None
            shown = ["" if score is None else f"{score:g}" for score in [*scores, total]]
            table.writerow([submission.student, *shown, "; ".join(submission.notes)])


def publish(fresh, output):
    """Pone los resultados en su sitio de una vez; los de antes se guardan con su fecha."""
    output.mkdir(parents=True, exist_ok=True)
    previous = [output / name for name in (GRADES, FEEDBACK) if (output / name).exists()]
    if previous:
        stamp = datetime.datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
        kept = output / EARLIER / stamp
        while kept.exists():
            kept = kept.with_name(kept.name + "_bis")
        kept.mkdir(parents=True)
        for path in previous:
            os.replace(path, kept / path.name)
        print(f"Las notas que había en {output} están ahora en {kept}.")
    for name in (FEEDBACK, GRADES):
        os.replace(fresh / name, output / name)


def grade_all(folder, output, jobs, confined):
    """Todo el camino; devuelve las entregas."""
    enclosed, warning = sandbox.available(confined)
    if warning:
        print(warning)
    if not TEACHER.exists():
        raise Problem(f"Falta {TEACHER}, con las pruebas: ejecuta `cargo run -- generar {EXERCISES}`.")
    teacher = files.read(TEACHER)
    submissions = collect(folder)
    if not submissions:
        raise Problem(f"En {folder} no hay entregas: se esperaba un cuaderno por estudiante, ana.ipynb o ana/{NOTEBOOK}.")

    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".calificando-", dir=output.parent) as temporary:
        fresh, course = Path(temporary) / "salida", Path(temporary) / "curso"
        fresh.mkdir()
        runner = Runner(teacher, release(teacher, course), enclosed)
        try:
            print("Preparo la biblioteca para las entregas…", flush=True)
            runner.prepare()
            print(f"Califico {len(submissions)} entregas, {jobs} a la vez…", flush=True)
            run_all(runner, submissions, jobs)
        finally:
            runner.close()
        print("Anoto las notas y escribo la retroalimentación…", flush=True)
        record(submissions, course, fresh)
        columns = [exercise.name for exercise in runner.exercises] + cells.by_hand(teacher)
        write_grades(submissions, columns, fresh / GRADES)
        publish(fresh, output)
    return submissions


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
    took = f"{time.monotonic() - started:.0f} s"
    print(f"Listo en {took}: {output / GRADES}, y una página por estudiante en {output / FEEDBACK}.")
    missing = [submission for submission in graded if not submission.scores]
    if missing:
        print("Sin calificar:")
        for submission in missing:
            print(f"  {submission.student}: {'; '.join(submission.notes)}")
    return OK
