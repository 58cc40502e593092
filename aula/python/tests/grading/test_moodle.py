"""Lo que da una plataforma: de quién es cada archivo, qué cuaderno se elige, y un zip que miente sin hacer daño."""

import contextlib
import io
import json
import struct
import tempfile
import tracemalloc
import unittest
import zipfile
from pathlib import Path
from unittest import mock

from aula.grading import submissions
from aula.grading.lms import archive, file, names
from aula.grading.lms.file import Unreadable
from aula.grading.submissions import BEST, FIRST, LAST

from . import toy

ANA = "Ana Pérez_12345_assignsubmission_file"


def notebook(**answers):
    """Un cuaderno con esas respuestas."""
    cells = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": name}}, "source": source, "outputs": []}
        for name, source in answers.items()
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


SOLVED = notebook(cadena=toy.CHAIN.format("2.0"), sigmoide=toy.SIGMOID.format("3.0", "4.0"))
STUB = toy.written(toy.given())


class Arrivals(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def zip(self, members, name="clase.zip"):
        """Un zip con `members`, {nombre o ZipInfo: contenido}."""
        path = self.folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for member, content in members.items():
                made.writestr(member, content)
        return path

    def unpacked(self, members):
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        for member, content in members.items():
            path = folder / member
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder

    def collect(self, place, attempt=LAST):
        self.said = io.StringIO()
        with contextlib.redirect_stdout(self.said):
            return toy.collect(place, attempt)

    def both(self, members):
        """Lo mismo del zip y de la carpeta descomprimida."""
        for place in (self.zip(members), self.unpacked(members)):
            with self.subTest(zip=place.is_file()):
                yield self.collect(place)


class Shapes(Arrivals):
    def test_the_three_shapes_of_moodle(self):
        members = {
            f"{ANA}/03_ejercicios.ipynb": SOLVED,
            "Beto Ñúñez_77_assignsubmission_file_/03_ejercicios (1).ipynb": SOLVED,
            "Carla_9_assignsubmission_file_03_ejercicios.ipynb": SOLVED,
        }
        for found in self.both(members):
            self.assertEqual(list(found), ["Ana Pérez", "Beto Ñúñez", "Carla"])
            self.assertEqual([each.person.id for each in found.values()], ["12345", "77", "9"])
            self.assertEqual(
                [each.place.returned for each in found.values()],
                [f"{ANA}/", "Beto Ñúñez_77_assignsubmission_file_/", "Carla_9_assignsubmission_file_"],
            )
            self.assertTrue(all(each.notebook and not each.notes for each in found.values()))

    def test_two_persons_with_one_name_and_an_anonymous_class(self):
        members = {f"Ana Pérez_{number}_assignsubmission_file/a.ipynb": SOLVED for number in (1, 22)}
        members["Grupo por defecto_assignsubmission_file/a.ipynb"] = SOLVED
        members |= {f"Participante_{number}_assignsubmission_file/a.ipynb": SOLVED for number in (3, 4)}
        for found in self.both(members):
            self.assertEqual(
                list(found), ["Ana Pérez (1)", "Ana Pérez (22)", "Grupo por defecto", "Participante (3)", "Participante (4)"]
            )

    def test_an_online_text_is_no_notebook(self):
        members = {
            "Ana_1_assignsubmission_onlinetext/onlinetext.html": b"<p>Hola</p>",
            "Beto_2_assignsubmission_onlinetext/onlinetext.html": b"<p>Va adjunto</p>",
            "Beto_2_assignsubmission_file/03_ejercicios.ipynb": SOLVED,
            "Carla_3_assignsubmission_file/informe.pdf": b"%PDF",
            "Dora_4_assignsubmission_file/tarea.rar": b"Rar!",
        }
        for found in self.both(members):
            self.assertEqual(found["Ana"].notes, ["sin calificar: escribió un texto en línea, que no es un cuaderno"])
            self.assertTrue(found["Beto"].notebook)
            self.assertEqual(found["Beto"].notes, [])
            self.assertIn("no está 03_ejercicios.ipynb, y sí «informe.pdf»", found["Carla"].notes[0])
            self.assertIn("«tarea.rar», que aquí no se descomprime", found["Dora"].notes[0])

    def test_the_folder_around_everything(self):
        moodle = self.collect(self.zip({f"Curso-Tarea-7/{ANA}/a.ipynb": SOLVED, "__MACOSX/Curso/._a.ipynb": b"x"}))
        self.assertEqual(list(moodle), ["Ana Pérez"])
        self.assertIn("dentro de la carpeta «Curso-Tarea-7»", self.said.getvalue())
        plain = self.collect(self.zip({"entregas/ana.ipynb": SOLVED, "entregas/beto/03_ejercicios.ipynb": SOLVED}))
        self.assertEqual(list(plain), ["ana", "beto"])
        alone = self.collect(self.zip({"ana/03_ejercicios.ipynb": SOLVED, "ana/01_leccion.ipynb": notebook(a="")}))
        self.assertEqual(list(alone), ["ana"])

    def test_the_name_of_a_file_does_not_change_whose_it_is_in_blackboard(self):
        name = "ps1_ana_attempt_2026-05-01-08-00-00_ps1_beto_attempt_2026-05-09-08-00-00_03_ejercicios.ipynb"
        self.assertEqual(list(self.collect(self.unpacked({name: SOLVED}))), ["ana"])

    def test_two_people_in_one_folder_are_two(self):
        """La descarga descomprimida junto a la hoja, o la de cada grupo en su carpeta."""
        beto, eva = "Beto_2_assignsubmission_file", "Eva_3_assignsubmission_file"
        for members in (
            {f"IA101/{ANA}/a.ipynb": SOLVED, f"IA101/{beto}/a.ipynb": SOLVED, f"IA101/{eva}/a.pdf": b"", "hoja.csv": b""},
            {f"Grupo A/{ANA}/a.ipynb": SOLVED, f"Grupo A/{beto}/a.ipynb": STUB, f"Curso/Grupo B/{eva}/a.ipynb": SOLVED},
        ):
            for found in self.both(members):
                self.assertEqual([each.person.id for each in found.values()], ["12345", "2", "3"])
                self.assertEqual(list(found), ["Ana Pérez", "Beto", "Eva"])
                self.assertIn("Las entregas están dentro de la", self.said.getvalue())
        # Lo que alguien mete en la suya no es de otra persona.
        mixed = {f"Zoe_9_assignsubmission_file/{ANA}/a.ipynb": SOLVED, f"luz/{ANA}/a.ipynb": STUB, "luz/a.ipynb": SOLVED}
        for found in self.both(mixed):
            self.assertEqual(list(found), ["Zoe", "luz"])
        for found in self.both({f"luz/{ANA}/a.ipynb": SOLVED, "Ana Pérez/03_ejercicios.ipynb": STUB}):
            self.assertEqual(list(found), ["Ana Pérez", "luz"])
            self.assertEqual(found["Ana Pérez"].person.system, "")

    def test_blackboard_and_its_attempts(self):
        found = self.collect(
            self.unpacked(
                {
                    "ps1_ana_attempt_2026-04-30-20-30-10_03_ejercicios.ipynb": SOLVED,
                    "ps1_ana_attempt_2026-05-01-08-00-00_03_ejercicios.ipynb": SOLVED,
                    "ps1_ana_attempt_2026-05-09-23-59-00_03_ejercicios.ipynb": STUB,
                    "ps1_ana_attempt_2026-05-01-08-00-00.txt": b"comentarios",
                    "ps1_beto_attempt_2026-05-01-08-00-00_tarea.ipynb": SOLVED,
                }
            )
        )
        self.assertEqual(list(found), ["ana", "beto"])
        self.assertEqual(found["ana"].place.attempt, "2026-05-01-08-00-00", "vale el último que tiene respuestas")
        self.assertEqual(
            found["ana"].notes,
            [
                "hay varios intentos: se califica el del 2026-05-01 a las 08:00, y no el del 2026-04-30 a las 20:30 "
                "ni el del 2026-05-09 a las 23:59"
            ],
        )

    def test_the_first_the_last_or_the_best_attempt(self):
        half = toy.written(toy.given(cadena=toy.CHAIN.format("1.0")))
        folder = self.unpacked(
            {
                f"ps1_ana_attempt_2026-0{month}-01-08-00-00_03_ejercicios.ipynb": content
                for month, content in [(1, STUB), (2, half), (3, SOLVED), (4, half), (5, STUB)]
            }
        )
        for attempt, month in [(FIRST, 2), (LAST, 4)]:
            ana = self.collect(folder, attempt)["ana"]
            self.assertEqual(ana.place.attempt, f"2026-0{month}-01-08-00-00", attempt)
            self.assertEqual(ana.notes[0].count(" ni el del "), 3)
        [ana] = submissions.Collection(folder, toy.assignment(), BEST)
        self.assertEqual([each.place.attempt[:7] for each in ana.candidates], ["2026-04", "2026-03", "2026-02"])
        submissions.settle(ana, 1)
        self.assertIn("se califica el del 2026-03-01 a las 08:00, y no el del 2026-04-01 a las 08:00 ni", ana.notes[0])

    def test_two_notebooks_are_never_graded_under_one_name(self):
        """Ni dos intentos del mismo minuto, ni el de quien se llama como un intento de otra persona."""
        half = toy.written(toy.given(cadena=toy.CHAIN.format("1.0")))
        first, second = (f"ps1_ana_attempt_2026-01-01-08-00-{second}_03_ejercicios.ipynb" for second in ("10", "50"))
        given = {first: half, second: SOLVED, "ana 1: 2026-01-01 a las 08:00.ipynb": half}
        found = list(submissions.Collection(self.unpacked(given), toy.assignment(), BEST))
        keys = [each.key(number) for each in found for number in range(len(each.candidates))]
        self.assertEqual((len(keys), len(set(keys))), (3, 3))
        submissions.settle(found[0], 0)
        self.assertEqual(found[0].notes, [f"hay varios cuadernos: se califica «{second}», y no «{first}»"])

    def test_names_that_someone_changed_on_the_way(self):
        tops = [
            "Ana_Pérez_1_assignsubmission_file_",
            "Beto Soler_2_assignsubmission_file - copia",
            "Copia de Carla Luz_3_assignsubmission_file",
            "Dora\u00a0Luz 👩\u200d🚀_4_assignsubmission_file",
            "E\u00adva_5_assignsubmission_file (2)",
            "Fito Paz_6_assignsubmission_file 2",
            "Gema Gil_7_assignsubmission_file-1",
            "Hugo Sanz_8_assignsubmission_file copia 3",
        ]
        others = ["Fito Paz", "Gema Gil", "Hugo Sanz"]
        for found in self.both({f"{top}/a.ipynb": SOLVED for top in tops}):
            self.assertEqual(list(found), ["Ana Pérez", "Beto Soler", "Carla Luz", "Dora Luz 👩\u200d🚀", "Eva", *others])
            self.assertEqual([each.person.id for each in found.values()], list("12345678"))
            returned = [each.place.returned for each in found.values()]
            self.assertEqual(returned[0], "Ana Pérez_1_assignsubmission_file_/")
            self.assertEqual(returned[1], "Beto Soler_2_assignsubmission_file/")
            self.assertEqual(returned[2], "Carla Luz_3_assignsubmission_file/")
            self.assertTrue(all(each.notebook for each in found.values()))
        with zipfile.ZipFile(made := io.BytesIO(), "w") as packed:
            packed.writestr("03_ejercicios.ipynb", SOLVED)
        for found in self.both(
            {f"{ANA}.zip": made.getvalue(), f"{ANA}_.zip": b"", "Beto_2_assignsubmission_file.rar": b"x"}
        ):
            self.assertEqual({name: each.person.id for name, each in found.items()}, {"Ana Pérez": "12345", "Beto": "2"})
            self.assertTrue(found["Ana Pérez"].notebook)
        for found in self.both({"1327627_assignsubmission_file_03_ejercicios.ipynb": SOLVED}):
            self.assertEqual(found["sin nombre (1327627)"].place.returned, "Participante_1327627_assignsubmission_file_")

    def test_a_copy_of_a_folder_is_of_the_same_person(self):
        for found in self.both({f"{ANA}/a.ipynb": STUB, f"{ANA} - copia/a.ipynb": SOLVED}):
            self.assertEqual(list(found), ["Ana Pérez"])
            self.assertEqual(
                found["Ana Pérez"].notes,
                [f"hay varios cuadernos: se califica «{ANA} - copia/a.ipynb», y no «{ANA}/a.ipynb»"],
            )

    def test_two_that_look_the_same_are_two(self):
        found = self.collect(
            self.zip({"Ana Luz/a.ipynb": SOLVED, "Ana\u00a0Luz/a.ipynb": STUB, "An\u00ada Luz/b.ipynb": STUB})
        )
        self.assertEqual(list(found), ["Ana Luz", "Ana Luz (bis)", "Ana Luz (bis) (bis)"])

    def test_canvas(self):
        found = self.collect(
            self.unpacked(
                {
                    "pérezana_12345_67890_03_ejercicios.ipynb": SOLVED,
                    "lagosbeto_LATE_222_67891_03_ejercicios-1.ipynb": SOLVED,
                    "lagosbeto_LATE_222_67892_datos.csv": b"1",
                    "anon_xY3_67893_03_ejercicios.ipynb": SOLVED,
                    "soler_333_text.html": b"hola",
                }
            )
        )
        self.assertEqual(
            {name: each.person.id for name, each in found.items()},
            {"pérezana": "12345", "lagosbeto": "222", "anon_xY3": "anon_xY3", "soler": "333"},
        )
        own = self.collect(self.zip({"lab_2026_1_ana.ipynb": SOLVED, "lab_2026_1_beto.ipynb": SOLVED}))
        self.assertEqual(list(own), ["lab_2026_1_ana", "lab_2026_1_beto"], "un nombre parecido no es de Canvas")

    def test_labels_and_file_names_are_never_shared(self):
        persons = [names.Person("Ana", "1"), names.Person("ANA", "2"), names.Person("Ana (1)"), names.Person("Luz")]
        labels = names.labels(persons)
        self.assertEqual(len(set(labels.values())), 4)
        self.assertEqual(labels[persons[3]], "Luz")
        taken = set()
        given = ["a:b", "a?b", "CON", "nul.txt", "fin. ", "ñ" * 300, "..", "Ana", "ana"]
        made = [names.file_name(label, taken) for label in given]
        self.assertEqual(made[:5], ["a_b", "a_b (2)", "CON_", "nul.txt_", "fin"])
        self.assertEqual(made[6:], ["_", "Ana", "ana (2)"])
        self.assertLess(len(made[5]), 130)


class Choice(Arrivals):
    def chosen(self, members, student="Ana Pérez"):
        [*found] = self.both({f"{ANA}/{name}": content for name, content in members.items()})
        self.assertEqual(found[0][student].notes, found[1][student].notes)
        return found[0][student]

    def test_the_one_with_the_exercises(self):
        lesson = notebook(otra="1")
        found = self.chosen({"01_leccion.ipynb": lesson, "mi tarea.ipynb": SOLVED})
        self.assertEqual(found.notes, ["hay varios cuadernos: se califica «mi tarea.ipynb», y no «01_leccion.ipynb»"])
        self.assertIn("2.0", found.notebook.cells[0].source)
        none = self.collect(self.zip({f"{ANA}/01_leccion.ipynb": lesson}))["Ana Pérez"]
        self.assertIsNone(none.notebook)
        self.assertIn("«01_leccion.ipynb» no es el cuaderno de los ejercicios", none.notes[0])

    def test_the_one_with_more_answers_and_then_the_last_download(self):
        def place(members):
            return self.chosen(members).place.file

        self.assertEqual(place({"03_ejercicios.ipynb": SOLVED, "03_ejercicios (1).ipynb": STUB}), "03_ejercicios.ipynb")
        whole = toy.written(toy.given(cadena=toy.CHAIN.format("1.0")))  # con todas las celdas, y menos respuestas
        self.assertEqual(place({"03_ejercicios.ipynb": whole, "mia.ipynb": SOLVED}), "mia.ipynb")
        self.assertEqual(place({"a.ipynb": STUB, "a (2).ipynb": SOLVED, "a (10).ipynb": SOLVED}), "a (10).ipynb")
        self.assertEqual(
            place({"03_ejercicios.ipynb": SOLVED, "03_ejercicios - copia.ipynb": SOLVED, "Copia de 03.ipynb": SOLVED}),
            "03_ejercicios.ipynb",
        )
        self.assertEqual(place({"03_ejercicios.ipynb": SOLVED, "viejo/03_ejercicios.ipynb": SOLVED}), "03_ejercicios.ipynb")

    def test_what_is_not_one(self):
        found = self.chosen(
            {"03_ejercicios.ipynb": b"{", "03_ejercicios.ipynb.json": SOLVED, ".ipynb_checkpoints/a.ipynb": b"x"}
        )
        self.assertTrue(found.notebook)
        self.assertEqual(
            found.notes,
            [
                "hay varios cuadernos: se califica «03_ejercicios.ipynb.json», y no «03_ejercicios.ipynb» "
                "(no es un cuaderno: su contenido no es JSON)"
            ],
        )

    def test_a_zip_inside(self):
        def inner(members):
            data = io.BytesIO()
            with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
                for name, content in members.items():
                    made.writestr(name, content)
            return data.getvalue()

        found = self.chosen({"tarea.zip": inner({"tarea/03_ejercicios.ipynb": SOLVED, "../a.ipynb": STUB})})
        self.assertEqual(found.place.file, "tarea/03_ejercicios.ipynb")
        self.assertEqual(found.place.returned, f"{ANA}/")
        found = self.chosen({"03_ejercicios.ipynb": STUB, "tarea.zip": inner({"03_ejercicios.ipynb": SOLVED})})
        self.assertEqual(found.place.shown, f"{ANA}/tarea.zip/03_ejercicios.ipynb", "el que tiene respuestas")
        self.assertIn(f"y no «{ANA}/03_ejercicios.ipynb»", found.notes[0])
        twice = self.chosen({"tarea.zip": inner({"otra.zip": inner({"a.ipynb": SOLVED})})})
        self.assertIn("no está 03_ejercicios.ipynb, y sí «tarea.zip», donde tampoco está", twice.notes[0])
        self.assertIsNone(twice.notebook, "un zip dentro de otro no se abre")
        for content, reason in [
            (b"PK", "no es un zip, o está dañado"),
            (inner({f"{number}.txt": b"" for number in range(archive.INNER_FILES + 1)}), "tiene más de 2000 archivos"),
            (inner({f"{ANA}/a.ipynb": SOLVED}), "parece la descarga de una clase entera"),
        ]:
            self.assertIn(f"«tarea.zip» {reason}", self.chosen({"tarea.zip": content}).notes[0])


class Hostile(Arrivals):
    GOOD = "Zoe_9_assignsubmission_file/03_ejercicios.ipynb"

    def refused(self, member, reason, owner="Ana Pérez"):
        """`member` no se lee, y lo demás sí. Si se sabe de quién es, sale en las notas con el motivo; si no, se dice."""
        found = self.collect(self.zip({member: SOLVED, self.GOOD: SOLVED}))
        self.assertTrue(found.pop("Zoe").notebook)
        self.assertEqual(list(found), [owner] if owner else [])
        said = found[owner].notes[0] if owner else self.said.getvalue().strip()
        self.assertIn(reason, said)
        self.assertTrue(said.isprintable())

    def noted(self, path, reason):
        """La entrega de Ana no se lee, y la otra sí."""
        found = self.collect(path)
        self.assertTrue(found["Zoe"].notebook)
        self.assertIsNone(found["Ana Pérez"].notebook)
        self.assertEqual(found["Ana Pérez"].notes, [f"sin calificar: {reason}"])

    def test_names_that_point_outside(self):
        for member, reason in [
            (f"../{ANA}/a.ipynb", "sale de la carpeta"),
            (f"{ANA}/../../a.ipynb", "sale de la carpeta"),
            (f"..\\{ANA}\\a.ipynb", "sale de la carpeta"),
            (f"{ANA}/\x1b[2Ja.ipynb", "caracteres que no se ven"),
            (f"{ANA}/a.ipynb\x00.txt", "y sí «a.ipynb\N{REPLACEMENT CHARACTER}.txt»"),
            (f"{ANA}/" + "a/" * 20 + "a.ipynb", "demasiado larga"),
        ]:
            with self.subTest(member=member):
                entry = zipfile.ZipInfo("x")
                entry.filename = member  # ZipInfo corta el nombre en el primer nulo; quien ataca, no
                self.refused(entry, reason)
        for member in ("/etc/passwd.ipynb", "C:/Users/ana.ipynb"):
            self.refused(member, "ruta absoluta", owner=None)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["clase.zip"], "nada se escribe")

    def test_links_pipes_and_what_cannot_be_unpacked(self):
        entry = zipfile.ZipInfo(f"{ANA}/a.ipynb")
        entry.external_attr = 0o120777 << 16
        self.noted(self.zip({entry: b"/etc/passwd", self.GOOD: SOLVED}), file.LINK)
        entry.external_attr = 0o010644 << 16
        self.noted(self.zip({entry: b"", self.GOOD: SOLVED}), file.NOT_A_FILE)
        entry = zipfile.ZipInfo(f"{ANA}/a.ipynb")
        entry.compress_type = zipfile.ZIP_LZMA
        self.noted(self.zip({entry: SOLVED, self.GOOD: SOLVED}), "está comprimido de una manera poco corriente")

    def patched(self, change):
        """Un zip al que `change(datos, sitio en el índice)` le cambia la entrada de Ana."""
        path = self.zip({f"{ANA}/a.ipynb": SOLVED, self.GOOD: SOLVED})
        data = bytearray(path.read_bytes())
        change(data, data.index(b"PK\x01\x02"))
        path.write_bytes(data)
        return path

    def test_encrypted_damaged_and_lying_members(self):
        def encrypted(data, at):
            data[at + 8] |= 1

        def sized(size):
            return lambda data, at: struct.pack_into("<I", data, at + 24, size)

        self.noted(self.patched(encrypted), "está cifrado con una contraseña")
        self.noted(self.patched(sized(2_000_000_000)), "ocupa más de 20 MB")
        self.noted(self.patched(sized(10)), "está dañado en el zip")
        path = self.zip({f"{ANA}/a.ipynb": SOLVED, self.GOOD: SOLVED})
        with zipfile.ZipFile(path) as made:
            at = made.infolist()[0].header_offset + 30 + len(f"{ANA}/a.ipynb".encode()) + 5
        data = bytearray(path.read_bytes())
        data[at : at + 20] = b"?" * 20
        path.write_bytes(data)
        self.noted(path, "está dañado en el zip")

    def test_a_bomb_is_not_read_whole(self):
        with mock.patch.object(submissions, "MAX_BYTES", 100_000):
            self.noted(self.zip({f"{ANA}/a.ipynb": b"0" * 3_000_000, self.GOOD: SOLVED}), "ocupa más de 0 MB")
            path = self.zip({f"{ANA}/a.ipynb": b" " * 30_000_000, self.GOOD: SOLVED})
            data = bytearray(path.read_bytes())
            struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 50)  # dice que ocupa 50 bytes
            path.write_bytes(data)
            tracemalloc.start()
            self.addCleanup(tracemalloc.stop)
            self.noted(path, "está dañado en el zip")
            self.assertLess(tracemalloc.get_traced_memory()[1], 5_000_000)

    def test_a_name_does_not_cover_the_lines_above(self):
        path = self.zip({"Ana x" + "\u0301" * 60 + "/a.ipynb": SOLVED})
        self.assertEqual([len(name) for name in self.collect(path)], [8])

    def test_names_of_a_thousand_letters_are_said_short(self):
        path = self.zip({f"{ANA}/{'a' * 900}{number}.ipynb": SOLVED for number in range(10)})
        [note] = self.collect(path)["Ana Pérez"].notes
        self.assertIn("a…a", note)
        self.assertLess(len(note), 2000)

    def test_a_broken_zip_and_one_with_too_much(self):
        whole = self.zip({self.GOOD: SOLVED})
        for data in (b"", b"<html>Moodle</html>", whole.read_bytes()[:-30]):
            whole.write_bytes(data)
            self.assertRaisesRegex(Unreadable, "no es un zip, o está dañado", self.collect, whole)
        with mock.patch.object(archive, "MAX_FILES", 3):
            many = self.zip({f"{number}.ipynb": b"" for number in range(4)})
            self.assertRaisesRegex(Unreadable, "tiene más de 3 archivos", self.collect, many)

    def test_names_in_other_encodings(self):
        for encoding in ("utf-8", "cp850", "cp1252"):
            with self.subTest(encoding=encoding):
                name = "Ángela Ñúñez_5_assignsubmission_file/03_ejercicios.ipynb"
                raw = name.encode(encoding)
                path = self.zip({"x" * len(raw): SOLVED})
                path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
                found = self.collect(path)
                self.assertEqual(list(found), ["Ángela Ñúñez"])
                self.assertTrue(found["Ángela Ñúñez"].notebook)


if __name__ == "__main__":
    unittest.main()
