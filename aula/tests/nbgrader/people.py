"""Personas de una máquina, cada una con su carpeta personal y su JupyterLab, y lo que hace falta para hacer de ellas."""

import contextlib
import json
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat

from aula.facts import EXERCISES, NOTEBOOKS, TEACHER

ANSWER = "Ninguna recta separa los unos de los ceros."


class Person:
    """Alguien con su carpeta personal en `folder`, que no comparte con nadie los ajustes de Jupyter."""

    def __init__(self, folder, account=None):
        self.account = account or pwd.getpwuid(os.getuid())
        self.other = account is not None
        self.name, self.home = self.account.pw_name, folder
        self.settings = folder / "ajustes"
        self.settings.mkdir(parents=True)

    def configure(self, text):
        """Lo que dice su `nbgrader_config.py`."""
        (self.settings / "nbgrader_config.py").write_text(f"c = get_config()\n{text}\n", encoding="utf-8")

    def owns(self, *paths):
        """Esos archivos, y lo que hay dentro, pasan a ser suyos."""
        for path in paths if self.other else ():
            for each in [path, *path.rglob("*")]:
                os.chown(each, self.account.pw_uid, self.account.pw_gid)

    @property
    def environment(self):
        mine = {
            name: str(self.home / name.lower()) for name in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")
        }
        return {**os.environ, **mine, "HOME": str(self.home), "USER": self.name, "JUPYTER_CONFIG_PATH": str(self.settings)}

    def command(self, *words):
        return [*as_account(self.account), *map(str, words)] if self.other else [*map(str, words)]

    @contextlib.contextmanager
    def lab(self, folder):
        """Su JupyterLab, abierto en `folder`."""
        task = json.dumps({"notebook": str(folder / "01.ipynb"), "browser": False})
        process = subprocess.Popen(
            self.command(sys.executable, "-m", "aula", "lab", task),
            env=self.environment,
            cwd="/",  # JupyterLab no siempre se pone en marcha en la carpeta que enseña
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        try:
            for line in process.stdout:
                if line.strip().startswith("http"):
                    break
            address, token = line.strip().split("lab/tree/01.ipynb?token=")
            yield Lab(process, address, token)
        finally:
            process.send_signal(signal.SIGINT)
            with process:
                process.stdout.read()


# A esta máquina no se llega por el proxy con el que se sale a Internet.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Lab:
    """Un JupyterLab abierto, por dentro."""

    def __init__(self, process, address, token):
        self.process, self.address, self.token = process, address, token

    def open(self, method, path, data=None, timeout=120):
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(self.address + path, body, {"Authorization": f"token {self.token}"}, method=method)
        return DIRECT.open(request, timeout=timeout)

    def text(self, path):
        with self.open("GET", path) as reply:
            return reply.read().decode()

    def ask(self, method, path, data=None):
        """Lo que contesta, que es JSON."""
        with self.open(method, path, data if data is not None or method == "GET" else {}) as reply:
            return json.loads(reply.read())

    def works(self, path, data=None):
        """Pide algo que nbgrader tiene que hacer bien."""
        answer = self.ask("POST", path, data)
        assert answer.get("success"), f"{path}: {answer}"
        return answer


def common_place():
    """Una carpeta temporal en la que entra cualquier cuenta: la de quien prueba puede ser solo suya."""
    places = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")]
    entered = [place for place in places if all(each.stat().st_mode & 0o001 for each in (place, *place.parents))]
    assert entered, "hace falta una carpeta temporal en la que entre cualquier cuenta"
    return entered[0]


def another_account(name="nobody"):
    """Otra cuenta de la máquina, si quien prueba puede hacer de ella."""
    try:
        account = pwd.getpwnam(name)
        tried = subprocess.run([*as_account(account), sys.executable, "-c", "import aula"], capture_output=True)
    except (KeyError, OSError):
        return None
    return account if tried.returncode == 0 and account.pw_uid != os.getuid() else None


def as_account(account):
    """Con qué se ejecuta algo como otra cuenta. Leer, lo lee todo: este proyecto puede estar en una carpeta privada."""
    read = "dac_read_search"
    identity = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return ["setpriv", *identity, f"--inh-caps=+{read}", f"--ambient-caps=+{read}"]


def released():
    """El cuaderno del estudiante, como se publica."""
    return nbformat.read(NOTEBOOKS / f"{EXERCISES}.ipynb", as_version=4)


def solve(notebook, changes=()):
    """Escribe en `notebook` las respuestas de quien enseña, y cambia las de `changes`, {celda: texto}."""
    answers = {cell.id: cell.source for cell in nbformat.read(TEACHER, as_version=4).cells if marks(cell).get("solution")}
    for cell in notebook.cells:
        if cell.id in answers:
            cell.source = ANSWER if marks(cell).get("grade") else answers[cell.id]
        cell.source = dict(changes).get(cell.id, cell.source)
    return notebook


def marks(cell):
    return cell.metadata.get("nbgrader", {})


def until(seconds, condition):
    """Espera a que pase algo, y lo devuelve."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"no pasó en {seconds} segundos"
        time.sleep(0.05)
    return found
