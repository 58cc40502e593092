"""Calificar: las entregas de una clase entran, las notas y la retroalimentación salen."""

import json
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ..assignments import catalog
from ..assignments import scale as scales
from ..facts import EXERCISES, TEACHER
from ..notebooks import origin
from ..problem import OK, Problem
from . import assignment, course, examination, recognition, restore, submissions
from .lms import comments, export, names
from .lms.file import Unreadable
from .lms.worksheet import Worksheet
from .readings import Readings
from .report import overview, rendering, summary, table
from .report.material import material
from .report.output import CLASS, FEEDBACK, GRADES, LEDGER, PAGES, RETURN, SHEET, publish, working
from .report.review import review
from .submissions import LAST, Collection

NEWS = 1  # cada cuántos segundos se dice por dónde va lo que tarda


@dataclass
class Prepared:
    """Un cuaderno listo para calificar: con qué clave, qué hubo que arreglar, y dónde están las piezas de su página."""

    key: str
    notes: list
    answers: dict
    written: dict  # lo que lee una persona: si hay algo que leer
    pieces: Path
    form: str  # la de la tarea
    assignment: object  # la tarea, en esa forma


def grade(
    submissions,
    output,
    jobs=None,
    confined=True,
    sheet=None,
    cluster=None,
    attempt=LAST,
    form=table.EUROPEAN,
    nameless=False,
    assignment=None,
    variant=None,
    scale=None,
    demand=None,
    cuts=None,
    by_hand=None,
):
    """Califica las entregas de una carpeta o de un zip, `jobs` a la vez, y rellena `sheet`, la hoja de Moodle, si la hay.

    Con `cluster`, la dirección de un coordinador de Dask, las reparte entre sus trabajadores. `attempt` dice cuál de varios
    intentos cuenta, y `form`, cómo se escribe `notas.csv`. Con `nameless`, la página de la clase se escribe también sin
    nombres. `assignment` es la tarea, si hay cuadernos de varias, y `variant`, la forma de los cuadernos de los que no se
    puede saber. La nota va en la escala `scale`, con exigencia `demand` o con los cortes `cuts`. En `by_hand` está lo que
    puso una persona.

    Termina bien si hizo su trabajo, aunque alguien saque un cero.
    """
    place, output = Path(submissions).resolve(), Path(output).resolve()
    check_places(place, output)
    scales.scale(scale, demand, cuts)  # si no se entiende, antes de empezar
    worksheet = Worksheet.read(Path(sheet)) if sheet else None
    started = time.monotonic()
    try:
        cluster = connect(cluster) if cluster else None
        which = assignment, variant
        grading = Grading(place, output, jobs or os.cpu_count() or 1, confined, cluster, attempt, *which)
        grading.scale = grading.scale_of(scale, demand, cuts)
        grading.readings = Readings(grading.assignment, output, Path(by_hand) if by_hand else None)
        graded, story = grading.run(worksheet, form, nameless)
    except Unreadable as error:
        raise Problem(f"No se puede leer {place}: {error}. Si viene de Moodle, descárgalo otra vez.") from None
    except OSError as error:
        raise Problem(f"No se pudo calificar: {error}") from error
    except KeyboardInterrupt:
        print("\nLo que ya estaba calificado queda guardado: repite el comando y sigue por donde iba.", file=sys.stderr)
        raise
    print(headline(graded, output, time.monotonic() - started))
    for line in [*story, *summary.by_hand(graded, grading.assignment.points), *summary.ungraded(graded)]:
        print(line)
    return OK


def check_places(place, output):
    """Que lo que se pide tenga sentido, antes de empezar."""
    if not place.exists():
        raise Problem(f"No existe {place}: se esperaba la carpeta de las entregas, o el zip que da Moodle.")
    if place.is_file() and place.suffix.lower() != ".zip":
        raise Problem(f"{place} no es una carpeta ni un zip: se esperaban las entregas, con un cuaderno por estudiante.")
    if output == place or place in output.parents:
        raise Problem("La salida está dentro de las entregas, que solo se leen: elige otra carpeta con --salida.")
    if output.exists() and not output.is_dir():
        raise Problem(f"{output} ya existe y no es una carpeta: elige otra con --salida.")


def headline(graded, output, seconds):
    """Lo primero que se cuenta al terminar."""
    if any(submission.scores for submission in graded):
        where = f"{output / GRADES}, la clase en {output / CLASS} y una página por estudiante en {output / FEEDBACK}"
        return f"Listo en {seconds:.0f} s: {where}."
    return f"No se pudo calificar ninguna entrega: {output / GRADES} dice por qué."


def connect(address):
    """El clúster de esa dirección, si contesta. Dask solo hace falta aquí."""
    from .cluster.client import Cluster

    cluster = Cluster(address)
    cluster.check()
    return cluster


class Grading:
    """Todo el camino de una clase."""

    def __init__(self, place, output, jobs, confined, cluster, attempt, name=None, variant=None):
        self.place, self.output, self.scale = place, output, None
        self.jobs, self.confined, self.cluster = jobs, confined, cluster
        self.tasks = recognition.known(catalog.known())
        if name and name not in self.tasks:
            catalog.read(name)  # dice cuáles hay
        self.name, seen, students = self.survey(name)
        self.course = self.open_course(seen, students, variant)
        self.assignment = self.course.any
        self.collection = Collection(place, self.assignment, attempt, self.name, self.belongs)
        self.readings = Readings(self.assignment, output)
        self.prepared = {}  # los cuadernos de cada estudiante
        self.ungraded = {}  # los que no se pudieron calificar, y por qué

    def survey(self, name):
        """Qué tarea se califica, qué formas dicen ser sus cuadernos, y de quiénes son."""
        if len(self.tasks) == 1 and not catalog.read(next(iter(self.tasks))).variant:
            return next(iter(self.tasks)), set(), set()
        counts, seen, students = Counter(), {}, set()
        for student, notebook in submissions.everything(self.place, name or EXERCISES):
            said, task = origin.of(notebook), recognition.of(notebook, self.tasks)
            counts[task] += task is not None
            students.add(student)
            if said and said.form:
                seen.setdefault(task, set()).add(said.form)
        found = [task for task in counts if counts[task]]
        if not name and len(found) > 1:
            listed = ", ".join(f"{task} ({counts[task]})" for task in sorted(found))
            raise Problem(f"Hay cuadernos de varias tareas: {listed}. Di cuál se califica, como --tarea {found[0]}.")
        if not name and not found and students:
            raise Problem(
                "No se sabe de qué tarea son estos cuadernos, ni por lo que dicen, ni por sus identificadores, ni por sus "
                f"funciones: dilo con --tarea. Las que hay son: {', '.join(self.tasks)}."
            )
        name = name or next(iter(found), EXERCISES)
        return name, seen.get(name, set()), students

    def open_course(self, seen, students, variant):
        """La tarea, en las formas que hagan falta."""
        if variant and not catalog.read(self.name).variant:
            raise Problem(f"«{self.name}» solo tiene una forma: --forma no hace falta.")
        if self.name == EXERCISES:
            if not TEACHER.exists():
                raise Problem(f"Falta {TEACHER}, con las pruebas: ejecuta `cargo run -- generar {EXERCISES}`.")
            return course.One(assignment.read(TEACHER))
        return course.of(catalog.read(self.name), seen, students, variant)

    def scale_of(self, name, demand, cuts):
        """La escala que se pide o, si no, la que dice el texto de la tarea."""
        settings = catalog.read(self.name).settings
        if name is None and settings.scale:
            name, demand = settings.scale, settings.required if demand is None else demand
        return scales.scale(name, demand, cuts)

    def belongs(self, notebook):
        """Se niega a tomar un cuaderno de otra tarea."""
        task = recognition.of(notebook, self.tasks)
        if task not in (None, self.name):
            raise Unreadable(f"es de la tarea «{task}», y ahora se califica «{self.name}»")

    def run(self, sheet, form, nameless):
        """Califica, y devuelve las entregas y lo que hay que contar de lo que vuelve a Moodle."""
        with working(self.output) as folder:
            fresh = folder / "salida"
            (fresh / FEEDBACK).mkdir(parents=True)
            found = self.read(folder)
            if not found:
                expected = f"ana.ipynb o ana/{self.collection.file}"
                raise Problem(f"En {self.place} no hay entregas: se esperaba un cuaderno por estudiante, {expected}.")
            taken = self.readings.take(self.prepared)
            if self.prepared:
                self.examine(found)
            print("Anoto las notas y escribo la retroalimentación…", flush=True)
            pages = self.write_pages(found, fresh / FEEDBACK)
            table.write_grades(found, self.assignment.columns, fresh / GRADES, form, marked=self.scale is not None)
            clase = overview.Class(self.assignment, found, self.prepared, scale=self.scale)
            overview.write(clase, self.name, pages, fresh, self.output, form, nameless)
            story = [*summary.readings(taken), *give_back(found, pages, self.assignment, fresh, sheet, self.scale)]
            self.readings.save()
            publish(fresh, self.output)
        return found, story

    def read(self, folder):
        """Lee las entregas, una a una; de cada cuaderno quedan sus respuestas y, en el disco, las piezas de su página."""
        found, said = [], time.monotonic()
        pieces = folder / "piezas"
        pieces.mkdir()
        for submission in self.collection:
            found.append(submission)
            ready = [self.prepare(submission, number, pieces) for number in range(len(submission.candidates))]
            submission.candidates = [each for each, made in zip(submission.candidates, ready, strict=True) if made]
            if ready := [each for each in ready if each]:
                self.prepared[submission.student] = ready
            if time.monotonic() - said > NEWS and len(found) < self.collection.total:
                said = time.monotonic()
                print(f"  leo {len(found)} de {self.collection.total}…", flush=True)
        return found

    def prepare(self, submission, number, pieces):
        """Un cuaderno, con las celdas del curso en su sitio, y sin él: lo que de él hace falta."""
        candidate = submission.candidates[number]
        try:
            form, own, said = self.course.of(candidate.notebook, submission.student)
        except Unreadable as error:
            submission.notes.append(f"sin calificar: {error}")
            return None
        made, notes = restore.restore(candidate.notebook, own)
        candidate.notebook = None
        key = submission.key(number)
        path = pieces / f"{len(self.prepared)}-{number}.json"
        path.write_text(json.dumps(material(made, own)), encoding="utf-8")
        by_name = {cell.id: cell.source for cell in made.cells}
        written = {name: by_name[name] for name in own.by_hand}
        return Prepared(key, said + notes, examination.answers(made, own.exercises), written, path, form, own)

    def examine(self, found):
        """Pasa las respuestas por el motor, y anota lo que sacó cada entrega."""
        asked = {}
        for each in (each for ready in self.prepared.values() for each in ready):
            asked.setdefault((each.form, id(each.assignment)), (each.assignment, {}))[1][each.key] = each.answers
        print(f"Califico {summary.counted(sum(len(given) for _, given in asked.values()))}…", flush=True)
        ledger = self.output / LEDGER  # dura más que esta vez: una interrumpida sigue por donde iba
        ledger.mkdir(exist_ok=True)
        results, self.ungraded = examination.examine_forms(asked, self.jobs, self.confined, ledger, cluster=self.cluster)
        for submission in found:
            if ready := self.prepared.get(submission.student):
                self.settle(submission, ready, results)

    def settle(self, submission, ready, results):
        """Anota en la entrega lo que sacó el cuaderno que cuenta: si hay varios, el que más."""
        graded = [number for number, each in enumerate(ready) if each.key in results]
        scores = [self.scores(each, results.get(each.key, {})) for each in ready]
        best = max(graded, key=lambda number: sum(filter(None, scores[number].values())), default=0)
        submissions.settle(submission, best)
        chosen = self.prepared[submission.student] = ready[best]
        submission.notes += chosen.notes
        if not graded:
            submission.notes.append(f"sin calificar: {self.ungraded[chosen.key]}")
            return
        submission.scores, submission.results = scores[best], results[chosen.key]
        submission.notes += examination.notes(chosen.assignment, chosen.answers, submission.results)
        self.readings.apply(submission, chosen.answers | chosen.written)
        if self.scale:
            submission.shown_mark = self.scale.mark(submission.total, self.assignment.total)
            if self.scale.maximum:
                submission.mark = float(submission.shown_mark)

    def scores(self, prepared, results):
        """Los puntos de cada columna; lo que lee una persona, vacío hasta que lo lea, y cero si no hay nada que leer."""
        points = {name: result.points for name, result in results.items()}
        blank = {name: prepared.assignment.is_stub(name, source) for name, source in prepared.written.items()}
        return points | {name: 0.0 if empty else None for name, empty in blank.items()}

    def write_pages(self, found, folder):
        """Las páginas, en `folder`; devuelve la de cada estudiante."""
        orders, taken = {}, set()
        for submission in found:
            if submission.scores:
                to = folder / f"{names.file_name(submission.student, taken)}.html"
                orders[submission.student] = self.order(submission, to)
        rendering.render(list(orders.values()), self.output / PAGES, self.jobs)
        for submission in found:
            if (order := orders.get(submission.student)) and order.trouble:
                reason = f"hacerla entera {order.trouble}"
                submission.notes.append(f"su página lleva solo las respuestas y los resultados: {reason}")
        return {student: order.to for student, order in orders.items()}

    def order(self, submission, to):
        """El encargo de una página."""
        prepared = self.prepared[submission.student]
        given = prepared.answers | prepared.written
        page = {
            "student": submission.student,
            "title": prepared.assignment.title or self.name,  # dice también qué forma es
            "exercises": {name: self.review(submission, name, given[name]) for name in self.assignment.columns},
            "total": submission.total,
            "most": self.assignment.total,
            "mark": submission.shown_mark.replace(".", ","),
            "scale": self.scale.said if self.scale else "",
        }
        return rendering.Order(prepared.pieces, page, given, to)

    def review(self, submission, name, source):
        """Lo que su página dice de un ejercicio."""
        own = self.prepared[submission.student].assignment
        return review(
            name,
            own.titles[name],
            submission.scores[name],
            own.points[name],
            submission.results.get(name),
            source,
            own.is_stub(name, source),
            submission.comments.get(name, ""),
        )


def give_back(found, pages, assignment, fresh, sheet, scale=None):
    """Deja en `fresh` lo que vuelve a Moodle, si las entregas o la hoja son suyas; devuelve lo que hay que contar."""
    story, prefixes = [], export.own_prefixes(found)
    if sheet:
        filled = export.fill(sheet, found, assignment.total, scale)
        if sheet.commented:
            filled.commented = comments.write(sheet, found, filled.rows, assignment.points, assignment.titles)
        (fresh / SHEET).write_bytes(sheet.bytes())
        story, prefixes = [*summary.sheet(filled, sheet.format, assignment.total, scale)], filled.prefixes
    if any(prefixes.values()):
        export.write_feedback(prefixes, pages, fresh / RETURN)
        story += summary.feedback(sum(map(len, prefixes.values())), (fresh / RETURN).stat().st_size)
    return story
