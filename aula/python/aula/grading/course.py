"""La tarea que se califica, en todas sus formas: de cada cuaderno, cuál es la suya."""

import re

from ..assignments import forms
from ..assignments.key import course_key
from ..facts import KEY
from ..notebooks import origin
from ..problem import Problem
from .assignment import Assignment, trimmed
from .lms.file import Unreadable
from .lms.people import squeezed

SHARED = re.compile(r"[A-Z]{1,3}")  # una forma para muchos; las demás son de la persona que se llama así
MANY_SHARED = 26


def assignment_of(form):
    """Una forma, por dentro y por fuera."""
    # Aquí: jupytext y nbgrader tardan en cargarse lo que calificar una entrega, y la de la lección no los necesita.
    from ..notebooks import build
    from ..notebooks.student import student_notebook

    source = build.of_form(form)
    return Assignment(source, student_notebook(source))


def of(made, seen=(), students=(), said=None, key=None):
    """La tarea de ese texto; `key` es el archivo de la clave, si no es el del proyecto."""
    if made.variant:
        return Many(made, seen, students, said, key or KEY)
    return One(assignment_of(forms.make(made, [forms.FIRST])[forms.FIRST]))


class One:
    """Una tarea que solo tiene una forma."""

    def __init__(self, assignment):
        self.any = assignment

    def of(self, notebook, student):
        return "", self.any, []


class Many:
    """Una tarea con formas. `seen` son las que dicen ser los cuadernos; `said`, la de los que no lo dicen, si se sabe."""

    def __init__(self, text, seen, students, said, key):
        self.text, self.said = text, said
        if not key.is_file():
            raise Problem(
                f"Falta {key}, la clave de la que salen los números de las formas de «{text.name}»: sin la misma con que se "
                "repartieron, no se pueden calificar. Cópiala del computador en que las hiciste."
            )
        people = {squeezed(name) for name in [*students, *(form for form in seen if not SHARED.fullmatch(form))]}
        if said and not SHARED.fullmatch(said) and squeezed(said) not in people:
            raise Problem(
                f"--forma {said}: no es la de nadie que haya entregado. Se esperaba una de las de toda la clase, como A, o "
                "el nombre de una persona, como está en sus entregas."
            )
        shared = set(forms.names(MANY_SHARED)) | {form for form in seen if SHARED.fullmatch(form)}
        own = {form for form in seen if not SHARED.fullmatch(form)} | set(students)
        asked = sorted(shared | own | ({said} if said else set()))
        self.made, self.read = forms.make(self.text, asked, course_key(key)), {}
        self.any = self._read(forms.FIRST, True)

    def _read(self, name, hints):
        if (name, hints) not in self.read:
            form = self.made[name]
            self.read[name, hints] = assignment_of(form if hints else form.plain())
        return self.read[name, hints]

    def of(self, notebook, student):
        """La forma de un cuaderno, la tarea con ella, y lo que conviene saber."""
        said = origin.of(notebook)
        if said and said.name == self.text.name and said.form in self.made:
            return said.form, self._read(said.form, said.hints), self._another(said.form, student)
        found = self._by_text(notebook, student)
        if found:
            told = f"el cuaderno no dice qué forma es: por su texto, la {_named(found)}"
            return found, self._read(found, True), [told, *self._another(found, student)]
        if self.said:
            return (
                self.said,
                self._read(self.said, True),
                [f"el cuaderno no dice qué forma es: se califica como la {self.said}"],
            )
        raise Unreadable("no se sabe qué forma es: el cuaderno no lo dice, y su texto no es el de ninguna. Dila con --forma")

    def _another(self, form, student):
        if SHARED.fullmatch(form) or squeezed(re.sub(r" \(\d+\)$", "", form)) == squeezed(student):
            return []
        return [f"el cuaderno es la forma de «{form}», que no es la suya: se califica como esa"]

    def _by_text(self, notebook, student):
        """La forma que más textos comparte con el cuaderno, de los que no son iguales en todas."""
        given = {trimmed(cell.source) for cell in notebook.cells}
        counts = {name: len(given & self._read(name, True).texts.keys()) for name in self._likely(student)}
        most = max(counts.values())
        found = [name for name, many in counts.items() if many == most]
        least = min(counts.values())
        if len(found) > 1 or most == least:
            return None
        return found[0]

    def _likely(self, student):
        return [name for name in self.made if SHARED.fullmatch(name) or squeezed(name) == squeezed(student)]


def _named(form):
    return form if SHARED.fullmatch(form) else f"de «{form}»"
