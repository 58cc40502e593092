"""De texto a cuaderno ejecutado, y del cuaderno guardado a uno recién ejecutado.

Lo llama `aula` con el Python de su entorno: python cuadernos.py generar|comprobar|calentar|nucleo [RUTA…]
"""

import copy
import hashlib
import json
import os
import signal
import sys
import tomllib
from pathlib import Path

import jupytext
import nbformat

import comparacion
import nucleo

# Lo mismo que dice el núcleo, letra por letra: así JupyterLab no da por cambiado un cuaderno recién abierto.
METADATA = {
    "kernelspec": {"display_name": "Rust", "language": "rust", "name": nucleo.NAME},
    "language_info": {
        "codemirror_mode": "rust",
        "file_extension": ".rs",
        "mimetype": "text/rust",
        "name": "Rust",
        "pygment_lexer": "rust",
        "version": "",
    },
}

OK, FAILED, STALE = 0, 1, 3


def source_of(notebook):
    return notebook.parent / "fuente" / f"{notebook.stem}.md"


def build(source):
    """El cuaderno sin ejecutar que describe `source`: mismo texto, mismos bytes."""
    text = source.read_text(encoding="utf-8")
    book = jupytext.reads(text, fmt="md")
    book.metadata = nbformat.from_dict(METADATA)
    book.nbformat, book.nbformat_minor = 4, 5
    seen = {}
    for cell in book.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        name = name or hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        seen[name] = seen.get(name, 0) + 1
        cell.id = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return book


def is_exercise(book):
    """Un cuaderno de ejercicios se entrega sin ejecutar: lo ejecuta quien lo resuelve."""
    return any("nbgrader" in cell.metadata for cell in book.cells)


def versions(path):
    """Lo que se genera del texto de `path`: su cuaderno o, si es de ejercicios, el del estudiante y el del profesor."""
    book = build(source_of(path))
    if not is_exercise(book):
        return {path: book}
    sys.path.insert(0, str(path.parent / "curso"))
    from evcxr_nbgrader import build as course

    return course.versions(book, path)


def write(book, path):
    """Escribe en un archivo aparte y lo pone en su sitio de una vez: nunca queda un cuaderno a medias."""
    nbformat.validate(book)
    part = path.with_name(f".{path.name}.parte")
    try:
        part.write_bytes((nbformat.writes(book) + "\n").encode())
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise nucleo.Problem(f"No se pudo escribir {path}, que sigue como estaba: {error}") from None


def generate(notebooks):
    books = []
    for path in notebooks:
        source = source_of(path)
        if not source.exists():
            raise nucleo.Problem(f"No existe {source}, el texto del que se genera {path.name}.")
        for path, book in versions(path).items():
            took = "sin ejecutar: es de ejercicios" if is_exercise(book) else nucleo.run(book, path.parent, path.name)
            books.append((book, path, took))
    for book, path, took in books:
        write(book, path)
        print(f"{path.name}: generado ({took})")
    return OK


def check(notebooks):
    books = [(path, read(path)) for path in notebooks]
    stale = [path for path, stored in books if is_stale(path, stored)]
    for path in stale:
        print(f"{path.name} no está al día con fuente/{path.stem}.md: ejecuta `cargo run -- generar`")
    if stale:
        return STALE
    return OK if all([check_outputs(path, stored) for path, stored in books]) else FAILED


def read(path):
    """El cuaderno guardado, o `None` si falta o no se puede leer, pero se puede generar."""
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        if source_of(path).exists():
            return None
        raise nucleo.Problem(f"No se puede leer {path} como cuaderno: {error}") from None


def is_stale(path, stored):
    """¿Falta, o no es como dice su texto, este cuaderno o el del profesor que sale del mismo texto?"""
    if stored is None or not source_of(path).exists():
        return stored is None
    return any(not place.exists() or outline(read(place)) != outline(book) for place, book in versions(path).items())


def outline(book):
    return [(cell.cell_type, cell.get("id"), cell.source, cell.metadata) for cell in book.cells]


def check_outputs(path, stored):
    """¿Muestra el cuaderno, ejecutado ahora, lo mismo que lleva guardado? Dice en qué difiere."""
    if is_exercise(stored):
        print(f"{path.name}: al día con su texto (de ejercicios: no se ejecuta)")
        return True
    now = copy.deepcopy(stored)
    for cell in now.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    try:
        took = nucleo.run(now, path.parent, path.name)
    except nucleo.Problem as problem:
        print(problem, flush=True)
        return False
    differences = list(comparacion.differences(stored, now))
    for index, text in differences:
        print(nucleo.in_cell(path.name, index, now.cells[index], text), flush=True)
    many = len(differences)
    verdict = "todo igual" if many == 0 else "1 celda muestra otra cosa" if many == 1 else f"{many} celdas muestran otra cosa"
    print(f"{path.name}: {verdict} ({took})", flush=True)
    return many == 0


def warm_up(paths):
    """Compila lo que pide el preludio de `evcxr.toml`, para que el núcleo lo guarde en su caché.

    Los cuadernos trabajan sin conexión, para que un aula sin red no se quede sin núcleo; alguna vez hay que bajar las bibliotecas, y
    es ahora. Por eso se ejecuta como una celda y en una carpeta sin `evcxr.toml`.
    """
    [config] = paths
    root = config.parent.parent
    prelude = tomllib.loads(config.read_text(encoding="utf-8"))["evcxr"]["prelude"]
    lines = [line.replace('path = ".."', f"path = {json.dumps(str(root))}") for line in prelude.splitlines()]
    nucleo.run(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("\n".join(lines))]), root / ".venv", config.name)
    return OK


def kernel_version(_):
    print(nucleo.version())
    return OK


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # cerrar el núcleo también entonces
    commands = {"generar": generate, "comprobar": check, "calentar": warm_up, "nucleo": kernel_version}
    try:
        return commands[sys.argv[1]]([Path(path) for path in sys.argv[2:]])
    except nucleo.Problem as problem:
        print(problem, flush=True)
        return FAILED
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
