"""Qué escribió alguien en cada ejercicio, esté donde esté.

Por este orden: la celda del ejercicio; sus trozos, si la partió; una celda suya que define la función que se pide, donde la
del ejercicio falta o sigue como se publicó; y, si un editor borró quién es cada celda, todas por los nombres de sus
funciones. De lo que se hace más allá de lo primero se dice qué fue.

JupyterLab da otro identificador a una celda pegada, y la deja con el mismo `grade_id`; lo mismo hace con los trozos de una
partida. Por eso el identificador dice cuál es la suya, y lo que define cada una, si es un trozo o una copia.
"""

from dataclasses import dataclass, field

from ..notebooks.fingerprint import grade_id
from ..problem import enumerated
from . import rust
from .assignment import trimmed
from .cells import own_code

COPIES = 20  # celdas de un mismo ejercicio que se miran
PARTED = 5  # trozos en que se puede haber partido una celda por en medio de una función
NAMELESS = "el cuaderno no dice qué es cada celda: cada respuesta se buscó por el nombre de sus funciones"
UNWRITTEN = {"todo", "unimplemented"}


@dataclass
class Answer:
    """Lo que se califica de un ejercicio, y de qué celdas sale."""

    source: str | None = None  # `None` si no hay celda, ni suya ni otra
    note: str = ""
    cells: list = field(default_factory=list)  # sus sitios
    split: bool = False  # está en su celda, que quien la escribió partió


class Answers:
    """Las respuestas de un cuaderno. En `names`, qué celda de la tarea es cada una de las suyas, si es alguna."""

    def __init__(self, notebook, assignment):
        self.assignment = assignment
        self.cells = notebook.cells
        self.names = [self._name(cell) for cell in self.cells]
        self.anonymous = not any(grade_id(cell) in assignment.official for cell in self.cells)
        self._left, self._read, self._codes = rust.MOST, {}, {}
        self.found = {exercise.name: self._answer(exercise.name) for exercise in assignment.exercises}
        self.found |= {name: self._written(name) for name in assignment.by_hand}

    @property
    def known(self):
        """Cuántos ejercicios están, de la manera que sea."""
        return sum(answer.source is not None for answer in self.found.values())

    @property
    def written(self):
        """Cuántos tienen algo escrito."""
        return sum(answer.source is not None and not self._blank(name, answer.source) for name, answer in self.found.items())

    @property
    def notes(self):
        """Lo que hubo que hacer para encontrarlas."""
        notes = [answer.note for answer in self.found.values() if answer.note and answer.note != NAMELESS]
        if self.anonymous and self.known:
            notes.insert(0, NAMELESS)
        if self._left < 0:
            notes.append("el cuaderno lleva más código del que se lee: si falta alguna respuesta, búscala en sus celdas")
        return notes

    def _name(self, cell):
        """Qué celda de la tarea es: lo dice ella o, si otro programa se lo borró, su texto."""
        name = grade_id(cell)
        if name in self.assignment.official or name in self.assignment.statements:
            return name
        return self.assignment.texts.get(trimmed(cell.source))

    def _blank(self, name, source):
        """¿Está sin responder?"""
        if self.assignment.is_stub(name, source):
            return True
        functions = self._code(own_code(source)).functions
        required = self.assignment.required.get(name, {})
        return bool(required) and all(
            function in functions and _unwritten(functions[function], stub) for function, stub in required.items()
        )

    def _answer(self, name):
        """Lo que se califica de un ejercicio de código."""
        own = [at for at, each in enumerate(self.names) if each == name][:COPIES]
        pieces, required = self._pieces(own), self.assignment.required[name]
        given = self._given(name, pieces)
        missing = [function for function in required if function not in given]
        elsewhere = self._elsewhere(name, missing) if missing else {}
        if not given and not elsewhere:
            return self._as_it_is(name, own, pieces)
        chosen = _Chosen(given | elsewhere)
        for piece in self._needed(pieces, given):
            chosen.add(piece, whole=True)
        for piece in dict.fromkeys(elsewhere.values()):
            chosen.add(piece, whole=False, avoid=self._of_others(name))
        split = not elsewhere and len(chosen.cells) > 1
        return Answer(chosen.source, self._note(name, own, chosen, elsewhere), chosen.cells, split)

    def _as_it_is(self, name, own, pieces):
        """Sin ninguna de las funciones: lo que haya en su celda y, si la partió, en sus trozos."""
        if not own:
            return Answer(None, f"falta la celda de respuesta «{name}»")
        kept = [piece for piece in pieces if not self.assignment.is_stub(name, piece.raw)]
        first = self._its_own(name, kept or pieces)
        joined, taken = [first], set(first.code.names)
        for piece in kept:
            if piece is not first and piece.code.defines and not piece.code.names & taken:
                joined.append(piece)
                taken |= piece.code.names
        if len(joined) == 1:
            copies = any(piece.code.defines for piece in kept if piece is not first)
            return Answer(first.raw, self._repeated(name) if copies else "", first.cells)
        chosen = _Chosen({})
        for piece in sorted(joined, key=lambda piece: piece.cells):
            chosen.add(piece, whole=True)
        return Answer(chosen.source, self._note(name, own, chosen, {}), chosen.cells, split=True)

    def _its_own(self, name, pieces):
        """De varias celdas de un ejercicio, la suya: la que lleva su identificador o, si ninguna, la primera."""
        return next((piece for piece in pieces if any(self.cells[at].get("id") == name for at in piece.cells)), pieces[0])

    def _pieces(self, own):
        """Las celdas de un ejercicio; las que solo se cierran en las siguientes, juntas."""
        found = []
        while own:
            tried = (self._piece(own[:end]) for end in range(1, min(len(own), PARTED) + 1))
            found.append(next((piece for piece in tried if piece.code.whole), None) or self._piece(own[:1]))
            own = own[len(found[-1].cells) :]
        return found

    def _piece(self, places):
        """Las celdas de esos sitios, leídas."""
        places = tuple(places)
        if places not in self._read:
            raw = "\n".join(self.cells[at].source for at in places)
            source = "\n".join(own_code(self.cells[at].source) for at in places)
            self._read[places] = _Piece(places, raw, self._code(source))
        return self._read[places]

    def _code(self, source):
        """El código leído; si ya se leyó demasiado, como si no definiera nada."""
        if source not in self._codes:
            self._left -= len(source)
            self._codes[source] = rust.read(source) if self._left >= 0 else rust.Code(source, (), 0)
        return self._codes[source]

    def _given(self, name, pieces):
        """Qué celda del ejercicio da cada función: entre varias, la suya; y ninguna que esté como se publicó."""
        found = {}
        for function, stub in self.assignment.required[name].items():
            if giving := [piece for piece in pieces if _gives(piece, function, stub)]:
                found[function] = self._its_own(name, giving)
        return found

    def _elsewhere(self, name, missing):
        """En qué otra celda está cada función que falta: en una propia, la última, o en la de otro ejercicio."""
        required, found = self.assignment.required[name], {}
        for own in (True, False):
            for at, cell in enumerate(self.cells):
                of = self.names[at]
                if of == name or (of is None) != own or not (own or self.assignment.is_answer(of)):
                    continue
                for function in missing if cell.cell_type == "code" else ():
                    if function in cell.source and _gives(piece := self._piece([at]), function, required[function]):
                        found[function] = piece
            missing = [function for function in missing if function not in found]
        return found

    def _needed(self, pieces, given):
        """Las celdas del ejercicio que hacen falta: las que dan una función y las que definen lo que esas usan."""
        needed = list(dict.fromkeys(given.values()))
        while True:
            used = set().union(*(item.words for piece in needed for item in piece.code.items))
            taken = set().union(*(piece.code.names for piece in needed))
            rest = (piece for piece in pieces if piece not in needed and not piece.code.names & taken)
            more = next((piece for piece in rest if _serves(piece, used)), None)
            if more is None:
                return sorted(needed, key=lambda piece: piece.cells)
            needed.append(more)

    def _of_others(self, name):
        """Las funciones de los demás ejercicios."""
        return {function for other, each in self.assignment.required.items() if other != name for function in each}

    def _note(self, name, own, chosen, elsewhere):
        if elsewhere:
            if self.anonymous:
                return NAMELESS
            functions = enumerated(f"`{each}`" for each in self.assignment.required[name] if each in elsewhere)
            if own:
                return f"la celda de «{name}» no tiene {functions}: se califica lo de otra celda"
            return f"falta la celda de respuesta «{name}»: se califica lo de otra celda, con {functions}"
        if len(chosen.cells) > 1:
            return f"la respuesta «{name}» está en {len(chosen.cells)} celdas: se juntan, en orden"
        copies = [at for at in own if at not in chosen.cells and not self._blank(name, self.cells[at].source)]
        return self._repeated(name) if any(self._piece([at]).code.defines for at in copies) else ""

    def _repeated(self, name):
        return f"la celda de respuesta «{name}» está repetida: se califica la suya, y no la copia"

    def _written(self, name):
        """Una respuesta escrita, que lee una persona: en su celda o, si sigue como se publicó, en las propias de debajo."""
        own = [at for at, each in enumerate(self.names) if each == name]
        filled = [at for at in own if not self.assignment.is_stub(name, self.cells[at].source)]
        if filled:
            source = "\n\n".join(self.cells[at].source for at in filled)
            note = f"la respuesta «{name}» está en {len(filled)} celdas: se juntan, en orden" if len(filled) > 1 else ""
            return Answer(source, note, filled)
        near = self._below(own[0] if own else self._before(name))
        if near:
            note = NAMELESS if self.anonymous else f"la respuesta «{name}» está en otra celda, debajo de la suya"
            return Answer("\n\n".join(self.cells[at].source for at in near), note, near)
        if own:
            return Answer(self.assignment.stub(name), "", own[:1])
        return Answer(None, f"falta la celda de respuesta «{name}»")

    def _before(self, name):
        """El sitio de la celda que en la tarea va justo antes de `name`, si está."""
        order = list(self.assignment.published)
        before = order[order.index(name) - 1] if name in order and order.index(name) else None
        return self.names.index(before) if before in self.names else None

    def _below(self, at):
        """Las celdas de texto propias que siguen a la de `at`, hasta la siguiente de la tarea."""
        found = []
        while at is not None and at + 1 < len(self.cells) and self.names[at + 1] is None:
            at += 1
            if self.cells[at].cell_type == "markdown" and self.cells[at].source.strip():
                found.append(at)
        return found


@dataclass(eq=False, frozen=True)
class _Piece:
    """Una celda, o varias que solo juntas se cierran."""

    cells: tuple
    raw: str  # tal como está escrita
    code: rust.Code


class _Chosen:
    """Lo que se va tomando para una respuesta, sin definir nada dos veces. En `giving`, qué celda da cada función."""

    def __init__(self, giving):
        self.giving = giving
        self.cells, self._taken, self._parts = [], set(), []

    @property
    def source(self):
        # Sola, tal como está: así los renglones y lo que se enseña son los suyos.
        return self._parts[0][0].raw if len(self._parts) == 1 and self._parts[0][1] is None else self._joined()

    def _joined(self):
        return "\n".join(piece.code.source if text is None else text for piece, text in self._parts)

    def add(self, piece, whole, avoid=frozenset()):
        """Añade una celda, entera o solo lo que define; nunca lo que ya está, lo que da otra ni lo de `avoid`."""
        code = piece.code
        skip = self._taken | {name for name, giving in self.giving.items() if giving is not piece}
        skip |= avoid - set(self.giving)
        items = [item for item in code.items if item.kind != rust.STATEMENT and item.name not in skip]
        if whole and not skip & code.names:
            self._parts.append((piece, None))
        else:
            self._parts.append((piece, "".join(map(code.text, items)).strip("\n")))
        self._taken |= {item.name for item in items if item.name}
        self.cells += piece.cells


def _gives(piece, function, stub):
    """¿Define la función, y no como se publicó?"""
    item = piece.code.functions.get(function)
    return item is not None and not _unwritten(item, stub)


def _unwritten(item, stub):
    """¿Está la función como se publicó, o sin nada más que `todo!()`?"""
    if item.tokens == stub:
        return True
    body = item.tokens[item.tokens.index("{") :] if "{" in item.tokens else ()
    return len(body) > 2 and body[1] in UNWRITTEN and body[2] == "!" and body.count(";") <= 1 and _one_call(body[3:])


def _one_call(rest):
    """¿Son los paréntesis de una llamada y, detrás, nada?"""
    depth = 0
    for at, text in enumerate(rest):
        depth += (text in rust.OPEN) - (text in rust.CLOSE)
        if not depth:
            return all(text in ";}" for text in rest[at + 1 :])
    return False


def _serves(piece, used):
    """¿Define algo de lo que se usa? De un `impl` o de un `use`, que no tienen nombre, lo dicen sus palabras; y un `use`
    que lo trae todo, o que trae un rasgo sin nombre (`as _`), puede hacer falta siempre.
    """
    for item in piece.code.items:
        if item.name in used or item.kind in ("impl", "use") and item.words - {"use", "impl", "self", "super"} & used:
            return True
        if item.kind == "use" and {"*", "_"} & set(item.tokens):
            return True
    return False
