"""Calificar de principio a fin, con el nbgrader de verdad y, en lugar del motor, uno de juguete que contesta lo mismo."""

import contextlib
import csv
import io
import json
import logging
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

import nbformat
from nbconvert import HTMLExporter
from nbgrader.api import Gradebook
from traitlets.config import Config

from aula.assignments.blocks import TEST_SUFFIX
from aula.facts import ASSIGNMENT, EXERCISES, NOTEBOOKS
from aula.grading import engine, grade, restore, sanitize
from aula.grading.assignment import Assignment
from aula.grading.nbgrader.course import configure
from aula.notebooks import build
from aula.notebooks.student import student_notebook
from aula.problem import OK, Problem

from . import versions
from .publishing import api, failure, quiet, release

POINT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ATTACK = (
    "Hola <script>alert(1)</script> ![foto](http://malo.example/x.png) [pulsa](javascript:alert(1)) $\\text{<img src=x>}$"
)


def examine(order, say=None):
    """En lugar del motor: todos los puntos a lo que dice «SOLUTION», y la mitad a lo que dice «mal»."""

    def one(exercise, answer):
        points = exercise["points"] / (2 if "mal" in answer else 1) if "SOLUTION" in answer else 0
        return {
            "points": points,
            "report": f"✅ bien: <b>visible</b>\n✅ bien: ocultas, 1 de 1\nPuntos de «{exercise['name']}»: {points:g}",
            "problem": "se calificó a medias" if "mal" in answer else "",
            "checks": [{"name": "visible", "hidden": False, "passed": True, "said": ""}],
            "remarks": ["usa «unsafe»: mírala a mano"] if "unsafe" in answer else [],
        }

    results = {
        given["key"]: {each["name"]: one(each, given["answers"][each["name"]]) for each in order["exercises"]}
        for given in order["submissions"]
    }
    return {"results": results, "already": 0}


# Lo que queda en la carpeta de salida.
MADE = [".avance", ".calificando", ".paginas", "clase.csv", "clase.html", "notas.csv", "retroalimentacion"]


class Parts(HTMLParser):
    """Lo que hay en una página que el navegador pediría o haría."""

    def __init__(self, html):
        super().__init__()
        self.requests, self.active, self.tags = [], [], set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            if name in ("src", "srcset", "poster", "data", "action") or (name == "href" and tag != "a"):
                self.requests.append((tag, value))
            if name.startswith("on") or "javascript:" in (value or "").lower():
                self.active.append((tag, name, value))


class Course(unittest.TestCase):
    """Una clase de cinco, calificada dos veces: con `calificar` y con `nbgrader autograde`."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.teacher = build.build(NOTEBOOKS / "fuente" / f"{EXERCISES}.md")
        nbformat.write(cls.teacher, cls.folder / "profesor.ipynb")
        for target, value in (("grade.TEACHER", cls.folder / "profesor.ipynb"), ("engine.run", examine)):
            patch = mock.patch(f"aula.grading.{target}", value)
            patch.start()
            cls.addClassCleanup(patch.stop)
        cls.course = cls.folder / "curso"
        cls.released = release(cls.teacher, cls.course)
        (cls.folder / "entregas").mkdir()
        for name, book in {
            "ana": cls.solved(),
            "beto": cls.solved(cadena="fn mal() { unsafe {} } // SOLUTION"),
            "carla [2]": cls.released,
            "dani": cls.tampered(),
            "eva": cls.earlier(),
        }.items():
            nbformat.write(book, cls.folder / "entregas" / f"{name}.ipynb")
        cls.output = cls.folder / "salida"
        cls.said = cls.grade()

    @classmethod
    def grade(cls, jobs=1):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            cls.code = grade.grade(cls.folder / "entregas", cls.output, jobs)
        return said.getvalue()

    @classmethod
    def solved(cls, **answers):
        book = nbformat.from_dict(json.loads(nbformat.writes(cls.released)))
        answers = {"reflexion": "Ninguna recta.", **answers}
        for cell in book.cells:
            given = answers.get(cell.id) or next(each.source for each in cls.teacher.cells if each.id == cell.id)
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = given
            if cell.id.endswith("_prueba"):
                cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "1234.5"})]
            if cell.id.endswith("_grafico"):
                cell.outputs = [nbformat.v4.new_output("display_data", data={"image/png": POINT, "text/html": ATTACK})]
        return book

    @classmethod
    def tampered(cls):
        book = cls.solved(reflexion=ATTACK)
        shown = nbformat.v4.new_output("stream", text=f"lo mío {ATTACK}")
        latex = nbformat.v4.new_output("display_data", data={"text/latex": "$\\frac{1}{2}$"})
        hostile = nbformat.v4.new_output("display_data", data={"text/latex": r"\text{<script>alert(1)</script>}"})
        book.cells.insert(3, nbformat.v4.new_code_cell("loop {}", outputs=[shown, latex, hostile]))
        book.cells.insert(3, nbformat.v4.new_markdown_cell(f"{ATTACK}\n\n```mermaid\n{ATTACK}\n```\n\n$a < b$"))
        book.cells.insert(3, nbformat.v4.new_raw_cell(ATTACK))
        return book

    @classmethod
    def earlier(cls):
        """Resuelto, el cuaderno que salía de una versión anterior del texto."""
        teacher = versions.teachers(versions.earlier())
        return versions.solved(teacher, student_notebook(teacher))

    def has(self, page, text):
        self.assertTrue(text in page, f"falta «{text}»")

    def lacks(self, page, text):
        self.assertFalse(text in page, f"sobra «{text}»")

    def table(self):
        with (self.output / "notas.csv").open(encoding="utf-8-sig") as file:
            return {row["estudiante"]: row for row in csv.DictReader(file, delimiter=";")}

    def page(self, student):
        return (self.output / "retroalimentacion" / f"{student}.html").read_text(encoding="utf-8")

    def test_grades_and_notes(self):
        table = self.table()
        self.assertEqual(self.code, OK)
        self.assertEqual([table[name]["total"] for name in table], ["24", "23", "0", "24", "21"])
        self.assertEqual((table["ana"]["reflexion"], table["carla [2]"]["reflexion"]), ("", "0"))
        self.assertEqual((table["ana"]["observaciones"], table["carla [2]"]["observaciones"]), ("", ""))
        self.assertIn("cadena: usa «unsafe»: mírala a mano", table["beto"]["observaciones"])
        self.assertIn("cadena: se calificó a medias", table["beto"]["observaciones"])
        self.assertEqual((table["eva"]["errores"], table["eva"]["cadena"]), ("0", "2"))
        self.assertIn("no lleva «errores», que vale 3 puntos; «cadena» ha cambiado", table["eva"]["observaciones"])

    def test_the_same_with_several_processes_and_what_was_there_is_kept(self):
        before = (self.output / "notas.csv").read_bytes()
        pages = {path.name: path.read_bytes() for path in (self.output / "retroalimentacion").iterdir()}
        self.assertIn("están ahora en", self.grade(jobs=3))
        self.assertEqual((self.output / "notas.csv").read_bytes(), before)
        self.assertEqual({path.name: path.read_bytes() for path in (self.output / "retroalimentacion").iterdir()}, pages)
        [earlier] = (self.output / "anteriores").iterdir()
        self.assertEqual((earlier / "notas.csv").read_bytes(), before)
        shutil.rmtree(self.output / "anteriores")

    def test_nbgrader_gives_the_same_grades_without_warnings(self):
        nbgrader = api(self.course)
        with quiet():
            for number, path in enumerate(sorted((self.folder / "entregas").iterdir())):
                place = self.course / "submitted" / str(number) / ASSIGNMENT
                place.mkdir(parents=True)
                shutil.copy(path, place / f"{EXERCISES}.ipynb")
            result = nbgrader.autograde(ASSIGNMENT, "*")
            self.assertIsNone(failure(result))
            self.assertIsNone(failure(nbgrader.generate_feedback(ASSIGNMENT, "*")))
        self.assertEqual(
            re.findall(r"\[WARNING\] (.*)", result["log"]),
            [
                "1: cadena: usa «unsafe»: mírala a mano",
                "1: cadena: se calificó a medias",
                f"4: {self.table()['eva']['observaciones']}",
            ],
        )
        with Gradebook(nbgrader.coursedir.db_url) as book:
            for number, (student, row) in enumerate(self.table().items()):
                graded = book.find_submission_notebook(EXERCISES, ASSIGNMENT, str(number))
                for each in graded.grades:
                    score = "" if each.needs_manual_grade else f"{each.score:g}".replace(".", ",")
                    self.assertEqual(score, row[each.name.removesuffix(TEST_SUFFIX)], (student, each.name))
                page = self.course / "feedback" / str(number) / ASSIGNMENT / f"{EXERCISES}.html"
                self.assertIn("tu respuesta", page.read_text(encoding="utf-8"))

    def test_a_course_changed_after_it_was_published_is_no_warning(self):
        place = self.course / "source" / ASSIGNMENT / f"{EXERCISES}.ipynb"
        before = place.read_bytes()
        self.addCleanup(place.write_bytes, before)
        changed = nbformat.read(place, as_version=4)
        next(cell for cell in changed.cells if cell.id == "cadena_prueba").source += "\n// otra cosa"
        nbformat.write(changed, place)
        submitted = self.course / "submitted" / "otra" / ASSIGNMENT
        submitted.mkdir(parents=True)
        for name in ("submitted", "autograded"):
            self.addCleanup(shutil.rmtree, self.course / name / "otra")
        nbformat.write(self.released, submitted / f"{EXERCISES}.ipynb")
        with quiet():
            result = api(self.course).autograde(ASSIGNMENT, "otra")
        self.assertIsNone(failure(result))
        self.assertNotIn("checksum", result.get("log", ""))

    def test_what_the_page_shows(self):
        page = self.page("dani")
        self.assertEqual(page.count('class="rotulo">Resultado de las pruebas<'), 9)
        self.has(page, 'class="rotulo">Lo que mostraba tu cuaderno al entregarlo<')
        self.has(page, "lo mío Hola &lt;script&gt;")
        self.has(page, f'src="data:image/png;base64,{POINT}"')
        self.lacks(page, "1234.5")
        self.has(self.page("carla [2]"), "Sin responder")
        for english in ("No response", "Score", "Comments:", "Student"):
            self.lacks(self.page("carla [2]"), english)
        for secret in ("HIDDEN", ".hidden("):
            self.assertIn(secret, nbformat.writes(self.teacher))
            self.lacks(page, secret)

    def test_the_page_of_a_notebook_of_another_version(self):
        page = self.page("eva")
        self.assertEqual(page.count("«errores» no está en la versión de los ejercicios que recibiste"), 1)
        self.assertEqual(page.count("«cadena» ha cambiado desde que recibiste tu cuaderno"), 1)
        self.assertEqual(page.count("ha cambiado desde que recibiste tu cuaderno"), 1)
        self.has(page, "Escribe la derivada de")
        self.lacks(page, "Deriva la función en un punto cualquiera")
        self.lacks(self.page("ana"), "recibiste")

    def test_formulas_are_mathml(self):
        page = self.page("dani")
        self.has(page, "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>")
        self.has(page, "<mi>a</mi><mo>&lt;</mo><mi>b</mi>")
        self.assertGreater(page.count("<math"), 20)
        self.lacks(page, "MathJax")

    def formgrader(self, student):
        """La página con que Formgrader enseña una entrega, hecha como la hace él."""
        config = Config()
        configure(config, self.course)
        config.HTMLExporter.template_name = "formgrade"
        book = json.loads((self.folder / "entregas" / f"{student}.ipynb").read_text(encoding="utf-8"))
        restored, _ = restore.restore(sanitize.clean(book), Assignment(self.teacher, self.released))
        resources = {"base_url": "", "index": 0, "total": 1, "notebook_id": EXERCISES}
        return HTMLExporter(config=config).from_notebook_node(nbformat.from_dict(restored), resources=resources)[0]

    def test_nothing_acts_and_nothing_is_requested(self):
        for page, scripts in ((self.page("dani"), 0), (self.formgrader("dani"), 15)):
            parts = Parts(page)
            for tag, address in parts.requests:
                self.assertRegex(address, r"^(data:image/png;|/formgrader/static/)", tag)
            self.assertIsNone(re.search(r"@import|url\(\s*['\"]?(https?:)?//", page))
            self.lacks(page, "<script>alert")
            self.lacks(page, "<img src=x")
            self.assertLessEqual(page.count("<script"), scripts)
            self.assertLessEqual({tag for tag, _, value in parts.active if "toggle_name" not in value}, set())
            self.has(page, "Content-Security-Policy")

    def test_formgrader_in_spanish(self):
        page = self.formgrader("ana")
        for spanish in ("Todos los puntos", "Siguiente", "Lo que mostraba el cuaderno al entregarlo"):
            self.has(page, spanish)
        for english in ("Full credit", "Student's answer", "Manual Grading", "Submission"):
            self.lacks(page, english)


class Engine(unittest.TestCase):
    """Lo que pasa cuando el motor no puede, o se interrumpe."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def program(self, text):
        path, script = self.folder / "aula", self.folder / "motor.py"
        script.write_text(f"import json, os, sys, time\n{text}")
        # La primera línea de un guion no admite una ruta con espacios; la segunda, sí.
        path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(script))} "$@"\n')
        path.chmod(0o755)
        return mock.patch.object(engine, "PROGRAM", path)

    @unittest.skipIf(os.name == "nt", "el motor de juguete es un guion")
    def test_what_it_says(self):
        with self.program("print('uno\\ndos'); print(json.dumps({'results': {}, 'already': 3}))"):
            said = []
            self.assertEqual(engine.run({}, said.append)["already"], 3)
            self.assertEqual(said, ["uno", "dos"])
        with self.program("print(json.dumps({'error': 'no hay aislamiento'})); sys.exit(1)"):
            self.assertRaisesRegex(Problem, "^no hay aislamiento$", engine.run, {})
        with self.program("sys.exit(7)"):
            self.assertRaisesRegex(Problem, "sin dar resultados, con código 7", engine.run, {})
        with mock.patch.object(engine, "PROGRAM", self.folder / "nada"):
            self.assertRaisesRegex(Problem, "No se puede ejecutar", engine.run, {})

    def started(self, stub):
        """`calificar`, en otro proceso, con un motor de juguete, cuando ya está en marcha; y el fin de ese motor."""
        teacher = build.build(NOTEBOOKS / "fuente" / f"{EXERCISES}.md")
        nbformat.write(teacher, self.folder / "profesor.ipynb")
        self.submissions, self.output = self.folder / "entregas", self.folder / "salida"
        self.submissions.mkdir(exist_ok=True)
        nbformat.write(teacher, self.submissions / "ana.ipynb")
        with self.program(stub):
            return self.grading("en marcha")

    def grading(self, until):
        run = (
            "import sys; from pathlib import Path; from aula import __main__; from aula.grading import engine, grade\n"
            f"folder = Path({str(self.folder)!r})\n"
            "engine.PROGRAM, grade.TEACHER = folder / 'aula', folder / 'profesor.ipynb'\n"
            "sys.exit(__main__.main(*sys.argv[1:]))"
        )
        arguments = json.dumps({"submissions": str(self.submissions), "output": str(self.output), "jobs": 1})
        temporary = self.folder / "temporal"
        temporary.mkdir(exist_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-c", run, "grade", arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        while until not in (line := process.stdout.readline()):
            self.assertTrue(line, process.stderr.read() if not line else "")
        return process

    def left(self):
        return sorted(path.name for path in self.output.iterdir()), [*(self.folder / "temporal").glob("aula-*")]

    def gone(self, pid):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and Path(f"/proc/{pid}").exists():
            time.sleep(0.1)
        self.assertRaises(ProcessLookupError, os.kill, pid, 0)

    STUB = (
        "order = json.loads(sys.stdin.readline())\n"
        "open(order['ledger'] + '/ana', 'w').write(str(os.getpid()))\n"
        "print('en marcha', flush=True)\n"
    )
    WAIT = "sys.stdin.read()"  # como el de verdad: si se cierra su entrada, nadie espera ya
    RESULTS = (
        "one = {'points': 1, 'report': 'bien', 'problem': ''}\n"
        "print(json.dumps({'results': {'ana': {each['name']: one for each in order['exercises']}}}))\n"
    )

    @unittest.skipIf(os.name == "nt", "el motor de juguete es un guion")
    def test_an_interrupted_run_keeps_what_was_graded_and_leaves_nothing_else(self):
        process = self.started(self.STUB + self.WAIT)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("repite el comando y sigue por donde iba", errors)
        self.assertEqual(self.left(), ([".avance", ".calificando"], []))
        self.gone(int((self.output / ".avance" / "ana").read_text()))

    @unittest.skipIf(os.name == "nt", "el motor de juguete es un guion")
    def test_what_a_killed_run_left_is_collected_by_the_next(self):
        process = self.started(self.STUB + self.WAIT)
        process.kill()
        process.wait()
        self.gone(int((self.output / ".avance" / "ana").read_text()))
        names, temporary = self.left()
        self.assertEqual((len([name for name in names if name.startswith(".calificando-")]), temporary), (1, []))
        process = self.started(self.STUB + self.RESULTS)
        self.assertEqual(process.wait(), 0, process.stderr.read())
        names, temporary = self.left()
        self.assertEqual((names, temporary), (MADE, []))

    @unittest.skipIf(os.name == "nt", "el motor de juguete es un guion")
    def test_a_second_one_waits_for_the_first(self):
        first = self.started(self.STUB + "time.sleep(2)\n" + self.RESULTS)
        second = self.grading("espero a que termine…")
        self.assertIsNone(first.poll())
        self.assertEqual((first.wait(), second.wait()), (0, 0), second.stderr.read())
        self.assertEqual(len(list((self.output / "anteriores").iterdir())), 1)


class Pieces(unittest.TestCase):
    def test_none_warns_about_the_options_of_the_pages(self):
        config = Config()
        configure(config, "curso")
        with self.assertNoLogs():
            exporter = HTMLExporter(config=config)
            for piece in config.GenerateFeedback.preprocessors:
                piece(parent=exporter, config=exporter.config, log=logging.getLogger())


if __name__ == "__main__":
    unittest.main()
