"""Lo que se cuenta al terminar: qué vuelve a Moodle, qué falta por leer y qué no se pudo calificar."""

from .output import RETURN, SHEET


def sheet(filled, written, total, scale=None):
    """De la hoja de Moodle, ya rellena. `written` es cómo está escrita, si no es como se espera; `total`, lo que valen los
    ejercicios, y `scale`, la escala que se pidió.
    """
    grades = many(filled.grades, "nota puesta", "notas puestas")
    yield f"{SHEET}, para Moodle: {grades}; {_rest(filled)}."
    if written:
        yield f"  Está {written}, como la que diste: díselo a Moodle al subirla."
    if filled.marked:
        yield f"  La hoja califica sobre {scale.maximum:g}: lleva la nota, {scale.said}."
    elif scale:
        yield "  La hoja no califica sobre el máximo de la escala: lleva los puntos, y no la nota."
    for maximum in sorted(filled.scaled):
        yield (
            f"  La hoja califica sobre {maximum:g} y los ejercicios valen {total:g} puntos: cada nota es el total × "
            f"{maximum:g} / {total:g}."
        )
    if filled.unlimited:
        yield f"  La hoja no dice la calificación máxima: las notas son los puntos, sobre {total:g}."
    if filled.locked:
        yield f"  Moodle no deja cambiar la nota de: {', '.join(filled.locked)}. Se quedan como estaban."
    if filled.replaced:
        yield f"  Tenían otra nota en la hoja: {', '.join(filled.replaced)}."
    if filled.commented:
        yield f"  Tenían otro comentario en la hoja, y se queda: {', '.join(filled.commented)}."
    if filled.strangers:
        yield f"  No están en la hoja, y allí no tienen nota: {', '.join(filled.strangers)}."
    if filled.strangers and not filled.rows:
        yield "  Nadie de quienes entregaron está en la hoja: mira si es la de esta tarea, que cada una tiene sus números."


def _rest(filled):
    if not filled.untouched:
        return "las demás no se pueden cambiar" if filled.locked else "no queda ninguna fila sin tocar"
    return f"{many(filled.untouched, 'fila', 'filas')} sin tocar, de quienes no tienen una entrega calificada"


def feedback(pages, size):
    """Del zip de la retroalimentación."""
    yield f"{RETURN}, para Moodle: {many(pages, 'página', 'páginas')}, {size / 1e6:.1f} MB."


def readings(taken):
    """De lo que puso una persona."""
    if taken:
        yield f"{many(taken, 'renglón puesto', 'renglones puestos')} a mano; quedan guardados para las demás veces."


def by_hand(submissions, points):
    """De las respuestas que tiene que leer una persona."""
    waiting = [submission for submission in submissions if None in submission.scores.values()]
    if waiting:
        names = {name for submission in waiting for name, score in submission.scores.items() if score is None}
        most = sum(points.get(name, 0) for name in names)
        what = f"{', '.join(sorted(names))} de {counted(len(waiting))}"
        yield f"Te falta leer {what}: hasta {many(most, 'punto', 'puntos')} más, que el total no lleva."


def ungraded(submissions):
    """De las entregas sin calificar, con el motivo."""
    missing = [submission for submission in submissions if not submission.scores]
    if missing:
        yield "Sin calificar:"
        for submission in missing:
            yield f"  {submission.student}: {'; '.join(submission.notes)}"


def counted(submissions):
    """Cuántas entregas."""
    return many(submissions, "entrega", "entregas")


def many(count, one, more):
    return f"{count:g} {one if count == 1 else more}"
