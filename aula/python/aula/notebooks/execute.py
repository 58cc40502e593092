"""Ejecutar un cuaderno en un núcleo, y darse cuenta de todo lo que falla."""

import asyncio
import re
import sys
import time

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from ..problem import Problem
from ..upstream import event_loop
from ..upstream.late_output import Client

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
    event_loop.run(run_cells())
    return f"{time.monotonic() - start:.1f} s"


async def execute(book, manager, messages, label):
    """Ejecuta las celdas de `book`, una por una; de cada una entrega su índice y los segundos que tardó.

    El núcleo contesta «ok» a un pánico y lo escribe en stderr, quizá cuando la celda ya terminó: por eso se escucha un
    momento más después de cada celda, y todo lo que llegue por stderr es un fallo.
    """
    code = [(index, cell) for index, cell in enumerate(book.cells) if cell.cell_type == "code" and cell.source.strip()]
    client = Client(book, km=manager, timeout=CELL_TIMEOUT, allow_errors=True, record_timing=False)
    client.kc = messages
    line = ProgressLine()
    try:
        for count, (index, cell) in enumerate(code, start=1):
            line.show(f"{label}: celda {index + 1} de {len(book.cells)}")
            start = time.perf_counter()
            if failure := await failing(client, cell, index):
                raise Problem(in_cell(label, index, cell, failure))
            seconds = time.perf_counter() - start
            await client.listen(QUIET)
            if count == len(code) or failed(cell):
                await client.listen(5 * QUIET)
            finish(label, index, cell, count)
            yield index, seconds
    finally:
        line.show("")
    for count, (index, cell) in enumerate(code, start=1):
        finish(label, index, cell, count)  # otra vez: por si algo llegó con la siguiente ya en marcha


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


def finish(label, index, cell, count):
    """Ordena y numera lo que dejó la celda. Si falló, salvo que sea adrede, es un `Problem`."""
    cell.outputs = in_order(cell.outputs)
    number(cell, count)
    if (failure := failed(cell)) and FAILS not in cell.metadata.get("tags", []):
        raise Problem(in_cell(label, index, cell, failure))


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


class ProgressLine:
    """La línea de progreso, que se reescribe; solo donde alguien mira."""

    def __init__(self):
        self.width = 0

    def show(self, text):
        if sys.stdout.isatty():
            # Lo de antes se tapa con espacios: no todas las consolas de Windows entienden la orden de borrar la línea.
            print(f"\r{' ' * self.width}\r{text}", end="", flush=True)
            self.width = len(text)


def quoted(text):
    return "\n".join(f"    {line}" for line in ANSI.sub("", text).rstrip("\n").splitlines())


def in_cell(label, index, cell, what):
    return f"{label}, celda {index + 1}:\n{quoted(cell.source)}\n  {what}"
