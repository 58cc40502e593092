"""Pasar por el motor muchas respuestas de muchas formas, en pocas veces.

Para el motor, cada respuesta que se prueba es un ejercicio con su nombre, y muchos se compilan de una vez. Una que llama a
la función de otro ejercicio va aparte, con la solución de aquel. Lo que se pasa es de quien enseña: corre con sus permisos,
como las celdas de su cuaderno.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

from ..grading import engine, results, rust
from ..grading.cells import Exercise, own_code

TOGETHER = 20  # respuestas que se compilan juntas: al compilador se le da un tiempo para todas


@dataclass(frozen=True, eq=False)
class Seat:
    """Un ejercicio de una forma, y aquellos de los suyos cuyas funciones llama su solución, por el orden del texto."""

    form: str
    name: str
    exercise: Exercise
    line: int  # en la que empieza la respuesta, en el texto
    needed: list

    @property
    def points(self):
        return self.exercise.points

    @cached_property
    def functions(self):
        return set(rust.read(self.exercise.reference).functions)

    @cached_property
    def words(self):
        return {word for item in rust.read(self.exercise.reference).items for word in item.words}


def seats(forms):
    """Los ejercicios de todas las formas, {nombre: tarea con sus números}."""
    found = []
    for form, made in forms.items():
        mine = [
            Seat(
                form,
                each.name,
                Exercise(each.name, each.answer.source, each.test.source, float(each.points)),
                each.answer.line,
                [],
            )
            for each in made.exercises
        ]
        for seat in mine:
            seat.needed.extend(other for other in mine if other in _needed(seat, mine))
        found += mine
    return found


def _needed(seat, mine):
    """Los que llama su solución, los que llaman estos, y así."""
    found, pending = [], [seat]
    while pending:
        one = pending.pop()
        called = [other for other in mine if other is not one and other.functions & one.words - one.functions]
        pending += [other for other in called if other not in found and other is not seat]
        found += [other for other in called if other not in found and other is not seat]
    return found


class Sitting:
    """Quien pregunta al motor. `setup` son las líneas con que empieza el cuaderno."""

    def __init__(self, setup, jobs):
        self.setup, self.jobs = own_code(setup), jobs

    def given(self, tries):
        """Lo que saca cada respuesta de `tries`, una lista de (sitio, código), por el mismo orden."""
        free = [at for at, (seat, _) in enumerate(tries) if not seat.needed]
        groups = [free[at : at + TOGETHER] for at in range(0, len(free), TOGETHER)]
        groups += [[at] for at, (seat, _) in enumerate(tries) if seat.needed]
        with ThreadPoolExecutor(self.jobs) as pool:
            found = dict(each for group in pool.map(lambda group: self._together(tries, group), groups) for each in group)
        return [found[at] for at in range(len(tries))]

    def _together(self, tries, group):
        """Lo que sacan las respuestas de esos sitios de la lista, compiladas de una vez."""
        given = {at: replace(tries[at][0].exercise, name=f"e__{at}", reference=tries[at][1]) for at in group}
        beside = [other.exercise for at in group for other in tries[at][0].needed]
        answer = self._run([*beside, *given.values()], own=True)
        read = results.read(answer, list(given.values()))
        return [(at, _named(read[exercise.name], exercise.name, tries[at][0].name)) for at, exercise in given.items()]

    def faults(self, asked):
        """Lo que tiene de malo cada prueba, {sitio: frases}: un error de los que conoce que da lo mismo que acertar.

        Lo dice quien juzga, que se compila con todas las soluciones: tienen que pasar sus pruebas.
        """
        forms = list(dict.fromkeys(seat.form for seat in asked))
        few = max(1, 2 * TOGETHER * len(forms) // max(1, len(asked)))
        groups = [set(forms[at : at + few]) for at in range(0, len(forms), few)]
        with ThreadPoolExecutor(self.jobs) as pool:
            found = list(pool.map(lambda group: self._judged([seat for seat in asked if seat.form in group]), groups))
        return {seat: said for each in found for seat, said in each.items()}

    def _judged(self, group):
        named = {f"e__{at}": seat for at, seat in enumerate(group)}
        exercises = [replace(seat.exercise, name=name) for name, seat in named.items()]
        said = self._answer(exercises, submissions=[{"key": "", "answers": {}}]).get("faults", {})
        return {named[name]: faults for name, faults in said.items() if faults}

    def alone(self, seat, others):
        """Lo que saca una solución cuando es lo único que se entrega de los ejercicios de su forma, que son `others`."""
        exercises = [other.exercise for other in others]
        submission = {"key": "", "answers": {seat.name: seat.exercise.reference}}
        return results.read(self._run(exercises, submissions=[submission])[""], [seat.exercise])[seat.name]

    def _run(self, exercises, **more):
        return self._answer(exercises, **more)["results"]

    def _answer(self, exercises, **more):
        order = {"setup": self.setup, "jobs": self.jobs, "confined": False, "ledger": None, "submissions": []}
        return engine.run(order | {"exercises": list(map(vars, exercises))} | more, say=_quiet)


def _named(result, ours, name):
    """Lo que se dice de un ejercicio, con su nombre y no con el que aquí se le puso."""
    return replace(result, report=result.report.replace(ours, name), problem=result.problem.replace(ours, name))


def _quiet(line):
    """Lo que el motor cuenta mientras califica no le dice nada a quien comprueba una tarea."""
