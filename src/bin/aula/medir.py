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

import nucleo

WIDTH = 50  # lo que se muestra del comienzo de cada celda


async def measure(path):
    book = nbformat.read(path, as_version=4)
    start = time.perf_counter()
    async with nucleo.kernel(path.parent) as (manager, messages):
        ready = time.perf_counter() - start
        times = [measured async for measured in nucleo.execute(book, manager, messages, path.name)]
        memory = resident(manager.provisioner.pid)
    nucleo.progress("")
    report(path, book, ready, times, memory)


def resident(pid):
    """La memoria del núcleo y de los procesos que tiene abiertos, en MB."""
    process = psutil.Process(pid)
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 1e6


def report(path, book, start, times, memory):
    total = sum(seconds for _, seconds in times)
    print(f"\n{path.name} ({platform.system()}, {os.cpu_count()} núcleos)\n")
    print("| celda | comienza con | segundos |")
    print("| ---: | --- | ---: |")
    for index, seconds in times:
        first = book.cells[index].source.splitlines()[0][:WIDTH].replace("|", "\\|")
        print(f"| {index + 1} | `{first}` | {seconds:.2f} |")
    print(f"| | arranque del núcleo | {start:.2f} |")
    print(f"| | todas las celdas | {total:.2f} |")
    print(f"| | desde abrir hasta la última | {start + total:.2f} |")
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
