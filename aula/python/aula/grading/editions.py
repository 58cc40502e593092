"""Los cuadernos de una edición anterior de los ejercicios: cómo se reconocen y qué cambió desde entonces.

Lo que respondieron se califica como lo demás, porque cada ejercicio conserva su nombre, su función y sus puntos.
"""

import copy
from dataclasses import dataclass

from ..notebooks import fingerprint
from ..notebooks.fingerprint import grade_id

KEY = "edition"  # en los metadatos del cuaderno restaurado


@dataclass(frozen=True)
class Edition:
    """Una edición anterior: lo que publicó, y en qué es distinta la de ahora."""

    name: str
    following: str
    names: frozenset  # las celdas que nbgrader conoce
    contents: frozenset  # lo que llevaba escrito cada celda, en todas sus versiones
    changes: dict  # los ejercicios con otro enunciado, y en qué cambió

    def owns(self, cell):
        """¿Es una celda de esta edición, tal como se publicó?"""
        return fingerprint.content(cell) in self.contents


NAMES = """
preparacion cadena cadena_prueba numerica numerica_prueba cadena_grafico sigmoide sigmoide_prueba neurona
neurona_prueba neurona_grafico forward forward_prueba backward backward_prueba entrenar entrenar_prueba xor_grafico
frontera_grafico reflexion
"""
CONTENTS = """
8a7ab3e863b0 41c5afb9e76b 7b7d63f7d5d9 6d77585afc9d a519be4cf873 e44722e33d73 4bc1b1ff1995 409b3b1961a8 1bc7784a71fb
546171604955 fb1389a260a1 7e4bfea95c64 08d2aa8a14fe 895a4ebf8598 38545b81a8e7 0c66a52192fb cd4654d30921 6302939dfe4f
edc8adf1f782 193a22392ee7 071ac81db10f 9988f7ac8aac fc405a0f649b fefe85c827d2 774db02237c5 86f9417851bb 4f2ef9bec266
c23cf3b054cb 315d12cdf794 6affe37d7f8b 950c37a7b852 974b7fc529e6 b02c499e965f d6922e07c987 8abfa5e9a460 ca6b971ddc4e
9c103b4b1dab 71672d9c591c 51ee717d624b 295235342c8c 18bae6ad1944 7cb874d28d80
"""
FIRST = Edition(
    "primera",
    "segunda",
    frozenset(NAMES.split()),
    frozenset(CONTENTS.split()),
    {
        "backward": "el ejemplo da también δ₁. Lo que se pide es lo mismo",
        "entrenar": "tiene una segunda parte, «entrenar_hasta». Lo que se pide en la primera es lo mismo",
    },
)


def updated(submission, release):
    """`submission` y, si es de una edición anterior, cuál. Entonces sus respuestas y sus celdas propias van entre lo que
    publica la edición de ahora, `release`, como si las hubiera escrito ahí.
    """
    edition = edition_of(submission, release)
    if edition is None:
        return submission, None
    published = {grade_id(cell): cell for cell in release.cells}
    updated = copy.copy(submission)
    updated.cells = []
    for cell in submission.cells:
        if not edition.owns(cell):
            updated.cells.append(cell)
        elif grade_id(cell) in published:
            updated.cells.append(copy.deepcopy(published[grade_id(cell)]))
            if cell.cell_type == "code":
                updated.cells[-1].outputs = cell.outputs
    order = list(published)
    given = {grade_id(cell) for cell in updated.cells}
    for at, name in enumerate(order):
        if name not in given | edition.names:
            earlier = [i for i, cell in enumerate(updated.cells) if grade_id(cell) in order[:at]]
            updated.cells.insert(earlier[-1] + 1 if earlier else 0, copy.deepcopy(published[name]))
    return updated, edition


def edition_of(submission, release):
    """La edición anterior de la que es `submission`, o `None`: lleva celdas suyas, y ninguna de las que son nuevas."""
    now = {fingerprint.content(cell) for cell in release.cells}
    own = any(FIRST.owns(cell) and fingerprint.content(cell) not in now for cell in submission.cells)
    new = {grade_id(cell) for cell in release.cells if fingerprint.nbgrader(cell)} - FIRST.names
    return FIRST if own and new.isdisjoint(map(grade_id, submission.cells)) else None


def note(edition, exercises):
    """Lo que se le dice a quien califica."""
    new = [each for each in exercises if each.name not in edition.names]
    names, points = " ni ".join(f"«{each.name}»" for each in new), sum(each.points for each in new)
    return f"el cuaderno es de la {edition.name} edición: no lleva {names}, que valen {points:g} puntos"


def told(notebook, exercise):
    """Lo que se le dice, debajo de la prueba de `exercise`, a quien entregó un cuaderno de una edición anterior."""
    edition = FIRST if notebook.metadata.get(KEY) == FIRST.name else None
    if edition is None:
        return ""
    if exercise not in edition.names:
        return f"«{exercise}» es nuevo en la {edition.following} edición: tu cuaderno, de la {edition.name}, no lo lleva.\n"
    if change := edition.changes.get(exercise):
        return f"El enunciado de «{exercise}» cambió en la {edition.following} edición: {change}.\n"
    return ""
