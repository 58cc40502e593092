"""La única entrada: python -m aula TAREA '{"argumento": …}'.

Lo que pide una persona ya lo entendió y lo comprobó el comando `aula`. Cada tarea importa solo lo suyo.
"""

import json
import signal
import sys
from importlib import import_module

from .problem import FAILED, INTERRUPTED, OK, Problem

# La función de cada tarea. Devuelve el código con que termina o, si todo va bien, nada.
TASKS = {
    "generate": "authoring.publish.generate",
    "check": "notebooks.generate.check",
    "course": "notebooks.generate.course",
    "measure": "notebooks.measure.measure",
    "export": "pages.export.export",
    "hand-out": "authoring.publish.hand_out",
    "new-assignment": "authoring.create.create",
    "give-assignment": "authoring.give.give",
    "review": "review.check.check",
    "compose": "assignments.compose.compose",
    "bank": "assignments.bank.bank",
    "grade": "grading.grade.grade",
    "work": "grading.cluster.members.work",
    "coordinate": "grading.cluster.members.coordinate",
    "lab": "lab.server.run",
    "serve": "classroom.server.serve",
    "simulate": "classroom.simulation.simulate",
    "kernel-version": "notebooks.prepare.version",
    "libraries": "notebooks.prepare.libraries",
    "spanish": "lab.spanish.complete",
}


def main(task, argument="{}"):
    # Terminar es como Ctrl-C: se recoge todo. Y Ctrl-C vale aunque quien nos puso en marcha lo ignore, como `nohup`.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)
    module, function = TASKS[task].rsplit(".", 1)
    try:
        return getattr(import_module(f"aula.{module}"), function)(**json.loads(argument)) or OK
    except Problem as problem:
        sys.stdout.flush()
        print(problem, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("\nInterrumpido: lo que había sigue como estaba.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
