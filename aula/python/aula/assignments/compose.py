"""`tarea componer`: un texto nuevo con unos ejercicios del banco.

Los ejercicios se juntan como los juntaría una persona: sus celdas «variante» en una, con otro nombre para lo que se llame
igual en dos; su preparación, una vez; y cada enunciado con su número. Lo que sale es un texto corriente, para cambiarlo.
"""

import re

from .. import files
from ..problem import OK, Problem
from . import bank, catalog, text
from .fields import FIELD, SPEC
from .parts import counted

CELL = r"^```rust {}\n(?P<inside>.*?)^```\n\n?"
VARIANT = re.compile(CELL.format("variante"), re.DOTALL | re.MULTILINE)
SETUP = re.compile(CELL.format('fija="preparacion"'), re.DOTALL | re.MULTILINE)
TOP = re.compile(r"\A---\n.*?^---\n+", re.DOTALL | re.MULTILINE)
TITLE = re.compile(r"^# (?P<title>.+)$", re.MULTILINE)
BOUND = re.compile(r"\blet\s+(?:mut\s+)?(?:(?P<one>\w+)|\((?P<many>[^)]*)\))|\bfn\s+(?P<function>\w+)")
ONE, MANY = "Esta tarea es un solo ejercicio.", "Esta tarea tiene {{ejercicios}} ejercicios y vale {{puntos}} puntos."
WORDS = re.compile(r"puntos(\..+)?|[Ee]jercicios|resumen")


def compose(name, exercises):
    """Escribe la tarea `name` con unos ejercicios del banco, separados por comas, en ese orden."""
    exercises = [each.strip() for each in exercises.split(",") if each.strip()]
    path = catalog.free_place(name)
    write(path, composed(name, exercises))
    count = counted(len(exercises), "ejercicio", "ejercicios")
    print(f"{catalog.shown(path)}: {count}. Compruébala con `cargo run -- tarea comprobar {name}`.")
    return OK


def write(path, written):
    """Escribe el texto, si se entiende."""
    part = path.with_name(f".{path.name}.nueva")
    files.write(part, written.encode())
    try:
        text.read(part)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def composed(name, exercises):
    """El texto."""
    if not exercises:
        raise Problem("Hace falta al menos un ejercicio: `cargo run -- tarea banco` dice cuáles hay.")
    if repeated := sorted({each for each in exercises if exercises.count(each) > 1}):
        raise Problem(f"«{repeated[0]}» está dos veces: cada ejercicio, una.")
    _refuse_clashes(exercises)
    pieces, taken = [], set()
    for number, each in enumerate(exercises, start=1):
        pieces.append(Piece(each, number, taken))
        taken |= pieces[-1].bound
    setup = dict.fromkeys(line for piece in pieces for line in piece.setup.splitlines())
    variant = "\n\n".join(f"// {piece.name}\n{piece.variant}" for piece in pieces if piece.variant)
    title = " ".join(re.findall(r"[^\W\d_]+|\d+", name)).capitalize()
    parts = [
        f"---\ngradiente:\n  titulo: {title}\n---",
        f"# {title}\n\n{ONE if len(pieces) == 1 else MANY}",
        *([cell("variante", variant)] if variant else []),
        cell('fija="preparacion"', "\n".join(setup)),
        *(piece.body for piece in pieces),
        "### ¿Cuánto llevas?\n\nEjecuta esta celda cuando quieras: suma lo que dijo cada prueba.",
        cell('fija="resumen"', "gradiente::notebook::summary(&[\n    {{resumen}}\n])"),
    ]
    return "\n\n".join(parts) + "\n"


def cell(said, source):
    return f"```rust {said}\n{source}\n```"


def _refuse_clashes(exercises):
    """Dos funciones con el mismo nombre no caben en un cuaderno: la segunda sustituye a la primera."""
    giving = {}
    for each in exercises:
        for made in text.read(bank.place(each)).exercises:
            for function in re.findall(r"^fn (\w+)", made.answer.source, re.MULTILINE):
                if giving.setdefault(function, each) != each:
                    raise Problem(f"«{giving[function]}» y «{each}» piden las dos una función `{function}`: deja solo una.")


class Piece:
    """Un ejercicio, preparado para ir con otros: lo que da su celda «variante» no se llama como nada de `taken`."""

    def __init__(self, name, number, taken):
        self.name = name
        said = bank.PLACE.sub("", TOP.sub("", bank.place(name).read_text(encoding="utf-8")))
        self.setup, said = _taken_out(SETUP, said)
        self.variant, said = _taken_out(VARIANT, said)
        names = set(_bound(self.variant))
        renamed = {each: _free(each, number, taken | names) for each in names & taken}
        self.variant = _renamed(self.variant, renamed)
        self.bound = {renamed.get(each, each) for each in names}
        titled = TITLE.sub(lambda title: f"### Ejercicio {number}. {title['title']} ({{{{puntos.{name}}}}})", said, count=1)
        self.body = FIELD.sub(lambda field: _field(field["inside"], renamed), titled).strip()


def _taken_out(cell, said):
    found = cell.search(said)
    return (found["inside"].strip("\n"), said[: found.start()] + said[found.end() :]) if found else ("", said)


def _bound(code):
    """Los nombres que da una celda «variante»."""
    for found in BOUND.finditer(code):
        yield from (name for name in re.findall(r"\w+", found["many"] or found["one"] or found["function"]) if name != "mut")


def _free(name, number, taken):
    return next(f"{name}{'_' * more}{number}" for more in range(1, 9) if f"{name}{'_' * more}{number}" not in taken)


def _renamed(code, names):
    """El código con otros nombres. Lo que va detrás de un solo punto es de otra cosa: un método o un campo."""
    if not names:
        return code
    word = re.compile(rf"(?<!\w)(?:(?<!\.)|(?<=\.\.))(?:{'|'.join(sorted(names))})\b")
    return word.sub(lambda found: names[found[0]], code)


def _field(inside, names):
    value = inside.strip()
    if WORDS.fullmatch(value):
        return f"{{{{{inside}}}}}"
    split = SPEC.fullmatch(value)
    value, spec = (split["value"], f":{split['spec']}") if split else (value, "")
    return f"{{{{{_renamed(value, names)}{spec}}}}}"
