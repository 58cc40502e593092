"""Si dos nombres son de quien parece: uno lo escribió una persona en una hoja; el otro, una plataforma, en un archivo.

Moodle quita de un nombre de archivo unos signos y cambia «_» por un espacio; quien comprime o descomprime cambia espacios,
acentos y lo que no entiende. Se comparan de la manera más estricta a la más floja, y vale la primera en que hay uno; si en
ella hay dos, ninguno: una nota no puede acabar en otra persona.
"""

import re
import unicodedata
from difflib import SequenceMatcher

# Lo que quita Moodle, en `clean_param(…, PARAM_FILE)`.
STRIPPED = re.compile(r"""[&<>"'`|:/\\\x00-\x1f\x7f]|\.\.+""")
# Como se llaman todos en una clase anónima.
PARTICIPANT = ("Participante", "Participant", "Teilnehmer/in", "Partecipante", "Parte-hartzailea")
ALIKE = 0.7  # lo que se tienen que parecer dos nombres con el mismo número


def same_text(name):
    return unicodedata.normalize("NFC", " ".join(name.split()))


def as_moodle_writes(name):
    """El nombre, como queda en el de un archivo."""
    visible = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    return same_text(STRIPPED.sub("", visible.replace("_", " ")))


def without_case(name):
    return as_moodle_writes(name).casefold()


def normal(name):
    """Sin acentos, mayúsculas ni signos."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(re.sub(r"[^\w]|_", " ", "".join(c for c in plain if not unicodedata.combining(c))).split())


def squeezed(name):
    """Sus letras y sus cifras, seguidas."""
    return normal(as_moodle_writes(name)).replace(" ", "")


WRITTEN = (as_moodle_writes, without_case, normal, squeezed)  # por una plataforma
TYPED = (same_text, *WRITTEN)  # por una persona


def one_of(name, others, levels):
    """El único de `others` que es `name`, o `None` si no hay ninguno o no se sabe cuál."""
    for level in levels:
        key = level(name)
        found = {other for other in others if key and level(other) == key}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def nobody(name):
    """¿Es el nombre que llevan todos en una clase anónima, quizá detrás del de su grupo?"""
    return squeezed(name.rpartition("-")[2]) in {squeezed(each) for each in PARTICIPANT}


def alike(one, other):
    """Si dos nombres con el mismo número pueden ser de una persona, aunque alguno venga estropeado."""
    first, second = set(normal(one).split()), set(normal(other).split())
    if not first or not second or first & second:
        return True
    return SequenceMatcher(None, squeezed(one), squeezed(other)).ratio() >= ALIKE
