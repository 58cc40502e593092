"""Cómo se llama quien entra con la clave de la clase: el nombre que escribe, sin lo que daría problemas en una carpeta."""

import re
import secrets
import unicodedata

LONGEST = 40
CONSONANTS, VOWELS = "bcdfglmnprstv", "aeiou"


def normalize(name):
    """`José Núñez` → `jose-nunez`. Si no queda nada que sirva, una cadena vacía."""
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[\s_]+", "-", plain)
    return words if re.fullmatch(rf"[a-z0-9][a-z0-9.-]{{0,{LONGEST - 1}}}", words) else ""


def password():
    """Una clave que se dicta en voz alta: `tilo-mera-supa-nefo`, una entre 3 · 10¹⁴."""
    syllable = lambda: secrets.choice(CONSONANTS) + secrets.choice(VOWELS)  # noqa: E731
    return "-".join(syllable() + syllable() for _ in range(4))
