"""Lo que se le dice a cada persona en la columna de los comentarios de la hoja de Moodle: cómo le fue, en dos renglones.

Lo que quien enseña escribió en ella no se toca. Lo que se dejó otra vez sí se cambia: se reconoce por cómo empieza.
"""

BEGINNING = "Tu nota, por partes. "


def write(sheet, submissions, rows, worth):
    """Comenta cada entrega en sus filas, `{estudiante: filas}`. Devuelve de quién es lo escrito que se queda como estaba."""
    kept = []
    for submission in submissions:
        text = comment(submission.scores, worth)
        for row in rows.get(submission.student, ()):
            if not sheet.comment(row, text, BEGINNING):
                kept.append(row.name or submission.student)
    return kept


def comment(scores, worth):
    """Qué ejercicios están enteros, cuáles en parte, cuáles sin puntos y cuáles no ha leído nadie."""
    whole = [name for name, score in scores.items() if score is not None and score == worth[name]]
    nothing = [name for name, score in scores.items() if score == 0 != worth[name]]
    part = [name for name, score in scores.items() if score is not None and name not in (*whole, *nothing)]
    waiting = [name for name, score in scores.items() if score is None]
    parts = [f"{name} ({plain(scores[name])} de {plain(worth[name])})" for name in part]
    groups = [("Bien", whole), ("En parte", parts), ("Sin puntos", nothing), ("Por leer", waiting)]
    said = " ".join(f"{what}: {', '.join(names)}." for what, names in groups if names)
    return f"{BEGINNING}{said} Los detalles están en tu página."


def plain(number):
    return f"{number:g}".replace(".", ",")
