"""Un número, como lo escribe cada idioma: «1.000,50», «1,000.50», «1 000,50», «1’000.50», «١٬٠٠٠٫٥»."""

import re
import unicodedata

NOTHING = {"", "-", "–", "—"}  # lo que escribe Moodle donde no hay nada
GROUPING = " '’٬"  # separan los miles, y nada más
MARKS = ".,٫"  # separan los decimales; los dos primeros, según el idioma, también los miles
PIECES = re.compile(rf"(\d+)((?:[{re.escape(GROUPING + MARKS)}]\d+)*)")
# De tres en tres o, en la India, de dos en dos menos las últimas.
GROUPS = re.compile(rf"\d+|\d{{1,3}}(?:[{re.escape(GROUPING + MARKS)}]\d{{3}})+|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}")


class Unclear(ValueError):
    """No es un número, o puede ser dos distintos."""


def number(text, decimal=""):
    """Lo que dice `text`; `None` si nada. Con `decimal`, el signo de los decimales, se sabe qué es «1.000».

    De «15,50 / 20,00», que Moodle escribe en algunos sitios, el primero.
    """
    text = _plain(text).partition("/")[0].strip()
    if text in NOTHING:
        return None
    found = PIECES.fullmatch(text)
    if not found:
        raise Unclear
    signs = [letter for letter in found[2] if not letter.isdigit()]
    mark = _decimal_mark(text, signs, decimal)
    whole, _, rest = text.rpartition(mark) if mark else (text, "", "")
    if not GROUPS.fullmatch(whole):
        raise Unclear
    digits = "".join(letter for letter in whole if letter.isdecimal())
    return float(f"{digits}.{rest or 0}")


def decimal_of(text):
    """Con qué signo escribe sus decimales, si no hay duda."""
    text = _plain(text).partition("/")[0].strip()
    signs = [letter for letter in text if letter in GROUPING + MARKS]
    try:
        return _decimal_mark(text, signs, "") if PIECES.fullmatch(text) else ""
    except Unclear:
        return ""


def _plain(text):
    """Con las cifras y los espacios de siempre."""
    text = "".join(str(unicodedata.decimal(letter, letter)) for letter in text)
    return " ".join(text.split())


def _decimal_mark(text, signs, decimal):
    """Cuál de los signos es el de los decimales, o ninguno."""
    if not signs:
        return ""
    last, others = signs[-1], set(signs[:-1])
    if last in GROUPING and others <= {last}:
        return ""
    if others:
        # El último, si es otro que los que separan los miles; y si son todos el mismo, miles.
        if last in MARKS and last not in others and len(others) == 1:
            return last
        if others == {last} and last in ".,":
            return ""
        raise Unclear
    before, _, after = text.rpartition(last)
    if last == "٫" or len(after) != 3 or len(before) > 3 or before == "0":
        return last
    if not decimal:
        raise Unclear
    return last if last == decimal else ""
