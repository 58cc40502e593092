"""Cada celda en su sitio: la fuente manda, y la entrega solo aporta sus respuestas.

De la entrega se toman las respuestas, las celdas que el estudiante añadió y lo que mostraban unas y otras. Las demás
(enunciados, pruebas, gráficos) salen de la fuente: da igual que falten, sobren, estén repetidas o las hayan cambiado, ellas
o sus puntos. Un cuaderno que sale de otra versión del texto se pone antes al día.
"""

import copy

import nbformat

from ..notebooks.fingerprint import grade_id, nbgrader
from . import versions
from .cells import is_answer, is_graded, points, points_of
from .sanitize import KERNELSPEC

OWN = "propia-"  # así empieza el identificador de una celda que añadió quien entrega


def restore(submission, release, source):
    """La entrega con las celdas del curso en su sitio, y una lista de lo que hubo que arreglar.

    `release` es lo que se publica ahora, y `source`, la fuente, con las soluciones y las pruebas ocultas.
    """
    changes = versions.compare(submission, release)
    if changes:
        submission = versions.updated(submission, release, changes)
    restoration = Restoration(submission, release, source)
    made = restoration.all_cells()
    notes = [changes.note(points(source))] if changes else []
    notes += [*restoration.notes, *_another_kernel(submission)]
    metadata = {"kernelspec": dict(KERNELSPEC), "language_info": {"name": "rust", "pygments_lexer": "rust"}}
    if changes:
        metadata |= changes.metadata()
    return nbformat.v4.new_notebook(cells=made, metadata=metadata), notes


def _another_kernel(submission):
    """Con qué núcleo se hizo, si no es el de los ejercicios."""
    kernel = submission.metadata.get("kernelspec", {})
    kernel = kernel.get("name") if isinstance(kernel, dict) else None
    if kernel != KERNELSPEC["name"]:
        yield f"el cuaderno pide el núcleo «{kernel or 'ninguno'}»: se usa el de Rust"


class Restoration:
    """Cómo se rehace una entrega, y lo que se va encontrando, en `notes`."""

    def __init__(self, submission, release, source):
        self.submission = submission
        self.official = {grade_id(cell): cell for cell in source.cells if nbgrader(cell)}
        self.released = {grade_id(cell): cell for cell in release.cells}
        self.statements = {cell.id: cell for cell in source.cells if not nbgrader(cell)}
        self.given = {}  # puede haber varias con el mismo identificador
        for cell in submission.cells:
            self.given.setdefault(grade_id(cell), []).append(cell)
        self.notes = []

    def all_cells(self):
        """Las celdas del cuaderno rehecho, en orden."""
        kept = []
        for cell in self.submission.cells:
            name = grade_id(cell)
            if name not in self.official and name not in self.statements:
                kept.append(self._own(cell, len(kept)))
            elif made := self._of_the_course(name, cell):
                kept.append(made)
        self._add_missing(kept)
        return kept

    def _own(self, cell, number):
        """Una celda que añadió quien entrega: se queda como está, y no se confunde con ninguna del curso."""
        cell = copy.deepcopy(cell)
        cell.metadata.pop("nbgrader", None)
        cell["id"] = f"{OWN}{number}"
        return cell

    def _of_the_course(self, name, cell):
        """Lo que queda de una celda del curso, o nada si es una repetición."""
        copies = self.given[name]
        if name in self.statements:
            return copy.deepcopy(self.statements[name]) if cell is copies[0] else None
        if is_answer(self.official[name]):
            if cell is not _last_written(copies, self.released[name].source):
                return None
            if len(copies) > 1:
                self.notes.append(f"la celda de respuesta «{name}» está repetida: se toma la última que cambió")
            return self._rebuilt(name, cell)
        return self._locked(name, cell) if cell is copies[0] else None

    def _locked(self, name, cell):
        """Una celda que nadie tenía que cambiar."""
        official = self.official[name]
        untouched = _visible(cell.source) in (_visible(self.released[name].source), _visible(official.source))
        if not untouched:
            self.notes.append(f"la celda «{name}» está cambiada: se usa la del curso")
        if is_graded(official) and points_of(cell) != points_of(official):
            self.notes.append(f"los puntos de «{name}» están cambiados: valen los del curso")
        return self._rebuilt(name, cell if untouched else None)

    def _rebuilt(self, name, given=None):
        """La celda `name` del curso, con lo que aporta la que se entregó, si se entregó."""
        cell = copy.deepcopy(self.official[name])
        cell["id"] = name
        if cell.cell_type == "code":
            # Lo que mostraba una prueba lo escribe quien califica; lo que mostraba una celda cambiada no es de esta.
            keeps = given is not None and not is_graded(cell)
            cell.outputs, cell.execution_count = given.get("outputs", []) if keeps else [], None
        if is_answer(cell):
            cell.source = given.source if given is not None else ""
            # Con la suma de lo publicado, nbgrader reconoce una respuesta sin escribir.
            cell.metadata.nbgrader["checksum"] = self.released[name].metadata.nbgrader.get("checksum")
        return cell

    def _add_missing(self, kept):
        """Pone en `kept`, cada una detrás de las que van antes, las celdas del curso que no se entregaron."""
        order = list(self.official)
        for at, name in enumerate(order):
            if name in self.given:
                continue
            if is_answer(self.official[name]):
                self.notes.append(f"falta la celda de respuesta «{name}»")
            else:
                self.notes.append(f"falta la celda «{name}»: se usa la del curso")
            kept.insert(versions.place_after(order[:at], kept), self._rebuilt(name))


def _last_written(copies, stub):
    """De varias celdas de una misma respuesta, la última en que se escribió algo."""
    changed = [cell for cell in copies if cell.source.strip() not in ("", stub.strip())]
    return (changed or copies)[-1]


def _visible(source):
    """Un texto de celda sin los espacios del final."""
    return [line.rstrip() for line in source.strip().split("\n")]
