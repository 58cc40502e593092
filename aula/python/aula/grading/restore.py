"""Cada celda en su sitio: la fuente manda, y la entrega solo aporta sus respuestas.

De la entrega se toman las respuestas, las celdas que el estudiante añadió y lo que mostraban unas y otras. Las demás
(enunciados, pruebas, gráficos) salen de la fuente: da igual que falten, sobren, estén repetidas o las hayan cambiado, ellas
o sus puntos. Un cuaderno que sale de otra versión del texto se pone antes al día.
"""

import copy

from ..notebooks import fingerprint, node
from ..notebooks.fingerprint import nbgrader
from ..problem import enumerated
from . import versions
from .answers import Answer, Answers
from .assignment import trimmed
from .cells import is_answer, is_graded, points_of
from .sanitize import KERNELSPEC

OWN = "propia-"  # así empieza el identificador de una celda que añadió quien entrega
NOTE = "note"  # en los metadatos de una respuesta: de dónde salió, si no es de su celda


def restore(submission, assignment):
    """La entrega con las celdas del curso en su sitio, y una lista de lo que hubo que arreglar."""
    changes = versions.compare(submission, assignment.released)
    if changes:
        submission = versions.updated(submission, assignment.released, changes)
    restoration = Restoration(submission, assignment)
    made = restoration.all_cells()
    notes = [changes.note(assignment.points)] if changes else []
    notes += [*restoration.notes, *_another_kernel(submission)]
    metadata = {"kernelspec": dict(KERNELSPEC), "language_info": {"name": "rust", "pygments_lexer": "rust"}}
    if changes:
        metadata |= changes.metadata()
    return node.book(made, metadata), notes


def _another_kernel(submission):
    """Con qué núcleo se hizo, si es otro que el de los ejercicios."""
    kernel = submission.metadata.get("kernelspec", {})
    kernel = kernel.get("name") if isinstance(kernel, dict) else None
    if kernel not in (None, KERNELSPEC["name"]):
        yield f"el cuaderno pide el núcleo «{kernel}»: se usa el de Rust"


class Restoration:
    """Cómo se rehace una entrega, y lo que se va encontrando, en `notes`."""

    def __init__(self, submission, assignment):
        self.submission, self.assignment = submission, assignment
        self.answers = Answers(submission, assignment)
        self.used = {at for answer in self.answers.found.values() for at in answer.cells}
        self.seen, self.older, self.notes = set(), [], []
        recorded = fingerprint.recorded(submission) or []
        self.published = {cell[fingerprint.HALF :] for cell in recorded}  # los textos con que se publicó, fuera cuando fuera

    def all_cells(self):
        """Las celdas del cuaderno rehecho, en orden."""
        kept = []
        for at, cell in enumerate(self.submission.cells):
            name = self.answers.names[at]
            if name is None:
                kept.append(self._own(cell, len(kept)))
                continue
            if name not in self.seen:
                kept.append(self._of_the_course(name, cell))
            if self._left_out(at, name, cell):
                kept.append(self._own(cell, len(kept)))
            self.seen.add(name)
        self._add_missing(kept)
        if self.older:
            listed = ", ".join(f"«{name}»" for name in self.older)
            self.notes.append(f"el cuaderno se publicó antes que la tarea de ahora: se usan las celdas de ahora de {listed}")
        self.notes = [*self.answers.notes, *self.notes]
        return kept

    def _own(self, cell, number):
        """Una celda que añadió quien entrega: se queda como está, y no se confunde con ninguna del curso."""
        cell = copy.deepcopy(cell)
        cell.metadata.pop("nbgrader", None)
        cell["id"] = f"{OWN}{number}"
        return cell

    def _left_out(self, at, name, cell):
        """¿Es una copia de una respuesta, con algo escrito que no se califica?"""
        return self.assignment.is_answer(name) and at not in self.used and not self.assignment.is_stub(name, cell.source)

    def _of_the_course(self, name, cell):
        """La celda `name` del curso, que la entrega trae en `cell`."""
        if name in self.assignment.statements:
            return copy.deepcopy(self.assignment.statements[name])
        return self._answered(name, cell) if self.assignment.is_answer(name) else self._locked(name, cell)

    def _locked(self, name, cell):
        """Una celda que nadie tenía que cambiar."""
        official = self.assignment.official[name]
        untouched = trimmed(cell.source) in (trimmed(self.assignment.stub(name)), trimmed(official.source))
        if not untouched and fingerprint.half(cell.source) in self.published:
            self.older.append(name)
        elif not untouched:
            self.notes.append(f"la celda «{name}» está cambiada: se usa la del curso")
        if is_graded(official) and nbgrader(cell) and points_of(cell) != points_of(official):
            self.notes.append(f"los puntos de «{name}» están cambiados: valen los del curso")
        return self._rebuilt(name, cell if untouched else None)

    def _answered(self, name, given=None):
        """Una respuesta, con lo que se encontró de ella, que muestra lo que mostraba su celda."""
        source = None if given is None else given.source
        answer = self.answers.found.get(name, Answer(source))  # la de un ejercicio sin prueba no se busca: no se califica
        cell = self._rebuilt(name, self.submission.cells[answer.cells[0]] if answer.cells else None)
        written = answer.source is not None and not self.assignment.is_stub(name, answer.source)
        # Una sin escribir va como se publicó: así la reconoce también nbgrader, que anota lo que llevaba.
        cell.source = answer.source if written else self.assignment.stub(name)
        cell.metadata.nbgrader["checksum"] = nbgrader(self.assignment.published[name]).get("checksum")
        if answer.note:
            cell.metadata[NOTE] = answer.note
        return cell

    def _rebuilt(self, name, given=None):
        """La celda `name` del curso; si es de código y no una prueba, con lo que mostraba la que se entregó."""
        cell = copy.deepcopy(self.assignment.official[name])
        cell["id"] = name
        if cell.cell_type == "code":
            # Lo que mostraba una prueba lo escribe quien califica; lo que mostraba una celda cambiada no es de esta.
            keeps = given is not None and not is_graded(cell)
            cell.outputs, cell.execution_count = given.get("outputs", []) if keeps else [], None
        return cell

    def _add_missing(self, kept):
        """Pone en `kept`, cada una detrás de las que van antes, las celdas del curso que no se entregaron."""
        order, missing = list(self.assignment.official), []
        for at, name in enumerate(order):
            if name in self.seen:
                continue
            answers = is_answer(self.assignment.official[name])
            if not answers:
                missing.append(f"«{name}»")
            place = versions.place_after(order[:at], kept)
            kept.insert(place, self._answered(name) if answers else self._rebuilt(name))
        if missing:
            one = len(missing) == 1
            what, then = ("falta la celda", "se usa la") if one else ("faltan las celdas", "se usan las")
            self.notes.append(f"{what} {enumerated(missing)}: {then} del curso")
