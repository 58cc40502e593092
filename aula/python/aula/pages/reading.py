"""Los cuadernos como páginas, para leerlos mientras se prepara lo que hace falta para ejecutarlos.

Las sirve el mismo servidor de JupyterLab, así que la página que se abre al principio lleva después al cuaderno: una sola
dirección, y nada que volver a abrir. Arriba, una barra cuenta cómo va la preparación; lo que la barra dice se escribe aquí,
y `bar.js` lo muestra.
"""

import asyncio
import json
import math
import time
from pathlib import Path
from urllib.parse import quote

from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from ..facts import source_of
from ..problem import Problem
from . import policy, site
from .render import fill, raw

# Quien prepara escribe cada pocos segundos; tras tanto silencio, lo más probable es que ya no esté.
SILENCE = 120

# Lo que se dice si quien prepara no dice nada mejor.
TEXTS = {
    "python": "Preparo el entorno de Python",
    "kernel": "Preparo el núcleo de Rust",
    "libraries": "Compilo las bibliotecas de los cuadernos",
    "ready": "Todo está listo: ya puedes ejecutar el cuaderno.",
    "failed": "La preparación se detuvo.",
}
WAITING = "Preparo lo que falta para ejecutar los cuadernos"
ALMOST = "lo último puede tardar un poco más"  # la barra se queda en 99 hasta que está todo
SILENT = "La preparación lleva un rato sin dar noticias: mira qué dice la terminal donde ejecutaste `cargo run`."

_STYLE, _SCRIPT = raw("base.css", "navigation.css", "controls.css", "lesson.css", "bar.css"), raw("bar.js")
_POLICY = policy.reading(_SCRIPT, site.LIVE)


def install(server, notebooks, progress=None):
    """Añade a `server` las páginas de los cuadernos `notebooks` y el estado que se escribe en el archivo `progress`."""
    pages, state = Pages(notebooks, server.base_url), Progress(progress)
    routes = [
        (r"/progreso", _ProgressHandler, {"progress": state}),
        (rf"/{site.LAB}", _LabHandler, {"pages": pages}),
        (r"/([^/]+)\.html", _PageHandler, {"pages": pages}),
    ]
    server.web_app.add_handlers(
        ".*$", [(url_path_join(server.base_url, site.PREFIX) + path, handler, data) for path, handler, data in routes]
    )
    return state


def address(name):
    """La página del cuaderno `name`, desde la raíz del servidor."""
    return f"{site.PREFIX}/{quote(name)}.html"


class Progress:
    """Cómo va la preparación, según el archivo JSON que reescribe quien prepara. Sin archivo, no hay nada que preparar."""

    def __init__(self, path=None):
        self.path = Path(path) if path else None
        self._last = {}
        self._written = time.time()

    def read(self):
        """Lo que la barra muestra ahora: fase, qué se hace, cuánto va, cuánto falta y, si falló, por qué."""
        if self.path is None:
            return _view({"stage": "ready"})
        try:
            written = self.path.stat().st_mtime
            data = json.loads(self.path.read_text(encoding="utf-8"))
            if isinstance(data, dict):
                self._last, self._written = data, written
        except (OSError, ValueError, RecursionError):
            pass  # falta, o se está reescribiendo: vale lo último que se leyó
        view = _view(self._last)
        if view["stage"] not in ("ready", "failed") and time.time() - self._written > SILENCE:
            view |= {"stage": "silent", "text": SILENT, "time": ""}
        return view


def _view(data):
    stage = data.get("stage")
    stage = stage if isinstance(stage, str) and stage in TEXTS else "waiting"
    view = {"stage": stage, "text": TEXTS.get(stage, WAITING), "percent": None, "time": "", "message": ""}
    if stage == "ready":
        return view | {"percent": 100}
    if stage == "failed":
        # El primer párrafo dice qué pasó y qué hacer; lo demás son las últimas líneas del programa que falló.
        first, _, rest = _string(data.get("message")).partition("\n\n")
        if not first or len(first) > 400:
            return view | {"message": f"{first}\n\n{rest}".strip()}
        return view | {"text": " ".join(first.split()), "message": rest.strip("\n")}
    fraction = _number(data.get("fraction"))
    if fraction is not None:
        view["percent"] = min(99, math.floor(100 * min(1, fraction)))  # 100 es «listo»
    seconds = _number(data.get("seconds_left"))
    left = ALMOST if view["percent"] == 99 or seconds == 0 else remaining(seconds)
    return view | {"text": _string(data.get("text")) or view["text"], "time": left}


def remaining(seconds):
    """Cuánto falta, como se dice en voz alta: la estimación no da para más."""
    if seconds is None:
        return "todavía no sé cuánto falta"
    if seconds < 50:
        return "queda menos de un minuto"
    minutes = round(seconds / 60)
    return "queda alrededor de un minuto" if minutes == 1 else f"quedan unos {minutes} minutos"


def _number(value):
    """`value`, si es una cantidad; `json` admite también NaN e infinito."""
    valid = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    return value if valid else None


def _string(value):
    return value.strip() if isinstance(value, str) else ""


class Pages:
    """Las páginas de los cuadernos del proyecto. Cada una se hace cuando se pide, y de nuevo si su cuaderno cambia."""

    def __init__(self, notebooks, base_url="/"):
        self.notebooks = {path.stem: path for path in map(Path, notebooks)}
        self.base_url = base_url
        self._made = {}
        self._lock = asyncio.Lock()  # dos pestañas que piden lo mismo se esperan

    def titles(self):
        """El título de cada uno de los que hay: el de su texto o, en una copia para la clase, que no los lleva, el suyo."""
        there = {name: path for name, path in self.notebooks.items() if path.is_file()}
        return {name: _title(source if (source := source_of(path)).is_file() else path) for name, path in there.items()}

    async def page(self, name):
        """La página del cuaderno `name`, si es de los del proyecto."""
        titles = self.titles()
        if name not in titles:
            return None
        notebook = self.notebooks[name]
        async with self._lock:
            stamp = notebook.stat().st_mtime_ns, titles  # los enlaces llevan los títulos de todos
            if self._made.get(name, (None,))[0] != stamp:
                # En otro hilo: hacerla tarda un segundo o dos, y la barra sigue preguntando.
                html = await asyncio.to_thread(_render, notebook, titles[name], self._around(name, titles))
                self._made[name] = stamp, html
        return self._made[name][1]

    async def laboratory(self):
        """El laboratorio, donde lo buscan los enlaces de los cuadernos."""
        async with self._lock:
            titles = self.titles()
            if self._made.get(site.LAB, (None,))[0] != titles:
                links = {f"{quote(name)}.html": title for name, title in titles.items()} | {site.LAB: "Laboratorio"}
                self._made[site.LAB] = titles, await asyncio.to_thread(site.laboratory, links)
        return self._made[site.LAB][1]

    def _around(self, name, titles):
        """Lo que rodea a un cuaderno: la barra y, arriba y abajo, los enlaces a los demás."""
        first = name == next(iter(titles))
        return {
            "style": _STYLE,
            "script": _SCRIPT,
            "progress": url_path_join(self.base_url, site.PREFIX, "progreso"),
            "notebook": url_path_join(self.base_url, "lab/tree", quote(f"{name}.ipynb")),
            "label": "Abrir la lección en JupyterLab" if first else "Abrir este cuaderno en JupyterLab",
            "links": {f"{quote(other)}.html": title for other, title in titles.items()},
            "here": f"{quote(name)}.html",
        }


def _title(source):
    """El primer título de un texto o de un cuaderno."""
    try:
        text = source.read_text(encoding="utf-8")
        if source.suffix == ".ipynb":
            text = "\n".join(
                "".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"
            )
    except (OSError, ValueError, LookupError, TypeError):
        return source.stem  # ya dirá su página por qué no se puede leer
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), source.stem)


def _render(notebook, title, around):
    from . import export  # nbconvert tarda en cargarse más que el servidor en atender

    try:
        return export.page(notebook, "reading", strange=True, reading=around, parts=site.Parts())
    except Exception as error:  # un cuaderno roto no se puede leer, pero la barra y las demás páginas sí
        reason = (str(error) or type(error).__name__)[:2000]
        return fill("broken.html.j2", title=title, name=notebook.name, reason=reason, reading=around)


class _PageHandler(JupyterHandler):
    def initialize(self, pages):
        self.pages = pages

    @property
    def content_security_policy(self):
        return _POLICY

    @web.authenticated
    async def get(self, name):
        html = await self.pages.page(name)
        if html is None:
            raise web.HTTPError(404)
        self.set_header("Cache-Control", "no-cache")
        self.finish(html)


class _LabHandler(JupyterHandler):
    """Todo lo que corre en ella es del proyecto: ningún cuaderno pone nada."""

    def initialize(self, pages):
        self.pages = pages

    @property
    def content_security_policy(self):
        return policy.SITE

    @web.authenticated
    async def get(self):
        try:
            html = await self.pages.laboratory()
        except Problem as problem:
            raise web.HTTPError(404, str(problem)) from None
        self.set_header("Cache-Control", "no-cache")
        self.finish(html)


class _ProgressHandler(APIHandler):
    def initialize(self, progress):
        self.progress = progress

    @web.authenticated
    async def get(self):
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(self.progress.read()))
