"""`notas.csv`: lo abre bien una hoja de cálculo en español, y nada de lo que escribió un estudiante es en él una fórmula."""

import csv
import re
from dataclasses import dataclass

EUROPEAN, STANDARD = "europeo", "estandar"
# Con lo que empieza una fórmula en alguna hoja de cálculo, también escrito en ancho doble.
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n]")


@dataclass(frozen=True)
class Format:
    """Cómo se escribe: con la marca de UTF-8 delante, Excel no confunde los acentos."""

    encoding: str
    separator: str
    decimal: str


FORMATS = {EUROPEAN: Format("utf-8-sig", ";", ","), STANDARD: Format("utf-8", ",", ".")}


def write_grades(submissions, columns, path, form=EUROPEAN, marked=False):
    """Una fila por persona que entregó algo; vacío donde tiene que calificar una persona o no se pudo calificar.

    Con `marked`, lleva también la nota.
    """
    form, extra = FORMATS[form], ["nota"] if marked else []
    with path.open("w", encoding=form.encoding, newline="") as file:
        table = csv.writer(file, delimiter=form.separator, lineterminator="\r\n" if form.separator == ";" else "\n")
        table.writerow(["estudiante", *columns, "total", *extra, "observaciones"])
        for submission in submissions:
            scores = [submission.scores.get(name) for name in columns]
            shown = [number(score, form.decimal) for score in [*scores, submission.total]]
            mark = [submission.shown_mark.replace(".", form.decimal)] if marked else []
            table.writerow([text(submission.student), *shown, *mark, text("; ".join(submission.notes))])


def number(score, decimal):
    return "" if score is None else f"{score:g}".replace(".", decimal)


def text(content):
    """Un texto en un renglón, que una hoja de cálculo no calcula."""
    content = " ".join(content.split()) if content.strip() else ""
    return f"'{content}" if FORMULA.match(content) else content
