"""Un cuaderno que sale de otra versión del texto: qué ha cambiado desde entonces, y cómo se pone al día.

Se califican los ejercicios que están en las dos versiones, por su identificador. Los nuevos valen lo que valen, y no están
en el cuaderno; quien califica y quien lo hizo saben cuáles son. Un cuaderno que no dice de qué texto sale se toma por uno
de ahora.
"""

import copy
from dataclasses import dataclass

from ..assignments.blocks import TEST_SUFFIX
from ..notebooks import fingerprint, origin
from ..notebooks.fingerprint import grade_id
from ..problem import enumerated

CHANGES = "changes"  # en los metadatos del cuaderno rehecho
NEW, CHANGED = "new", "changed"
SHOWN = 10  # los nombres que se dicen: los de un cuaderno ajeno pueden ser muchos


@dataclass(frozen=True)
class Changes:
    """En qué se distinguen los ejercicios del texto de un cuaderno, `theirs`, de los de ahora."""

    theirs: origin.Origin
    name: str  # cómo se llama el texto de ahora
    new: list
    changed: list
    gone: list

    def note(self, points):
        """Lo que se le dice a quien califica; `points` es lo que vale cada ejercicio."""
        other = self.theirs.name
        start = f"de otra versión de «{other}»" if other == self.name else f"de «{other}», y no de «{self.name}»"
        worth = sum(points.get(name, 0) for name in self.new)
        parts = [
            (self.new, " ni ", f"no lleva {{}}, que {_one_or_more(self.new, 'vale', 'valen')} {worth:g} puntos"),
            (self.changed, " y ", f"{{}} {_one_or_more(self.changed, 'ha cambiado', 'han cambiado')} desde entonces"),
            (self.gone, " y ", f"{{}} ya no {_one_or_more(self.gone, 'está', 'están')}, y no se califica"),
        ]
        said = [text.format(_joined(names, last)) for names, last, text in parts if names]
        return f"el cuaderno sale {start}: {'; '.join(said)}"

    def metadata(self):
        """Lo que el cuaderno rehecho lleva apuntado, para decírselo a quien lo hizo."""
        found = dict.fromkeys(self.new, NEW) | dict.fromkeys(self.changed, CHANGED)
        return {fingerprint.KEY: {CHANGES: found}}


def _one_or_more(names, one, more):
    return one if len(names) == 1 else more


def _joined(names, last):
    quoted = [f"«{name}»" for name in names[:SHOWN]]
    if len(names) > SHOWN:
        return f"{', '.join(quoted)} y {len(names) - SHOWN} más"
    return enumerated(quoted, last)


def compare(submission, release):
    """Qué ejercicios de `submission` no son los de `release`; `None` si todos lo son, o si no se sabe."""
    theirs, ours = origin.of(submission), origin.of(release)
    if theirs is None or ours is None or theirs.digest == ours.digest:
        return None
    then, now = theirs.exercises, origin.exercises(release)  # en los metadatos van por orden alfabético
    changes = Changes(
        theirs,
        ours.name,
        new=[name for name in now if name not in then],
        changed=[name for name in now if name in then and now[name] != then[name]],
        gone=[name for name in then if name not in now],
    )
    return changes if changes.new or changes.changed or changes.gone else None


def updated(submission, release, changes):
    """`submission`, como si sus respuestas y sus celdas propias se hubieran escrito en lo que se publica ahora."""
    written = {cell[fingerprint.HALF :] for cell in fingerprint.recorded(submission) or []}
    published = {grade_id(cell): cell for cell in release.cells}
    made = copy.copy(submission)
    made.cells = []
    for cell in submission.cells:
        if fingerprint.half(cell.source) not in written:
            made.cells.append(cell)
        elif grade_id(cell) in published:  # tal como se publicó entonces: va lo que se publica ahora
            made.cells.append(copy.deepcopy(published[grade_id(cell)]))
            if cell.cell_type == "code":
                made.cells[-1].outputs = cell.outputs
    # Lo que no llevaba no le falta a nadie; sí una respuesta, o una prueba, que llevaba y se borró.
    expected = {f"{name}{suffix}" for name in changes.theirs.exercises for suffix in ("", TEST_SUFFIX)}
    order, given = list(published), {grade_id(cell) for cell in made.cells}
    for at, name in enumerate(order):
        if name not in given | expected:
            made.cells.insert(place_after(order[:at], made.cells), copy.deepcopy(published[name]))
    return made


def place_after(names, cells):
    """El sitio que sigue a la última de las celdas `names`."""
    places = [at for at, cell in enumerate(cells) if grade_id(cell) in names]
    return places[-1] + 1 if places else 0


def told(notebook, exercise):
    """Lo que se le dice, debajo de la prueba de `exercise`, a quien entregó un cuaderno de otra versión."""
    data = notebook.metadata.get(fingerprint.KEY)
    changes = data.get(CHANGES) if isinstance(data, dict) else None
    return TOLD.get(changes.get(exercise), "").format(exercise) if isinstance(changes, dict) else ""


TOLD = {
    NEW: "«{}» no está en la versión de los ejercicios que recibiste: por eso tu cuaderno no lo lleva.\n",
    CHANGED: "«{}» ha cambiado desde que recibiste tu cuaderno: arriba está su enunciado de ahora.\n",
}
