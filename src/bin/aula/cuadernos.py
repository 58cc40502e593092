"""Los cuadernos: de texto a cuaderno ejecutado, y del cuaderno guardado a uno recién ejecutado.

Lo llama `aula` con el Python de su entorno: python cuadernos.py generar|comprobar|calentar|nucleo [RUTA…]
"""

import asyncio
import hashlib
import os
import queue
import re
import subprocess
import sys
import time
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

import comparacion

KERNEL = "rust"
METADATA = {
    "kernelspec": {"display_name": "Rust", "language": "rust", "name": KERNEL},
    "language_info": {
        "codemirror_mode": "rust",
        "file_extension": ".rs",
        "mimetype": "text/rust",
        "name": "Rust",
        "pygments_lexer": "rust",
        "version": "",
    },
}
CELL_TIMEOUT = 600  # segundos: la primera celda puede compilar bibliotecas en una máquina lenta
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


async def run_cells(book, folder, label):
    """Ejecuta `book` en un núcleo nuevo. Se detiene en la primera celda que falla.

    El núcleo contesta «ok» a un pánico y lo escribe en stderr desde otro hilo, quizá cuando la celda ya terminó: por eso se
    escucha un momento más después de cada celda, y todo lo que llegue por stderr es un fallo.
    """
    client = NotebookClient(
        book,
        kernel_name=KERNEL,
        timeout=CELL_TIMEOUT,
        allow_errors=True,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    async with client.async_setup_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        count = 0
        for index, cell in enumerate(book.cells):
            if cell.cell_type != "code" or not cell.source.strip():
                continue
            progress(f"{label}: celda {index + 1} de {len(book.cells)}")
            try:
                await client.async_execute_cell(cell, index)
                last = index == len(book.cells) - 1
                await late_messages(client, cell, index, 5 * QUIET if last else QUIET)
            except CellTimeoutError:
                raise Problem(in_cell(label, index, cell, f"La celda no terminó en {CELL_TIMEOUT} segundos.")) from None
            except DeadKernelError:
                raise Problem(in_cell(label, index, cell, "El núcleo se cerró mientras ejecutaba la celda.")) from None
            cell.outputs = in_order(cell.outputs)
            count += 1
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


def warm_up(sources):
    """Ejecuta las celdas `:dep` de los cuadernos, para que el núcleo guarde ya compiladas las bibliotecas que piden."""
    done = set()
    for source in sources:
        cells = [cell for cell in build(source).cells if cell.cell_type == "code" and ":dep" in cell.source]
        text = "\n".join(cell.source for cell in cells)
        if text and text not in done:
            done.add(text)
            book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text)])
            run(book, source.parent.parent, source.name)
    return OK


def kernel_version(_):
    """La versión que dice tener el núcleo registrado."""

    async def ask():
        client = NotebookClient(nbformat.v4.new_notebook(), kernel_name=KERNEL)
        async with client.async_setup_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            reply = await client.kc.kernel_info(reply=True, timeout=60)
            return reply["content"]["implementation_version"]

    print(asyncio.run(ask()))
    return OK


def main():
    commands = {"generar": generate, "comprobar": check, "calentar": warm_up, "nucleo": kernel_version}
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
