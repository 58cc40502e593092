"""Ejecutar un cuaderno en el núcleo de Rust, y darse cuenta de todo lo que falla."""

import asyncio
import os
import queue
import re
import subprocess
import sys
import tempfile
import time
from contextlib import asynccontextmanager

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

NAME = "rust"
START_TIMEOUT = 300  # segundos: el preludio puede compilar bibliotecas en una máquina lenta
CELL_TIMEOUT = 600  # segundos: la primera celda puede compilar bibliotecas en una máquina lenta
QUIET = 0.1  # segundos sin mensajes para dar por terminada una celda
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Problem(Exception):
    """Algo que la persona puede arreglar, dicho en español."""


def run(book, folder, label):
    """Ejecuta `book` con su carpeta de trabajo en `folder` y dice cuánto tardó. Si una celda falla, es un `Problem`."""
    start = time.monotonic()
    try:
        asyncio.run(run_cells(book, folder, label))
    finally:
        progress("")
    return f"{time.monotonic() - start:.1f} s"


def version():
    """La versión que dice tener el núcleo registrado."""

    async def ask():
        async with kernel(sys.prefix) as (_, client):  # allí no hay preludio, y contesta antes
            reply = await client.kernel_info(reply=True, timeout=START_TIMEOUT)
            return reply["content"]["implementation_version"]

    return asyncio.run(ask())


@asynccontextmanager
async def kernel(folder, name=NAME):
    """Un núcleo nuevo, con su carpeta de trabajo en `folder`; pase lo que pase, al final no queda ni él ni lo que compiló."""
    manager = AsyncKernelManager(kernel_name=name)
    with tempfile.TemporaryDirectory(prefix="aula-", ignore_cleanup_errors=True) as build:
        try:
            silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            await manager.start_kernel(cwd=folder, env={**os.environ, "EVCXR_TMPDIR": build}, **silent)
            client = manager.client()
            client.start_channels()
            try:
                await client.wait_for_ready(timeout=START_TIMEOUT)
            except RuntimeError as error:
                raise Problem(f"El núcleo de Rust no se puso en marcha: {error}") from None
            yield manager, client
        finally:
            await manager.shutdown_kernel(now=True)


async def run_cells(book, folder, label):
    """Ejecuta `book` en un núcleo nuevo. Se detiene en la primera celda que falla."""
    async with kernel(folder) as (manager, messages):
        async for _ in execute(book, manager, messages, label):
            pass


async def execute(book, manager, messages, label):
    """Ejecuta las celdas de `book`, una por una; de cada una entrega su índice y los segundos que tardó.

    El núcleo contesta «ok» a un pánico y lo escribe en stderr desde otro hilo, quizá cuando la celda ya terminó: por eso se
    escucha un momento más después de cada celda, y todo lo que llegue por stderr es un fallo.
    """
    code = [(index, cell) for index, cell in enumerate(book.cells) if cell.cell_type == "code" and cell.source.strip()]
    client = NotebookClient(book, km=manager, timeout=CELL_TIMEOUT, allow_errors=True, record_timing=False)
    client.kc = messages
    for count, (index, cell) in enumerate(code, start=1):
        progress(f"{label}: celda {index + 1} de {len(book.cells)}")
        start = time.perf_counter()
        try:
            await client.async_execute_cell(cell, index)
            seconds = time.perf_counter() - start
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
        yield index, seconds


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
