"""El Rust con que se compilan las celdas, que es con el que se califica: dónde está."""

import json
import sys
from pathlib import Path


def folder():
    """La carpeta con el rustc del núcleo, o `None` si no está registrado. Se lee sin Jupyter, que tarda en cargarse."""
    registered = Path(sys.prefix, "share", "jupyter", "kernels", "rust", "kernel.json")
    try:
        words = json.loads(registered.read_text(encoding="utf-8"))["argv"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    name = "rustc.exe" if sys.platform == "win32" else "rustc"
    return next((Path(word) for word in words if Path(word, name).is_file()), None)
