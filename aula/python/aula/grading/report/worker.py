"""El proceso que hace las páginas, con límites: lo que no quepa en ellos lo termina, y a nadie más.

Por la entrada llega un encargo por renglón: dónde están las piezas de la página, lo demás que lleva y dónde dejarla. Por
cada uno contesta un renglón.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

from . import page

MEMORY = 300 << 20
PROCESSOR = 5  # segundos para una página
try:
    import resource
except ImportError:  # Windows: quien espera pone el límite, de tiempo
    resource = None


def main():
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # lo que escriba cualquier otro no se confunde con una respuesta
    limit("RLIMIT_AS", MEMORY)
    limit("RLIMIT_CORE", 0)
    for line in sys.stdin:
        if resource:
            limit("RLIMIT_CPU", int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2])) + PROCESSOR + 1)
        print(json.dumps(make(json.loads(line))), file=replies, flush=True)


def limit(name, most):
    """Pone un límite a este proceso, donde el sistema lo admite."""
    if resource:
        _, hard = resource.getrlimit(getattr(resource, name))
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (most, hard))


def make(order):
    """Hace una página; si no se puede, dice por qué."""
    try:
        pieces = json.loads(Path(order["pieces"]).read_text(encoding="utf-8"))
        html = page.full(order["page"] | {"pieces": pieces})
        Path(order["to"]).write_text(html, encoding="utf-8")
    except MemoryError:
        return {"error": "pide demasiada memoria"}
    except Exception as error:  # de lo ajeno puede venir cualquiera, y a los demás no les importa
        return {"error": " ".join(f"{type(error).__name__}: {error}".split())[:200]}
    return {}


if __name__ == "__main__":
    main()
