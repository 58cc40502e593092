"""La hoja de calificaciones de Moodle: lo que se rellena, lo que vuelve igual, y el zip de la retroalimentación."""

import contextlib
import io
import tempfile
import unittest
import zipfile
from pathlib import Path

from aula.grading.lms import export, names
from aula.grading.lms.worksheet import Worksheet
from aula.grading.report import output
from aula.grading.submissions import Submission
from aula.problem import Problem

SPANISH = (
    'Identificador,"Nombre completo","Dirección de correo",Estado,Calificación,"Calificación máxima",'
    '"La calificación puede ser cambiada","Última modificación (calificación)","Comentarios de retroalimentación"\n'
    'Participante12345,"Ana Pérez",ana@aula.example,"Enviado para calificar",,"20,00",Sí,-,\n'
    'Participante77,"Beto, el ""Ñúñez""",beto@aula.example,"Enviado para calificar","3,50","20,00",Sí,-,"dos\n'
    'líneas, y «1,5»"\n'
    'Participante9,"Carla Soler",carla@aula.example,"No entregado",,"20,00",Sí,-,\n'
)


def submission(name, number="", total=15.5, system="Moodle", student=None):
    place = names.place((f"{name}_{number}_assignsubmission_file" if system else name, "03_ejercicios.ipynb"))
    return Submission(student or name, names.Person(name, number, system), place=place, scores={"a": total, "b": None})


class Sheet(unittest.TestCase):
    def fill(self, data, *given, points=20.0):
        data = data.encode() if isinstance(data, str) else data
        sheet = Worksheet(data)
        self.assertEqual(sheet.bytes(), data, "sin notas, vuelve igual")
        self.filled = export.fill(sheet, given, points)
        return sheet.bytes()

    def test_only_the_grades_change(self):
        made = self.fill(SPANISH, submission("Ana Pérez", "12345"), submission("Beto el Ñúñez", "77", 7))
        expected = SPANISH.replace('calificar",,"20,00"', 'calificar","15,5","20,00"', 1).replace('"3,50"', '"7"')
        self.assertEqual(made.decode(), expected)
        self.assertEqual((self.filled.grades, self.filled.untouched, self.filled.strangers), (2, 1, []))
        self.assertEqual(self.filled.replaced, ['Beto, el "Ñúñez"'])
        old = submission("Ana Pérez", "12345")
        old.place = names.place(("Ana P_12345_assignsubmission_file_tarea.ipynb",))
        self.fill(SPANISH, old)
        self.assertEqual(self.filled.prefixes, {"Ana Pérez": ["Ana P_12345_assignsubmission_file_"]}, "vuelve como vino")

    def test_encodings_separators_and_line_endings(self):
        point = SPANISH.replace("20,00", "20.00").replace("3,50", "3.50")
        for separator in (",", ";", "\t"):
            for end in ("\n", "\r\n", "\r"):
                for mark, encoding in [
                    (b"", "utf-8"),
                    (b"\xef\xbb\xbf", "utf-8"),
                    (b"", "cp1252"),
                    (b"\xff\xfe", "utf-16-le"),
                    (b"\xfe\xff", "utf-16-be"),
                    (b"", "utf-16-le"),
                ]:
                    with self.subTest(separator=separator, end=end, encoding=encoding):
                        lines = [
                            "Identificador,Calificación,Calificación máxima",
                            "Participante 5,,20.00",
                            "Participante 6,1.5,20.00",
                        ]
                        text = end.join(lines).replace(",", separator)
                        made = self.fill(mark + text.encode(encoding), submission("Eva", "5"))
                        self.assertEqual(
                            made,
                            mark + text.replace(f"5{separator}{separator}", f"5{separator}15.5{separator}").encode(encoding),
                        )
        self.assertEqual(Worksheet("Identifier,Grade\n".encode("utf-8-sig")).format, "")
        self.assertEqual(Worksheet("Nombre;Calificación\n".encode("cp1252")).format, "en WINDOWS-1252 y separada con «;»")
        self.assertIn(b'calificar",15.5,"20.00"', self.fill(point, submission("Ana Pérez", "12345")))

    def test_the_decimal_sign_is_the_sheets(self):
        head = "Identifier;Full name;Grade;Maximum grade\n"
        for maximum, grade in [("20,00", "15,5"), ("20.00", "15.5"), ("20", "15,5")]:
            made = self.fill(f"{head}Participant 5;Eva;;{maximum}\n", submission("Eva", "5")).decode()
            self.assertEqual(made, f"{head}Participant 5;Eva;{grade};{maximum}\n")
        made = self.fill("sep=,\r\nIdentifier,Grade\r\nParticipant 5,\r\n", submission("Eva", "5"))
        self.assertEqual(made, b"sep=,\r\nIdentifier,Grade\r\nParticipant 5,15.5\r\n")
        self.assertTrue(self.filled.unlimited)
        made = self.fill('Identifier,Grade,Maximum grade\nParticipant 5,,"20,00"\n', submission("Eva", "5"))
        self.assertIn(b'5,"15,5","20,00"', made, "con la coma dentro, entre comillas")

    def test_another_maximum(self):
        made = self.fill("Identifier,Grade,Maximum grade\nParticipant 5,,100.00\n", submission("Eva", "5", 19), points=24)
        self.assertIn(b"5,79.17,100.00", made)
        self.assertEqual(self.filled.scaled, {100.0})

    def test_other_languages(self):
        for header in (
            "Identifier,Full name,Grade,Maximum Grade",
            "Identificador,Nom complet,Qualificació,Qualificació màxima",
            "Identifikatzailea,Izen osoa,Kalifikazioa,Gehienezkoa",
            "Identificador,Nome completo,Nota,Nota máxima",
            "Identifiant,Nom complet,Note,Note maximale",
            "Identificador,Nombre completo,NOTA,Puntuación máxima",
        ):
            made = self.fill(f"{header}\nParticipante 5,Eva,,20\n", submission("Eva", "5"))
            self.assertIn(b"Eva,15.5,20", made)

    def test_who_is_who(self):
        head = "Identificador,Nombre completo,Grupo,Calificación,Calificación máxima\n"
        rows = "Participante 5,Eva Luz,Grupo 1,,20\nParticipante 6,Eva Luz,Grupo 1,,20\nParticipante 7,Noé,Grupo 2,4,20\n"
        made = self.fill(head + rows, submission("Eva Luz", "6")).decode()
        self.assertIn("5,Eva Luz,Grupo 1,,20\nParticipante 6,Eva Luz,Grupo 1,15.5,20", made)
        # Un grupo es de todos sus miembros, aunque su número sea el de otra persona.
        made = self.fill(head + rows, submission("Grupo 1", "7"))
        self.assertEqual(made.count(b"15.5"), 2)
        self.assertEqual(
            self.filled.prefixes,
            {"Grupo 1": ["Eva Luz_5_assignsubmission_file/", "Eva Luz_6_assignsubmission_file/"]},
        )
        # Sin número, el nombre basta si es de una sola persona.
        self.fill(head + rows, submission("noe", system="", student="noe"), submission("Eva Luz", system=""))
        self.assertEqual((self.filled.grades, self.filled.strangers), (1, ["Eva Luz"]))
        self.assertEqual(self.filled.prefixes["noe"], ["Noé_7_assignsubmission_file/"])
        self.fill(head + rows, submission("Ajena", "5"), submission("Noé", "7"), submission("Noé", "7", student="otra"))
        self.assertEqual((self.filled.grades, self.filled.strangers), (1, ["Ajena (5)", "Noé (7)"]))
        unread = submission("Noé", "7")
        unread.scores = {}
        self.assertEqual(self.fill(head + rows, unread).decode(), head + rows)
        self.assertEqual(self.filled.untouched, 3)

    def test_an_anonymous_class_has_no_names(self):
        made = self.fill("Identifier,Status,Grade\nParticipant 5,x,\n", submission("Participante", "5"))
        self.assertIn(b"5,x,15.5", made)

    def test_what_is_not_a_worksheet(self):
        for data, reason in [
            (b"", "no encuentro la columna de la nota"),
            (b"Nombre,Apellido\nAna,Soler\n", "Nombre,Apellido"),
            (b"Identificador,Nombre completo\n", "no encuentro la columna de la nota"),
            (b"PK\x03\x04\x00\x00\x81\x8d", "no e"),
            (b"\xff\xfe\x00\xd8x", "UTF-16-LE"),
            (b'Identifier,Grade\nParticipant 5,"1\nParticipant 6,2\n', "unas comillas sin cerrar"),
            ("Identificador,Calificación,Escala\n".encode(), "una escala de palabras"),
        ]:
            with self.subTest(data=data):
                self.assertRaisesRegex(Problem, reason, Worksheet, data)
        with tempfile.TemporaryDirectory() as folder:
            self.assertRaisesRegex(Problem, "No existe la hoja", Worksheet.read, Path(folder) / "hoja.csv")
            (Path(folder) / "notas.csv").write_text("a,b\n")
            self.assertRaisesRegex(Problem, "notas.csv: no encuentro", Worksheet.read, Path(folder) / "notas.csv")


class Feedback(unittest.TestCase):
    def imported(self, name):
        """A quién y con qué nombre daría Moodle el archivo `name`: importziplib.php, is_valid_filename_for_import."""
        parts = name.split("/")
        while parts:
            info = parts.pop(0).split("_", 4)
            if len(info) >= 4 and info[1].isdigit() and info[2:4] == ["assignsubmission", "file"]:
                return int(info[1]), "/".join([info[4] if len(info) > 4 else "", *parts]).lstrip("/")
        return None

    def test_moodle_gives_each_page_to_its_student(self):
        with tempfile.TemporaryDirectory() as folder:
            folder, given, pages = Path(folder), [], {}
            shapes = [
                "1_assignsubmission_file/a.ipynb",
                "2_assignsubmission_file_/a.ipynb",
                "3_assignsubmission_file_mi_a.ipynb",
            ]
            for number, top in enumerate(f"Ana Ñu_{shape}" for shape in shapes):
                place = names.place(tuple(top.split("/")))
                given.append(Submission(f"Ana ({number})", place.person, place=place, scores={"a": 1.0}))
                pages[f"Ana ({number})"] = folder / f"{number}.html"
                pages[f"Ana ({number})"].write_text(f"página {number}")
            export.write_feedback(export.own_prefixes(given), pages, folder / "zip")
            with zipfile.ZipFile(folder / "zip") as made:
                found = {self.imported(name): made.read(name).decode() for name in made.namelist()}
        self.assertEqual(found, {(number, "retroalimentacion.html"): f"página {number - 1}" for number in (1, 2, 3)})


class Publish(unittest.TestCase):
    def test_what_was_there_is_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "salida"
            for times, extra in enumerate([["hoja.csv", "retroalimentacion.zip"], []]):
                fresh = Path(folder) / f"nuevo{times}"
                (fresh / output.FEEDBACK).mkdir(parents=True)
                for name in ["notas.csv", *extra]:
                    (fresh / name).write_text(f"{name} {times}")
                with contextlib.redirect_stdout(io.StringIO()):
                    output.publish(fresh, place)
            self.assertEqual(sorted(path.name for path in place.iterdir()), ["anteriores", "notas.csv", "retroalimentacion"])
            [kept] = (place / "anteriores").iterdir()
            self.assertEqual((kept / "hoja.csv").read_text(), "hoja.csv 0")
            self.assertTrue((kept / "retroalimentacion.zip").exists())


if __name__ == "__main__":
    unittest.main()
