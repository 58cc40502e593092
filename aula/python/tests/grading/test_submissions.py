"""La carpeta de entregas: lo que se lee de ella, por raro que sea, y lo que se guarda de cada cuaderno."""

import base64
import contextlib
import io
import json
import os
import struct
import tempfile
import tracemalloc
import unittest
from pathlib import Path
from unittest import mock

import nbformat

from aula.grading import outputs, parsing, rust, sanitize
from aula.grading.lms.file import MAX_BYTES, Unreadable

from . import toy

PNG = base64.b64encode(outputs.PNG + b"...").decode()


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def code(source="1 + 1", shown=(), **more):
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": list(shown), "execution_count": None, **more}


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def shown(**data):
    return {"output_type": "execute_result", "data": {name.replace("_", "/", 1): value for name, value in data.items()}}


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.outside, self.folder = Path(folder.name) / "fuera", Path(folder.name) / "entregas"
        self.folder.mkdir()
        self.outside.mkdir()

    def write(self, name, content=None):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        content = toy.written(toy.given(cadena="fn chain() {}")) if content is None else content
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def collect(self):
        self.said = io.StringIO()
        with contextlib.redirect_stdout(self.said):
            return toy.collect(self.folder)

    def refused(self, student, reason):
        found = self.collect()[student]
        self.assertIsNone(found.notebook)
        self.assertEqual(len(found.notes), 1)
        self.assertIn("sin calificar: ", found.notes[0])
        self.assertIn(reason, found.notes[0])

    def test_a_file_or_a_folder_each(self):
        self.write("ana.ipynb")
        self.write("beto/03_ejercicios.ipynb")
        self.write(".oculto.ipynb")
        self.write("leeme.txt")
        found = self.collect()
        self.assertEqual(list(found), ["ana", "beto"])
        self.assertTrue(all(submission.notebook for submission in found.values()))
        self.assertIn("leeme.txt: no es un cuaderno ni una carpeta", self.said.getvalue())

    def test_who_handed_in_something_else_is_there_too(self):
        for name in ("ana.pdf", "beto.HTML", "carla.rs", "dora.rar", "eva.json"):
            self.write(name, b"x")
        self.write("ana.ipynb")
        self.assertTrue(self.collect()["ana"].notebook, "lo suyo está al lado")
        self.refused("beto", "no entregó 03_ejercicios.ipynb, y sí «beto.HTML»")
        self.refused("carla", "y sí «carla.rs»")
        self.refused("dora", "y sí «dora.rar», que aquí no se descomprime")
        self.refused("eva", "y sí «eva.json»")

    def test_two_of_one_person(self):
        self.write("ana.ipynb")
        self.write("ana/03_ejercicios.ipynb")
        found = self.collect()
        self.assertEqual(list(found), ["ana"])
        self.assertIn("hay varios cuadernos: se califica «03_ejercicios.ipynb», y no «ana.ipynb»", found["ana"].notes)

    @unittest.skipUnless(hasattr(os, "mkfifo"), "aquí no hay tuberías con nombre")
    def test_links_and_pipes(self):
        secret = self.outside / "03_ejercicios.ipynb"
        secret.write_text(json.dumps(notebook(code("secreto"))))
        (self.folder / "archivo.ipynb").symlink_to(secret)
        (self.folder / "carpeta").symlink_to(self.outside)
        (self.folder / "dentro").mkdir()
        (self.folder / "dentro" / "03_ejercicios.ipynb").symlink_to(secret)
        (self.folder / "roto.ipynb").symlink_to(self.outside / "nada")
        os.mkfifo(self.folder / "tubo.ipynb")
        for student in ("archivo", "carpeta", "dentro", "roto"):
            self.refused(student, "es un enlace")
        self.refused("tubo", "no es un archivo normal")

    def test_a_folder_that_cannot_be_opened_is_of_one_person(self):
        self.write("ana.ipynb")
        self.write("beto/03_ejercicios.ipynb")
        every = Path.iterdir

        def iterdir(folder):
            if folder.name == "beto":
                raise PermissionError(13, "no")
            return every(folder)

        with mock.patch.object(Path, "iterdir", iterdir):
            self.refused("beto", "no tienes permiso para abrir su carpeta")
            self.assertTrue(self.collect()["ana"].notebook)

    def test_what_is_not_a_notebook(self):
        with self.write("enorme.ipynb").open("wb") as file:
            file.truncate(MAX_BYTES + 1)
        self.refused("enorme", "ocupa más de 20 MB")
        (self.folder / "vacia").mkdir()
        for name, content, reason in [
            ("utf16", b"\xff\xfe\x00\xd8x", "no es JSON"),
            ("utf16_mil", ('{"cells": [' + "{}," * 400_000 + "{}]}").encode("utf-16"), "más de 500 mil piezas"),
            ("utf32", json.dumps(notebook(code('"[{'))).encode("utf-32-le"), "no es JSON"),
            ("hondo", b"[" * 200_000, "más de 100 niveles"),
            ("escondido", b'{"cells": [' + b'"\\"", ' + b"[" * 200 + b"]" * 200 + b"]}", "más de 100 niveles"),
            ("mil", b'{"cells": [' + b"{}," * 400_000 + b"{}]}", "más de 500 mil piezas"),
            ("cierres", b"{" * 101 + b"}" * 500_000, "más de 500 mil piezas"),
            ("celdas_de_mas", b'{"cells": [' + b"{}," * 10_000 + b"{}]}", "más de 10 mil celdas"),
            ("numero", b"[" + b"1" * 10_000 + b"]", "no es JSON"),
            ("cortado", b'{"cells": [', "no es JSON"),
            ("vacio", b" \n", "está vacío"),
            ("lista", b"[1, 2]", "no tiene celdas"),
            ("celdas", b'{"cells": {"a": 1}}', "no tiene celdas"),
            ("antiguo", b'{"worksheets": 3, "nbformat": 3}', "no es el cuaderno"),
        ]:
            self.write(f"{name}.ipynb", content)
            self.refused(name, reason)
        self.refused("vacia", "en su carpeta no está 03_ejercicios.ipynb")

    def test_an_odd_notebook_that_can_be_read(self):
        half = "\ud83d"  # medio emoji
        content = notebook(
            "nada",
            {"cell_type": "widget"},
            code(["uno\n", 2, "dos"]),
            code(half, id=half, metadata={"nbgrader": {"grade_id": half, "points": "mil"}}),
            code({}, metadata=[]),
        )
        content["metadata"] = {"kernelspec": {"name": "\x1b\u202e" + half * 1000}}
        book = parsing.parse(json.dumps(content).encode())
        self.assertEqual([cell.source for cell in book.cells], ["uno\ndos", "?"])
        self.assertEqual(book.cells[1].metadata.nbgrader, {"grade_id": "?", "points": None})
        self.assertEqual(book.metadata.kernelspec["name"], "\N{REPLACEMENT CHARACTER}" * 2 + "?" * 48)
        nbformat.writes(book).encode()

    def test_however_it_was_saved(self):
        text = json.dumps(notebook(code('// ñandú «1,5» y "\\\\"\nfn f() {}')), ensure_ascii=False, indent=1)
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
            for end in ("\n", "\r\n"):
                book = parsing.parse(text.replace("\n", end).encode(encoding))
                self.assertIn("ñandú «1,5»", book.cells[0].source, encoding)

    def test_one_of_an_old_format(self):
        cells = [{"cell_type": "code", "input": ["uno\n", "dos"], "outputs": [{"output_type": "pyout"}] * 50_000}]
        book = parsing.parse(json.dumps({"worksheets": [{"cells": cells}, 3], "nbformat": 3}).encode())
        self.assertEqual([cell.source for cell in book.cells], ["uno\ndos"])

    def test_a_cell_without_end(self):
        book = sanitize.clean(notebook(code("x" * 1_000_000)))
        self.assertLess(len(book.cells[0].source), 1.01 * sanitize.CHARACTERS)

    def test_what_is_written_inside_a_text_does_not_count(self):
        text = '[{,\\"' * 200_000
        self.assertEqual(parsing.parse(json.dumps(notebook(code(text))).encode()).cells[0].source[:4], "[{,\\")
        parsing.measure(b'{"a": "' + b"[,{" * 400_000 + b'"}')

    def test_a_text_that_is_not_closed_is_only_looked_at_once(self):
        """Veinte megas de `\\"` tardarían semanas, si se buscase dónde acaba desde cada signo."""
        quotes = b'"' + b'\\"' * 1000
        self.assertEqual(parsing._structure(b"{" + quotes), b"{")
        self.assertEqual(len(rust.read(quotes.decode()).items[0].tokens), 1)

    def test_what_would_fill_the_memory_is_not_read(self):
        data = b'{"cells": [' + b"{}," * 6_000_000 + b"{}]}"
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        self.assertRaisesRegex(Unreadable, "500 mil piezas", parsing.parse, data)
        self.assertLess(tracemalloc.get_traced_memory()[1], 4 * len(data))


class Outputs(unittest.TestCase):
    def clean(self, *raw):
        kept = outputs.clean(list(raw), outputs.Allowance())
        nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=kept)]))
        return kept

    def test_what_is_kept(self):
        kept = self.clean(
            stream(["a\n", "b\n"]),
            shown(text_plain="una figura", image_png=PNG, text_html="<b>", image_svg="<svg/>", text_latex="$x$"),
            {"output_type": "error", "ename": "Error", "evalue": "no", "traceback": ["línea"]},
        )
        self.assertEqual(kept[0].text, "a\nb\n")
        self.assertEqual(kept[1].data, {"text/plain": "una figura", "image/png": PNG, "text/latex": "$x$"})
        self.assertEqual(kept[1].output_type, "display_data", "un resultado sería una nota")
        self.assertEqual(kept[2].traceback, ["línea"])

    def test_what_could_act_is_not(self):
        script = "<script>alert(1)</script>"
        data = {"text/html": script, "image/svg+xml": script, "application/javascript": "1", "text/markdown": script}
        for kind in ("display_data", "execute_result", "update_display_data"):
            self.assertEqual(self.clean({"output_type": kind, "data": data}), [])

    def test_wrong_types(self):
        huge = base64.b64encode(outputs.PNG + b"\0\0\0\rIHDR" + struct.pack(">II", 10, 60_000)).decode()
        for raw in (
            None,
            3,
            {},
            {"output_type": ["stream"]},
            stream(7),
            stream({"a": 1}),
            {"output_type": "display_data", "data": "x"},
            shown(text_plain={"a": 1}, image_png=[1], text_latex=2.0),
            shown(image_png='" onerror=alert(1) x="'),
            shown(image_png=base64.b64encode(b"<svg onload=alert(1)>").decode()),
            shown(image_png=PNG + "á"),
            shown(image_png=base64.b64encode(outputs.PNG + b"." * outputs.IMAGE).decode()),
            shown(image_png=huge),
        ):
            self.assertEqual(self.clean(raw), [], raw)
        self.assertEqual(outputs.clean("no es una lista", outputs.Allowance()), [])
        odd = self.clean({"output_type": "error", "ename": 1, "evalue": None, "traceback": [2, {}]})
        self.assertEqual((odd[0].ename, odd[0].traceback), ("Error", [""]))

    def test_ten_thousand_outputs(self):
        kept = self.clean(*[shown(text_plain="x")] * 10_000)
        self.assertEqual(len(kept), outputs.PER_CELL + 1)
        self.assertIn("hay más salidas", kept[-1].text)
        [one] = self.clean(*[stream("x" * 100)] * 10_000)
        self.assertLess(len(one.text), 1.1 * outputs.CHARACTERS)

    def test_an_allowance_for_the_whole_notebook(self):
        image = base64.b64encode(outputs.PNG + b"\0" * 1_000_000).decode()
        book = sanitize.clean(notebook(*[code(shown=[shown(image_png=image)])] * 30))
        self.assertLess(len(nbformat.writes(book)), 15_000_000)
        self.assertIn("hay más salidas", book.cells[-1].outputs[0].text)


if __name__ == "__main__":
    unittest.main()
