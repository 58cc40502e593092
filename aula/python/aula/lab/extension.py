"""Lo que el proyecto pone en el servidor de Jupyter en lugar de lo de nbgrader: Validate, y sus textos en español.

nbgrader valida ejecutando el cuaderno dentro del servidor, que mientras tanto no atiende a nadie
(https://github.com/jupyter/nbgrader/issues/1232). Aquí lo comprueba otro proceso, que termina con su tiempo, con quien lo
pidió o con el servidor. El archivo que activa la extensión lo deja la preparación; por su nombre, Jupyter la carga antes que
las de nbgrader, y de dos que atienden una dirección gana la primera.
"""

import asyncio
import atexit
import json
import os
from concurrent.futures import Future
from pathlib import Path
from threading import Thread

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from .. import files
from ..grading import engine
from ..grading.validation import validate
from ..pages import reading
from ..problem import Problem
from ..upstream import nbgrader_fetch_folder, nbgrader_no_exchange, nbgrader_spanish

running = set()  # los procesos de lo que se está comprobando


class Validate(JupyterHandler):
    """Comprueba el cuaderno que dice el botón, y contesta como nbgrader."""

    process = None
    gone = False

    @web.authenticated
    async def post(self):
        root = Path(self.serverapp.root_dir).resolve()
        path = (root / self._path()).resolve()
        if not path.is_relative_to(root):
            raise web.HTTPError(403, "Ese cuaderno está fuera de la carpeta de JupyterLab.")
        try:
            validation = await apart(self._validate, path)
            answer = {"success": True, "value": validation.for_nbgrader()}
        except Problem as problem:
            answer = {"success": False, "value": str(problem)}
        if not self.gone:
            self.finish(json.dumps(answer))

    def _path(self):
        path = self.get_argument("path", None) or (self.get_json_body() or {}).get("path")
        if not isinstance(path, str):
            raise web.HTTPError(400, "Falta decir qué cuaderno.")
        return path

    def _validate(self, path):
        try:
            return validate(files.read(path), watch=self._watch)
        finally:
            running.discard(self.process)

    def _watch(self, process):
        self.process = process
        running.add(process)
        if self.gone:
            engine.stop(process)

    def on_connection_close(self):
        """Quien lo pidió ya no está."""
        self.gone = True
        if self.process:
            engine.stop(self.process)
        super().on_connection_close()


async def apart(work, *arguments):
    """Como `asyncio.to_thread`, en un hilo al que el servidor no espera cuando termina."""
    future = Future()

    def run():
        try:
            future.set_result(work(*arguments))
        except BaseException as error:
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(future)


@atexit.register
def stop_all():
    """El servidor termina: nada de lo suyo sigue."""
    for process in list(running):
        engine.stop(process)


class Translated(JupyterHandler):
    """Un archivo de JavaScript de nbgrader, con sus textos en español."""

    def initialize(self, part, folder):
        self.part, self.folder = part, folder

    @web.authenticated
    def get(self, name):
        try:
            text = (self.folder / name).read_text(encoding="utf-8")
        except OSError:
            raise web.HTTPError(404) from None
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "no-cache")  # el nombre no cambia cuando cambia la traducción
        self.finish(nbgrader_spanish.translate(self.part, text))


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(serverapp):
    nbgrader_fetch_folder.apply()
    nbgrader_no_exchange.apply()
    base = serverapp.web_app.settings["base_url"]
    handlers = [("/assignments/validate", Validate)]
    handlers += [(f"{address}/([^/]+[.]js)", Translated, what) for address, what in nbgrader_spanish.SERVED.items()]
    serverapp.web_app.add_handlers(".*$", [(url_path_join(base, address), *rest) for address, *rest in handlers])
    if "JUPYTERHUB_SERVICE_PREFIX" in os.environ:
        reading.install(serverapp, [])  # en una clase, el laboratorio al que enlazan los cuadernos
