"""Pasar las respuestas por el motor, y lo que se sabe de cada una cuando vuelven."""

from ..assignments.assignment import SETUP
from ..problem import enumerated
from . import cells, engine, results, shortcuts


def answers(notebook, exercises):
    """El código de cada respuesta; los renglones son los de su celda."""
    found = cells.by_id(notebook)
    return {exercise.name: cells.own_code(found[exercise.name].source) for exercise in exercises}


def examine(assignment, given, jobs=1, confined=True, ledger=None, say=None, cluster=None):
    """Los resultados de cada entrega, {clave: {ejercicio: resultado}}, de sus respuestas, {clave: {ejercicio: código}}.

    En la carpeta `ledger` queda lo ya calificado, para que una vez interrumpida siga por donde iba; el motor lo cuenta. Cada
    línea que cuenta la recibe `say`; si falta, va a la terminal. Con `cluster`, las califican sus trabajadores; las que no
    pudo ninguno quedan sin resultados.
    """
    found, _ = examine_forms({"": (assignment, given)}, jobs, confined, ledger, say, cluster)
    return found


def examine_forms(asked, jobs=1, confined=True, ledger=None, say=None, cluster=None):
    """Lo mismo, de varias formas de una tarea a la vez, {forma: (tarea, entregas)}: los resultados, y las que no se pudo y
    por qué, {clave: motivo}.
    """
    courses = {form: _course(*each) for form, each in asked.items()}
    common = {"jobs": jobs, "confined": confined, "ledger": str(ledger) if ledger else None}
    results_of, ungraded = {}, {}
    if cluster:
        for number, course in enumerate(courses.values()):
            # Cada forma, en su carpeta: lo ya calificado de una no es lo que sobra de otra.
            kept = {"ledger": str(ledger / str(number))} if ledger and len(courses) > 1 else {}
            results_of |= cluster.run(course | common | kept)["results"]
            ungraded |= cluster.ungraded
    elif len(courses) == 1:
        results_of = engine.run(next(iter(courses.values())) | common, say)["results"]
    else:
        answer = engine.run({"courses": list(courses.values()), **common}, say)
        results_of, order = answer["results"], list(asked)
        for at, why in answer["wrong"].items():
            ungraded |= dict.fromkeys(asked[order[int(at)]][1], why)
    found = {}
    for assignment, given in asked.values():
        graded = (key for key in given if key not in ungraded)
        found |= {key: results.read(results_of.get(key, {}), assignment.exercises) for key in graded}
    return found, ungraded


def _course(assignment, given):
    setup = cells.by_id(assignment.source).get(SETUP)
    return {
        "setup": cells.own_code(setup.source) if setup else "",
        "exercises": [vars(exercise) for exercise in assignment.exercises],
        "submissions": [{"key": key, "answers": each} for key, each in given.items()],
    }


def notes(assignment, given, found):
    """Lo que conviene que sepa quien califica: lo que se usa y no hace falta, lo que resuelve otro, y lo que falló."""
    said = [f"{name}: {remark}" for name, result in found.items() for remark in result.remarks]
    for name, result in found.items():
        if names := enumerated(f"«{each}»" for each in result.with_reference):
            said.append(f"{name}: se probó con la solución de {names}, que la suya llama y no está bien")
    for exercise in assignment.exercises:
        if used := shortcuts.used(given[exercise.name], exercise.reference, assignment.stub(exercise.name)):
            listed = ", ".join(f"`gradiente::{each}`" for each in used)
            said.append(f"la respuesta «{exercise.name}» usa {listed}, que resuelve lo que se pide")
    return said + [f"{name}: {result.problem}" for name, result in found.items() if result.problem]
