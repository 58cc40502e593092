"""Lo que dice la barra de la página donde se lee mientras se prepara lo demás."""

import json
import os
import tempfile
import time
import unittest
from pathlib import Path

from aula.pages import reading

WAITING = {"stage": "waiting", "text": reading.WAITING, "percent": None, "time": "todavía no sé cuánto falta", "message": ""}


class Folder(unittest.TestCase):
    """Una carpeta propia para cada prueba, con el archivo del estado."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "progreso.json"


class Progress(Folder):
    def test_without_a_file_there_is_nothing_to_prepare(self):
        self.assertEqual(reading.Progress().read()["stage"], "ready")

    def test_tells_what_is_being_done_how_much_and_how_long(self):
        data = {
            "stage": "kernel",
            "text": "Compilo el núcleo: 120 de unas 300 piezas",
            "fraction": 0.429,
            "seconds_left": 250,
        }
        self.file.write_text(json.dumps(data), encoding="utf-8")
        expected = {"stage": "kernel", "text": data["text"], "percent": 42, "time": "quedan unos 4 minutos", "message": ""}
        self.assertEqual(reading.Progress(self.file).read(), expected)

    def test_a_missing_or_broken_file_has_a_sane_answer(self):
        self.assertEqual(reading.Progress(self.file).read(), WAITING)
        wrong = '{"stage": ["kernel"], "text": 3, "fraction": "mucho", "seconds_left": true, "message": {}}'
        infinite = '{"stage": "nada", "fraction": NaN, "seconds_left": -Infinity}'
        for content in ["", "{", '{"stage": "ker', "[]", "null", "3", "[" * 100_000, wrong, infinite, b"\xff\xfe\x00"]:
            with self.subTest(content=content[:20]):
                self.file.write_bytes(content if isinstance(content, bytes) else content.encode())
                self.assertEqual(reading.Progress(self.file).read(), WAITING)

    def test_a_half_written_file_does_not_erase_what_was_known(self):
        progress = reading.Progress(self.file)
        self.file.write_text('{"stage": "libraries", "fraction": 0.5, "seconds_left": 20}')
        known = progress.read()
        self.file.write_text('{"stage": "libr')
        self.assertEqual(progress.read(), known)
        self.file.unlink()
        self.assertEqual(progress.read(), known)

    def test_it_is_not_finished_until_it_says_so(self):
        for fraction in [1, 1.0, 7]:
            self.file.write_text(json.dumps({"stage": "libraries", "fraction": fraction}))
            view = reading.Progress(self.file).read()
            self.assertEqual((view["percent"], view["time"]), (99, reading.ALMOST))
        self.file.write_text('{"stage": "libraries", "fraction": 0.9, "seconds_left": 0}')
        view = reading.Progress(self.file).read()
        self.assertEqual((view["percent"], view["time"]), (90, reading.ALMOST), "pasó lo que suele tardar")
        self.file.write_text('{"stage": "ready"}')
        self.assertEqual(reading.Progress(self.file).read()["percent"], 100)

    def test_a_long_silence_is_told(self):
        old = time.time() - reading.SILENCE - 5
        for stage, told in [("kernel", "silent"), ("ready", "ready"), ("failed", "failed")]:
            self.file.write_text(json.dumps({"stage": stage}))
            os.utime(self.file, (old, old))
            self.assertEqual(reading.Progress(self.file).read()["stage"], told)

    def test_a_failure_says_first_what_to_do(self):
        message = "No se pudo compilar el núcleo.\nNo hay conexión.\n\n    error: <b>x</b>\n    fin"
        self.file.write_text(json.dumps({"stage": "failed", "message": message}))
        view = reading.Progress(self.file).read()
        self.assertEqual(view["text"], "No se pudo compilar el núcleo. No hay conexión.")
        self.assertEqual(view["message"], "    error: <b>x</b>\n    fin")  # tal cual: la página lo muestra como texto
        # Sin un primer párrafo corto no se pierde nada.
        for message in [None, "", "x" * 1000]:
            self.file.write_text(json.dumps({"stage": "failed", "message": message}))
            view = reading.Progress(self.file).read()
            self.assertEqual((view["text"], view["message"]), (reading.TEXTS["failed"], message or ""))

    def test_time_is_said_as_people_say_it(self):
        for seconds, words in [
            (None, "todavía no sé cuánto falta"),
            (0, "queda menos de un minuto"),
            (49, "queda menos de un minuto"),
            (50, "queda alrededor de un minuto"),
            (89, "queda alrededor de un minuto"),
            (100, "quedan unos 2 minutos"),
            (350.5, "quedan unos 6 minutos"),
        ]:
            self.assertEqual(reading.remaining(seconds), words)


if __name__ == "__main__":
    unittest.main()
