"""Lo que hace un trabajador con cada entrega que le llega: pasarla por su motor, que sigue en marcha para la siguiente.

Entran bytes y salen bytes, en JSON. De quién es la entrega no se dice: aquí no hace falta.
"""

import contextlib
import json
import subprocess
import threading

import distributed

from .. import engine

START = 120  # segundos para que un motor arranque: compila las pruebas del curso y comprueba su solución
LIMIT = 120  # para una entrega: ella misma se corta mucho antes

# Un curso que no es de nadie: con él se ve si esta máquina compila y aísla, antes de enseñarle uno de verdad.
TEST = '<::gradiente::rubric::Rubric>::new("uno", 1.0).check("es 1", "", || one(), 1.0).points()'
TRIAL = {"name": "uno", "reference": "fn one() -> f64 { 1.0 }", "test": TEST, "points": 1}
TRIAL_COURSE = json.dumps({"setup": "", "exercises": [TRIAL]}).encode()

_idle, _lock = [], threading.Lock()


def introduce(version):
    """Dice, con `refused`, por qué esta máquina no puede calificar con el motor `version`; si puede, nada."""
    return examine(TRIAL_COURSE, version)


def examine(course, version, answers=None):
    """Califica `answers` con `course`, si el motor de esta máquina es como `version`.

    Contesta `scores`, o `refused`, por qué esta máquina no puede calificar, o `error`, por qué no pudo con esta entrega; y
    siempre `worker`, quién es.
    """
    try:
        with _engine(course) as own:
            why_not = own.refused or difference(own.version, version)
            reply = {"refused": why_not} if why_not else own.ask(answers, LIMIT) if answers else {}
    except Exception as error:  # lo que sea es cosa de esta máquina, y se dice
        reply = {"error": f"el programa que califica falló: {error}"}
    if "refused" in reply:
        print(f"Este computador no puede calificar: {reply['refused']}", flush=True)
    return json.dumps({**reply, "worker": distributed.get_worker().address}).encode()


def difference(own, wanted):
    """Por qué las notas podrían no ser las mismas; vacío si lo son."""
    if own == wanted:
        return ""
    if own["rust"] != wanted["rust"]:
        return f"tiene otro Rust, {own['rust']}, y quien califica, {wanted['rust']}"
    return "tiene otra versión del proyecto: copia en él la de quien califica"


class Engine:
    """Un motor en marcha, que califica con un curso."""

    def __init__(self, course):
        self.course = course
        command = [str(engine.PROGRAM), engine.COMMAND]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        hello = self.ask(course, START)
        self.version, self.refused = hello.get("engine"), hello.get("refused")

    def ask(self, line, limit):
        """Lo que contesta a una línea. Si no contesta a tiempo, se termina con él y con lo que tenga en marcha."""
        timer = threading.Timer(limit, engine.kill, [self.process])
        timer.start()
        try:
            self.process.stdin.write(line + b"\n")
            self.process.stdin.flush()
            for said in self.process.stdout:
                if said.startswith(b"{"):
                    return json.loads(said)
                print(said.decode("utf-8", "replace"), end="", flush=True)  # avisos, para quien mira este computador
        finally:
            timer.cancel()
        raise OSError("se cerró, o no contestó a tiempo")

    def close(self):
        with contextlib.suppress(OSError):
            self.process.stdin.close()  # así termina, y borra lo suyo
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            engine.kill(self.process)
            self.process.wait()
        self.process.stdout.close()


@contextlib.contextmanager
def _engine(course):
    """Un motor desocupado, o uno nuevo. Los de otro curso ya no hacen falta; el que falla, tampoco."""
    with _lock:
        others = [each for each in _idle if each.course != course]
        mine = [each for each in _idle if each.course == course]
        own = mine.pop() if mine else None
        _idle[:] = mine
    for each in others:
        each.close()
    own = own or Engine(course)
    try:
        yield own
    except BaseException:
        engine.kill(own.process)
        own.close()
        raise
    if own.refused:
        own.close()
    else:
        with _lock:
            _idle.append(own)
