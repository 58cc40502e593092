"""La hoja de calificaciones que da Moodle: se rellena la columna de la nota, y lo demás vuelve byte por byte como estaba.

Los nombres de las columnas son los de los idiomas de Moodle; la hoja es la de `mod/assign/feedback/offline`. Un programa de
hojas de cálculo puede haberla guardado con otro separador, otra codificación u otras comillas.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from ...problem import Problem, file_problem

MAX_BYTES = 20 << 20
SEPARATORS = ",;\t|"
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

_MARKS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
_QUOTED = re.compile(r' *"(?:[^"]|"")*" *')
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
    """Una hoja leída: sus filas, y los campos tal como estaban escritos, cada uno con lo que lo separa del siguiente."""

    def __init__(self, data):
        self._mark, self._encoding, text = _decode(data)
        self._fields, self._separator, (header, *records) = _parse(text)
        columns = [normal(self.value(field)) for field in header]
        self._grade = _find(columns, GRADE)
        if _find(columns, SCALE) is not None and _find(columns, MAXIMUM) is None:
            raise Problem("La hoja califica con una escala de palabras, y no con números: pon esas notas en Moodle.")
        places = {
            "id": _find(columns, IDENTIFIER),
            "name": _find(columns, NAME),
            "group": _find(columns, GROUP),
            "maximum": _find(columns, MAXIMUM),
        }
        self.rows = []
        for record in records:
            if len(record) <= self._grade:
                continue
            given = {
                key: self.value(record[at]) if at is not None and at < len(record) else "" for key, at in places.items()
            }
            digits = re.search(
                r"(\d+)\s*$", given["id"]
            )  # «Participante 12345», o sin el espacio, como escribe Moodle en español
            self.rows.append(
                Row(
                    digits[1] if digits else "",
                    given["name"],
                    given["group"],
                    number(given["maximum"]),
                    record[self._grade],
                )
            )
        numbers = [_NUMBER.match(self.value(row.grade)) for row in self.rows]
        numbers += [
            _NUMBER.match(self.value(record[at])) for record in records if (at := places["maximum"]) and at < len(record)
        ]
        signs = [found[2] for found in numbers if found and found[2]]
        self._decimal = signs[0] if signs else "," if self._separator == ";" else "."

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
        if self._encoding == "utf-8" and self._separator == ",":
            return ""
        separator = "tabuladores" if self._separator == "\t" else f"«{self._separator}»"
        return f"en {self._encoding.upper().replace('CP', 'WINDOWS-')} y separada con {separator}"

    def value(self, field):
        """Lo que dice un campo, sin sus comillas."""
        text = self._fields[field][0].strip()
        return text[1:-1].replace('""', '"').strip() if len(text) > 1 and text[0] == text[-1] == '"' else text

    def fill(self, row, grade):
        """Escribe una nota, como escribe la hoja las suyas. Devuelve si había otra."""
        before = self.value(row.grade)
        text = f"{round(grade, 2):.10g}".replace(".", self._decimal)
        written, end = self._fields[row.grade]
        quoted = '"' in written or self._separator in text
        self._fields[row.grade] = (f'"{text}"' if quoted else text, end)
        return bool(before) and number(before) != round(grade, 2)

    def bytes(self):
        """La hoja, con las notas puestas."""
        return self._mark + "".join(map("".join, self._fields)).encode(self._encoding)


def normal(text):
    """Un nombre, para comparar: sin acentos, mayúsculas ni signos."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w]|_", " ", "".join(c for c in plain if not unicodedata.combining(c))).split())


def number(text):
    """«15,50», «15.5» o, como escribe Moodle algunas notas, «15,50 / 20,00»."""
    found = _NUMBER.match(text)
    return float(f"{found[1]}.{found[3] or 0}") if found else None


def _decode(data):
    """La marca del principio, la codificación y el texto. Los bytes que salgan serán los mismos."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return mark, encoding, data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise Problem(
                    f"no es un texto en {encoding.upper()}, como dice: guárdala otra vez, o descárgala de Moodle."
                ) from None
    if b"\0" in data[:200]:
        encodings = ["utf-16-le", "utf-16-be"] if data[1:2] == b"\0" else ["utf-16-be"]
    else:
        encodings = ["utf-8", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return b"", encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem("no es un archivo de texto: se esperaba el CSV que da Moodle.")


def _parse(text):
    """Los campos, el separador y los registros, cada uno con los sitios de sus campos. El primero es el de los nombres."""
    said = re.match(r'"?sep=(.)"?\r?\n', text)  # así lo dice Excel
    for separator in said[1] if said else SEPARATORS:
        fields = _split(text, separator)
        records, record = [], []
        for at, (_, end) in enumerate(fields):
            record.append(at)
            if end != separator:  # el último no lleva nada detrás
                records.append(record)
                record = []
        records = [each for each in records if any(fields[at][0].strip() for at in each)][bool(said) :]
        names = [normal(fields[at][0]) for at in records[0]] if records else []
        if _find(names, GRADE) is not None and {_find(names, IDENTIFIER), _find(names, NAME)} != {None}:
            if any(text.lstrip(" ").startswith('"') and not _QUOTED.fullmatch(text) for text, _ in fields):
                raise Problem("tiene unas comillas sin cerrar, y no se sabe dónde acaba cada campo: descárgala otra vez.")
            return fields, separator, records
    first = next((line for line in text.splitlines() if line.strip()), "")[:200]
    raise Problem(
        "no encuentro la columna de la nota («Calificación», «Nota» o «Grade») y la de quién es («Identificador» o «Nombre "
        f"completo»). Se esperaba la hoja que da Moodle con «Descargar hoja de calificaciones»; esta empieza así: {first}"
    )


def _split(text, separator):
    """Los campos, tal como están escritos, y lo que separa cada uno del siguiente. Juntos, son `text`."""
    mark = re.escape(separator)
    field = rf'( *"(?:[^"]|"")*"[^{mark}\r\n"]*|[^{mark}\r\n]*)({mark}|\r\n|\r|\n|\Z)'
    fields = [found.groups() for found in re.finditer(field, text)]
    # Al final de todo siempre hay un campo vacío, que solo es uno si detrás de un separador no hay nada.
    return fields if len(fields) > 1 and fields[-2][1] == separator or len(fields) == 1 else fields[:-1]


def _find(columns, known):
    return next((at for at, column in enumerate(columns) if column in known), None)
