"""Las formas de una tarea: la misma, con otros números.

Los saca su celda «variante», que es Rust: el comando la compila una vez, con lo que va en cada hueco, y de ahí salen todas
las formas que se pidan. La misma clave, la misma tarea y el mismo nombre dan siempre los mismos números.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cached_property

from .. import program
from .assignment import Assignment
from .key import course_key
from .mistakes import Mistake, Mistakes

ONLY = ""  # cómo se llama la única forma de una tarea que no tiene más
FIRST = "A"  # la que se ve al escribir una tarea
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COMMAND = "forms"
MARKS = re.compile(r"[\\`*\[\]<>$]")  # lo que en el nombre de una persona no es un texto para Markdown


@dataclass(frozen=True)
class Form:
    """Una forma: su nombre, los valores de cada hueco, y la tarea con ellos puestos."""

    name: str
    values: tuple
    assignment: Assignment
    hints: bool = True

    @cached_property
    def rendered(self):
        made = self.assignment.rendered(self.values)
        made = made if self.hints else made.without_hints()
        if not self.name:
            return made
        return made.entitled(f"forma {self.name}" if set(self.name) <= set(LETTERS) else MARKS.sub(r"\\\g<0>", self.name))

    def plain(self):
        """La misma, sin pistas."""
        return replace(self, hints=False)


def names(count):
    """Los nombres de `count` formas: A, B…, Z, AA, AB…"""
    return [_letters(number) for number in range(count)]


def _letters(number):
    more, last = divmod(number, len(LETTERS))
    return (_letters(more - 1) if more else "") + LETTERS[last]


def make(assignment, asked, key=None):
    """Las formas que se piden, {nombre: forma}. Una tarea sin celda «variante» solo tiene una, se pida la que se pida."""
    asked = list(dict.fromkeys(asked))
    hints = assignment.settings.hints
    if not assignment.variant:
        return {name: Form(ONLY, (), assignment, hints) for name in asked}
    key = key or course_key()
    order = {
        "setup": _setup(assignment),
        "cell": assignment.variant.source,
        "fields": [
            {"value": field.value, "spec": field.spec, "how": field.how, "called": field.called}
            for field in assignment.fields
        ],
        "seeds": [seed(key, assignment.name, name) for name in asked],
    }
    answer = json.loads(program.ask(COMMAND, json.dumps(order)))
    if mistakes := answer.get("mistakes"):
        raise Mistakes(assignment.path, [_mistake(assignment, each) for each in mistakes])
    made = dict(zip(asked, answer["forms"], strict=True))
    wrong = {json.dumps(each): (each, name) for name, each in reversed(made.items()) if isinstance(each, dict)}
    if wrong:  # de lo que pasa en muchas, la primera
        raise Mistakes(assignment.path, [_mistake(assignment, each, name) for each, name in wrong.values()])
    return {name: Form(name, tuple(values), assignment, hints) for name, values in made.items()}


def seed(key, assignment, form):
    """La semilla de una forma, en hexadecimal. Quien no tiene la clave no la puede calcular."""
    return hashlib.sha256(json.dumps([key, assignment, form]).encode()).hexdigest()


def _setup(assignment):
    """Las líneas con que empieza el cuaderno, sin lo que solo entiende el núcleo."""
    lines = assignment.setup.source.split("\n") if assignment.setup else []
    return "\n".join(line for line in lines if not line.lstrip().startswith((":", "!")))


def _mistake(assignment, said, form=None):
    """Lo que dice Rust, en la línea del texto."""
    of = f", en la forma {form}" if form else ""
    if said.get("never"):
        line = assignment.variant.line
        return Mistake(
            line, f"ninguna de 10000 tiradas cumple lo que se exige{of}: pide menos en `exige!`, o elige entre más"
        )
    if "field" in said:
        field = assignment.fields[said["field"]]
        return Mistake(field.line, f"«{{{{{field.value}}}}}»{of}: {said['said']}")
    return Mistake(assignment.variant.line + said["cell"] - 1, f"en la celda «variante»{of}: {said['said']}")
