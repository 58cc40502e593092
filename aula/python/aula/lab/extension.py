"""Lo que el proyecto pone en el servidor de Jupyter en lugar de lo de nbgrader: Validate, y sus textos en español.

nbgrader valida ejecutando el cuaderno dentro del servidor, que mientras tanto no atiende a nadie. Aquí lo comprueba otro
proceso, que termina con su tiempo, con quien lo pidió o con el servidor. El archivo que activa la extensión lo deja la
preparación; por su nombre, Jupyter la carga antes que las de nbgrader, y de dos que atienden una dirección gana la primera.
"""

import asyncio
import atexit
import json
import sys
from concurrent.futures import Future
from pathlib import Path
from threading import Thread

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from nbgrader.exchange.default import Exchange
from nbgrader.server_extensions.assignment_list.handlers import AssignmentList
from nbgrader.utils import check_directory
from tornado import web

from .. import files
from ..grading import engine
from ..grading.validation import validate
from ..problem import Problem
from ..upstream import nbgrader_spanish

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


NO_EXCHANGE = (
    "No hay carpeta de intercambio, o no se puede usar: {root}. La prepara quien da el curso; en Windows no la hay. "
    "Sin ella, las tareas se reparten y se entregan de otra manera: pregunta cómo."
)


def explaining(lists):
    """Lo que contesta la lista de tareas, con una explicación si no hay de dónde sacarlas."""

    def list_assignments(self, course_id=None):
        root = Exchange(config=self.load_config()).root
        if sys.platform == "win32" or not check_directory(root, write=True, execute=True):
            return {"success": False, "value": NO_EXCHANGE.format(root=root)}
        return lists(self, course_id=course_id)

    return list_assignments


def rooted(load_config):
    """La configuración de la lista de tareas, con las recogidas en la carpeta de JupyterLab, que es donde las abre.

    nbgrader da por hecho que el servidor se puso en marcha en esa carpeta, y si no, las deja en otra.
    """

    def load(self):
        config = load_config(self)
        folder = config.Exchange.assignment_dir if "assignment_dir" in config.Exchange else "."
        config.Exchange.assignment_dir = str((Path(self.root_dir) / folder).resolve())
        return config

    return load


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(serverapp):
    AssignmentList.load_config = rooted(AssignmentList.load_config)
    AssignmentList.list_assignments = explaining(AssignmentList.list_assignments)
    base = serverapp.web_app.settings["base_url"]
    handlers = [("/assignments/validate", Validate)]
    handlers += [(f"{address}/([^/]+[.]js)", Translated, what) for address, what in nbgrader_spanish.SERVED.items()]
    serverapp.web_app.add_handlers(".*$", [(url_path_join(base, address), *rest) for address, *rest in handlers])
