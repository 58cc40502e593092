"""Pasar por el motor muchas respuestas de muchas formas, en pocas veces.

Para el motor, el mismo ejercicio de otra forma es otro ejercicio. Una entrega lleva una respuesta de cada uno: cien mutantes
de diez ejercicios son diez entregas, y no cien. Lo que se pasa es de quien enseña: corre con sus permisos, como sus celdas.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..grading import engine, results
from ..grading.cells import Exercise, own_code

TOGETHER = 16  # respuestas que se compilan juntas: al compilador se le da un tiempo para todas


@dataclass(frozen=True)
class Seat:
    """Un ejercicio de una forma."""

    form: str
    name: str
    exercise: Exercise

    @property
    def points(self):
        return self.exercise.points


def seats(forms):
    """Los ejercicios de todas las formas, {nombre: tarea con sus números}, con un nombre que no se repite."""
    found = []
    for number, (form, made) in enumerate(forms.items()):
        for each in made.exercises:
            asked = Exercise(f"{each.name}__{number}", each.answer.source, each.test.source, float(each.points))
            found.append(Seat(form, each.name, asked))
    return found


class Sitting:
    """Quien pregunta al motor. `setup` son las líneas con que empieza el cuaderno."""

    def __init__(self, setup, jobs):
        self.setup, self.jobs = own_code(setup), jobs

    def references(self, asked):
        """Lo que saca cada solución con su propia prueba, {sitio: resultado}."""
        with ThreadPoolExecutor(self.jobs) as pool:
            groups = [asked[at : at + TOGETHER] for at in range(0, len(asked), TOGETHER)]
            found = list(pool.map(self._own, groups))
        return {seat: result for group in found for seat, result in group.items()}

    def _own(self, group):
        order = self._order(group) | {"own": True, "submissions": []}
        return self._read(engine.run(order, say=_quiet)["results"], group)

    def given(self, asked, rounds):
        """Lo que saca cada respuesta de `rounds`, una lista de {sitio: código}: otra lista, de {sitio: resultado}.

        Las soluciones de `asked` tienen que pasar sus pruebas.
        """
        parts = [(at, part) for at, each in enumerate(rounds) for part in _parts(each)]
        submissions = [
            {"key": str(number), "answers": {seat.exercise.name: code for seat, code in part.items()}}
            for number, (_, part) in enumerate(parts)
        ]
        found = [{} for _ in rounds]
        if not submissions:
            return found
        answer = engine.run(self._order(asked) | {"submissions": submissions}, say=_quiet)["results"]
        for number, (at, part) in enumerate(parts):
            found[at] |= self._read(answer[str(number)], part)
        return found

    def _order(self, asked):
        exercises = [vars(seat.exercise) for seat in asked]
        return {"setup": self.setup, "exercises": exercises, "jobs": self.jobs, "confined": False, "ledger": None}

    @staticmethod
    def _read(answer, group):
        read = results.read(answer, [seat.exercise for seat in group])
        return {seat: read[seat.exercise.name] for seat in group}


def _parts(answers):
    """Las respuestas, en grupos que caben en una entrega."""
    seats = list(answers)
    return [{seat: answers[seat] for seat in seats[at : at + TOGETHER]} for at in range(0, len(seats), TOGETHER)]


def _quiet(line):
    """Lo que el motor cuenta mientras califica no le dice nada a quien comprueba una tarea."""
