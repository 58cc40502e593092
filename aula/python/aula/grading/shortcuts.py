"""Los atajos: lo que la biblioteca ya tiene hecho y el ejercicio pide escribir. No quita puntos; se dice.

No es un atajo lo que usa también la solución, ni lo que nombra lo que se publica.
"""

from functools import lru_cache

from . import rust

LIBRARY = "gradiente"
OFFERED = {"sigmoid", "sigmoid_derivative", "central_difference", "Neuron", "Network", "Training"}
BROUGHT = {"Network"}  # lo que trae la celda de preparación


def used(answer, reference, stub):
    """Qué atajos usa la respuesta, por orden alfabético."""
    return sorted(_named(answer) - _named(reference) - _named(stub))


@lru_cache(maxsize=64)
def _named(source):
    """Lo que se nombra de la biblioteca: con su ruta, en un `use`, o a secas si se trajo antes."""
    code = rust.read(source)
    words = [text for item in code.items for text in item.tokens]
    trees = list(_trees(words))
    # Lo que sale de la biblioteca, con el nombre que se le haya puesto.
    brought = {LIBRARY}.union(*(tree for tree in trees if LIBRARY in tree))
    everything = any(LIBRARY in tree and "*" in tree for tree in trees)
    found = brought & OFFERED
    for at, word in enumerate(words):
        if word not in OFFERED or word in found:
            continue
        if words[at - 2 : at] == [":", ":"]:
            if _root(words, at) in brought:
                found.add(word)
        elif (everything or word in BROUGHT) and word not in code.names and words[at - 1 : at] != ["."]:
            found.add(word)
    return found


def _trees(words):
    """Las palabras de cada `use`."""
    for at, word in enumerate(words):
        if word == "use":
            yield set(words[at + 1 : words.index(";", at) if ";" in words[at:] else len(words)])


def _root(words, at):
    """Con qué empieza la ruta que acaba en `at`."""
    while words[at - 2 : at] == [":", ":"] and at >= 3 and words[at - 3].isidentifier():
        at -= 3
    return words[at]
