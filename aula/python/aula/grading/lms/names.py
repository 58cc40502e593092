"""De quién es cada archivo, por el nombre que le puso la plataforma."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from ...pages.clean import unstacked

# Moodle: mod/assign/classes/downloader.php. Una carpeta por persona o, sin carpetas, el mismo prefijo en cada archivo; hasta
# la versión 4.0 la carpeta terminaba en «_». El nombre no lleva «_»: Moodle los cambia por espacios, y algún programa que
# descomprime, los espacios por «_». En un grupo, el nombre y el número son los del grupo.
MOODLE = re.compile(
    r"(?P<name>.*?)(?:(?:^|_)(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL | re.ASCII
)
# Lo que añade a una carpeta quien la copia, delante o detrás.
COPIED = r"(?:copia|copy|copie|kopie|c[oò]pia|cópia|kopia)"
COPIED_FROM = re.compile(rf"{COPIED} (?:de|of|von|d['’])\s*", re.IGNORECASE)
COPIED_TO = re.compile(rf"(?: *- *{COPIED}| +{COPIED})?(?: *\(\d+\)| +\d+|-\d+)*", re.IGNORECASE)
# Blackboard: la documentación de nbgrader, «Managing assignment files manually»: ps1_ana_attempt_2026-01-30-20-30-10_x.ipynb
BLACKBOARD = re.compile(
    r"(?P<id>(?:.*?_)?(?P<name>[^_]+))_attempt_(?P<attempt>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL
)
# Canvas: lib/content_zipper.rb, persona_LATE_NÚMERO_ARCHIVO_nombre; si la entrega es anónima, sin persona y con otro número.
CANVAS = re.compile(
    r"(?:(?!anon_|LATE_)(?P<name>.+?)_)?(?:LATE_)?(?P<id>\d+|anon_\w+?)"
    r"(?:_(?P<number>\d+)_(?P<file>.+)|_(?:text|link)\.html)",
    re.DOTALL,
)

NOTEBOOK = re.compile(r"(?P<stem>.+)\.ipynb(?:\.(?:json|txt))?", re.DOTALL | re.IGNORECASE)  # algún navegador añade el final
# Lo que alguien entrega en lugar de su cuaderno, o con él dentro: no siempre se puede leer, pero es de alguien.
HANDED = {"zip", "rar", "7z", "gz", "tgz", "tar", "xz", "html", "htm", "pdf", "py", "rs", "doc", "docx", "odt", "json"}
COPY = re.compile(r"\((?P<number>\d+)\)|\b(?:copia|copy)\b(?: \((?P<copy>\d+)\))?", re.IGNORECASE)
SHOWN = 100  # letras de un nombre que se enseña
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """Quien entrega. Dos con el mismo nombre y distinto número son dos."""

    name: str
    id: str = ""
    system: str = ""
    raw: str = ""  # el nombre tal como vino, si hubo que ordenarlo: dos que se leen igual pueden ser de dos


@dataclass(frozen=True)
class Place:
    """Un archivo en la entrega de alguien."""

    person: Person
    file: str  # el nombre que tenía al entregarlo, con su carpeta
    shown: str  # el nombre que tiene aquí
    attempt: str = ""  # cuándo se entregó, si el nombre lo dice: 2026-05-01-08-00-00
    plugin: str = "file"  # en Moodle, «onlinetext» es lo que se escribió en la página
    returned: str = ""  # en Moodle, el principio del nombre con que se devuelve un archivo a la misma persona


def from_canvas(tops):
    """Si los archivos `tops` vienen de Canvas: cada uno lleva el número de archivo, que no se repite."""
    numbers = [found["number"] for top in tops if (found := CANVAS.fullmatch(top)) and found["number"]]
    return len(numbers) == len(set(numbers)) > 0


def moodle(top):
    """Lo que dice un nombre de Moodle, aunque sea el de una copia; `None` si no lo es."""
    found = MOODLE.fullmatch(top)
    if found is None and "_assignsubmission_" in top:
        found = MOODLE.fullmatch(top[: _copied_from(top)])
    if found is None:
        return None
    start = COPIED_FROM.match(found["name"])
    end = found["file"] and COPIED_TO.fullmatch(found["file"])
    if start or end:
        whole = top[start.end() if start else 0 :]
        return MOODLE.fullmatch(whole[: len(whole) - len(found["file"])] if end else whole)
    return found


def _copied_from(top):
    """Dónde empieza lo que añadió quien copió la carpeta: « - copia», « (2)»."""
    start = top.rindex("_assignsubmission_")
    for at in range(start, len(top)):
        if top[at] in " (-" and COPIED_TO.fullmatch(top, at):
            return at
    return len(top)


def place(parts, folder=False, canvas=False):
    """De quién es lo que está en `parts`, y qué es; `None` si no parece de nadie. `canvas`, si todo viene de Canvas."""
    top, rest, shown = parts[0], "/".join(parts[1:]), "/".join(parts)
    alone = len(parts) == 1 and not folder
    stem, mark, end = top.rpartition(".")
    other = alone and mark and end.lower() in HANDED
    if found := moodle(top) or (moodle(stem) if other else None):  # una carpeta, o lo que alguien hizo de ella
        name = _tidy(found["name"].replace("_", " "))
        person = Person(name, found["id"] or "", "Moodle")
        prefix = f"{name or 'Participante'}_{found['id']}" if found["id"] else found["name"]
        prefix += f"_assignsubmission_{found['plugin']}"
        if alone:
            return Place(person, found["file"] or top, shown, plugin=found["plugin"], returned=f"{prefix}_")
        end = "/" if found["file"] is None else "_/"
        return Place(person, rest, shown, plugin=found["plugin"], returned=prefix + end)
    if not alone:
        return Place(_person(top), rest, shown)
    if found := BLACKBOARD.fullmatch(top):
        person = Person(_tidy(found["name"]), found["id"], "Blackboard")
        return Place(person, found["file"] or "", shown, attempt=found["attempt"])
    if canvas and (found := CANVAS.fullmatch(top)):
        person = Person(_tidy(found["name"] or found["id"]), found["id"], "Canvas")
        return Place(person, found["file"] or "", shown)
    if found := NOTEBOOK.fullmatch(top):
        return Place(_person(found["stem"]), top, shown)
    if other:
        return Place(_person(stem), top, shown)
    return None


def _person(name):
    tidy = _tidy(name)
    return Person(tidy, raw="" if tidy == name else name)


def from_platform(top):
    """¿Lo llamó así Moodle o Blackboard?"""
    return moodle(top) is not None or BLACKBOARD.fullmatch(top) is not None


def is_handed(file):
    """¿Es lo que alguien entrega: un cuaderno, u otra cosa en su lugar?"""
    return is_notebook(file) or file.rpartition(".")[2].lower() in HANDED


def is_notebook(file):
    return NOTEBOOK.fullmatch(file) is not None


def newness(file):
    """Cuál de dos descargas del mismo archivo es la última: la «(2)» es posterior a la «(1)», y una «copia», a ninguna."""
    found = COPY.search(file.rpartition("/")[2])
    if found is None:
        return 0
    return int(found["number"]) if found["number"] else -1


def described(person):
    """Una persona, con su número si lo tiene."""
    name = person.name or "sin nombre"
    return f"{name} ({person.id})" if person.id else name


def labels(persons):
    """Cómo se llama a cada persona en las notas: por su nombre y, si otra se llama igual, con su número."""
    namesakes = Counter(person.name.casefold() for person in persons)
    found = {}
    for person in sorted(persons, key=lambda person: (person.name, person.id, person.system, person.raw)):
        name = described(person) if not person.name or namesakes[person.name.casefold()] > 1 else person.name
        while name in found.values():
            name += " (bis)"
        found[person] = name
    return found


def file_name(label, taken):
    """Un nombre de archivo para `label` que vale en cualquier sistema, distinto de los de `taken`, donde se apunta."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", label).strip(". ")[:120].rstrip(". ") or "_"
    if RESERVED.fullmatch(name):
        name += "_"
    unique, number = name, 2
    while unique.casefold() in taken:
        unique, number = f"{name} ({number})", number + 1
    taken.add(unique.casefold())
    return unique


def _tidy(name):
    """Un nombre como se escribe: los espacios, de los de siempre, y sin lo que no se ve. Lo que une un emoji se queda."""
    return unstacked(" ".join("".join(map(_tidied, name)).split()))


def _tidied(letter):
    kind = unicodedata.category(letter)
    if letter.isspace() or kind == "Cc":
        return " "
    if kind == "Cf":
        return letter if letter in JOINERS else ""
    return "\N{REPLACEMENT CHARACTER}" if kind == "Cs" else letter


def visible(name):
    """Un nombre que no se ha ordenado, para enseñarlo en un renglón."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)


def short(name):
    """El mismo, si es largo, sin lo de en medio: en un zip, un nombre puede tener mil letras."""
    name = unstacked(visible(name))
    return name if len(name) <= SHOWN else f"{name[: SHOWN // 2]}…{name[-SHOWN // 2 :]}"


def moment(attempt):
    """2026-05-01-08-00-00 → «2026-05-01 a las 08:00»"""
    parts = attempt.split("-")
    return f"{'-'.join(parts[:3])} a las {':'.join(parts[3:5])}"
