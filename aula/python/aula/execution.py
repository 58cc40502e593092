"""Ejecutar un cuaderno en un núcleo, y darse cuenta de todo lo que falla."""

import asyncio
import queue
import re
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from .problem import Problem

CELL_TIMEOUT = 600  # segundos: la primera celda puede compilar bibliotecas en una máquina lenta
QUIET = 0.1  # segundos sin mensajes para dar por terminada una celda
FAILS = "raises-exception"  # la marca de Jupyter para una celda que falla adrede
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def run(book, label, running):
    """Ejecuta `book` en un núcleo que aún no está en marcha, y dice cuánto tardó. Si una celda falla, es un `Problem`."""

    async def run_cells():
        async with running as (manager, messages):
            async for _ in execute(book, manager, messages, label):
                pass

    start = time.monotonic()
    asyncio.run(run_cells())
    return f"{time.monotonic() - start:.1f} s"


async def execute(book, manager, messages, label):
    """Ejecuta las celdas de `book`, una por una; de cada una entrega su índice y los segundos que tardó.

    El núcleo contesta «ok» a un pánico y lo escribe en stderr desde otro hilo, quizá cuando la celda ya terminó: por eso se
    escucha un momento más después de cada celda, y todo lo que llegue por stderr es un fallo.
    """
    code = [(index, cell) for index, cell in enumerate(book.cells) if cell.cell_type == "code" and cell.source.strip()]
    client = NotebookClient(book, km=manager, timeout=CELL_TIMEOUT, allow_errors=True, record_timing=False)
    client.kc = messages
    try:
        for count, (index, cell) in enumerate(code, start=1):
            progress(f"{label}: celda {index + 1} de {len(book.cells)}")
            start = time.perf_counter()
            if failure := await failing(client, cell, index):
                raise Problem(in_cell(label, index, cell, failure))
            seconds = time.perf_counter() - start
            await late_messages(client, cell, index, 5 * QUIET if count == len(code) else QUIET)
            cell.outputs = in_order(cell.outputs)
            number(cell, count)
            if (failure := failed(cell)) and FAILS not in cell.metadata.get("tags", []):
                raise Problem(in_cell(label, index, cell, failure))
            yield index, seconds
    finally:
        progress("")


async def failing(client, cell, index):
    """Ejecuta la celda. Si no llega al final, por qué."""
    try:
        await client.async_execute_cell(cell, index)
    except CellTimeoutError:
        return f"La celda no terminó en {CELL_TIMEOUT} segundos."
    except DeadKernelError:
        if asyncio.current_task().cancelling():
            raise asyncio.CancelledError from None
        return "El núcleo se cerró mientras ejecutaba la celda."


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


def progress(text):
    """La línea de progreso, que se reescribe; solo donde alguien mira."""
    if sys.stdout.isatty():
        print(f"\r\x1b[K{text}", end="", flush=True)


def quoted(text):
    return "\n".join(f"    {line}" for line in ANSI.sub("", text).rstrip("\n").splitlines())


def in_cell(label, index, cell, what):
    return f"{label}, celda {index + 1}:\n{quoted(cell.source)}\n  {what}"
