"""La hoja de calificaciones de Moodle: lo que se rellena, lo que vuelve igual, y el zip de la retroalimentación."""

import contextlib
import csv
import io
import tempfile
import unicodedata
import unittest
import zipfile
from pathlib import Path

from aula.assignments.scale import scale
from aula.grading.lms import comments, export, names, numbers
from aula.grading.lms.worksheet import Worksheet
from aula.grading.report import output, summary, table
from aula.grading.submissions import Submission
from aula.grading.titles import Title
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
    def fill(self, data, *given, points=20.0, **more):
        data = data.encode() if isinstance(data, str) else data
        sheet = Worksheet(data)
        self.assertEqual(sheet.bytes(), data, "sin notas, vuelve igual")
        self.filled = export.fill(sheet, given, points, **more)
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

    def test_the_mark_of_a_scale_goes_where_the_sheet_grades_on_it(self):
        given = submission("Ana Pérez", "12345")
        given.mark = 17.0
        made = self.fill(SPANISH, given, points=25.0, scale=scale("0:20"))
        self.assertIn('calificar",17,"20,00"', made.decode())
        self.assertTrue(self.filled.marked)
        told = list(summary.sheet(self.filled, "", 25.0, scale("0:20")))
        self.assertIn("  La hoja califica sobre 20: lleva la nota, de 0 a 20, con exigencia del 50 %.", told)
        made = self.fill(SPANISH, given, points=25.0, scale=scale("1:7"))
        self.assertIn('calificar","12,4","20,00"', made.decode(), "15,5 de 25, en proporción")
        told = list(summary.sheet(self.filled, "", 25.0, scale("1:7")))
        self.assertIn("  La hoja no califica sobre el máximo de la escala: lleva los puntos, y no la nota.", told)

    def test_the_marks_are_a_column(self):
        given = submission("Ana Pérez")
        given.shown_mark = "5.4"
        with tempfile.TemporaryDirectory() as folder:
            for form, row in ((table.EUROPEAN, "Ana Pérez;15,5;;15,5;5,4;"), (table.STANDARD, "Ana Pérez,15.5,,15.5,5.4,")):
                table.write_grades([given], ["a", "b"], Path(folder, "notas.csv"), form, marked=True)
                header, first = Path(folder, "notas.csv").read_text(encoding="utf-8-sig").splitlines()
                self.assertEqual(first, row)
                self.assertTrue(header.endswith(f"total{row[9]}nota{row[9]}observaciones"), header)

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

    def test_every_local_number(self):
        for text, value in [
            ("100", 100),
            ("20,00", 20),
            ("20.00", 20),
            ("1.000,00", 1000),
            ("1,000.00", 1000),
            ("1 000,00", 1000),
            ("1\u00a0000,00", 1000),
            ("1\u202f000,50", 1000.5),
            ("1'000.00", 1000),
            ("1’000,00", 1000),
            ("1.000.000", 1_000_000),
            ("12,34,567.50", 1_234_567.5),
            ("١٬٠٠٠٫٥٠", 1000.5),
            ("۲۰", 20),
            ("２０．５".replace("．", "."), 20.5),
            ("0,500", 0.5),
            ("1000,500", 1000.5),
            ("15,50 / 20,00", 15.5),
            ("-", None),
            ("", None),
        ]:
            self.assertEqual(numbers.number(text), value, text)
        self.assertEqual([numbers.number("1.000", sign) for sign in ",."], [1000, 1])
        for text in (
            "1.000",
            "1,000",
            "1.00.000",
            "1 00",
            "1.000’000",
            "1,2,3",
            "veinte",
            "20 %",
            "1e3",
            "-5",
            "2²",
            "1..0",
            ".5",
        ):
            self.assertRaises(numbers.Unclear, numbers.number, text)

    def test_a_maximum_with_thousands(self):
        head = "Identificador,Nombre completo,Calificación,Calificación máxima\n"
        for maximum, grade in [('"1.000,00"', '"775"'), ('"1,000.00"', "775"), ("1 000", "775"), ("1'000.00", "775")]:
            made = self.fill(f"{head}Participante12,Ana Pérez,,{maximum}\n", submission("Ana Pérez", "12")).decode()
            self.assertEqual(made, f"{head}Participante12,Ana Pérez,{grade.strip(chr(34))},{maximum}\n")
            self.assertEqual(self.filled.scaled, {1000.0})

    def test_a_maximum_that_is_none(self):
        head = 'Identificador,Nombre completo,Calificación,Calificación máxima\n\nParticipante1,Eva,,"10,00"\n'
        for maximum, reason in [
            ('"0,00"', r"la casilla D4 \(«Calificación máxima»\) dice que la calificación máxima es 0"),
            ("0", "es 0"),
            ("mucho", "la casilla D4 .*«mucho», y se esperaba un número"),
            ("1.000.00", "D4"),
        ]:
            self.assertRaisesRegex(Problem, reason, Worksheet, f"{head}Participante12,Ana,,{maximum}\n".encode())
        ambiguous = "Identificador,Calificación,Calificación máxima\nParticipante1,,1.000\n".encode()
        self.assertRaisesRegex(Problem, "C2 .*«1.000»", Worksheet, ambiguous)

    def test_the_grade_column_by_its_exact_name(self):
        for header in (
            "Identificador,Nota,Calificación,Calificación máxima",
            "Identificador,nota,CALIFICACIÓN,calificacion maxima",
            "Identificador,Nota,Calificación,Estado",
            "Identifier,Mark,Grade,Maximum Grade",
            "Identificador,Avaliação,Nota,Nota máxima",
            "ID,Note,Bewertung,Höchste Bewertung",
        ):
            made = self.fill(f"{header}\nParticipante 5,mi apunte,,20\n", submission("Eva", "5"))
            self.assertIn(b"5,mi apunte,15.5,20", made, header)
        twice = "Identificador,Calificación,Calificación\nParticipante 5,,\n".encode()
        self.assertRaisesRegex(Problem, "dos columnas que se llaman «Calificación»", Worksheet, twice)

    def test_locked_rows_are_left_alone_and_listed(self):
        for header, no, yes in [
            ("Calificación máxima,La calificación puede ser cambiada,Última modificación (calificación)", "No", "Sí"),
            ("Maximum Grade,Grade can be changed,Last modified (grade)", "No", "Yes"),
            ("Höchste Bewertung,Bewertung kann geändert werden,Zuletzt geändert (Bewertung)", "Nein", "Ja"),
            ("Note maximale,La note peut être modifiée,Dernière modification (note)", "Non", "Oui"),
            ("Nota máxima,A nota pode ser alterada,Última modificação (nota)", "Não", "Sim"),
            ("Calificación máxima,La calificación puede cambiarse,Última modificación (calificación)", "No", "Sí"),
            ("Valutazione massima,La valutazione può essere modificata,Ultima modifica (valutazione)", "No", "Sì"),
            ("Qualificació màxima,Es pot canviar la qualificació,Darrera modificació (qualificació)", "No", "Sí"),
        ]:
            data = f"ID,Name,Grade,{header}\nP1,Ana,1,20,{no},-\nP2,Eva,,20,{yes},-\n"
            made = self.fill(data, submission("Ana", "1"), submission("Eva", "2")).decode()
            self.assertEqual(made, data.replace("Eva,,", "Eva,15.5,"), header)
            self.assertEqual((self.filled.locked, self.filled.grades, self.filled.untouched), (["Ana"], 1, 0))
        told = list(summary.sheet(self.filled, "", 20))
        self.assertEqual(told[0], "hoja.csv, para Moodle: 1 nota puesta; las demás no se pueden cambiar.")
        self.assertIn("  Moodle no deja cambiar la nota de: Ana. Se quedan como estaban.", told)

    def test_a_sheet_in_german(self):
        data = (
            "ID;Vollständiger Name;Status;Bewertung;Höchste Bewertung;Bewertung kann geändert werden\r\n"
            'Teilnehmer/in 5;Eva Müller;abgegeben;;"20,00";Ja\r\n'
        )
        made = self.fill(data, submission("Eva Müller", "5")).decode()
        self.assertEqual(made, data.replace("abgegeben;;", "abgegeben;15,5;"))

    def test_names_and_surnames_apart(self):
        data = "Apellido(s),Nombre,Calificación\nLuz,Eva,\nLuz,Ana,\n"
        made = self.fill(data, submission("Ana Luz", system="")).decode()
        self.assertEqual(made, data.replace("Ana,", "Ana,15.5"))

    def test_a_row_shorter_than_the_grade(self):
        head = "Identificador,Nombre completo,Estado,Calificación,Calificación máxima\n"
        data = f"{head}Participante 5,Eva\nParticipante 6,Ana,x,,20\nParticipante 7,Luz,x\r\nParticipante 8,Noé,x"
        given = [submission(name, number) for name, number in [("Eva", "5"), ("Luz", "7"), ("Noé", "8")]]
        made = self.fill(data, *given).decode()
        self.assertEqual(
            made,
            f"{head}Participante 5,Eva,,15.5\nParticipante 6,Ana,x,,20\n"
            "Participante 7,Luz,x,15.5\r\nParticipante 8,Noé,x,15.5",
        )

    def test_names_as_moodle_writes_them(self):
        """Quita unos signos del nombre de un archivo; quien descomprime, cambia otras cosas."""
        head = "Identificador,Nombre completo,Grupo,Calificación\n"
        for name, group, person, number in [
            ("Eva", "Grupo O'Higgins", "Grupo OHiggins", "33"),
            ("Eva", "A & B: «uno» | dos/tres", "A  B «uno»  dostres", "33"),
            ("Eva", "Grupo_del_norte", "Grupo del norte", "33"),
            ("Eva", "Grupo 2", "Grupo", "2"),
            ("Eva", "Peña\u00a0azul", "Pena azul", "33"),
            ("Sinéad D'Angelo", "", "Sinead DAngelo", "5"),
            ("D'Angelo", "", "DAngelo", "5"),
            ("José Núñez", "", unicodedata.normalize("NFD", "José Núñez"), "5"),
            ("Søren", "", "S ren", "5"),
            ("Luz 👩\u200d🚀", "", "Luz 👩🚀", "5"),
            ("Pé\u00adrez", "", "Pérez", "5"),
        ]:
            data = f'{head}Participante 5,"{name}","{group}",\nParticipante 6,Otra persona,Otro grupo,\n'
            made = self.fill(data, submission(person, number)).decode()
            self.assertEqual(made, data.replace(f'"{group}",\n', f'"{group}",15.5\n'), (name, group))

    def test_two_people_are_never_joined(self):
        head = "Identificador,Nombre completo,Grupo,Calificación\n"
        # Moodle escribe los dos grupos igual: no se sabe cuál es.
        rows = "Participante 5,Eva,Grupo O'Higgins,\nParticipante 6,Ana,Grupo OHiggins,\n"
        self.assertEqual(self.fill(head + rows, submission("Grupo OHiggins", "33")).decode(), head + rows)
        self.assertEqual(self.filled.strangers, ["Grupo OHiggins (33)"])
        # Uno se escribe exactamente así, y el otro solo se parece.
        rows = "Participante 5,José Núñez,,\nParticipante 6,Jose Nunez,,\n"
        made = self.fill(head + rows, submission("Jose Nunez", system=""), submission("José Núñez", system="", total=3))
        self.assertEqual(made.decode(), f"{head}Participante 5,José Núñez,,3\nParticipante 6,Jose Nunez,,15.5\n")
        self.fill(head + rows, submission("JOSE NÚÑEZ", system=""))
        self.assertEqual(self.filled.strangers, ["JOSE NÚÑEZ"])
        # Dos nombres sin letras no son el mismo.
        rows = "Participante 5,Eva,🚀,\nParticipante 6,Ana,🎉,\n"
        self.assertEqual(self.fill(head + rows, submission("🎈", "33")).decode(), head + rows)
        # El número del grupo es el de uno de sus miembros, que además se parece: la nota es de todos.
        rows = "Participante 6,Eva,Equipo Eva,\nParticipante 7,Ana,Equipo Eva,\n"
        self.assertEqual(self.fill(head + rows, submission("Equipo Eva", "6")).count(b"15.5"), 2)
        # El número es de otra persona.
        rows = "Participante 5,Eva Luz,,\n"
        self.assertEqual(self.fill(head + rows, submission("Bruno Sáez", "5")).decode(), head + rows)

    def test_without_a_number_the_name_is_enough_if_it_is_of_one(self):
        head = "Identificador,Nombre completo,Grupo,Calificación\n"
        rows = "Participante 5,Eva Luz,,\nParticipante 6,Ana,,\nParticipante 7,Ana,,\n"
        self.fill(head + rows, submission("Eva Luz"), submission("Ana", ""), submission("Luz", ""))
        self.assertEqual((self.filled.grades, self.filled.strangers), (1, ["Ana", "Luz"]))
        self.assertEqual(self.filled.prefixes, {"Eva Luz": ["Eva Luz_5_assignsubmission_file/"]})

    def test_the_page_of_who_is_twice_in_the_sheet_goes_once(self):
        row = "Participante 5,Eva Luz,\n"
        self.fill(f"Identificador,Nombre completo,Calificación\n{row}{row}", submission("Eva Luz", "5"))
        self.assertEqual(self.filled.prefixes, {"Eva Luz": ["Eva Luz_5_assignsubmission_file/"]})

    def test_the_sheet_of_another_task(self):
        self.fill("Identificador,Nombre completo,Calificación\nParticipante 99,Eva,\n", submission("Eva", "5"))
        self.assertIn("mira si es la de esta tarea", list(summary.sheet(self.filled, "", 20.0))[-1])
        self.fill("Identificador,Nombre completo,Calificación\nParticipante 5,Eva,\n", submission("Eva", "5"))
        self.assertNotIn("esta tarea", "".join(summary.sheet(self.filled, "", 20.0)))

    def test_an_anonymous_class_has_no_names(self):
        revealed = "Identificador,Nombre completo,Calificación\nParticipante 5,Eva Luz,\n"
        for name in ("Participante", "Participant", "Teilnehmerin", "Grupo A-Participante"):
            self.assertIn(b"Eva Luz,15.5", self.fill(revealed, submission(name, "5")), "los nombres se ven después")
        for name in ("Participant 5", "participant5"):
            made = self.fill("Identifier,Grade\nParticipant 5,\nParticipant 55,\n", submission(name, system=""))
            self.assertEqual(made, b"Identifier,Grade\nParticipant 5,15.5\nParticipant 55,\n")
        made = self.fill("Identifier,Status,Grade\nParticipant 5,x,\n", submission("Participante", "5"))
        self.assertIn(b"5,x,15.5", made)

    def test_what_is_not_a_worksheet(self):
        for data, reason in [
            (b"", "no encuentro la columna de la nota"),
            (b"Nombre,Apellido\nAna,Soler\n", "Nombre,Apellido"),
            (b"Identificador,Nombre completo\n", "no encuentro la columna de la nota"),
            (b"PK\x03\x04\x00\x00\x81\x8d", "es un libro de Excel o de LibreOffice"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "es un libro de Excel o de LibreOffice"),
            (b"Nombre\x1b[2J,Apellido\n", "Nombre\N{REPLACEMENT CHARACTER}"),
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


class Comments(unittest.TestCase):
    """La columna de los comentarios."""

    WORTH = {"a": 20.0, "b": 1.0}
    SAID = "Tu nota, por partes. En parte: a (15,5 de 20). Por leer: b. Los detalles están en tu página."

    def written(self, sheet, *given):
        sheet = Worksheet(sheet.encode())
        filled = export.fill(sheet, given, 20.0)
        return (comments.write(sheet, given, filled.rows, self.WORTH) if sheet.commented else None), sheet.bytes().decode()

    def test_what_is_said(self):
        worth = {"a": 2, "b": 3, "c": 1, "d": 1, "e": 1}
        said = comments.comment({"a": 2.0, "b": 1.25, "c": 0.0, "d": None, "e": 1}, worth, {}, {})
        listed = "Bien: a, e. En parte: b (1,25 de 3). Sin puntos: c. Por leer: d."
        self.assertEqual(said, f"{comments.BEGINNING}{listed} Los detalles están en tu página.")

    def test_what_a_person_wrote_goes_behind(self):
        given = submission("Ana Pérez", "12345")
        given.comments = {"b": 'Mira "w", con w < 0', "a": ""}
        sheet = Worksheet(SPANISH.encode())
        filled = export.fill(sheet, [given], 20.0)
        titles = {"a": Title("Ejercicio 1"), "b": Title("Ejercicio 8")}
        comments.write(sheet, [given], filled.rows, self.WORTH, titles)
        [_, first, *_] = csv.reader(io.StringIO(sheet.bytes().decode()))
        said = self.SAID.replace("a (", "Ejercicio 1 (").replace("leer: b", "leer: Ejercicio 8")
        self.assertEqual(first[-1], f'{said} Ejercicio 8: Mira "w", con w &lt; 0')

    def test_an_empty_one_is_filled_and_a_teachers_is_kept(self):
        given = submission("Ana Pérez", "12345"), submission("Beto el Ñúñez", "77", 7)
        kept, made = self.written(SPANISH, *given)
        rows = list(csv.reader(io.StringIO(made)))
        self.assertEqual([row[-1] for row in rows[1:]], [self.SAID, "dos\nlíneas, y «1,5»", ""])
        self.assertEqual(kept, ['Beto, el "Ñúñez"'])
        again = made.replace("15,5 de 20", "3 de 20")
        self.assertEqual(self.written(again, *given)[1], made, "el nuestro, de otra vez, se cambia")

    def test_who_cannot_be_graded_is_not_commented(self):
        locked = SPANISH.replace('"20,00",Sí', '"20,00",No', 1)
        _, made = self.written(locked, submission("Ana Pérez", "12345"))
        self.assertNotIn(comments.BEGINNING, made)

    def test_in_every_language_and_nowhere_else(self):
        head = "Identifier,Full name,Grade,Maximum grade"
        for name in (
            *("Feedback comments", "Comentarios de retroalimentación", "Comentaris de retroacció", "Feedback als Kommentar"),
            *("Commentaires de feedback", "Comentários de feedback", "Feedback-iruzkinak", "Commenti di feedback"),
            *("Comentaris de retroalimentació", "Commentaires de rétroaction"),
        ):
            kept, made = self.written(f"{head},{name}\nParticipant 5,Eva,,20\n", submission("Eva", "5"))
            self.assertEqual((kept, self.SAID in made), ([], True), name)
        for name in ("Comentarios", "Feedback", "Observaciones"):
            kept, made = self.written(f"{head},{name}\nParticipant 5,Eva,,20,mío\n", submission("Eva", "5"))
            self.assertEqual((kept, made.endswith(",mío\n")), (None, True), name)
        short = f"{head},Feedback comments\nParticipant 5,Eva,,20\n"
        self.assertIn(f'20,"{self.SAID}"\n', self.written(short, submission("Eva", "5"))[1])


class Grades(unittest.TestCase):
    """`notas.csv`."""

    def written(self, form, *given):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "notas.csv"
            table.write_grades(given, ["a", "b"], path, form)
            return path.read_bytes()

    def test_in_both_forms(self):
        given = Submission("Ana Pérez", names.Person("Ana"), notes=["uno; dos", "tres"], scores={"a": 1.5, "b": None})
        european, standard = (self.written(form, given) for form in (table.EUROPEAN, table.STANDARD))
        head = "estudiante;a;b;total;observaciones\r\n"
        self.assertEqual(european, f'\ufeff{head}Ana Pérez;1,5;;1,5;"uno; dos; tres"\r\n'.encode())
        self.assertEqual(standard, "estudiante,a,b,total,observaciones\nAna Pérez,1.5,,1.5,uno; dos; tres\n".encode())

    def test_nothing_of_a_student_is_a_formula(self):
        for name in (
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2",
            "@SUM(1+1)",
            "\t=1+1",
            "\r=1+1",
            "\n=1+1",
            " =1+1",
            "＝1+1",
            "＠SUM(1)",
            '=HYPERLINK("http://malo.example";"x")',
            "a\n=1+1;=2+2",
        ):
            for form in table.FORMATS:
                given = Submission(name, names.Person(name), notes=[name], scores={"a": 1.0})
                data = self.written(form, given).decode("utf-8-sig")
                rows = list(csv.reader(io.StringIO(data, newline=""), delimiter=table.FORMATS[form].separator))
                self.assertEqual(len(rows), 2, name)
                for field in (rows[1][0], rows[1][-1]):
                    self.assertNotRegex(field, r"^\s*[=+\-@＝＋－＠\t\r\n]", name)
                    self.assertNotIn("\n", field)


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
