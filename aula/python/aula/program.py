"""El comando `aula`, que hace lo que aquí se le pide a Rust: dónde está, y con qué Rust trabaja."""

import json
import os
import sys
from pathlib import Path

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
