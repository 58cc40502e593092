"""Qué celda es cada una: la fuente manda, la entrega solo aporta sus respuestas."""

import copy
from dataclasses import dataclass

import nbformat

from ..notebooks.fingerprint import grade_id
from . import editions
from .sanitize import KERNELSPEC

SETUP = "preparacion"
TEST_SUFFIX = "_prueba"
OWN = "propia-"


@dataclass
class Exercise:
    """Un ejercicio que se califica solo: su respuesta de referencia, su prueba y lo que vale."""

    name: str
    reference: str
    test: str
    points: float


def by_id(notebook):
    """Las celdas del cuaderno, por su identificador."""
    return {grade_id(cell): cell for cell in notebook.cells}


def exercises(source):
    """Los ejercicios con prueba automática, en orden."""
    found = by_id(source)
    return [
        Exercise(name, cell.source, test.source, float(test.metadata.nbgrader.points))
        for name, cell in found.items()
        if (test := found.get(f"{name}{TEST_SUFFIX}")) is not None
    ]


def by_hand(source):
    """Las respuestas que califica una persona."""
    return [grade_id(c) for c in source.cells if _flag(c, "grade") and _flag(c, "solution")]


def points(source):
    """Lo que vale cada ejercicio, con los que califica una persona, {ejercicio: puntos}."""
    return {grade_id(c).removesuffix(TEST_SUFFIX): float(_points(c) or 0) for c in source.cells if _flag(c, "grade")}


def restore(submission, release, source):
    """La entrega con las celdas del curso en su sitio, y una lista de lo que hubo que arreglar.

    De la entrega solo se toman las respuestas, las celdas que el estudiante añadió y lo que mostraban unas y otras. Las
    demás (enunciados, pruebas, gráficos) salen de la fuente: da igual que falten, sobren, estén repetidas o las hayan
    cambiado, ellas o sus puntos. Un cuaderno de una edición anterior se pone antes al día.
    """
    submission, edition = editions.updated(submission, release)
    notes = [editions.note(edition, exercises(source))] if edition else []
    official = {c.metadata.nbgrader.grade_id: c for c in source.cells if "nbgrader" in c.metadata}
    released = {grade_id(c): c for c in release.cells}
    statements = {c.id: c for c in source.cells if "nbgrader" not in c.metadata}
    given = {}
    for cell in submission.cells:
        given.setdefault(grade_id(cell), []).append(cell)

    def rebuild(name, submitted=None):
        cell = copy.deepcopy(official[name])
        cell["id"] = name
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            # Lo que mostraba una prueba lo escribe quien califica; lo que mostraba una celda cambiada no es de esta.
            if submitted is not None and not _flag(cell, "grade"):
                cell.outputs = submitted.get("outputs", [])
        if _flag(cell, "solution"):
            cell.source = submitted.source if submitted is not None else ""
            # Con la suma de lo publicado, nbgrader reconoce una respuesta sin escribir.
            cell.metadata.nbgrader["checksum"] = released[name].metadata.nbgrader.get("checksum")
        return cell

    kept = []
    for cell in submission.cells:
        name = grade_id(cell)
        if name in statements:
            if cell is given[name][0]:
                kept.append(copy.deepcopy(statements[name]))
        elif name not in official:
            cell = copy.deepcopy(cell)
            cell.metadata.pop("nbgrader", None)
            cell["id"] = f"{OWN}{len(kept)}"
            kept.append(cell)
        elif _flag(official[name], "solution"):
            chosen = _chosen(given[name], released[name].source)
            if cell is chosen:
                if len(given[name]) > 1:
                    notes.append(f"la celda de respuesta «{name}» está repetida: se toma la última que cambió")
                kept.append(rebuild(name, cell))
        elif cell is given[name][0]:
            same = _visible(cell.source) in (_visible(released[name].source), _visible(official[name].source))
            if not same:
                notes.append(f"la celda «{name}» está cambiada: se usa la del curso")
            if _flag(official[name], "grade") and _points(cell) != _points(official[name]):
                notes.append(f"los puntos de «{name}» están cambiados: valen los del curso")
            kept.append(rebuild(name, cell if same else None))

    order = list(official)
    for name in order:
        if name in given:
            continue
        kind = "de respuesta " if _flag(official[name], "solution") else ""
        notes.append(f"falta la celda {kind}«{name}»" + ("" if kind else ": se usa la del curso"))
        earlier = set(order[: order.index(name)])
        places = [i for i, cell in enumerate(kept) if grade_id(cell) in earlier]
        kept.insert(places[-1] + 1 if places else 0, rebuild(name))

    kernel = submission.metadata.get("kernelspec", {})
    kernel = kernel.get("name") if isinstance(kernel, dict) else None
    if kernel != KERNELSPEC["name"]:
        notes.append(f"el cuaderno pide el núcleo «{kernel or 'ninguno'}»: se usa el de Rust")

    metadata = {"kernelspec": dict(KERNELSPEC), "language_info": {"name": "rust", "pygments_lexer": "rust"}}
    if edition:
        metadata[editions.KEY] = edition.name
    return nbformat.v4.new_notebook(cells=kept, metadata=metadata), notes


def _chosen(copies, stub):
    changed = [cell for cell in copies if cell.source.strip() not in ("", stub.strip())]
    return (changed or copies)[-1]


def _visible(source):
    """Un texto de celda sin los espacios del final."""
    return [line.rstrip() for line in source.strip().split("\n")]


def _points(cell):
    data = cell.metadata.get("nbgrader")
    return data.get("points") if isinstance(data, dict) else None


def _flag(cell, name):
    data = cell.metadata.get("nbgrader")
    return bool(isinstance(data, dict) and data.get(name))
