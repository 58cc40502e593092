"""Una tarea de ida y vuelta: quien enseña la publica, alguien la recoge, la resuelve y la entrega, y le vuelve calificada.

Cada persona tiene su carpeta personal y su JupyterLab. Enseña la cuenta de quien prueba; si puede hacer de otra, estudia
otra, y si no, la misma. El código lo compila siempre la suya: el Rust de una persona puede ser solo suyo.
"""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat
from people import Person, another_account, common_place, solve

from aula.facts import ASSIGNMENT, COURSE, EXERCISES, ROOT, TEACHER
from aula.grading import cells
from aula.grading.validation import validate

ID = {"course_id": "gradiente", "assignment_id": ASSIGNMENT}
# Lo que se califica solo; lo que lee una persona vale un punto.
BY_MACHINE = sum(exercise.points for exercise in cells.exercises(nbformat.read(TEACHER, as_version=4)))
COMMENT = "Bien visto: no son separables."


class RoundTrip(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory(dir=common_place())))
        folder.chmod(0o755)
        self.exchange, self.course = folder / "intercambio", folder / "profe" / "curso"
        self.teacher, self.student = Person(folder / "profe"), Person(folder / "ana", another_account())
        self.teacher.configure(
            "from aula.grading.nbgrader.course import configure\n"
            f"configure(c, {str(self.course)!r})\n"
            f"c.Exchange.root = {str(self.exchange)!r}"
        )
        self.student.configure(f"c.Exchange.root = {str(self.exchange)!r}")
        source = self.course / "source" / ASSIGNMENT
        source.mkdir(parents=True)
        shutil.copy(TEACHER, source)
        shutil.copy(COURSE / "nbgrader_config.py", self.course)
        self.exchange.mkdir()
        self.student.owns(self.student.home)
        print("Cuentas:", self.teacher.name, "y", self.student.name)

    def test_a_task_goes_and_comes_back_graded(self):
        with self.teacher.lab(self.teacher.home) as office, self.student.lab(self.student.home) as desk:
            self.release(office)
            book = self.fetch(desk)
            self.first_cells_run(book)
            self.hand_in(desk, book)
            self.grade(office)
            page = self.fetch_feedback(desk)
        self.assertIn(COMMENT, page)
        self.assertRegex(page, rf"{BY_MACHINE + 1:g}(\.0)? / {BY_MACHINE + 1:g}")

    def release(self, office):
        form = f"formgrader/api/assignment/{ASSIGNMENT}"
        page = office.text("formgrader/manage_assignments")
        self.assertIn("Fecha límite", page)
        self.assertNotIn('class="alert', page, "Formgrader avisa de algo que impide publicar")
        office.works(f"{form}/assign")
        office.works(f"{form}/release")
        (task,) = office.ask("GET", "formgrader/api/assignments")
        self.assertEqual((task["status"], task["releaseable"]), ("released", True))

    def fetch(self, desk):
        listed = desk.ask("GET", f"assignments?course_id={ID['course_id']}")["value"]
        self.assertEqual([(task["assignment_id"], task["status"]) for task in listed], [(ASSIGNMENT, "released")])
        (task,) = desk.works("assignments/fetch", ID)["value"]
        self.assertEqual(task["status"], "fetched")
        (notebook,) = task["notebooks"]
        self.assertEqual(notebook["path"], f"{ASSIGNMENT}/{EXERCISES}.ipynb", "una ruta que JupyterLab pueda abrir")
        return self.student.home / notebook["path"]

    def first_cells_run(self, path):
        """El núcleo arranca en la carpeta del cuaderno, que no es la del proyecto."""
        book = nbformat.read(path, as_version=4)
        last = next(at for at, cell in enumerate(book.cells) if cell.id == "cadena_prueba")
        book.cells = book.cells[: last + 1]
        some = path.with_name("primeras.ipynb")
        nbformat.write(solve(book), some)
        execute = ROOT / "aula" / "tests" / "notebooks" / "command" / "execute.py"
        subprocess.run([sys.executable, execute, some, some.parent, some], check=True)
        outputs = nbformat.read(some, as_version=4).cells[-1].outputs
        self.assertIn("Puntos de «cadena»: 2 de 2", "".join(output.get("text", "") for output in outputs))
        some.unlink()

    def hand_in(self, desk, book):
        nbformat.write(solve(nbformat.read(book, as_version=4)), book)
        validation = validate(nbformat.read(book, as_version=4))
        self.assertTrue(validation.complete, validation.report)
        listed = desk.works("assignments/submit", ID)["value"]
        self.assertEqual([task["status"] for task in listed], ["fetched", "submitted"])

    def grade(self, office):
        form = f"formgrader/api/assignment/{ASSIGNMENT}"
        office.works(f"{form}/collect")
        office.works(f"formgrader/api/submission/{ASSIGNMENT}/{self.student.name}/autograde")
        self.assertEqual(self.score(office), (BY_MACHINE, True))
        (book,) = office.ask("GET", f"formgrader/api/submitted_notebooks/{ASSIGNMENT}/{EXERCISES}")
        grades = office.ask("GET", f"formgrader/api/grades?submission_id={book['id']}")
        (by_hand,) = [grade for grade in grades if grade["needs_manual_grade"]]
        office.ask("PUT", f"formgrader/api/grade/{by_hand['id']}", {"manual_score": 1})
        comments = office.ask("GET", f"formgrader/api/comments?submission_id={book['id']}")
        (comment,) = [comment for comment in comments if comment["name"] == by_hand["name"]]
        office.ask("PUT", f"formgrader/api/comment/{comment['id']}", {"manual_comment": COMMENT})
        self.assertIn("Todos los puntos", office.text(f"formgrader/submissions/{book['id']}/"))
        self.assertEqual(self.score(office), (BY_MACHINE + 1, False))
        office.works(f"{form}/generate_feedback")
        office.works(f"{form}/release_feedback")

    def score(self, office):
        (submission,) = office.ask("GET", f"formgrader/api/submissions/{ASSIGNMENT}")
        self.assertEqual(submission["student"], self.student.name)
        return submission["score"], submission["needs_manual_grade"]

    def fetch_feedback(self, desk):
        listed = desk.works("assignments/fetch_feedback", ID)["value"]
        (submission,) = listed[-1]["submissions"]
        folder = self.student.home / submission["local_feedback_path"]
        return (folder / f"{EXERCISES}.html").read_text(encoding="utf-8")


if __name__ == "__main__":
    unittest.main()
