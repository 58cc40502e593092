"""La hoja de calificaciones que da Moodle: se rellenan la columna de la nota y la de los comentarios, y lo demás vuelve byte
por byte como estaba.

La hoja es la de `mod/assign/feedback/offline`. Un programa de hojas de cálculo puede haberla guardado con otro separador,
otra codificación u otras comillas.
"""

import re
from dataclasses import dataclass

from ...problem import Problem, file_problem
from .columns import NO, Columns, is_header, letters
from .names import visible
from .numbers import Unclear, decimal_of, number
from .people import normal
from .table import NoHeader, Table

MAX_BYTES = 20 << 20
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # cómo empiezan, los de ahora y los de antes


@dataclass(frozen=True)
class Row:
    """Una persona de la hoja. Con `locked`, Moodle no deja cambiar su nota, y no dice nada de las que se salta."""

    number: int  # su sitio entre las filas
    id: str
    written: str  # el identificador, tal como está escrito
    name: str
    group: str
    maximum: float | None
    locked: bool


class Worksheet:
    """Una hoja leída: sus filas, y dónde va la nota de cada una."""

    def __init__(self, data):
        if data.startswith(WORKBOOKS):
            raise Problem(
                "es un libro de Excel o de LibreOffice: se espera el CSV que da Moodle con «Descargar hoja de "
                "calificaciones»; si es esa, guárdala como CSV."
            )
        try:
            self._table = Table(data, is_header)
        except NoHeader as start:
            raise Problem(
                "no encuentro la columna de la nota («Calificación», «Nota» o «Grade») y la de quién es («Identificador» o "
                "«Nombre completo»). Se esperaba la hoja que da Moodle con «Descargar hoja de calificaciones»; esta empieza "
                f"así: {visible(str(start))}"
            ) from None
        self._columns = Columns([self._table.value(self._table.header, at) for at in range(len(self._table.header))])
        if self._columns.scale is not None and self._columns.maximum is None:
            raise Problem("La hoja califica con una escala de palabras, y no con números: pon esas notas en Moodle.")
        if name := self._columns.twice:
            raise Problem(f"hay dos columnas que se llaman «{name}», y no se sabe cuál es la de la nota.")
        self._decimal = self._decimal_sign()
        self.rows = [self._row(at, record) for at, record in enumerate(self._table.records)]

    def _value(self, record, at):
        """Lo que dice una columna de una fila; vacío si no está."""
        return "" if at is None else self._table.value(record, at)

    def _row(self, at, record):
        columns = self._columns
        # «Participante 12345», o sin el espacio, como escribe Moodle en español
        written = self._value(record, columns.identifier)
        digits = re.search(r"(\d+)\s*$", written, re.ASCII)
        name = f"{self._value(record, columns.name)} {self._value(record, columns.last)}".strip()
        locked = normal(self._value(record, columns.locked)) in NO
        group, maximum = self._value(record, columns.group), self._maximum(record)
        return Row(at, digits[1] if digits else "", written, name, group, maximum, locked)

    def _maximum(self, record):
        """La calificación máxima de una fila; si no se entiende, o si no vale, dice en qué casilla está."""
        text = self._value(record, self._columns.maximum)
        try:
            maximum = number(text, self._decimal)
        except Unclear:
            raise Problem(
                f"la casilla {self._cell(record)} dice «{text}», y se esperaba un número sin duda: escribe la calificación "
                "máxima sin separar los miles, como 1000 o 1000,50."
            ) from None
        if maximum == 0:
            raise Problem(f"la casilla {self._cell(record)} dice que la calificación máxima es 0: no hay nota que poner.")
        return maximum

    def _cell(self, record):
        at = self._columns.maximum
        return f"{letters(at)}{self._table.line(record)} («{self._columns.names[at]}»)"

    def _decimal_sign(self):
        """Con qué escribe la hoja sus decimales: como las notas que ya tiene o, si no hay, como las máximas."""
        columns = (self._columns.grade, self._columns.maximum)
        written = [self._value(record, at) for at in columns for record in self._table.records]
        signs = [sign for sign in map(decimal_of, written) if sign]
        return signs[0] if signs else ""

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
        record, at = self._table.records[row.number], self._columns.grade
        before = self._value(record, at)
        decimal = self._decimal or ("," if self._table.separator == ";" else ".")
        self._table.write(record, at, f"{round(grade, 2):.10g}".replace(".", decimal))
        try:
            return number(before, self._decimal) not in (None, round(grade, 2))
        except Unclear:
            return True

    @property
    def commented(self):
        """¿Tiene la columna de los comentarios?"""
        return self._columns.comments is not None

    def comment(self, row, text, ours):
        """Escribe un comentario, si no hay más que uno nuestro, que empieza por `ours`. Devuelve si lo escribió."""
        record, at = self._table.records[row.number], self._columns.comments
        before = self._value(record, at)
        if before and not before.startswith(ours):
            return False
        self._table.write(record, at, text)
        return True

    def bytes(self):
        """La hoja, con las notas puestas."""
        return self._table.bytes()
