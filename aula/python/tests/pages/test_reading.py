"""La página donde se lee mientras se prepara lo demás: quién puede verla, qué lleva y qué dice la barra.

La ejecuta una prueba de Rust con el Python del entorno: python aula/tests/reading.py
"""

import base64
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "aula" / "python"
sys.path.insert(0, str(PACKAGE))

from aula.pages import reading  # noqa: E402

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
            self.assertEqual(reading.Progress(self.file).read()["percent"], 99)
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


class Server:
    """`aula.lab` en otro proceso, con copia de los cuadernos del proyecto."""

    def __init__(self, folder, progress):
        self.notebooks = Path(folder) / "cuadernos con espacio"
        if not self.notebooks.exists():
            shutil.copytree(ROOT / "notebooks", self.notebooks, ignore=shutil.ignore_patterns("curso"))
        lesson = str(self.notebooks / "01_leccion.ipynb")
        program = f"from aula import lab; lab.run({lesson!r}, browser=False, progress={str(progress)!r})"
        environment = os.environ | {"PYTHONPATH": str(PACKAGE), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        own = {f"JUPYTER_{name}_DIR": str(Path(folder) / name) for name in ("RUNTIME", "CONFIG")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", program],
            env=environment | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if address := re.search(r"http://\S+", line):
                self.address = urlsplit(address[0])
                return
        raise AssertionError(f"JupyterLab no empezó:\n{self.said}")

    def get(self, path, token=True, **headers):
        query = f"?{self.address.query}" if token else ""
        connection = HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        try:
            connection.request("GET", path + query, headers=headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def close(self):
        """Como Ctrl-C. Devuelve lo que dijo al cerrarse."""
        if os.name == "nt":
            self.process.terminate()
        else:
            self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=60)[0]


class Reading(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.progress = Path(folder.name) / "progreso.json"
        cls.progress.write_text('{"stage": "kernel", "fraction": 0.25, "seconds_left": 360}')
        cls.server = Server(folder.name, cls.progress)
        cls.addClassCleanup(cls.server.process.kill)

    @classmethod
    def tearDownClass(cls):
        """Cerrada antes de tiempo, dice que no se pierde nada. En Windows, cerrar a otro proceso no le deja despedirse."""
        said = cls.server.close()
        if os.name != "nt" and "Lo hecho se conserva" not in said:
            raise AssertionError(said)

    def test_the_address_is_that_of_the_lesson(self):
        self.assertEqual(self.server.address.path, "/lectura/01_leccion.html")
        self.assertIn("Ya puedes leer la lección", self.server.said)

    def test_nothing_is_shown_without_the_token(self):
        answer, text = self.server.get("/lectura/progreso", token=False)
        self.assertEqual(answer.status, 403)
        self.assertNotIn("kernel", text)
        answer, text = self.server.get("/lectura/01_leccion.html", token=False)
        self.assertEqual(answer.status, 302)
        self.assertIn("/login", answer.headers["Location"])
        self.assertEqual(text, "")

    def test_the_token_is_needed_only_once(self):
        answer, _ = self.server.get("/lectura/01_leccion.html")
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        answer, text = self.server.get("/lectura/progreso", token=False, Cookie=cookie)
        self.assertEqual(answer.status, 200)
        view = json.loads(text)
        self.assertEqual((view["stage"], view["percent"], view["time"]), ("kernel", 25, "quedan unos 6 minutos"))

    def test_the_page_has_the_lesson_the_bar_and_the_way_to_the_others(self):
        titles = {
            "01_leccion": "Gradiente descendente y backpropagation",
            "02_por_dentro": "La red por dentro",
            "03_ejercicios": "Ejercicios",
        }
        for name, title in titles.items():
            with self.subTest(name=name):
                answer, html = self.server.get(f"/lectura/{name}.html")
                self.assertEqual(answer.status, 200)
                self.assertTrue(f"<title>{title}</title>" in html)
                self.assertTrue("<math " in html)
                self.assertTrue('role="progressbar"' in html)
                self.assertTrue('data-progress="/lectura/progreso"' in html)
                self.assertRegex(
                    html, rf'<a id="aula-open" href="/lab/tree/{name}.ipynb" hidden>Abrir \w+ \w+ en JupyterLab</a>'
                )
                for other in titles:
                    self.assertEqual(html.count(f'href="{other}.html"'), 2)  # arriba y abajo
                self.assertEqual(html.count(f'href="{name}.html" aria-current=page>{title}</a>'), 2)
                self.assertEqual(html.count("</body>"), 1)
        _, html = self.server.get("/lectura/01_leccion.html")
        for text in ["La derivada es la pendiente de la tangente", 'src="data:image/']:
            self.assertTrue(text in html, text)

    def test_only_the_script_of_the_bar_runs_and_nothing_comes_from_outside(self):
        answer, html = self.server.get("/lectura/02_por_dentro.html")
        policy = answer.headers["Content-Security-Policy"]
        script = html.rpartition('<script type="module">')[2].partition("</script>")[0]
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        self.assertIn(f"script-src 'sha256-{digest}';", policy)
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("http", policy)

    def test_only_the_notebooks_of_the_project_have_a_page(self):
        shutil.copy(self.server.notebooks / "01_leccion.ipynb", self.server.notebooks / "mio.ipynb")
        names = [
            "mio",
            "99_nada",
            "..%2Fcuadernos%20con%20espacio%2F01_leccion",
            "fuente%2F01_leccion",
            "../01_leccion",
            "",
            "%00",
        ]
        for name in names:
            with self.subTest(name=name):
                self.assertEqual(self.server.get(f"/lectura/{name}.html")[0].status, 404)

    def test_a_page_follows_its_notebook_even_a_broken_one(self):
        notebook = self.server.notebooks / "03_ejercicios.ipynb"
        original = notebook.read_text(encoding="utf-8")
        self.addCleanup(notebook.write_text, original, encoding="utf-8")
        notebook.write_text(original.replace("Ejercicios", "Ejercicios míos"), encoding="utf-8")
        self.assertIn('<h1 id="Ejercicios-m', self.server.get("/lectura/03_ejercicios.html")[1])

        notebook.write_text("<<<<<<< <script>HEAD</script>", encoding="utf-8")
        answer, html = self.server.get("/lectura/03_ejercicios.html")
        self.assertEqual(answer.status, 200)
        self.assertTrue("No puedo mostrar <code>03_ejercicios.ipynb</code>" in html)
        self.assertFalse("<script>HEAD" in html)
        self.assertTrue('id="aula-bar"' in html)

        notebook.unlink()
        self.assertEqual(self.server.get("/lectura/03_ejercicios.html")[0].status, 404)

    def test_the_notebook_opens_in_the_same_server(self):
        answer, html = self.server.get("/lab/tree/01_leccion.ipynb")
        self.assertEqual(answer.status, 200)
        self.assertTrue("jupyter-config-data" in html)
        self.assertEqual(self.server.get("/api/contents/01_leccion.ipynb")[0].status, 200)


if __name__ == "__main__":
    unittest.main()
