"""Una tarea que no es la de la lección, de principio a fin: se empieza, se reparte en formas y a personas, y se califica."""

import contextlib
import csv
import fnmatch
import io
import json
import logging
import os
import re
import shutil
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

import nbformat
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from aula.assignments import catalog, forms
from aula.authoring import create, give, people, publish
from aula.classroom.settings import NOT_THE_COURSE
from aula.facts import EXERCISES, NOTEBOOKS
from aula.grading import course, grade, validation
from aula.grading.nbgrader import arrivals, preprocessors
from aula.grading.nbgrader import forms as exchange_forms
from aula.notebooks import build, origin
from aula.notebooks.fingerprint import grade_id, nbgrader
from aula.notebooks.student import student_notebook
from aula.problem import Problem

KEY = "7" * 64
MOODLE = """Identificador,Nombre completo,Calificación,Calificación máxima
Participante 31,Ana Ruiz,,7
Participante 32,José Gómez,,7
"""


class Place(unittest.TestCase):
    """Una carpeta de cuadernos con la lección y una tarea recién empezada, y la clave de un curso."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        notebooks = cls.folder / "notebooks"
        shutil.copytree(NOTEBOOKS / "fuente", notebooks / "fuente")
        key = cls.folder / "formas.clave"
        key.write_text(f"{KEY}\n")
        replaced = [
            (catalog, "NOTEBOOKS", notebooks),
            (catalog, "ASSIGNMENTS", notebooks / "tareas"),
            (forms, "course_key", lambda: KEY),
            (course, "KEY", key),
            (exchange_forms, "KEY", key),
            (exchange_forms, "ASSIGNMENTS", notebooks / "tareas"),
        ]
        for where, name, value in replaced:
            patched = mock.patch.object(where, name, value)
            patched.start()
            cls.addClassCleanup(patched.stop)
        cls.said(create.create, "control1")
        cls.text = notebooks / "tareas" / "control1.md"

    @staticmethod
    def said(function, *arguments, **options):
        with contextlib.redirect_stdout(io.StringIO()) as output:
            function(*arguments, **options)
        return output.getvalue()

    def refused(self, function, *arguments, **options):
        with self.assertRaises(Problem) as raised:
            self.said(function, *arguments, **options)
        return str(raised.exception)


class Creating(Place):
    def test_what_is_there_is_never_overwritten(self):
        before = self.text.read_bytes()
        self.assertIn("Ya existe notebooks/tareas/control1.md", self.refused(create.create, "control1"))
        self.assertIn(f"Ya existe notebooks/fuente/{EXERCISES}", self.refused(create.create, EXERCISES))
        for name in ("../fuera", "con espacio", "", "ñandú", "NUL", "com1", "xor"):
            self.assertIn("no vale como nombre", self.refused(create.create, name))
        self.assertIn("Ya existe notebooks/tareas/control1.md", self.refused(create.create, "Control1"))
        self.assertEqual(self.text.read_bytes(), before)
        self.assertIn("las que hay son: 03_ejercicios, control1", self.refused(give.give, "otra", self.folder / "x"))


class Giving(Place):
    def test_forms_and_solutions(self):
        folder = self.folder / "formas"
        said = self.said(give.give, "control1", folder, count=3, hints=False)
        made = {f"control1_{form}.{kind}" for form in "ABC" for kind in ("ipynb", "html")}
        self.assertEqual({path.name for path in folder.iterdir()}, made | {"soluciones.html", ".gitignore"})
        self.assertIn("no se reparte", said)
        books = [nbformat.read(folder / f"control1_{form}.ipynb", as_version=4) for form in "ABC"]
        self.assertEqual(
            [(origin.of(book).form, origin.of(book).hints) for book in books], [("A", False), ("B", False), ("C", False)]
        )
        self.assertEqual(
            [book.cells[0].source.split("\n")[0] for book in books], [f"# Control 1 · forma {form}" for form in "ABC"]
        )
        text = json.dumps(books)
        for secret in ("BEGIN", "powi", "azar", "Una pista", ".hidden(", "Medio punto", KEY):
            self.assertNotIn(secret, text)
        solutions = (folder / "soluciones.html").read_text(encoding="utf-8")
        rows = re.findall(r'<th scope="row">(.*?)</th>', solutions)
        self.assertEqual((rows[:3], rows[-2:]), (["A", "B", "C"], ["todas", "todas"]), "los números, y cada solución")
        self.assertIn("Medio punto", solutions)
        self.assertIn("ya existe, y se queda como está", self.refused(give.give, "control1", folder, count=2))

    def test_forms_with_the_same_numbers_are_told(self):
        text = self.text.read_text(encoding="utf-8")
        self.addCleanup(self.text.write_text, text, encoding="utf-8")
        self.text.write_text(
            re.sub(r"azar\.elige\(\[([^,]*),.*?\]\)", r"\1", text).replace("azar.entre(-6..=6)", "5"), "utf-8"
        )
        said = self.said(give.give, "control1", self.folder / "iguales", count=3)
        self.assertIn("Con números distintos solo hay 1", said)

    def test_one_for_each_person(self):
        sheet = self.folder / "hoja.csv"
        sheet.write_text(MOODLE, encoding="utf-8")
        folder = self.folder / "personas"
        self.said(give.give, "control1", folder, people=sheet)
        with zipfile.ZipFile(folder / "moodle.zip") as archive:
            names = archive.namelist()
        self.assertIn("José Gómez_32_assignsubmission_file/control1.ipynb", names)
        self.assertEqual(
            {path.name for path in folder.iterdir()}, {"cuadernos", "moodle.zip", "soluciones.html", ".gitignore"}
        )
        plain = self.folder / "nombres.txt"
        plain.write_text("José Gómez\n\nAna Ruiz\n", encoding="utf-8")
        again = self.folder / "otra vez"
        self.said(give.give, "control1", again, people=plain)
        books = [folder / "cuadernos" / "José Gómez_32_assignsubmission_file", again / "cuadernos" / "José Gómez"]
        self.assertEqual(*[(book / "control1.ipynb").read_bytes() for book in books])
        for content, expected in (
            ("Alumno;Curso\nAna Ruiz;4A\n", "no se sabe en cuál están los nombres"),
            ('Apellidos y nombre,RUT\n"Ruiz Soto, Ana",1-9\n', "no se sabe en cuál están los nombres"),
            ("PK\x03\x04...", "es un libro de una hoja de cálculo"),
            ("\x00\x01\x02\x05Ana\x07", "no es un archivo de texto"),
            ("Nombre,Apellido(s)\n", "no tiene a nadie"),
        ):
            twice = self.folder / "mala.csv"
            twice.write_text(content, encoding="utf-8")
            self.assertIn(expected, self.refused(give.give, "control1", self.folder / "no", people=twice))
        for content in ("Ruiz, Ana\nPérez, José\n", "Nombre\tApellido(s)\nAna\tRuiz\nJosé\tPérez\n"):
            twice.write_text(content, encoding="utf-16")
            self.assertEqual([len(person.name.split()) for person in people.read(twice).values()], [2, 2])
        twice = self.folder / "dos.txt"
        twice.write_text("Ana Ruiz\nANA RUIZ\n", encoding="utf-8")
        self.assertIn("está dos veces", self.refused(give.give, "control1", self.folder / "no", people=twice))
        self.assertIn("no van juntas", self.refused(give.give, "control1", self.folder / "no", people=plain, count=2))
        self.assertFalse((self.folder / "no").exists())

    def test_a_wrong_solution_is_not_given(self):
        text = self.text.read_text(encoding="utf-8")
        self.addCleanup(self.text.write_text, text, encoding="utf-8")
        self.text.write_text(text.replace("w - alpha * gradient", "w + alpha * gradient"), encoding="utf-8")
        line = next(at for at, row in enumerate(text.split("\n"), start=1) if 'respuesta="paso"' in row)
        for said in (
            self.refused(give.give, "control1", self.folder / "mal", count=2),
            self.refused(publish.generate, [catalog.notebook_of("control1")]),
        ):
            self.assertIn(f"línea {line}: la solución de «paso» no pasa su prueba en la forma A", said)
            self.assertEqual(said.count("no pasa su prueba"), 1, "lo que pasa en dos formas se dice una vez")
            self.assertIn("❌ falla: con los números del enunciado", said)
        self.assertFalse((self.folder / "mal").exists() or catalog.notebook_of("control1").exists())
        self.text.write_text(text.replace("let gradient = (x", "let gradient = (xx"), encoding="utf-8")
        self.assertIn(f"en la línea {line + 4} del texto", self.refused(give.give, "control1", self.folder / "mal"))
        free = '{\n    <::gradiente::rubric::Rubric>::new("paso", 2.0).check("a", "b", || 1.0, 1.0).points()\n}\n'
        start = text.index('```rust prueba="paso" puntos=2\n') + len('```rust prueba="paso" puntos=2\n')
        self.text.write_text(text[:start] + free + text[text.index("```", start) :], encoding="utf-8")
        self.assertIn(
            "«paso» da 2 puntos en la forma A sin que nadie responda",
            self.refused(give.give, "control1", self.folder / "mal"),
        )


class Handing(Place):
    def test_the_copy_for_the_class_has_the_assignments_that_are_asked_for(self):
        lessons = [catalog.notebook_of(name) for name in ("01_leccion", EXERCISES)]
        with mock.patch.object(publish.handout, "hand_out") as written:
            said = self.said(publish.hand_out, "clase.zip", lessons, ["control1"])
            self.assertIn("De control1 va la forma A", said)
            self.assertIn("No existe la tarea «nada»", self.refused(publish.hand_out, "clase.zip", lessons, ["nada"]))
        ((_, given), _) = written.call_args
        self.assertEqual([path.name for path in given], ["01_leccion.ipynb", "control1.ipynb"])
        book = nbformat.reads(publish.handout.clean(given[-1]).decode(), as_version=4)
        self.assertEqual((origin.of(book).name, origin.of(book).form), ("control1", "A"))
        self.assertNotIn("BEGIN SOLUTION", json.dumps(book))


class Grading(Place):
    """Una clase con un cuaderno de cada clase."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forms = forms.make(catalog.read("control1"), ["A", "B", "Eva Ruiz"])
        cls.given = cls.folder / "entregas"
        cls.given.mkdir()
        cls.hand_in("ana", "A")
        cls.hand_in("ben", "B", cls.nameless)
        cls.hand_in("Eva Ruiz", "Eva Ruiz")
        cls.hand_in("fran", "Eva Ruiz")
        cls.hand_in("gil", "A", cls.bare)
        cls.hand_in("hugo", "A", only={"cadena", "motivo"})
        shutil.copy(NOTEBOOKS / f"{EXERCISES}.ipynb", cls.given / "iris.ipynb")

    @classmethod
    def hand_in(cls, who, form, change=None, only=None):
        teacher = build.of_form(cls.forms[form])
        book, answers = student_notebook(teacher), {grade_id(cell): cell.source for cell in teacher.cells}
        for cell in book.cells:
            if nbgrader(cell).get("solution") and (only is None or grade_id(cell) in only):
                cell.source = answers[grade_id(cell)]
        if change:
            change(book)
        nbformat.write(book, cls.given / f"{who}.ipynb")

    @staticmethod
    def nameless(book):
        """Otro programa borró quién es cada celda."""
        book.metadata = {}
        for at, cell in enumerate(book.cells):
            cell.metadata, cell["id"] = {}, f"x{at}"

    @staticmethod
    def bare(book):
        """Y además solo quedan las respuestas."""
        Grading.nameless(book)
        book.cells = [cell for cell in book.cells if "fn " in cell.source]

    def test_each_notebook_is_graded_in_its_form(self):
        self.assertIn(
            f"Hay cuadernos de varias tareas: {EXERCISES} (1), control1 (6)",
            self.refused(grade.grade, str(self.given), str(self.folder / "notas")),
        )
        self.grade(assignment="control1")
        totals = {name: row["total"] for name, row in self.rows.items()}
        self.assertEqual(totals, {"Eva Ruiz": "6", "ana": "6", "ben": "6", "fran": "6", "gil": "", "hugo": "2", "iris": ""})
        notes = {name: row["observaciones"] for name, row in self.rows.items()}
        self.assertEqual((notes["ana"], notes["Eva Ruiz"], notes["hugo"]), ("", "", ""))
        self.assertIn("por su texto, la B", notes["ben"])
        self.assertIn("es la forma de «Eva Ruiz», que no es la suya", notes["fran"])
        self.assertIn("no se sabe qué forma es", notes["gil"])
        self.assertIn(f"es de la tarea «{EXERCISES}», y ahora se califica «control1»", notes["iris"])
        for name, form in (("ana", "A"), ("ben", "B")):
            page = (self.folder / "notas" / "retroalimentacion" / f"{name}.html").read_text(encoding="utf-8")
            self.assertIn(f"<title>{name}: Control 1 · forma {form}</title>", page)
        self.grade(assignment="control1", variant="A")
        self.assertEqual(self.rows["gil"]["total"], "6")
        self.assertIn("se califica como la A", self.rows["gil"]["observaciones"])

    def test_what_comes_from_moodle_goes_back(self):
        place, output, sheet = self.folder / "moodle", self.folder / "vuelta", self.folder / "hoja de Moodle.csv"
        (place / "Ana Ruiz_31_assignsubmission_file").mkdir(parents=True)
        shutil.copy(self.given / "ana.ipynb", place / "Ana Ruiz_31_assignsubmission_file" / "control1.ipynb")
        sheet.write_text(MOODLE, encoding="utf-8")
        archive = shutil.make_archive(str(self.folder / "entregas de Moodle"), "zip", place)
        self.said(grade.grade, archive, str(output), sheet=str(sheet), confined=False)
        # 6 de 7 puntos, que la hoja pone de 1 a 7, como dice el texto: 4 + 3 · (6 − 4,2) / (7 − 4,2) = 5,9.
        self.assertIn("Participante 31,Ana Ruiz,5.9,7", (output / "hoja.csv").read_text(encoding="utf-8"))
        with zipfile.ZipFile(output / "retroalimentacion.zip") as pages:
            self.assertEqual(pages.namelist(), ["Ana Ruiz_31_assignsubmission_file/retroalimentacion.html"])

    def grade(self, **options):
        output = self.folder / "notas"
        self.said(grade.grade, str(self.given), str(output), form="estandar", confined=False, **options)
        with (output / "notas.csv").open(encoding="utf-8", newline="") as file:
            self.rows = {row["estudiante"]: row for row in csv.DictReader(file)}

    def test_what_could_be_of_two_is_not_guessed(self):
        twin = self.text.with_name("control2.md")
        self.addCleanup(twin.unlink)
        shutil.copy(self.text, twin)
        given = self.folder / "sin nombre"
        given.mkdir()
        shutil.copy(self.given / "ben.ipynb", given)
        said = self.refused(grade.grade, str(given), str(self.folder / "n"))
        self.assertIn("No se sabe de qué tarea son estos cuadernos", said)
        self.assertIn("control1, control2", said)

    def test_a_form_that_nobody_has_is_refused(self):
        said = self.refused(grade.grade, str(self.given), str(self.folder / "n"), assignment="control1", variant="a")
        self.assertIn("--forma a: no es la de nadie que haya entregado", said)

    def test_a_form_of_what_has_only_one_is_refused(self):
        said = self.refused(grade.grade, str(self.given), str(self.folder / "n"), assignment=EXERCISES, variant="A")
        self.assertIn("solo tiene una forma", said)

    def test_without_the_key_of_the_course_nobody_guesses(self):
        with mock.patch.object(course, "KEY", self.folder / "no está"):
            self.assertIn(
                "la clave de la que salen los números",
                self.refused(grade.grade, str(self.given), str(self.folder / "n"), assignment="control1"),
            )

    def test_who_solves_it_validates_it(self):
        found = validation.validate(nbformat.read(self.given / "hugo.ipynb", as_version=4))
        self.assertEqual((found.passed, found.failed, found.unanswered), (["cadena"], {}, ["paso", "oculta"]))


@unittest.skipIf(os.name == "nt", "en Windows no hay carpeta de intercambio")
class Exchange(Place):
    """Por la carpeta de intercambio de nbgrader."""

    def setUp(self):
        self.course = self.folder / "curso"
        teacher = build.of_form(forms.make(catalog.read("control1"), [forms.FIRST])[forms.FIRST])
        self.student = student_notebook(teacher)
        for place, book in (("source", teacher), ("release", self.student)):
            folder = self.course / place / "control1"
            folder.mkdir(parents=True)
            nbformat.write(book, folder / "control1.ipynb")
        self.addCleanup(shutil.rmtree, self.course)
        (self.folder / "intercambio").mkdir(exist_ok=True)
        self.order = self.folder / "orden.json"

    def run_exchange(self, kind, student="", folder=""):
        config = Config()
        config.Exchange.root, config.Exchange.assignment_dir = str(self.folder / "intercambio"), str(folder)
        config.CourseDirectory.update(
            root=str(self.course), course_id="gradiente", assignment_id="control1", student_id=student
        )
        config.Release.order = config.Fetch.order = str(self.order)
        exchange = kind(coursedir=CourseDirectory(config=config), config=config, authenticator=Authenticator(config=config))
        exchange.log = logging.getLogger("intercambio")
        exchange.start()

    def fetch(self, student, number):
        folder = self.folder / f"{student}-{number}"
        folder.mkdir()
        self.run_exchange(exchange_forms.Fetch, student, folder)
        self.assertEqual([path.name for path in (folder / "control1").iterdir()], ["control1.ipynb"])
        return nbformat.read(folder / "control1" / "control1.ipynb", as_version=4)

    def test_each_student_fetches_their_own_form_always_the_same(self):
        arrivals.note(self.order, "ana")
        with mock.patch.object(exchange_forms, "MANY", 4):
            self.run_exchange(exchange_forms.Release)
        for student in ("ben", "ana", "carla", "dani", "eva"):  # después de publicarla; Ana, otra vez
            arrivals.note(self.order, student)
        books = {student: self.fetch(student, 1) for student in ("eva", "dani", "carla", "ben", "ana")}
        found = {student: origin.of(book).form for student, book in sorted(books.items())}
        self.assertEqual(found, dict(zip(("ana", "ben", "carla", "dani", "eva"), "ABCDE", strict=True)))
        self.assertEqual(self.fetch("ana", 2), books["ana"])
        self.assertNotIn("ana", self.order.read_text(encoding="ascii"), "lo lee cualquiera: no lleva nombres")
        for student, form in found.items():
            self.assertEqual(exchange_forms.expected(self.course / "release", student, "control1", self.order), form)
        own, notes = self.graded_as(books["ben"], "ben")
        self.assertEqual((own.released.cells[0].source, notes), (books["ben"].cells[0].source, []))
        own, notes = self.graded_as(books["ben"], "ana")
        self.assertEqual(own.released.cells[0].source, books["ben"].cells[0].source)
        self.assertEqual(notes, ["el cuaderno es la forma B, y la suya es la A: se califica como la B"])

    def test_outside_a_class_the_number_is_that_of_the_account(self):
        accounts = {"ana": 1000, "ben": 1001}
        with mock.patch.object(exchange_forms, "pwd") as pwd:
            pwd.getpwnam = lambda name: mock.Mock(pw_uid=accounts[name])
            found = [exchange_forms.number_of(name, "") for name in ("ana", "ben", "nadie")]
        self.assertEqual(found, [1000, 1001, None])
        self.assertEqual([exchange_forms.form_of(number, forms.names(60)) for number in (1000, 1001)], ["AO", "AP"])

    def test_in_a_class_on_a_server_the_texts_are_in_the_course_of_who_teaches(self):
        shutil.copytree(self.text.parent, self.course / "tareas")
        (self.course / "formas.clave").write_text("3" * 64)
        made, key = exchange_forms.text_of(self.course, "control1")
        self.assertEqual((made.path.parent.parent, key.parent), (self.course, self.course))
        self.assertIsNone(exchange_forms.text_of(self.course, "../../control1"))
        self.assertEqual([name for name in NOT_THE_COURSE if fnmatch.fnmatch("formas.clave", name)], [])

    def graded_as(self, book, student):
        said = {
            "db_url": f"sqlite:///{self.course}/gradebook.db",
            "notebook": "control1",
            "student": student,
            "assignment": "control1",
        }
        return preprocessors.assignment({"nbgrader": said}, book, self.order)


if __name__ == "__main__":
    unittest.main()
