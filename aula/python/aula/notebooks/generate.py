"""De texto a cuaderno ejecutado, y del cuaderno guardado a uno recién ejecutado.

Lo que alguien haya hecho en un cuaderno no se pierde: antes de escribir se mira si lo que hay es lo que se escribió la
última vez.
"""

import copy
from dataclasses import dataclass
from pathlib import Path

import nbformat

from .. import files
from ..facts import ASSIGNMENTS, source_of, teacher_of
from ..problem import FAILED, OK, STALE, Problem
from . import build, compare, execute, fingerprint, kernel, origin


@dataclass
class Place:
    """El sitio de un cuaderno que se genera, con lo que hay en él y lo que se escribiría ahora."""

    path: Path
    notebook: Path  # el del estudiante, que da nombre al texto
    built: nbformat.NotebookNode
    stored: nbformat.NotebookNode | None = None

    def look(self):
        """Lee lo que hay."""
        self.stored = None
        if self.path.exists() and (self.path.is_dir() or self.path.stat().st_size > 0):
            try:
                self.stored = files.read(self.path)
            except Problem as problem:
                raise Problem(f"{problem}\nPuede llevar el trabajo de alguien. {self.advice}") from None
        return self

    @property
    def label(self):
        return self.path.relative_to(self.notebook.parent).as_posix()

    @property
    def advice(self):
        return (
            f"Para conservarlo, cámbiale el nombre al archivo, por ejemplo a {self.path.stem}-mio.ipynb, o llévalo a otra "
            f"carpeta; entonces `cargo run -- generar` hace otro nuevo. Lo que tenga que cambiar para todos se escribe en "
            f"{self.text}."
        )

    @property
    def text(self):
        return source_of(self.notebook).relative_to(self.notebook.parent).as_posix()

    @property
    def work(self):
        """Lo que hizo alguien en lo que hay."""
        return fingerprint.work(self.stored, self.built) if self.stored is not None else fingerprint.Work()

    @property
    def stale(self):
        """¿Falta, o salió de un texto que ya no es el de ahora?"""
        if self.stored is None:
            return True
        recorded = fingerprint.recorded(self.stored)
        now = fingerprint.fingerprint(self.built), origin.of(self.built)
        return recorded is not None and (recorded, origin.of(self.stored)) != now

    @property
    def solved(self):
        """¿Es un cuaderno de ejercicios con lo que se espera de quien los resuelve?"""
        return self.path == self.notebook and build.is_exercise(self.built) and self.work.only_adds


def places(notebook):
    """Los sitios de lo que se genera con el texto de `notebook`, mirados."""
    return [Place(path, notebook, book).look() for path, book in build.versions(notebook).items()]


def generate(notebooks):
    """Escribe los cuadernos, ejecutados: todos o ninguno."""
    found = []
    for path in map(Path, notebooks):
        if not source_of(path).exists():
            raise Problem(f"No existe {source_of(path)}, el texto del que se genera {path.name}.")
        found += places(path)
    refuse(found)
    took = [
        "sin ejecutar: es de ejercicios" if build.is_exercise(place.built) else run(place.built, place.path)
        for place in found
    ]
    refuse([place.look() for place in found])  # ejecutarlos lleva un rato, y alguien puede haber guardado algo mientras
    for place, how in zip(found, took, strict=True):
        write(place)
        print(f"{place.label}: generado ({how})")
    return OK


def refuse(found):
    """Se niega a escribir donde alguien trabajó."""
    worked = [f"  {place.label} ({place.work})\n    {place.advice}" for place in found if place.work]
    if worked:
        raise Problem("\n".join(["No se cambió ningún cuaderno, porque se perdería el trabajo de alguien:", *worked]))


def write(place):
    nbformat.validate(place.built)
    files.write(place.path, (nbformat.writes(place.built) + "\n").encode())


def run(book, path):
    return execute.run(book, path.name, kernel.rust(path.parent))


def course(notebooks):
    """Escribe los cuadernos del profesor, que no van en el repositorio; uno en el que alguien trabajó se queda como está."""
    for notebook in map(Path, notebooks):
        book = build.build(source_of(notebook))
        if not build.is_exercise(book):
            continue
        place = Place(teacher_of(notebook), notebook, book)
        try:
            place.look()
        except Problem as problem:  # no es motivo para no seguir preparando
            print(str(problem).replace("\n", " "))
            continue
        if place.work:
            print(f"{place.label}: alguien lo cambió a mano ({place.work}); se queda como está.")
        elif place.stale:
            write(place)
    return OK


def check(notebooks):
    """Dice qué cuadernos no están al día, en cuáles trabajó alguien y, al ejecutarlos, cuáles muestran otra cosa."""
    asked = [path for path in map(Path, notebooks) if not _only_a_text(path)]
    found = {path: places(path) if source_of(path).exists() else [] for path in asked}
    everything = [place for group in found.values() for place in group]
    for group in found.values():
        # Lo que sale de un mismo texto se escribe a la vez: si en algo de ello trabajó alguien, de eso se habla.
        for place in [place for place in group if place.work] or group:
            if message := unexpected(place):
                print(message, flush=True)
    if any(place.stale for place in everything):
        return STALE
    good = not any(place.work and not place.solved for place in everything)
    for path, group in found.items():
        if not any(place.work for place in group):
            good = check_outputs(path, files.read(path), bool(group)) and good
    return OK if good else FAILED


def _only_a_text(path):
    """¿Es una tarea propia de la que todavía no se ha hecho el cuaderno? No es que esté mal: se dice, y se deja."""
    if path.exists() or source_of(path).parent.name != ASSIGNMENTS.name:
        return False
    print(
        f"{path.stem}: todavía no tiene cuaderno; lo hace `cargo run -- generar {path.stem}`. Si la tarea sirve, lo dice "
        f"`cargo run -- tarea comprobar {path.stem}`.",
        flush=True,
    )
    return True


def unexpected(place):
    """Qué pasa con lo que hay, si no es lo que se escribió la última vez o no es lo que se escribiría ahora."""
    work = place.work
    old = f"{place.label} no está al día con {place.text}"
    if place.stale and work:
        return f"{old}, y además alguien trabajó en él ({work}).\n  {place.advice}"
    if place.stale:
        return f"{old}: ejecuta `cargo run -- generar`"
    if work and place.solved:
        own = f" y {counted(work.added, 'celda propia', 'celdas propias')}" if work.added else ""
        answers = counted(work.answers, "respuesta", "respuestas")
        return f"{place.label}: resuelto por alguien: {answers}{own}; no se compara y se queda como está"
    if work:
        return f"{place.label}: alguien lo cambió a mano ({work}); no se compara y se queda como está.\n  {place.advice}"
    return None


def counted(things, one, many):
    return f"1 {one}" if len(things) == 1 else f"{len(things)} {many}"


def check_outputs(path, stored, has_text):
    """¿Muestra el cuaderno, ejecutado ahora, lo mismo que lleva guardado? Dice en qué difiere."""
    if build.is_exercise(stored):
        print(f"{path.name}: {'al día con su texto (' if has_text else '('}de ejercicios: no se ejecuta)")
        return True
    now = copy.deepcopy(stored)
    for cell in now.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    try:
        took = run(now, path)
    except Problem as problem:
        print(problem, flush=True)
        return False
    differences = list(compare.differences(stored, now))
    for index, text in differences:
        print(execute.in_cell(path.name, index, now.cells[index], text), flush=True)
    verdict = "todo igual"
    if differences:
        verdict = counted(differences, "celda muestra otra cosa", "celdas muestran otra cosa")
    print(f"{path.name}: {verdict} ({took})", flush=True)
    return not differences
