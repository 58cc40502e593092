"""El comando `aula`, que hace lo que aquí se le pide a Rust: dónde está, y con qué Rust trabaja."""

import json
import os
import subprocess
import sys
from pathlib import Path

from .problem import Problem

PROGRAM = Path(sys.executable).parent / ("aula.exe" if sys.platform == "win32" else "aula")


def environment():
    """El de siempre, con el Rust del núcleo: JupyterLab, abierto desde el escritorio, puede no tenerlo en el PATH."""
    tools = rust()
    return {**os.environ, "PATH": os.pathsep.join([str(tools), os.environ.get("PATH", "")])} if tools else None


def rust():
    """La carpeta con el rustc del núcleo, o `None` si no está registrado. Se lee sin Jupyter, que tarda en cargarse."""
    registered = Path(sys.prefix, "share", "jupyter", "kernels", "rust", "kernel.json")
    try:
        words = json.loads(registered.read_text(encoding="utf-8"))["argv"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    name = "rustc.exe" if sys.platform == "win32" else "rustc"
    return next((Path(word) for word in words if Path(word, name).is_file()), None)


def ask(command, text):
    """Lo que contesta a una de las cosas que le piden otros programas."""
    try:
        run = subprocess.run([str(PROGRAM), command], input=text.encode(), capture_output=True, env=environment())
    except OSError as error:
        raise Problem(f"No se puede ejecutar {PROGRAM}: {error.strerror}. Prueba con `cargo run -- preparar`.") from None
    if run.returncode:
        raise Problem(run.stderr.decode(errors="replace").strip())
    return run.stdout.decode()
