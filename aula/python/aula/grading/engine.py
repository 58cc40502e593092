"""Las respuestas van al motor, que es el comando `aula examine`, y vuelven los puntos de cada ejercicio con su informe."""

import contextlib
import json
import subprocess
import sys

import psutil

from .. import program
from ..problem import Problem
from ..program import PROGRAM

COMMAND = "examine"
GRACE = 10  # segundos para que el motor termine lo que tenga en marcha cuando se interrumpe


def run(order, say=None, watch=None):
    """Pone en marcha el motor con lo que se le pide, y devuelve lo que contesta.

    Lo que se le pide va por su entrada, y no en un archivo: si a alguien lo terminan a la fuerza, no queda nada. Con
    `watch`, que recibe su proceso, va callado: quien lo pide decide cuándo se acaba.
    """
    say = say or (lambda line: print(line, flush=True))
    try:
        process = subprocess.Popen(
            [str(PROGRAM), COMMAND, "--class"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if watch else None,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=program.environment(),
            **_apart(),
        )
    except OSError as error:
        raise Problem(f"No se puede ejecutar {PROGRAM}: {error.strerror}. Prueba con `cargo run -- preparar`.") from None
    answer = None
    with process:
        try:
            if watch:
                watch(process)
            with contextlib.suppress(BrokenPipeError):  # si no pudo empezar, dirá por qué
                process.stdin.write(json.dumps(order) + "\n")
                process.stdin.flush()
            for line in process.stdout:
                if line.startswith("{"):
                    answer = json.loads(line)
                elif not watch:
                    say(line.rstrip())
            code = process.wait()
        except BaseException:
            stop(process)
            raise
    if answer is None:
        raise Problem(f"El programa que califica ({PROGRAM.name}) terminó sin dar resultados, con código {code}.")
    if "error" in answer:
        raise Problem(answer["error"])
    return answer


def _apart():
    """El Ctrl-C de la terminal no le llega: lo recibe quien lo puso en marcha, que lo termina con lo suyo."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def stop(process):
    """Termina el motor y lo que tenga en marcha, aunque sea un programa que no acaba. Sin entrada, acaba él."""
    running = _started_by(process)
    with contextlib.suppress(OSError):
        process.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    kill(process, running)


def kill(process, running=None):
    """Lo mismo, sin esperar a que recoja nada."""
    running = _started_by(process) if running is None else running
    process.kill()
    for each in running:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()


def _started_by(process):
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
