"""Cuánto se espera a un cuaderno: el arranque del núcleo, cada celda, el total y la memoria, en una tabla.

Lo llama `aula` con el Python de su entorno: python medir.py CUADERNO…
"""

import asyncio
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil

import nucleo

WIDTH = 50  # lo que se muestra del comienzo de cada celda


async def measure(path):
    """Ejecuta un cuaderno y escribe su tabla; devuelve cuánto tardó en arrancar el núcleo y cuánta memoria ocupa al terminar."""
    book = nbformat.read(path, as_version=4)
    start = time.perf_counter()
    async with nucleo.kernel(path.parent) as (manager, messages):
        ready = time.perf_counter() - start
        times = [measured async for measured in nucleo.execute(book, manager, messages, path.name)]
        memory = resident(manager.provisioner.pid)
    nucleo.progress("")
    report(path, book, ready, times)
    return path.name, ready, memory


async def measure_empty(label, name):
    """Lo mismo para un núcleo en el que no se ejecuta nada, en una carpeta sin preludio."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        async with nucleo.kernel(folder, name) as (manager, _):
            return label, time.perf_counter() - start, resident(manager.provisioner.pid)


def resident(pid):
    """La memoria del núcleo y de los procesos que tiene abiertos, en MB."""
    process = psutil.Process(pid)
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]) / 1e6


def report(path, book, start, times):
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


def compare(rows):
    """Los cuadernos, junto a lo que ningún cuaderno puede mejorar y a lo que se usaría en su lugar."""
    print("\n| núcleo | arranque (s) | memoria (MB) |")
    print("| --- | ---: | ---: |")
    for label, start, memory in rows:
        print(f"| {label} | {start:.2f} | {memory:.0f} |")


def main(paths):
    try:
        rows = [asyncio.run(measure(path)) for path in paths]
        rows.append(asyncio.run(measure_empty("uno de Rust, vacío", nucleo.NAME)))
        rows.append(asyncio.run(measure_empty("uno de Python, vacío", "python3")))
        compare(rows)
    except nucleo.Problem as problem:
        nucleo.progress("")
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
