"""Lo que se le dice a cada persona en la columna de los comentarios de la hoja de Moodle: cómo le fue, en dos renglones, y
lo que le escribió quien leyó sus respuestas. Moodle lo lee como HTML.

Lo que quien enseña escribió en ella no se toca. Lo que se dejó otra vez sí se cambia: se reconoce por cómo empieza.
"""

from html import escape

BEGINNING = "Tu nota, por partes. "


def write(sheet, submissions, rows, worth, titles=None):
    """Comenta cada entrega en sus filas, `{estudiante: filas}`. Devuelve de quién es lo escrito que se queda como estaba."""
    kept = []
    for submission in submissions:
        text = escape(comment(submission.scores, worth, titles or {}, submission.comments), quote=False)
        for row in rows.get(submission.student, ()):
            if not sheet.comment(row, text, BEGINNING):
                kept.append(row.name or submission.student)
    return kept


def comment(scores, worth, titles, written):
    """Qué ejercicios están enteros, cuáles en parte, cuáles sin puntos y cuáles no ha leído nadie; y lo que se escribió."""
    whole = [name for name, score in scores.items() if score is not None and score == worth[name]]
    nothing = [name for name, score in scores.items() if score == 0 != worth[name]]
    part = [name for name, score in scores.items() if score is not None and name not in (*whole, *nothing)]
    waiting = [name for name, score in scores.items() if score is None]
    label = {name: titles[name].label if name in titles else name for name in scores}
    parts = [f"{label[name]} ({plain(scores[name])} de {plain(worth[name])})" for name in part]
    groups = [("Bien", whole), ("En parte", None), ("Sin puntos", nothing), ("Por leer", waiting)]
    listed = [(what, parts if names is None else [label[name] for name in names]) for what, names in groups]
    said = [f"{what}: {', '.join(names)}." for what, names in listed if names]
    more = [f"{label.get(name, name)}: {text}" for name, text in written.items() if text]
    return " ".join([f"{BEGINNING}{' '.join(said)} Los detalles están en tu página.", *more])


def plain(number):
    return f"{number:g}".replace(".", ",")
