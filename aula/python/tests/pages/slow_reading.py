"""La página donde se lee mientras se prepara lo demás: quién puede verla y qué lleva, en un JupyterLab de verdad."""

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
import unittest
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from aula.facts import COURSE, NOTEBOOKS, ROOT
from aula.pages import policy

TITLES = {
    "01_leccion": "Gradiente descendente y backpropagation",
    "02_por_dentro": "La red por dentro",
    "03_ejercicios": "Ejercicios",
}


class Server:
    """JupyterLab en otro proceso, con copia de los cuadernos del proyecto."""

    def __init__(self, folder, progress):
        self.notebooks = Path(folder) / "cuadernos con espacio"
        if not self.notebooks.exists():
            shutil.copytree(NOTEBOOKS, self.notebooks, ignore=shutil.ignore_patterns(COURSE.name))
        notebooks = [str(self.notebooks / f"{name}.ipynb") for name in TITLES]
        options = {"notebooks": notebooks, "browser": False, "progress": str(progress)}
        program = f"from aula.lab import server; server.run({notebooks[0]!r}, **{options!r})"
        python = {"PYTHONPATH": str(ROOT / "aula" / "python"), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        own = {f"JUPYTER_{name}_DIR": str(Path(folder) / name) for name in ("RUNTIME", "CONFIG")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", program],
            env=os.environ | python | own,
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

    def test_the_laboratory_is_where_the_notebooks_look_for_it(self):
        answer, html = self.server.get("/lectura/laboratorio.html")
        self.assertEqual((answer.status, answer.headers["Content-Security-Policy"]), (200, policy.SITE))
        for text in ["<h1>Laboratorio</h1>", 'id="entrenar"', 'href="02_por_dentro.html"']:
            self.assertTrue(text in html, text)
        answer, text = self.server.get("/lectura/laboratorio.html", token=False)
        self.assertEqual((answer.status, text), (302, ""))

    def test_the_page_has_the_lesson_the_bar_and_the_way_to_the_others(self):
        for name, title in TITLES.items():
            with self.subTest(name=name):
                answer, html = self.server.get(f"/lectura/{name}.html")
                self.assertEqual(answer.status, 200)
                self.assertTrue(f"<title>{title}</title>" in html)
                self.assertTrue("<math " in html)
                self.assertTrue('role="progressbar"' in html)
                self.assertTrue('data-progress="/lectura/progreso"' in html)
                self.assertRegex(
                    html, rf'<a hidden="" href="/lab/tree/{name}.ipynb" id="aula-open">Abrir \w+ \w+ en JupyterLab</a>'
                )
                for other in TITLES:
                    self.assertEqual(html.count(f'href="{other}.html"'), 2)  # arriba y abajo
                self.assertEqual(html.count(f'<a aria-current="page" href="{name}.html">{title}</a>'), 2)
                self.assertEqual(html.count("</body>"), 1)
        _, html = self.server.get("/lectura/01_leccion.html")
        for text in ["La derivada es la pendiente de la tangente", 'src="data:image/']:
            self.assertTrue(text in html, text)

    def test_only_the_bar_and_the_live_parts_run_and_nothing_comes_from_outside(self):
        for name, many, parts in [("01_leccion", 2, 3), ("02_por_dentro", 1, 0)]:
            answer, html = self.server.get(f"/lectura/{name}.html")
            policy = answer.headers["Content-Security-Policy"]
            scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', html, re.S)
            self.assertEqual(len(scripts), many)
            for script in scripts:
                digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
                self.assertIn(f"'sha256-{digest}'", policy)
            self.assertEqual(policy.count("sha256-"), 2)
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe-inline' 'wasm", policy)
            self.assertEqual(html.count('class="viva parte"'), parts)
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
