"""Los cuadernos: de texto a cuaderno ejecutado, y del cuaderno guardado a uno recién ejecutado.

Lo llama `aula` con el Python de su entorno: python cuadernos.py generar|comprobar|calentar|nucleo [RUTA…]
"""

import asyncio
import hashlib
import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path

import jupytext
import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

import comparacion

KERNEL = "rust"
# Lo mismo que dice el núcleo, letra por letra: así JupyterLab no da por cambiado un cuaderno recién abierto.
METADATA = {
    "kernelspec": {"display_name": "Rust", "language": "rust", "name": KERNEL},
    "language_info": {
        "codemirror_mode": "rust",
        "file_extension": ".rs",
        "mimetype": "text/rust",
        "name": "Rust",
        "pygment_lexer": "rust",
        "version": "",
    },
}
CELL_TIMEOUT = 600  # segundos: la primera celda puede compilar bibliotecas en una máquina lenta
START_TIMEOUT = 300  # segundos: el preludio puede compilar bibliotecas en una máquina lenta
QUIET = 0.1  # segundos sin mensajes para dar por terminada una celda
ANSI = re.compile(r"\x1b\[[0-9;]*m")

OK, FAILED, STALE = 0, 1, 3


class Problem(Exception):
    """Algo que la persona puede arreglar, dicho en español."""


# ---------------------------------------------------------------- de texto a cuaderno


def source_of(notebook):
    return notebook.parent / "fuente" / f"{notebook.stem}.md"


def build(source):
    """El cuaderno sin ejecutar que describe `source`: mismo texto, mismos bytes."""
    text = source.read_text(encoding="utf-8")
    book = jupytext.reads(text, fmt="md")
    book.metadata = nbformat.from_dict(METADATA)
    book.nbformat, book.nbformat_minor = 4, 5
    seen = {}
    for cell in book.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        name = name or hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        seen[name] = seen.get(name, 0) + 1
        cell.id = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return book


def is_exercise(book):
    """Un cuaderno de ejercicios se entrega sin ejecutar: lo ejecuta quien lo resuelve."""
    return any("nbgrader" in cell.metadata for cell in book.cells)


def versions(path):
    """Lo que se genera del texto de `path`: su cuaderno o, si es de ejercicios, el del estudiante y el del profesor."""
    book = build(source_of(path))
    if not is_exercise(book):
        return {path: book}
    sys.path.insert(0, str(path.parent / "curso"))
    from evcxr_nbgrader import build as course

    return course.versions(book, path)


def write(book, path):
    """Escribe en un archivo aparte y lo pone en su sitio de una vez: nunca queda un cuaderno a medias."""
    nbformat.validate(book)
    part = path.with_name(f".{path.name}.parte")
    part.write_bytes((nbformat.writes(book) + "\n").encode())
    os.replace(part, path)


# ---------------------------------------------------------------- ejecutar


@asynccontextmanager
async def kernel(folder):
    """Un núcleo nuevo, con su carpeta de trabajo en `folder`; pase lo que pase, al final no queda ni él ni lo que compiló."""
    manager = AsyncKernelManager(kernel_name=KERNEL)
    with tempfile.TemporaryDirectory(prefix="aula-", ignore_cleanup_errors=True) as build:
        try:
            silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            await manager.start_kernel(cwd=folder, env={**os.environ, "EVCXR_TMPDIR": build}, **silent)
            client = manager.client()
            client.start_channels()
            await client.wait_for_ready(timeout=START_TIMEOUT)
            yield manager, client
        finally:
            await manager.shutdown_kernel(now=True)


async def run_cells(book, folder, label):
    """Ejecuta `book` en un núcleo nuevo. Se detiene en la primera celda que falla.

    El núcleo contesta «ok» a un pánico y lo escribe en stderr desde otro hilo, quizá cuando la celda ya terminó: por eso se
    escucha un momento más después de cada celda, y todo lo que llegue por stderr es un fallo.
    """
    code = [(index, cell) for index, cell in enumerate(book.cells) if cell.cell_type == "code" and cell.source.strip()]
    async with kernel(folder) as (manager, messages):
        client = NotebookClient(book, km=manager, timeout=CELL_TIMEOUT, allow_errors=True, record_timing=False)
        client.kc = messages
        for count, (index, cell) in enumerate(code, start=1):
            progress(f"{label}: celda {index + 1} de {len(book.cells)}")
            try:
                await client.async_execute_cell(cell, index)
                await late_messages(client, cell, index, 5 * QUIET if count == len(code) else QUIET)
            except CellTimeoutError:
                raise Problem(in_cell(label, index, cell, f"La celda no terminó en {CELL_TIMEOUT} segundos.")) from None
            except DeadKernelError:
                if asyncio.current_task().cancelling():
                    raise asyncio.CancelledError from None
                raise Problem(in_cell(label, index, cell, "El núcleo se cerró mientras ejecutaba la celda.")) from None
            cell.outputs = in_order(cell.outputs)
            number(cell, count)
            if failure := failed(cell):
                raise Problem(in_cell(label, index, cell, failure))


async def late_messages(client, cell, index, quiet):
    while True:
        try:
            message = await client.kc.get_iopub_msg(timeout=quiet)
        except queue.Empty:
            return
        if message["msg_type"] in ("stream", "error"):
            client.process_message(message, cell, index)


def in_order(outputs):
    """Lo impreso, unido y primero; luego lo mostrado. El núcleo manda las dos cosas por hilos distintos, sin orden fijo."""
    texts = {"stdout": "", "stderr": ""}
    for output in outputs:
        if output.output_type == "stream":
            texts[output.name] += output.text
    streams = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in texts.items() if text]
    return streams + [output for output in outputs if output.output_type != "stream"]


def number(cell, count):
    """Cuenta las celdas desde 1; el núcleo empieza en 2, porque antes ejecuta lo de `evcxr.toml`."""
    cell.execution_count = count
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = count


def failed(cell):
    """Qué falló en la celda, o `None`."""
    for output in cell.outputs:
        if output.output_type == "error":
            trace = "\n".join(output.traceback) or output.evalue
            return "La celda da un error:\n" + quoted(trace)
        if output.get("name") == "stderr":
            return "La celda escribe en stderr (un pánico, un `?` que falla o un `eprintln!`):\n" + quoted(output.text)
    return None


def run(book, folder, label):
    start = time.monotonic()
    asyncio.run(run_cells(book, folder, label))
    progress("")
    return f"{time.monotonic() - start:.1f}".replace(".", ",") + " s"


# ---------------------------------------------------------------- decirlo


def progress(text):
    """La línea de progreso, que se reescribe; solo donde alguien mira."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end="", flush=True)


def quoted(text):
    return "\n".join(f"    {line}" for line in ANSI.sub("", text).rstrip("\n").splitlines())


def in_cell(label, index, cell, what):
    return f"{label}, celda {index + 1}:\n{quoted(cell.source)}\n  {what}"


# ---------------------------------------------------------------- las órdenes


def generate(notebooks):
    books = []
    for path in notebooks:
        source = source_of(path)
        if not source.exists():
            raise Problem(f"No existe {source}, el texto del que se genera {path.name}.")
        for path, book in versions(path).items():
            took = "sin ejecutar: es de ejercicios" if is_exercise(book) else run(book, path.parent, path.name)
            books.append((book, path, took))
    for book, path, took in books:
        write(book, path)
        print(f"{path.name}: generado ({took})")
    return OK


def outline(book):
    return [(cell.cell_type, cell.id, cell.source, dict(cell.metadata)) for cell in book.cells]


def read(path):
    """El cuaderno guardado en `path`, o `None` si no lo hay."""
    try:
        return nbformat.read(path, as_version=4) if path.exists() else None
    except nbformat.reader.NotJSONError:
        return None


def check(notebooks):
    stale = []
    books = []
    for path in notebooks:
        source = source_of(path)
        if not path.exists() and not source.exists():
            raise Problem(f"No existe el cuaderno {path}.")
        if source.exists():
            stale += [copy for copy, book in versions(path).items() if (now := read(copy)) is None or outline(now) != outline(book)]
        books.append((path, read(path)))
    if stale:
        for path in stale:
            print(f"{path} no está al día con su texto: ejecuta `cargo run -- generar`")
        return STALE

    same = True
    for path, stored in books:
        if is_exercise(stored):
            print(f"{path.name}: al día con su texto (de ejercicios: no se ejecuta)")
            continue
        now = nbformat.from_dict(stored)
        for cell in now.cells:
            if cell.cell_type == "code":
                cell.outputs = []
        took = run(now, path.parent, path.name)
        differences = list(comparacion.differences(stored, now))
        for index, text in differences:
            print(in_cell(path.name, index, now.cells[index], text), flush=True)
        many = len(differences)
        verdict = "todo igual" if many == 0 else "1 celda muestra otra cosa" if many == 1 else f"{many} celdas muestran otra cosa"
        print(f"{path.name}: {verdict} ({took})", flush=True)
        same = same and not differences
    return OK if same else FAILED


def warm_up(paths):
    """Compila lo que pide el preludio de `evcxr.toml`, para que el núcleo lo guarde en su caché.

    El preludio carga las bibliotecas sin conexión, para que un aula sin red no se quede sin núcleo; alguna vez hay que bajarlas, y
    es ahora. Por eso se ejecuta como una celda y en una carpeta sin `evcxr.toml`.
    """
    [config] = paths
    os.environ.pop("EVCXR_CONFIG_DIR", None)
    root = config.parent.parent
    prelude = re.search(r'prelude = """\n(.*?)"""', config.read_text(encoding="utf-8"), re.DOTALL).group(1)
    lines = [line.replace('path = ".."', f"path = {json.dumps(str(root))}") for line in prelude.splitlines()]
    code = "\n".join(line for line in lines if not line.startswith(":offline"))
    run(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), root / ".venv", config.name)
    return OK


def kernel_version(_):
    """La versión que dice tener el núcleo registrado."""
    os.environ.pop("EVCXR_CONFIG_DIR", None)  # sin preludio contesta antes

    async def ask():
        async with kernel(sys.prefix) as (_, client):
            reply = await client.kernel_info(reply=True, timeout=START_TIMEOUT)
            return reply["content"]["implementation_version"]

    print(asyncio.run(ask()))
    return OK


def main():
    commands = {"generar": generate, "comprobar": check, "calentar": warm_up, "nucleo": kernel_version}
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # cerrar el núcleo también entonces
    try:
        return commands[sys.argv[1]]([Path(path) for path in sys.argv[2:]])
    except Problem as problem:
        progress("")
        print(problem, flush=True)
        return FAILED
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
