"""Lo que queda en la carpeta de salida: las notas, las páginas y, aparte, lo que había antes.

Mientras se califica, todo está en una carpeta aparte: si se corta, aunque sea de golpe, la próxima vez se recoge. Y dos
comandos no escriben a la vez en la misma salida: el segundo espera.
"""

import contextlib
import datetime
import os
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

GRADES, FEEDBACK, EARLIER, LEDGER = "notas.csv", "retroalimentacion", "anteriores", ".avance"
PAGES = ".paginas"  # las que no cambian, para no volver a hacerlas
WORKING, LOCK = ".calificando-", ".calificando"
SHEET, RETURN = "hoja.csv", "retroalimentacion.zip"  # para Moodle
CLASS, SHARED, COUNTS = "clase.html", "clase_sin_nombres.html", "clase.csv"  # la clase en una página
MADE = (FEEDBACK, SHEET, RETURN, CLASS, SHARED, COUNTS, GRADES)  # lo que se pone de una vez


@contextlib.contextmanager
def working(output):
    """Una carpeta de trabajo en `output`, que nadie más usa mientras dure. Antes recoge lo que dejó quien no pudo."""
    output.mkdir(parents=True, exist_ok=True)
    with _alone(output / LOCK):
        for left in output.glob(f"{WORKING}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=WORKING, dir=output) as folder:
            yield Path(folder)


@contextlib.contextmanager
def _alone(path):
    lock = FileLock(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        print(f"Otro comando está calificando en {path.parent}: espero a que termine…", flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def publish(fresh, output):
    """Pone los resultados en su sitio de una vez; los de antes se guardan con su fecha."""
    output.mkdir(parents=True, exist_ok=True)
    previous = [output / name for name in MADE if (output / name).exists()]
    if previous:
        stamp = datetime.datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
        kept = output / EARLIER / stamp
        while kept.exists():
            kept = kept.with_name(kept.name + "_bis")
        kept.mkdir(parents=True)
        for path in previous:
            os.replace(path, kept / path.name)
        print(f"Las notas que había en {output} están ahora en {kept}.")
    for name in MADE:
        if (fresh / name).exists():
            os.replace(fresh / name, output / name)
