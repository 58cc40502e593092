"""Escribe la página de la clase y, a su lado, los mismos números para una hoja de cálculo."""

import csv
import json

from markupsafe import Markup

from ....pages import clean, policy
from ....pages.render import fill, raw
from ..table import FORMATS, number, text

# El guion de la página, en el orden en que se lee.
SCRIPTS = ("class.js", "class_counts.js", "class_people.js", "class_answers.js", "class_pairs.js", "class_draw.js")


def html(data, figures):
    """La página: los datos van dentro, y un guion nuestro los muestra."""
    script = raw(*SCRIPTS)
    return fill(
        "class.html.j2",
        data=Markup(embedded(data)),
        named=data["named"],
        title=data["title"],
        figures=figures,
        style=raw("class.css"),
        script=script,
        policy=policy.of_class(script),
    )


def embedded(data):
    """JSON que no puede salirse de su `<script>`: sin `<` ni lo que parte un renglón en un guion."""
    said = clean.visible(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    for letter in "<>&\u2028\u2029":
        said = said.replace(letter, f"\\u{ord(letter):04x}")
    return said


def write_table(data, path, form):
    """`clase.csv`: cada cosa que se cuenta, en una fila."""
    form = FORMATS[form]
    with path.open("w", encoding=form.encoding, newline="") as file:
        table = csv.writer(file, delimiter=form.separator, lineterminator="\r\n" if form.separator == ";" else "\n")
        table.writerow(["qué", "ejercicio", "detalle", "valor"])
        for what, exercise, detail, value in rows(data):
            table.writerow([what, text(exercise), text(detail), number(value, form.decimal)])


def rows(data):
    """Lo que se cuenta: qué, de qué ejercicio, el detalle y el número."""
    handed = data["handed"]
    yield from (("entregas", "", what, handed[name]) for name, what in (("in", "en total"), ("graded", "calificadas")))
    for name, what in (("totals", "total"), ("marks", "nota")):
        if data[name] and "quartiles" in data[name]:
            names = ("primer cuartil", "mediana", "tercer cuartil")
            yield from (
                (what, "", said, round(value, 3)) for said, value in zip(names, data[name]["quartiles"], strict=True)
            )
    for letter, count in (data["marks"] or {}).get("letters", {}).items():
        yield "nota", "", letter, count
    for each in data["exercises"]:
        counted = (("right", "bien"), ("half", "a medias"), ("nothing", "nada"), ("unanswered", "sin responder"))
        yield from (("personas", each["name"], what, each[name]) for name, what in (*counted, ("pending", "sin leer")))
        for name, what in (("difficulty", "dificultad"), ("discrimination", "discriminación")):
            if each[name] is not None:
                yield what, each["name"], "", round(each[name], 3)
    for each in data["checks"]:
        yield "comprobación fallada", each["exercise"], each["name"] or "una oculta", each["failed"]
    for each in data["mistakes"]:
        yield "error", each["exercise"], each["mistake"], each["count"]
    for each in data["compile_errors"]:
        yield "no compila", "", each["kind"], each["count"]
