"""Cuánto se espera a un cuaderno: el arranque del núcleo, cada celda, el total y la memoria, en una tabla.

Lo llama `aula` con el Python de su entorno: python medir.py CUADERNO…
"""

import asyncio
import os
import platform
import sys
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient

import nucleo

WIDTH = 50  # lo que se muestra del comienzo de cada celda


async def measure(path):
    book = nbformat.read(path, as_version=4)
    code = [(index, cell) for index, cell in enumerate(book.cells) if cell.cell_type == "code" and cell.source.strip()]
    start = time.perf_counter()
    async with nucleo.kernel(path.parent) as (manager, messages):
        ready = time.perf_counter()
        client = NotebookClient(book, km=manager, timeout=nucleo.CELL_TIMEOUT, allow_errors=True, record_timing=False)
        client.kc = messages
        times = []
        for index, cell in code:
            nucleo.progress(f"{path.name}: celda {index + 1} de {len(book.cells)}")
            before = time.perf_counter()
            await client.async_execute_cell(cell, index)
            times.append((index, cell, time.perf_counter() - before))
            if failure := nucleo.failed(cell):
                raise nucleo.Problem(nucleo.in_cell(path.name, index, cell, failure))
        done = time.perf_counter()
        memory = resident(manager.provisioner.pid)
    nucleo.progress("")
    report(path, ready - start, times, done - ready, memory)


def resident(pid):
    """La memoria del núcleo y de los procesos que tiene abiertos, en MB."""
    process = psutil.Process(pid)
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 1e6


def report(path, start, times, cells, memory):
    print(f"\n{path.name} ({platform.system()}, {os.cpu_count()} núcleos)\n")
    print("| celda | comienza con | segundos |")
    print("| ---: | --- | ---: |")
    for index, cell, seconds in times:
        first = cell.source.splitlines()[0][:WIDTH].replace("|", "\\|")
        print(f"| {index + 1} | `{first}` | {seconds:.2f} |")
    print(f"| | arranque del núcleo | {start:.2f} |")
    print(f"| | todas las celdas | {cells:.2f} |")
    print(f"| | desde abrir hasta la última | {start + cells:.2f} |")
    print(f"\nMemoria del núcleo al terminar: {memory:.0f} MB")


def main(paths):
    try:
        for path in paths:
            asyncio.run(measure(path))
    except nucleo.Problem as problem:
        nucleo.progress("")
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
