"""Una hoja escrita en CSV, que se lee y, con algún campo cambiado, vuelve byte por byte como estaba.

No dice cómo está escrita: con qué separador, en qué codificación, con qué comillas y con qué fines de línea. `csv` y su
`Sniffer` no sirven aquí, porque no guardan dónde ni cómo estaba cada campo; ni `charset-normalizer`, que en un texto tan
corto toma por báltico el «Calificación» que escribe Excel.
"""

import codecs
import re

from ...problem import Problem

SEPARATORS = ",;\t|"
_MARKS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
_QUOTED = re.compile(r' *"(?:[^"]|"")*" *')


class Table:
    """Los campos, tal como estaban escritos, cada uno con lo que lo separa del siguiente; y los registros, que son los
    sitios de sus campos. El primero, `header`, es el de los nombres: lo reconoce `is_header`.
    """

    def __init__(self, data, is_header):
        self._mark, self.encoding, text = decode(data)
        said = re.match(r'"?sep=(.)"?\r?\n', text)  # así lo dice Excel
        for self.separator in said[1] if said else SEPARATORS:
            self._fields = split(text, self.separator)
            everything = self._all_records()[bool(said) :]
            self._lines = {id(record): line for line, record in enumerate(everything, 1)}
            self.header, *self.records = [record for record in everything if not self._blank(record)] or [[]]
            if is_header([self.value(self.header, at) for at in range(len(self.header))]):
                self._refuse_open_quotes()
                return
        first = next((line for line in text.splitlines() if line.strip()), "")[:200]
        raise NoHeader(first)

    def _all_records(self):
        records, record = [], []
        for at, (_, end) in enumerate(self._fields):
            record.append(at)
            if end != self.separator:  # el último no lleva nada detrás
                records.append(record)
                record = []
        return records

    def _blank(self, record):
        return not any(self._fields[at][0].strip() for at in record)

    def line(self, record):
        """Qué renglón es, en una hoja de cálculo."""
        return self._lines[id(record)]

    def _refuse_open_quotes(self):
        if any(text.lstrip(" ").startswith('"') and not _QUOTED.fullmatch(text) for text, _ in self._fields):
            raise Problem("tiene unas comillas sin cerrar, y no se sabe dónde acaba cada campo: descárgala otra vez.")

    def value(self, record, column):
        """Lo que dice un campo, sin sus comillas; nada, si la fila es más corta."""
        text = self._fields[record[column]][0].strip() if column < len(record) else ""
        return text[1:-1].replace('""', '"').strip() if len(text) > 1 and text[0] == text[-1] == '"' else text

    def write(self, record, column, text):
        """Pone `text` en un campo, entre comillas si ya las tenía o si las necesita. Una fila corta se alarga hasta él."""
        short = column - len(record) + 1
        written, end = self._fields[record[-1] if short > 0 else record[column]]
        if any(letter in text for letter in (self.separator, '"', "\r", "\n")) or short <= 0 and '"' in written:
            text = '"' + text.replace('"', '""') + '"'
        if short > 0:
            self._fields[record[-1]] = (written + self.separator * short + text, end)
        else:
            self._fields[record[column]] = (text, end)

    def bytes(self):
        return self._mark + "".join(map("".join, self._fields)).encode(self.encoding)


class NoHeader(Exception):
    """No se reconocen los nombres de las columnas; se dice cómo empieza."""


def decode(data):
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


def split(text, separator):
    """Los campos, tal como están escritos, y lo que separa cada uno del siguiente. Juntos, son `text`."""
    mark = re.escape(separator)
    field = rf'( *"(?:[^"]|"")*"[^{mark}\r\n"]*|[^{mark}\r\n]*)({mark}|\r\n|\r|\n|\Z)'
    fields = [found.groups() for found in re.finditer(field, text)]
    # Al final de todo siempre hay un campo vacío, que solo es uno si detrás de un separador no hay nada.
    return fields if len(fields) > 1 and fields[-2][1] == separator or len(fields) == 1 else fields[:-1]
