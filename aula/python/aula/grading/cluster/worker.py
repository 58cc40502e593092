"""Lo que hace un trabajador con cada entrega que le llega: pasarla por su motor, que sigue en marcha para la siguiente.

Entran bytes y salen bytes, en JSON. De quién es la entrega no se dice: aquí no hace falta.
"""

import contextlib
import json
import subprocess
import threading

from ..engine import PROGRAM

START = 120  # segundos para que un motor arranque: compila las pruebas del curso y comprueba su solución
LIMIT = 300  # para una entrega: sus siete compilaciones y sus siete pruebas tienen plazos que suman menos

_idle, _lock = [], threading.Lock()


def examine(course, engine, answers=None):
    """Califica `answers` con `course`, si el motor de esta máquina es como `engine`; sin respuestas, solo se presenta.

    Contesta `scores`, o `refused`, por qué esta máquina no puede calificar, o `error`, por qué no pudo con esta entrega.
    """
    try:
        with _engine(course) as own:
            if own.refused:
                reply = {"refused": own.refused}
            elif own.version != engine:
                reply = {"refused": difference(own.version, engine)}
            else:
                reply = own.ask(answers, LIMIT) if answers else {}
    except (OSError, ValueError) as error:
        reply = {"error": f"el programa que califica falló: {error}"}
    if "refused" in reply:
        print(f"Este computador no puede calificar: {reply['refused']}", flush=True)
    return json.dumps(reply).encode()


def difference(own, wanted):
    """Por qué las notas podrían no ser las mismas."""
    if own["rust"] != wanted["rust"]:
        return f"tiene otro Rust, {own['rust']}, y quien califica, {wanted['rust']}"
    return "tiene otra versión del proyecto: copia en él la de quien califica"


class Engine:
    """Un motor en marcha, que califica con un curso."""

    def __init__(self, course):
        self.course = course
        command = [str(PROGRAM), "examine"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        hello = self.ask(course, START)
        self.version, self.refused = hello.get("engine"), hello.get("refused")

    def ask(self, line, limit):
        """Lo que contesta a una línea. Si no contesta a tiempo, se termina con él."""
        timer = threading.Timer(limit, self.process.kill)
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
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


@contextlib.contextmanager
def _engine(course):
    """Un motor desocupado, o uno nuevo. Los de otro curso ya no hacen falta; el que falla, tampoco."""
    with _lock:
        others = [engine for engine in _idle if engine.course != course]
        mine = [engine for engine in _idle if engine.course == course]
        own = mine.pop() if mine else None
        _idle[:] = mine
    for engine in others:
        engine.close()
    own = own or Engine(course)
    try:
        yield own
    except BaseException:
        own.process.kill()
        own.close()
        raise
    if own.refused:
        own.close()
    else:
        with _lock:
            _idle.append(own)
