"""El banco: ejercicios sueltos, cada uno un texto entero que también se puede repartir solo.

Debajo de sus ajustes, cada texto dice dónde va en la lección y cuánto cuesta: `<!-- banco: acto 1, dificultad 2 -->`.
"""

import re
from dataclasses import dataclass

from .. import files
from ..facts import ASSIGNMENTS
from ..problem import Problem
from . import text
from .parts import number

BANK = ASSIGNMENTS / "banco"
README = BANK / "README.md"
PLACE = re.compile(r"^<!-- banco: acto (?P<act>[123]), dificultad (?P<level>[123]) -->\n+", re.MULTILINE)
ACTS = {1: "La regla de la cadena y el descenso", 2: "La neurona", 3: "Las redes"}
BEFORE, AFTER = "<!-- tabla -->\n", "<!-- fin de la tabla -->\n"


@dataclass
class Entry:
    """Un ejercicio del banco."""

    name: str
    act: int
    level: int
    title: str
    points: str


def names():
    """Cómo se llaman los que hay."""
    return sorted(path.stem for path in BANK.glob("*.md") if path != README)


def place(name):
    """El texto de uno."""
    path = BANK / f"{name}.md"
    if name not in names():
        raise Problem(f"En el banco no hay ningún ejercicio «{name}»: los que hay están en {README}.")
    return path


def entries():
    """Todos, por orden: el de la lección y, en cada acto, de menos a más difícil."""
    return sorted(map(_entry, names()), key=lambda entry: (entry.act, entry.level, entry.name))


def _entry(name):
    path = place(name)
    said = PLACE.search(path.read_text(encoding="utf-8"))
    if not said:
        raise Problem(f"{path} no dice dónde va: falta un renglón como <!-- banco: acto 1, dificultad 2 -->.")
    made = text.read(path)
    points = sum(exercise.points for exercise in made.exercises)
    return Entry(name, int(said["act"]), int(said["level"]), made.title, number(points))


def table():
    """La tabla de los que hay, acto por acto."""
    found, lines = entries(), []
    for act, title in ACTS.items():
        lines += [f"### {title}", "", "| ejercicio | de qué va | dificultad | puntos |", "| --- | --- | :-: | --: |"]
        for each in found:
            if each.act == act:
                level = "●" * each.level
                lines.append(f"| [`{each.name}`]({each.name}.md) | {each.title} | {level} | {each.points} |")
        lines.append("")
    return "\n".join(lines)


def readme():
    """La página del banco, con la tabla de ahora."""
    said = README.read_text(encoding="utf-8")
    before, _, rest = said.partition(BEFORE)
    _, _, after = rest.partition(AFTER)
    return f"{before}{BEFORE}\n{table()}\n{AFTER}{after}"


def bank():
    """`tarea banco`: enseña los que hay, y pone al día su página."""
    files.write(README, readme().encode())
    for each in entries():
        print(f"  acto {each.act}  {'●' * each.level:<3}  {each.name:<22}  {each.title}")
    print(f"{README}: la tabla está al día. Se juntan con `cargo run -- tarea componer control1 --ejercicios …`.")
