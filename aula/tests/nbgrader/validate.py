"""El botón Validar, en un JupyterLab de verdad: con qué contesta, cuánto tarda, y que nadie se quede esperando por él."""

import contextlib
import os
import re
import signal
import socket
import tempfile
import threading
import time
import unittest
from pathlib import Path

import nbformat
import psutil
from people import Person, released, solve, until

from aula.upstream import nbgrader_spanish

LOOP = "fn chain_derivative(x: f64) -> f64 {\n    let mut x = x;\n    loop {\n        x += 1.0;\n    }\n}"


def alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Validate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name) / "los míos"
        cls.person = Person(cls.folder / "casa")
        cls.person.configure(f"c.Exchange.root = {str(cls.folder / 'nada')!r}")
        cls.lab = cls.enterClassContext(cls.person.lab(cls.folder))

    def write(self, name, notebook):
        nbformat.write(notebook, self.folder / name)

    def validate(self, name):
        return self.lab.ask("POST", "assignments/validate", {"path": name})

    def failing(self, name):
        answer = self.validate(name)
        self.assertTrue(answer["success"], answer)
        (failed,) = answer["value"]["failed"]
        return failed["raw_error"], failed["error"]

    def programs(self):
        """Lo que está en marcha por un bucle: el motor y, dentro de él, el programa con las respuestas."""
        running = psutil.Process(self.lab.process.pid).children(recursive=True)
        with contextlib.suppress(psutil.NoSuchProcess):  # uno que acababa
            return running if any(each.name().startswith("programa") for each in running) else []

    def test_it_says_what_passes_what_fails_and_what_is_missing(self):
        self.write("01.ipynb", released())
        details, _ = self.failing("01.ipynb")
        self.assertIn("Sin responder todavía: Ejercicio 1, Ejercicio 2,", details)
        self.assertIn("Ejercicio 10", details)
        self.assertNotIn("❌", details)

        self.write("resuelto.ipynb", solve(released()))
        self.assertEqual(self.validate("resuelto.ipynb"), {"success": True, "value": {}})

        wrong, broken, caller = (
            "fn chain_derivative(x: f64) -> f64 {\n    3.0 * (2.0 * x - 5.0).powi(2)\n}",
            "fn sigmoid(z: f64) -> f64 {\n    1 / (1.0 + (-z).exp())\n}\nfn sigmoid_derivative(a: f64) -> f64 {\n    a\n}",
            "fn numeric_derivative(f: impl Fn(f64) -> f64, x: f64) -> f64 {\n    sigmoid(x)\n}",
        )
        book = solve(released(), {"cadena": wrong, "sigmoide": broken, "numerica": caller, "reflexion": ""})
        tested = next(cell for cell in book.cells if cell.id == "cadena_prueba")
        tested.source += " "
        self.write("a medias.ipynb", book)
        details, html = self.failing("a medias.ipynb")
        self.assertIn("No las pasan: Ejercicio 1, Ejercicio 2, Ejercicio 3.", details)
        self.assertIn("Sin responder todavía: Ejercicio 10.", details)
        self.assertRegex(details, "Pasan las pruebas: .*Ejercicio 8")
        self.assertIn("se esperaba 54 y llegó 27: te falta la derivada de la función interior, que es 2.", details)
        self.assertIn("<strong>Te falta la derivada de la función interior, que es 2.</strong>", html)
        self.assertIn("data-place=", html)
        self.assertIn("en su línea 2", details)
        self.assertIn("la respuesta llama a la de «sigmoide», que no compila", details)
        self.assertNotIn("cannot find", details)
        self.assertIn("La celda de prueba de «Ejercicio 1» está cambiada", details)

        self.write("sin ejercicios.ipynb", nbformat.v4.new_notebook())
        answer = self.validate("sin ejercicios.ipynb")
        self.assertIn("no tiene ejercicios", answer["value"])
        self.assertFalse(answer["success"])
        self.assertIn("no existe", self.validate("no está.ipynb")["value"])

    def test_an_endless_loop_stops_and_nobody_waits_for_it(self):
        loops = {"cadena": LOOP, "forward": "fn forward(x: &Array2<f64>) -> Array2<f64> {\n    loop {}\n}"}
        self.write("bucle.ipynb", solve(released(), loops))
        said, start = [], time.monotonic()
        waiting = threading.Thread(target=lambda: said.append(self.failing("bucle.ipynb")))
        waiting.start()
        slowest = 0
        while waiting.is_alive():
            asked = time.monotonic()
            self.lab.ask("GET", "api/status")
            slowest = max(slowest, time.monotonic() - asked)
            time.sleep(0.2)
        self.assertLess(slowest, 10, "el servidor no atendió a los demás")
        self.assertLess(time.monotonic() - start, 60)
        ((details, _),) = said
        self.assertIn("Pasan las pruebas: Ejercicio 2, Ejercicio 3", details)
        self.assertRegex(details, r"cadena; no terminó en \d+ segundos \(¿un bucle sin fin\?\)")

    def test_what_runs_ends_with_whoever_asked_or_with_the_server(self):  # la última: cierra el servidor
        self.write("bucle.ipynb", solve(released(), {"cadena": LOOP}))
        host, port = re.search(r"//([^:/]+):(\d+)", self.lab.address).groups()
        path = f"/assignments/validate?path=bucle.ipynb&token={self.lab.token}"
        request = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n"
        for leave in (lambda talk: talk.close(), lambda _: self.lab.process.send_signal(signal.SIGINT)):
            talk = socket.create_connection((host, int(port)))
            talk.sendall(request.encode())
            running = until(60, self.programs)
            self.assertGreaterEqual(len(running), 2)
            leave(talk)
            until(12, lambda running=running: not any(map(alive, running)))  # antes de su propio plazo
            talk.close()
        self.lab.process.wait(60)

    def test_its_texts_are_in_spanish(self):
        page = self.lab.text("lab")
        self.assertIn(
            '"fullLabextensionsUrl": "/lab/extensions"', page, "JupyterLab carga las extensiones de otra dirección"
        )
        self.assertRegex(page, r'"load": "static/remoteEntry[^"]+", "name": "@jupyter/nbgrader"')
        for name in os.listdir(nbgrader_spanish.LABEXTENSION):
            if name.endswith(".js"):
                text = self.lab.text(f"lab/extensions/@jupyter/nbgrader/static/{name}")
                self.assertNotIn('"Validate"', text)
                self.assertEqual(
                    text,
                    nbgrader_spanish.translate(
                        "jupyterlab", (nbgrader_spanish.LABEXTENSION / name).read_text(encoding="utf-8")
                    ),
                )
        answer = self.lab.ask("GET", "assignments?course_id=gradiente")
        self.assertFalse(answer["success"])
        self.assertIn(f"No hay carpeta de intercambio, o no se puede usar: {self.folder / 'nada'}", answer["value"])
        self.assertIn("Buscar:", self.lab.text("formgrader/static/js/utils.js"))


if __name__ == "__main__":
    unittest.main()
