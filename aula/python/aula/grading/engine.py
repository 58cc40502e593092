"""Las respuestas van al motor, que es el comando `aula examine`, y vuelven los puntos de cada ejercicio con su informe."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import psutil

from ..problem import Problem
from . import scratch, toolchain

PROGRAM = Path(sys.executable).parent / ("aula.exe" if sys.platform == "win32" else "aula")
COMMAND = "examine"
GRACE = 10  # segundos para que el motor termine lo que tenga en marcha cuando se interrumpe


def run(order, say=None, watch=None):
    """Pone en marcha el motor con lo que se le pide, y devuelve lo que contesta.

    Con `watch`, que recibe su proceso, va callado y no lo interrumpe el Ctrl-C de la terminal: quien lo pide decide cuándo
    se acaba.
    """
    with scratch.folder() as folder:
        request, reply = folder / "entregas.json", folder / "resultados.json"
        request.write_text(json.dumps(order), encoding="utf-8")
        sys.stdout.flush()
        code = _wait([str(PROGRAM), COMMAND, str(request), str(reply)], say, watch)
        try:
            answer = json.loads(reply.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise Problem(
                f"El programa que califica ({PROGRAM.name}) terminó sin dar resultados, con código {code}."
            ) from None
    if "error" in answer:
        raise Problem(answer["error"])
    return answer


def _wait(command, say, watch):
    options = {}
    if say:
        options = {"stdout": subprocess.PIPE, "text": True, "encoding": "utf-8", "errors": "replace"}
    elif watch:
        options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=_environment(), **options)
    except OSError as error:
        raise Problem(f"No se puede ejecutar {command[0]}: {error.strerror}. Prueba con `cargo run -- preparar`.") from None
    with process:
        try:
            if watch:
                watch(process)
            for line in process.stdout or ():
                say(line.rstrip())
            return process.wait()
        except BaseException:
            stop(process)
            raise


def _environment():
    """El de siempre, con el Rust del núcleo: JupyterLab, abierto desde el escritorio, puede no tenerlo en el PATH."""
    tools = toolchain.folder()
    return {**os.environ, "PATH": os.pathsep.join([str(tools), os.environ.get("PATH", "")])} if tools else None


def stop(process):
    """Termina el motor y lo que tenga en marcha, aunque sea un programa que no acaba."""
    running = _started_by(process)
    process.terminate()
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
