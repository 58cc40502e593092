"""Las páginas de una clase, hechas a la vez por varios procesos con límites. Uno que muere cuesta la suya, y se pone otro.

Las que no cambian no se vuelven a hacer: se guardan con la clave de todo aquello de lo que salen.
"""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ...facts import ROOT
from ...pages.render import TEMPLATES

CLOCK = 30  # segundos que se espera una página: las de siempre tardan décimas
PROGRAM = ["-m", "aula.grading.report.worker"]
PACKAGE = Path(__file__).parents[2]
MADE_BY = (
    ROOT / "aula" / "python" / "requirements.txt",
    PACKAGE / "grading" / "report",
    PACKAGE / "pages",
    TEMPLATES / "feedback",
)


@dataclass
class Order:
    """Una página que hay que hacer: las piezas, en un archivo; lo demás; y dónde va."""

    pieces: Path
    page: dict
    answers: dict  # para la sencilla
    to: Path
    trouble: str = ""  # por qué no se pudo hacer entera


def render(orders, kept, jobs):
    """Hace las páginas, `jobs` a la vez. En la carpeta `kept` quedan las enteras, para la próxima vez."""
    kept.mkdir(exist_ok=True)
    made_by = _made_by()
    names = {order.to: f"{_key(order, made_by)}.html" for order in orders}
    missing = []
    for order in orders:
        try:
            order.to.write_bytes((kept / names[order.to]).read_bytes())
        except OSError:
            missing.append(order)
    if missing:
        _all(missing, min(jobs, len(missing)))
    for order in missing:
        if not order.trouble:
            _keep(order.to, kept / names[order.to])
    for old in kept.iterdir():
        if old.name not in names.values():
            old.unlink()


def _made_by():
    """Un resumen de lo que hace las páginas: las plantillas, el código y las bibliotecas."""
    made = hashlib.sha256()
    for place in MADE_BY:
        for path in sorted(place.glob("*.*")) if place.is_dir() else [place]:
            if path.is_file():
                made.update(path.read_bytes())
    return made.digest()


def _key(order, made_by):
    page = json.dumps(order.page, sort_keys=True).encode()
    return hashlib.sha256(b"\0".join([made_by, page, order.pieces.read_bytes()])).hexdigest()[:32]


def _keep(page, place):
    part = place.with_suffix(".parte")
    part.write_bytes(page.read_bytes())
    os.replace(part, place)


def _all(orders, jobs):
    """Reparte los encargos entre `jobs` procesos."""
    own, workers = threading.local(), []

    def one(order):
        if not hasattr(own, "worker"):
            own.worker = Worker()
            workers.append(own.worker)
        order.trouble = own.worker.make(order)
        if order.trouble:
            from . import page

            order.to.write_text(page.plain(order.page | {"answers": order.answers}), encoding="utf-8")

    with ThreadPoolExecutor(jobs) as pool:
        try:
            for _ in pool.map(one, orders):
                pass
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in workers:
                worker.stop()


class Worker:
    """Un proceso que hace páginas, una detrás de otra; si muere, el siguiente encargo pone otro."""

    def __init__(self):
        self.process, self.late = None, False

    def make(self, order):
        """Hace una página, y devuelve por qué no, si no se pudo."""
        if self.process is None:
            self._start()
        said = json.dumps({"pieces": str(order.pieces), "page": order.page, "to": str(order.to)})
        timer = threading.Timer(CLOCK, self._too_late)
        timer.start()
        try:
            self.process.stdin.write(said.encode() + b"\n")
            self.process.stdin.flush()
            reply = self.process.stdout.readline()
        except OSError:
            reply = b""
        finally:
            timer.cancel()
        if reply.endswith(b"\n"):
            trouble = json.loads(reply).get("error", "")
        else:
            trouble = f"tarda más de {CLOCK} segundos" if self.late else "pide demasiado tiempo o demasiada memoria"
        if trouble:
            self.stop()
        return trouble

    def _start(self):
        self.late = False
        path = {"PYTHONPATH": str(PACKAGE.parent)}
        self.process = subprocess.Popen(
            [sys.executable, "-X", "utf8", *PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **path, "MALLOC_ARENA_MAX": "1"},
            start_new_session=True,  # un Ctrl-C es para quien califica, que lo termina
        )

    def _too_late(self):
        self.late = True
        self.process.kill()

    def stop(self):
        process, self.process = self.process, None
        if process:
            process.kill()
            with contextlib.suppress(OSError):
                process.stdin.close()
            process.stdout.close()
            process.wait()
