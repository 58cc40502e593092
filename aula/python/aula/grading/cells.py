"""Qué celda es cada una: la fuente manda, la entrega solo aporta sus respuestas."""

import copy
import json
import re
from dataclasses import dataclass

import nbformat

SETUP = "preparacion"
TEST_SUFFIX = "_prueba"
CODE_STUB = 'todo!("escribe aquí tu respuesta")'
TEXT_STUB = "*Escribe aquí tu respuesta.*"
MAX_BYTES = 50 << 20
KERNELSPEC = {"display_name": "Rust", "language": "rust", "name": "rust"}


@dataclass
class Exercise:
    """Un ejercicio que se califica solo: su respuesta de referencia, su prueba, lo que de ella se ve y lo que vale."""

    name: str
    reference: str
    test: str
    visible_test: str
    points: float

    @property
    def functions(self):
        """Los nombres de las funciones que pide."""
        return re.findall(r"^\s*fn\s+(\w+)", self.reference, re.MULTILINE)


class Unreadable(Exception):
    """Una entrega que no se puede leer; el mensaje dice por qué."""


def read_submission(path):
    """Lee la entrega de `path`, por estropeada que venga: de cada celda solo importan su tipo, su texto y quién es."""
    if path.is_symlink() or not path.is_file():
        raise Unreadable("no es un archivo normal")
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(f"ocupa más de {MAX_BYTES >> 20} MB")
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable("el archivo está vacío")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("no es un cuaderno: su contenido no es JSON") from None
    if not isinstance(content, dict):
        raise Unreadable("no es un cuaderno: es JSON, pero no tiene celdas")
    if "worksheets" in content:
        try:
            content = nbformat.convert(nbformat.from_dict(content), 4)
        except Exception as error:  # el formato antiguo puede venir roto de muchas maneras
            raise Unreadable(f"es un cuaderno de un formato antiguo que no se puede convertir ({error})") from None
    if not isinstance(content.get("cells"), list):
        raise Unreadable("no es un cuaderno: es JSON, pero no tiene celdas")

    found = [cell for cell in map(_clean, content["cells"]) if cell is not None]
    metadata = content.get("metadata")
    notebook = nbformat.v4.new_notebook(cells=found)
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    if isinstance(kernel, dict) and isinstance(kernel.get("name"), str):
        notebook.metadata["kernelspec"] = {**KERNELSPEC, "name": kernel["name"]}
    return notebook


def _clean(raw):
    """Una celda con lo justo, o None si no es una celda."""
    if not isinstance(raw, dict) or raw.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    source = raw.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    source = source.encode("utf-8", "replace").decode("utf-8")  # fuera los caracteres a medias
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell, "raw": nbformat.v4.new_raw_cell}
    cell = make[raw["cell_type"]](source)
    given = raw.get("metadata")
    given = given.get("nbgrader") if isinstance(given, dict) else None
    if isinstance(given, dict) and isinstance(given.get("grade_id"), str):
        points = given.get("points")
        cell.metadata["nbgrader"] = {
            "grade_id": given["grade_id"],
            "points": points if isinstance(points, (int, float)) else None,
        }
    if isinstance(raw.get("id"), str):
        cell["id"] = raw["id"]
    return cell


def grade_id(cell):
    """El identificador de nbgrader; si otro programa borró los metadatos, el de la celda, que es el mismo."""
    data = cell.get("metadata", {}).get("nbgrader")
    if isinstance(data, dict) and data.get("grade_id"):
        return data["grade_id"]
    return cell.get("id")


def exercises(source, release):
    """Los ejercicios con prueba automática, en orden."""
    by_id = {grade_id(cell): cell for cell in source.cells}
    visible = {grade_id(cell): cell.source for cell in release.cells}
    found = []
    for name, cell in by_id.items():
        test = by_id.get(f"{name}{TEST_SUFFIX}")
        if test is not None:
            found.append(
                Exercise(name, cell.source, test.source, visible[grade_id(test)], float(test.metadata.nbgrader.points))
            )
    return found


def by_hand(source):
    """Las respuestas que califica una persona."""
    return [grade_id(c) for c in source.cells if _flag(c, "grade") and _flag(c, "solution")]


def restore(submission, release, source):
    """La entrega con las celdas del curso en su sitio, y una lista de lo que hubo que arreglar.

    De la entrega solo se toman las respuestas y las celdas que el estudiante añadió. Las demás (enunciados, pruebas,
    gráficos) salen de la fuente: da igual que falten, sobren, estén repetidas o las hayan cambiado, ellas o sus puntos.
    """
    notes = []
    official = {c.metadata.nbgrader.grade_id: c for c in source.cells if "nbgrader" in c.metadata}
    released = {grade_id(c): c for c in release.cells}
    statements = {c.id: c for c in source.cells if "nbgrader" not in c.metadata}
    given = {}
    for cell in submission.cells:
        given.setdefault(grade_id(cell), []).append(cell)

    def rebuild(name, answer=None):
        cell = copy.deepcopy(official[name])
        cell["id"] = name
        if answer is not None:
            cell.source = answer
        elif _flag(cell, "solution"):
            cell.source = ""
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
            cell["id"] = f"propia-{len(kept)}"
            kept.append(cell)
        elif _flag(official[name], "solution"):
            chosen = _chosen(given[name], released[name].source)
            if cell is chosen:
                if len(given[name]) > 1:
                    notes.append(f"la celda de respuesta «{name}» está repetida: se toma la última que cambió")
                kept.append(rebuild(name, cell.source))
        elif cell is given[name][0]:
            if _visible(cell.source) not in (_visible(released[name].source), _visible(official[name].source)):
                notes.append(f"la celda «{name}» está cambiada: se usa la del curso")
            if _flag(official[name], "grade") and _points(cell) != _points(official[name]):
                notes.append(f"los puntos de «{name}» están cambiados: valen los del curso")
            kept.append(rebuild(name))

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

    return nbformat.v4.new_notebook(cells=kept, metadata={"kernelspec": dict(KERNELSPEC)}), notes


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
