"""Pasar las respuestas por el motor, y lo que se sabe de cada una cuando vuelven."""

from ..assignments.assignment import SETUP
from . import cells, engine, results, shortcuts


def answers(notebook, exercises):
    """El código de cada respuesta; los renglones son los de su celda."""
    found = cells.by_id(notebook)
    return {exercise.name: cells.own_code(found[exercise.name].source) for exercise in exercises}


def examine(assignment, given, jobs=1, confined=True, ledger=None, say=None, cluster=None):
    """Los resultados de cada entrega, {clave: {ejercicio: resultado}}, de sus respuestas, {clave: {ejercicio: código}}.

    En la carpeta `ledger` queda lo ya calificado, para que una vez interrumpida siga por donde iba; el motor lo cuenta. Cada
    línea que cuenta la recibe `say`; si falta, va a la terminal. Con `cluster`, las califican sus trabajadores; las que no
    pudo ninguno quedan en `cluster.ungraded`, y sin resultados.
    """
    order = {
        "setup": cells.own_code(cells.by_id(assignment.source)[SETUP].source),
        "exercises": [vars(exercise) for exercise in assignment.exercises],
        "submissions": [{"key": key, "answers": each} for key, each in given.items()],
        "jobs": jobs,
        "confined": confined,
        "ledger": str(ledger) if ledger else None,
    }
    found = (cluster.run(order) if cluster else engine.run(order, say))["results"]
    ungraded = cluster.ungraded if cluster else {}
    return {key: results.read(found.get(key, {}), assignment.exercises) for key in given if key not in ungraded}


def notes(assignment, given, found):
    """Lo que conviene que sepa quien califica: lo que se usa y no hace falta, lo que resuelve otro, y lo que falló."""
    said = [f"{name}: {remark}" for name, result in found.items() for remark in result.remarks]
    for name, result in found.items():
        if names := " y ".join(f"«{each}»" for each in result.with_reference):
            said.append(f"{name}: se probó con la solución de {names}, que la suya llama y no está bien")
    for exercise in assignment.exercises:
        if used := shortcuts.used(given[exercise.name], exercise.reference, assignment.stub(exercise.name)):
            listed = ", ".join(f"`gradiente::{each}`" for each in used)
            said.append(f"la respuesta «{exercise.name}» usa {listed}, que resuelve lo que se pide")
    return said + [f"{name}: {result.problem}" for name, result in found.items() if result.problem]
