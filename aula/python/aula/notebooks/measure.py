"""Cuánto se espera a un cuaderno: el arranque del núcleo, cada celda, el total y la memoria, en una tabla."""

import os
import platform
import tempfile
import time
from pathlib import Path

import psutil

from .. import files
from ..problem import OK
from ..upstream import event_loop
from . import build, execute, kernel

WIDTH = 50  # lo que se muestra del comienzo de cada celda


def measure(notebooks):
    books = {path: files.read(path) for path in map(Path, notebooks)}
    rows = []
    for path, book in books.items():
        if build.is_exercise(book):
            print(f"{path.name}: no se mide, porque sus respuestas las escribe quien lo resuelve.", flush=True)
        else:
            rows.append(event_loop.run(notebook(path, book)))
    with tempfile.TemporaryDirectory() as empty:
        # El de Rust, con sus variables, pero sin bibliotecas ni preludio.
        alone = kernel.alone(kernel.program(), empty, {**kernel.spec().env, "EVCXR_CONFIG_DIR": empty})
        rows.append(event_loop.run(started("uno de Rust, vacío", alone)))
        rows.append(event_loop.run(started("uno de Python, vacío", kernel.python(empty))))
    compare(rows)
    return OK


async def notebook(path, book):
    """Ejecuta un cuaderno y escribe su tabla; devuelve cuánto tardó en arrancar el núcleo y cuánta memoria ocupa."""
    start = time.perf_counter()
    async with kernel.rust(path.parent) as (manager, messages):
        ready = time.perf_counter() - start
        times = [measured async for measured in execute.execute(book, manager, messages, path.name)]
        memory = resident(manager.provisioner.pid)
    report(path, book, ready, times)
    return path.name, ready, memory


async def started(label, running):
    """Lo mismo para un núcleo en el que no se ejecuta nada."""
    start = time.perf_counter()
    async with running as (manager, _):
        return label, time.perf_counter() - start, resident(manager.provisioner.pid)


def resident(pid):
    """La memoria del núcleo y de los procesos que tiene abiertos, en MB."""
    process = psutil.Process(pid)
    return sum(map(proportional, [process, *process.children(recursive=True)])) / 1e6


def proportional(process):
    """Los bytes de un proceso; de lo que comparte con otros, su parte, donde se puede saber.

    Uno que ya no está, o que no se deja mirar, cuenta 0.
    """
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0
    return getattr(memory, "pss", memory.uss)


def report(path, book, start, times):
    total = sum(seconds for _, seconds in times)
    print(f"\n{path.name} ({platform.system()}, {os.cpu_count()} procesadores)\n")
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
