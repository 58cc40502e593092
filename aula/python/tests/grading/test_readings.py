"""Lo que una persona pone a mano: qué se acepta, a quién va, y que ninguna otra vez se pierde."""

import tempfile
import unittest
from pathlib import Path

from aula.grading.lms import names
from aula.grading.readings import KEPT, Readings
from aula.grading.submissions import Submission
from aula.problem import Problem

from . import toy

STUDENTS = ("Ana Pérez", "Beto Ñúñez", "Carla (12)", "Carla (13)")
ANSWERS = {"reflexion": "Ninguna recta."}
HEADER = "estudiante;ejercicio;criterio;puntos;comentario\n"


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def readings(self, text=None, encoding="utf-8"):
        path = self.folder / "puntos.csv"
        if text is not None:
            path.write_bytes(text.encode(encoding))
        return Readings(toy.assignment(), self.folder, path if text is not None else None)

    def given(self, readings, student="Ana Pérez", answers=ANSWERS):
        """Lo que le queda puesto: los puntos, los comentarios y lo que se anota."""
        submission = Submission(student, names.Person(student, "", ""), scores={"cadena": 2.0, "reflexion": None})
        readings.apply(submission, answers)
        return submission.scores["reflexion"], submission.comments, submission.notes

    def refused(self, text):
        with self.assertRaises(Problem) as caught:
            self.readings(text).take(STUDENTS)
        return str(caught.exception)


class Taken(Case):
    def test_points_and_comments(self):
        for text, encoding in (
            (HEADER + "ANA PÉREZ;reflexion;;0,5;Casi: «mira»\nBETO ÑÚÑEZ;cadena;;;Bien\n", "utf-8-sig"),
            (
                'Estudiante,ID,puntos,comentario\n"Ana Pérez",reflexion,0.5,Casi: «mira»\nBeto Nunez,cadena,,Bien\n',
                "cp1252",
            ),
        ):
            readings = self.readings(text, encoding)
            self.assertEqual(readings.take(STUDENTS), 2)
            self.assertEqual(self.given(readings), (0.5, {"reflexion": "Casi: «mira»"}, []))
            self.assertEqual(self.given(readings, "Beto Ñúñez"), (None, {"cadena": "Bien"}, []))
            self.assertEqual(self.given(readings, "Carla (12)"), (None, {}, []))

    def test_the_lines_of_a_criterion_are_used_again(self):
        readings = self.readings(
            HEADER
            + ";reflexion;recta;0,5;Ve que no hay recta.\n;reflexion;capa;0,25;Dice qué hace la capa.\n"
            + "Ana Pérez;reflexion;recta + Capa;;Muy claro.\nBeto Ñúñez;reflexion;capa;0,1;\n"
        )
        readings.take(STUDENTS)
        said = "Ve que no hay recta. Dice qué hace la capa. Muy claro."
        self.assertEqual(self.given(readings)[:2], (0.75, {"reflexion": said}))
        self.assertEqual(self.given(readings, "Beto Ñúñez")[0], 0.35)

    def test_what_is_wrong_is_said_all_at_once_and_nothing_changes(self):
        said = self.refused(
            HEADER
            + "Nadie;reflexion;;1;\nCarla;reflexion;;1;\nAna Pérez;otra;;1;\nAna Pérez;reflexion;;1,5;\n"
            + "Beto Ñúñez;cadena;;1;\nBeto Ñúñez;reflexion;nada;;\n;reflexion;;1;x\n"
            + "Carla (12);reflexion;;mucho;\nCarla (12);reflexion;;1;\n"
        )
        for line, words in [
            (2, "«Nadie» no es nadie"),
            (3, "«Carla» no es nadie con una entrega que se pueda calificar, o puede ser más de una"),
            (4, "no hay ningún ejercicio «otra»; las respuestas escritas son: reflexion"),
            (5, "1.5 puntos son más de los 1 que vale «reflexion»"),
            (6, "los puntos de «cadena» los pone la máquina"),
            (7, "el criterio no tiene ninguna línea «nada»"),
            (8, "falta el estudiante"),
            (9, "los puntos son «mucho»"),
            (10, "ya está en otro renglón"),
        ]:
            self.assertRegex(said, f"renglón {line}: .*{words}")
        self.assertFalse((self.folder / KEPT).exists())
        self.assertIn("empieza así: nombre;nota", self.refused("nombre;nota\n"))
        self.assertIn("-1", self.refused(HEADER + "Ana Pérez;reflexion;;-1;\n"))


class Kept(Case):
    def setUp(self):
        super().setUp()
        first = self.readings(HEADER + "Ana Pérez;reflexion;;1;Sí\nBeto Ñúñez;reflexion;;0;\n")
        first.take(STUDENTS)
        self.given(first), self.given(first, "Beto Ñúñez")
        first.save()

    def test_other_times_do_not_lose_it(self):
        again = self.readings()
        self.assertEqual(again.take(STUDENTS), 0)
        self.assertEqual(self.given(again)[:2], (1.0, {"reflexion": "Sí"}))
        again = self.readings(HEADER + "Beto Ñúñez;reflexion;;0,5;Mejor\n")
        again.take(STUDENTS)
        self.assertEqual((self.given(again)[0], self.given(again, "Beto Ñúñez")[0]), (1.0, 0.5))
        again.save()
        self.assertEqual(self.given(self.readings(), "Beto Ñúñez")[:2], (0.5, {"reflexion": "Mejor"}))

    def test_another_answer_has_to_be_read_again(self):
        points, comments, notes = self.given(self.readings(), answers={"reflexion": "Otra cosa."})
        self.assertEqual((points, comments), (None, {}))
        self.assertEqual(notes, ["«reflexion» es otra respuesta que la que leíste: vuelve a leerla"])

    def test_an_empty_line_takes_it_back(self):
        again = self.readings(HEADER + "Ana Pérez;reflexion;;;\n")
        again.take(STUDENTS)
        again.save()
        self.assertEqual(self.given(self.readings()), (None, {}, []))
        self.assertEqual(self.given(self.readings(), "Beto Ñúñez")[0], 0.0)

    def test_a_broken_file_is_not_ignored(self):
        (self.folder / KEPT).write_text('{"Ana": 3}', encoding="utf-8")
        self.assertRaisesRegex(Problem, "está estropeado", self.readings)


if __name__ == "__main__":
    unittest.main()
