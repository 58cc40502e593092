"""Cómo se llama quien entra con la clave de la clase: el nombre que escribe, sin lo que daría problemas en una carpeta."""

import hashlib
import json
import re
import secrets
import unicodedata

from .. import files

LONGEST = 40
CONSONANTS, VOWELS = "bcdfglmnprstv", "aeiou"
# Las letras que no son otra con un signo.
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
JOINED = "'’‘´`ʼ"  # lo que no separa: O'Higgins


def normalize(name):
    """`José Núñez` → `jose-nunez`. Si no queda nada que sirva, una cadena vacía."""
    letters = unicodedata.normalize("NFKD", name.strip().lower().translate(LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in JOINED)
    words = re.sub(r"[^a-z0-9.]+|\.{2,}", "-", plain)
    return words.strip("-.")[:LONGEST].strip("-.")


def suggested(name):
    """El nombre que se propone a quien escribió uno del que no queda nada: siempre el mismo."""
    return f"estudiante-{hashlib.sha256(written(name).encode()).hexdigest()[:6]}"


def written(name):
    """Un nombre, tal como se escribe: los espacios y las mayúsculas dan igual."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


class Roll:
    """Quién estrenó cada nombre, para que dos personas no compartan una carpeta sin saberlo. Queda en un archivo."""

    def __init__(self, path):
        self.path = path
        try:
            self.first = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.first = {}

    def already(self, name, given):
        """Cómo se escribió la primera vez el nombre `name`, si fue de otra manera que `given`; si es nuevo, se apunta."""
        given = " ".join(given.split())
        first = self.first.setdefault(name, given)
        if first is given:
            files.write(self.path, json.dumps(self.first, ensure_ascii=False).encode())
        return None if written(first) == written(given) else first


def password():
    """Una clave que se dicta en voz alta: `tilo-mera-supa-nefo`, una entre 3 · 10¹⁴."""
    syllable = lambda: secrets.choice(CONSONANTS) + secrets.choice(VOWELS)  # noqa: E731
    return "-".join(syllable() + syllable() for _ in range(4))
