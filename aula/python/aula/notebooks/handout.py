"""La copia para la clase: un zip con los cuadernos y lo que hace falta para usarlos, y nada que resuelva los ejercicios."""

import io
import zipfile
from pathlib import Path

import nbformat

from .. import files
from ..facts import NOTEBOOKS, ROOT
from ..problem import OK, Problem
from . import build, manifests
from .generate import Place

FOLDER = "gradiente"  # la única que hay en la raíz del zip

PACKAGE = "aula/python/aula"

# Del proyecto va esto y el código de los miembros que compila el comando; lo demás se queda: quien añada una carpeta con
# soluciones no tiene que acordarse de quitarla.
CODE = ["src", PACKAGE]
KINDS = {".rs", ".py", ".toml", ".json", ".css", ".html", ".js", ".j2"}
FONTS = ROOT / "src" / "display" / "drawing" / "dejavu"
SINGLE = ["LICENSE", "aula/facts.json", "aula/python/requirements.txt", "notebooks/evcxr.toml"]
README = ROOT / PACKAGE / "pages" / "templates" / "class_copy" / "README.md"

# Lo que hay dentro y es de quien enseña: la clase en un servidor, y las páginas de las notas y del sitio.
TEACHING = [
    f"{PACKAGE}/classroom/",
    f"{PACKAGE}/pages/templates/printed/",
    f"{PACKAGE}/pages/templates/class/",
    f"{PACKAGE}/pages/templates/feedback/",
    f"{PACKAGE}/pages/templates/review/",
    f"{PACKAGE}/pages/templates/beside/",
    f"{PACKAGE}/pages/templates/nbgrader/",
    f"{PACKAGE}/pages/templates/classroom/",
    f"{PACKAGE}/pages/templates/site/",
]

DATE = (2026, 1, 1, 0, 0, 0)  # una cualquiera: con el mismo contenido, los mismos bytes


def hand_out(path, notebooks):
    """Escribe el zip en `path`, entero o nada, con los cuadernos `notebooks`."""
    path = Path(path)
    check(path)
    found = contents([Path(notebook) for notebook in notebooks])
    files.write(path, pack(found))
    size = path.stat().st_size / 1e6
    print(
        f"{path}: {len(found)} archivos, {size:.1f} MB. Quien lo descomprime empieza con `cargo run` en la carpeta {FOLDER}."
    )
    return OK


def check(path):
    """¿Se puede escribir ahí, sin llevarse por delante otra cosa?"""
    if path.is_dir():
        raise Problem(f"{path} es una carpeta, y hace falta un archivo: --salida {path / 'clase.zip'}.")
    if path.suffix.lower() != ".zip":
        raise Problem(f"{path} no termina en .zip: di el archivo entero, como --salida clase.zip.")
    if not path.parent.is_dir():
        raise Problem(f"No existe la carpeta {path.parent}: créala, o elige otra con --salida.")


def contents(notebooks):
    """Lo que va en el zip: {ruta: bytes}."""
    found = {name: (ROOT / name).read_bytes() for name in [*SINGLE, *code()]}
    found["README.md"] = README.read_bytes()
    fonts = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in FONTS.iterdir()}
    for page in NOTEBOOKS.glob("*.md"):  # lo que se lee junto a los cuadernos
        found[page.relative_to(ROOT).as_posix()] = page.read_bytes()
    for notebook in notebooks:
        found[notebook.relative_to(ROOT).as_posix()] = clean(notebook)
    found |= manifests.manifests(found)
    # Los mismos bytes se haya bajado el proyecto en el sistema que se haya bajado.
    found = {name: content.replace(b"\r\n", b"\n") for name, content in found.items()}
    return dict(sorted((found | fonts).items()))


def code():
    """Las rutas del código que va."""
    members = manifests.members()
    programs = [f"{folder}/" for member in members for folder in manifests.optional_programs(member)]
    without = (*TEACHING, *programs)
    for folder in [*CODE, *(f"{member}/src" for member in members)]:
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in KINDS and path.is_file() and not name.startswith(without):
                yield name


def clean(notebook):
    """El cuaderno sin el trabajo de nadie: el de ejercicios, recién hecho; los demás, como están, si están como salieron."""
    book = build.versions(notebook)[notebook]
    if build.is_exercise(book):
        return (nbformat.writes(book) + "\n").encode()
    place = Place(notebook, notebook, book).look()
    if place.work:
        raise Problem(f"Alguien trabajó en {place.label} ({place.work}), y así se lo llevaría la clase.\n{place.advice}")
    if place.stale:
        raise Problem(f"{place.label} no está al día con {place.text}: ejecuta antes `cargo run -- generar`.")
    return notebook.read_bytes()


def pack(found):
    """El zip, en bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in found.items():
            member = zipfile.ZipInfo(f"{FOLDER}/{name}", DATE)
            member.create_system, member.external_attr = (
                3,
                0o100644 << 16,
            )  # en Unix, archivos corrientes; en Windows da igual
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content, compresslevel=9)
    return target.getvalue()
