"""La hoja de calificaciones que da Moodle: se rellena la columna de la nota, y lo demás vuelve byte por byte como estaba.

Los nombres de las columnas son los de los idiomas de Moodle; la hoja es la de `mod/assign/feedback/offline`. Un programa de
hojas de cálculo puede haberla guardado con otro separador, otra codificación u otras comillas.
"""

import re
import unicodedata
from dataclasses import dataclass

from ...problem import Problem, file_problem
from .table import NoHeader, Table

MAX_BYTES = 20 << 20
GRADE = {
    *("calificacion", "nota", "puntuacion", "grade", "mark", "qualificacio", "kalifikazioa", "cualificacion"),
    *("note", "bewertung", "valutazione", "avaliacao"),
}
IDENTIFIER = {"identificador", "identifier", "identifikatzailea", "identifiant"}
NAME = {
    *("nombre completo", "nombre completo del usuario", "nombre", "full name", "nom complet", "nom", "izen osoa"),
    *("nome completo", "nome", "vollstandiger name"),
}
MAXIMUM = {
    *("calificacion maxima", "nota maxima", "puntuacion maxima", "maximum grade", "maximum mark", "qualificacio maxima"),
    *("cualificacion maxima", "note maximale", "valutazione massima"),
}
GROUP = {"grupo", "group", "grup", "taldea", "groupe", "gruppo", "gruppe"}
SCALE = {"escala", "scale", "eskala", "bareme"}

_NUMBER = re.compile(r"\s*(\d+)(?:([.,])(\d+))?")


@dataclass
class Row:
    """Una persona de la hoja. `grade` es el sitio de su nota entre los campos."""

    id: str
    name: str
    group: str
    maximum: float | None
    grade: int


class Worksheet:
    """Una hoja leída: sus filas, y dónde va la nota de cada una."""

    def __init__(self, data):
        try:
            self._table = Table(data, is_header)
        except NoHeader as start:
            raise Problem(
                "no encuentro la columna de la nota («Calificación», «Nota» o «Grade») y la de quién es («Identificador» o "
                "«Nombre completo»). Se esperaba la hoja que da Moodle con «Descargar hoja de calificaciones»; esta empieza "
                f"así: {start}"
            ) from None
        self._columns = [normal(self._table.value(at)) for at in self._table.header]
        if self._has(SCALE) and not self._has(MAXIMUM):
            raise Problem("La hoja califica con una escala de palabras, y no con números: pon esas notas en Moodle.")
        at = _find(self._columns, GRADE)
        self.rows = [self._row(record, record[at]) for record in self._table.records if len(record) > at]
        self._decimal = self._decimal_sign()

    def _has(self, known):
        return _find(self._columns, known) is not None

    def _value(self, record, known):
        """Lo que dice la columna que se llama como alguno de `known`; vacío si no está."""
        at = _find(self._columns, known)
        return self._table.value(record[at]) if at is not None and at < len(record) else ""

    def _row(self, record, grade):
        # «Participante 12345», o sin el espacio, como escribe Moodle en español
        digits = re.search(r"(\d+)\s*$", self._value(record, IDENTIFIER))
        maximum = number(self._value(record, MAXIMUM))
        return Row(digits[1] if digits else "", self._value(record, NAME), self._value(record, GROUP), maximum, grade)

    def _decimal_sign(self):
        """Con qué escribe la hoja sus decimales: como las notas que ya tiene o, si no hay, como las máximas."""
        written = [self._table.value(row.grade) for row in self.rows]
        written += [self._value(record, MAXIMUM) for record in self._table.records]
        signs = [found[2] for found in map(_NUMBER.match, written) if found and found[2]]
        return signs[0] if signs else "," if self._table.separator == ";" else "."

    @classmethod
    def read(cls, path):
        """La hoja que hay en `path`."""
        try:
            if not path.is_file():
                raise Problem(f"No existe la hoja de calificaciones {path}.")
            if path.stat().st_size > MAX_BYTES:
                raise Problem(f"{path} ocupa más de {MAX_BYTES >> 20} MB: no parece una hoja de calificaciones.")
            data = path.read_bytes()
        except OSError as error:
            raise file_problem("leer", path, error) from None
        try:
            return cls(data)
        except Problem as problem:
            raise Problem(f"{path.name}: {problem}") from None

    @property
    def format(self):
        """Cómo está escrita, si no es como Moodle espera mientras no se le diga otra cosa; si lo es, nada."""
        encoding, separator = self._table.encoding, self._table.separator
        if encoding == "utf-8" and separator == ",":
            return ""
        said = "tabuladores" if separator == "\t" else f"«{separator}»"
        return f"en {encoding.upper().replace('CP', 'WINDOWS-')} y separada con {said}"

    def fill(self, row, grade):
        """Escribe una nota, como escribe la hoja las suyas. Devuelve si había otra."""
        before = self._table.value(row.grade)
        self._table.write(row.grade, f"{round(grade, 2):.10g}".replace(".", self._decimal))
        return bool(before) and number(before) != round(grade, 2)

    def bytes(self):
        """La hoja, con las notas puestas."""
        return self._table.bytes()


def is_header(names):
    """¿Son los nombres de las columnas de la hoja: la nota, y de quién es?"""
    columns = [normal(name) for name in names]
    return _find(columns, GRADE) is not None and _find(columns, IDENTIFIER | NAME) is not None


def normal(text):
    """Un nombre, para comparar: sin acentos, mayúsculas ni signos."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w]|_", " ", "".join(c for c in plain if not unicodedata.combining(c))).split())


def number(text):
    """«15,50», «15.5» o, como escribe Moodle algunas notas, «15,50 / 20,00»."""
    found = _NUMBER.match(text)
    return float(f"{found[1]}.{found[3] or 0}") if found else None


def _find(columns, known):
    return next((at for at, column in enumerate(columns) if column in known), None)
