"""Una clase que no existe, con sus resultados: sale entera de una semilla.

    python aula/python/tests/grading/pretend.py página.html

escribe su página, que es la que se ve en la guía de quien enseña.
"""

import random
import sys
import types
from pathlib import Path

from aula.facts import EXERCISES, TEACHER
from aula.grading import assignment
from aula.grading.report.overview import copies, data, figures, page
from aula.grading.results import Check, Result

FIRST = "Alba Bruno Carla Darío Elena Fabio Gema Hugo Irene Joel Karen Lucas Marta Nico Olga Pablo Rocío Saúl Tania Vicente"
LAST = "Abarca Bello Cano Durán Espinoza Fuentes Gallardo Herrera Ibáñez Jara Lagos Molina Núñez Ortiz Peña Quiroga Rojas"
MISTAKES = {
    "cadena": ["te falta la derivada de la función interior, que es 2", "el exponente no bajó: queda u² y no u³"],
    "numerica": ["divides por h, y la distancia entre los dos puntos es 2h", "restas f(x) en lugar de f(x − h)"],
    "sigmoide": ["le aplicas la sigmoide otra vez a lo que ya es la activación", "al exponente le falta el signo menos"],
    "neurona": ["sumas el gradiente en lugar de restarlo", "el sesgo lleva un factor x que no le toca"],
    "forward": ["te falta el sesgo", "la segunda capa recibe z1 en lugar de a1"],
    "backward": ["te falta la derivada de la última capa", "δ₁ sin σ′", "promedias en lugar de sumar"],
    "entrenar": ["actualizas antes de anotar el error"],
    "entrenar_hasta": ["te falta la última pérdida"],
}
BROKEN = ["tipos que no se mezclan", "un nombre que no existe", "falta un préstamo (&)", "un punto y coma de más"]
SENTENCES = [
    "Una neurona traza una recta, y en XOR los unos están en esquinas opuestas: ninguna recta los separa de los ceros.",
    "Sin la capa oculta solo hay una frontera recta. En mi gráfico hay dos, y entre ellas quedan los unos.",
    "La capa oculta cambia los puntos de sitio hasta que una sola recta basta.",
    "Porque con más neuronas la red aprende mejor.",
]


class Person(types.SimpleNamespace):
    shown_mark, comments = "", {}

    @property
    def total(self):
        return round(sum(points for points in self.scores.values() if points is not None), 2) if self.scores else None


def people(tarea, count=36, seed=7):
    """Las entregas de la clase, y lo que respondió cada persona."""
    rng = random.Random(seed)
    names = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
    found, given = [], {}
    for number, name in enumerate(sorted(rng.sample(names, count))):
        each = Person(student=name, notes=[], scores={}, results={})
        given[name] = _solve(tarea, each, 0.0 if number == 17 else rng.gauss(0.6, 0.3), rng)  # siempre hay quien no empieza
        found.append(each)
    found[4].scores, found[4].results, found[4].notes = {}, {}, ["sin calificar: en su carpeta no está 03_ejercicios.ipynb"]
    return found, given


def _solve(tarea, person, ability, rng):
    """Resuelve la tarea con esa habilidad: cada ejercicio es algo más difícil que el anterior."""
    answers, stops = {}, rng.random() < 0.15
    for number, name in enumerate(tarea.columns):
        left = ability < 0.05 or (stops and number > 4)
        answers[name] = tarea.stub(name) if left else f"// la respuesta de {person.student} a {name}"
        if name in tarea.by_hand:
            answers[name] = tarea.stub(name) if left else rng.choice(SENTENCES)
            person.scores[name] = 0.0 if left else None
            continue
        right = [not left and rng.random() < ability + 0.3 - 0.05 * number for _ in range(4)]
        mistake = rng.choice(MISTAKES.get(name, [""]))
        mistakes = ["" if passed or at == 3 or left else mistake for at, passed in enumerate(right)]
        checks = tuple(Check(f"comprobación {at + 1}", at == 3, right[at], mistake=mistakes[at]) for at in range(4))
        points = round(tarea.points[name] * sum(right) / len(right), 2)
        broken = rng.choice(BROKEN) if not left and not any(right) and rng.random() < 0.6 else ""
        result = Result(points, "", checks=checks, compile_error=broken)
        person.scores[name], person.results[name] = points, result
    return answers


def clase(count=36, seed=7):
    """De dónde sale su página."""
    tarea = assignment.read(TEACHER)
    found, given = people(tarea, count, seed)
    graded = [each for each in found if each.scores]
    lost = next(each for each in graded if each.scores["cadena"] < tarea.points["cadena"])
    earlier = {lost.student: {"cadena": tarea.points["cadena"]}}
    # Dos que responden lo mismo, con otros nombres.
    same = "fn chain_derivative(x: f64) -> f64 {{\n    // primero lo de afuera, después lo de adentro\n" + (
        "    let {0} = (2.0 * x - 5.0).abs();\n    [3.0, {0}, {0}, 2.0].iter().product()\n}}"
    )
    for each, name in zip(graded[10:12], ("raro", "distancia"), strict=True):
        for exercise in ("cadena", "sigmoide", "neurona", "forward"):
            given[each.student][exercise] = same.format(name) + f"\n// {exercise}"
    made = data.Class(tarea, found, {name: prepared(tarea, answers) for name, answers in given.items()})
    made.earlier, made.copies = earlier, copies.compare(made)
    return made


def prepared(tarea, answers, form=""):
    """Lo que queda de un cuaderno con esas respuestas."""
    return types.SimpleNamespace(answers=answers, written={}, form=form, assignment=tarea)


def main(path):
    made = data.build(clase(), EXERCISES)
    Path(path).write_text(page.html(made, figures.draw(made)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
