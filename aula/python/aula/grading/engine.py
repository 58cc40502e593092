"""Las respuestas van al motor, que es el comando `aula examine`, y vuelven los puntos de cada ejercicio con su informe."""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import psutil

from ..notebooks import kernel
from ..problem import Problem
from . import cells, versions

PROGRAM = Path(sys.executable).parent / ("aula.exe" if sys.platform == "win32" else "aula")
COMMAND = "examine"
GRACE = 10  # segundos para que el motor termine lo que tenga en marcha cuando se interrumpe

# Lo que ningún ejercicio necesita y conviene que alguien mire.
SUSPICIOUS = re.compile(
    r"\bunsafe\b|\bstd\s*::\s*(?:fs|process|net|env|os)\b|\binclude\w*!|\b(?:option_)?env!|/proc/|\bextern\b"
    r"|\blink_section\b|\bno_mangle\b|\bexport_name\b"
)


def examine(source, notebooks, jobs=1, confined=True, ledger=None, say=None, cluster=None):
    """Califica `notebooks`, {nombre: cuaderno restaurado}, con los ejercicios de `source`, y escribe cada resultado bajo su
    celda de prueba.

    Devuelve las observaciones de cada cuaderno, {nombre: lista}. En la carpeta `ledger` queda lo ya calificado, para que una
    vez interrumpida siga por donde iba; el motor lo cuenta. `say` recibe cada línea que cuenta; si falta, va a la terminal.
    Con `cluster`, las califican sus trabajadores; las que no pudo ninguno quedan en `cluster.ungraded`, y sin resultados.
    """
    exercises = cells.exercises(source)
    order = {
        "setup": own_code(cells.by_id(source)[cells.SETUP].source),
        "exercises": [vars(exercise) for exercise in exercises],
        "submissions": [{"key": key, "answers": answers(book, exercises)} for key, book in notebooks.items()],
        "jobs": jobs,
        "confined": confined,
        "ledger": str(ledger) if ledger else None,
    }
    found = cluster.run(order) if cluster else run(order, say)
    ungraded = cluster.ungraded if cluster else {}
    notes = {key: suspicious(book, exercises) for key, book in notebooks.items()}
    for key, book in notebooks.items():
        if key in ungraded:
            notes[key].append(f"sin calificar: {ungraded[key]}")
        else:
            notes[key] += place(book, exercises, found["results"].get(key, {}))
    return notes


def run(order, say=None, watch=None):
    """Pone en marcha el motor con lo que se le pide, y devuelve lo que contesta.

    Con `watch`, que recibe su proceso, va callado y no lo interrumpe el Ctrl-C de la terminal: quien lo pide decide cuándo
    se acaba.
    """
    with tempfile.TemporaryDirectory(prefix="aula-") as folder:
        request, reply = Path(folder) / "entregas.json", Path(folder) / "resultados.json"
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
    tools = kernel.tools()
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


def own_code(source):
    """El código de una celda, sin lo que evcxr admite delante (`:dep`, `:clear`, `!ls`…)."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if re.match(r" *:|!", line):
            lines[number] = ""
        elif line.strip() and not line.startswith("//"):
            break
    return "\n".join(lines)


def answers(notebook, exercises):
    """El código de cada respuesta; los renglones son los de su celda."""
    found = cells.by_id(notebook)
    return {exercise.name: own_code(found[exercise.name].source) for exercise in exercises}


def suspicious(notebook, exercises):
    """Las respuestas que usan lo que ningún ejercicio necesita."""
    return [
        f"la celda «{name}» usa «{used.group().strip()}»: mírala a mano"
        for name, answer in answers(notebook, exercises).items()
        if (used := SUSPICIOUS.search(answer))
    ]


def place(notebook, exercises, results):
    """Escribe cada resultado bajo su celda de prueba, como los lee nbgrader, y devuelve lo que impidió calificar."""
    found, notes = cells.by_id(notebook), []
    for exercise in exercises:
        result = results.get(exercise.name)
        if result is None:
            raise Problem(f"El programa que califica no dijo nada de «{exercise.name}».")
        if result["problem"]:
            notes.append(f"{exercise.name}: {result['problem']}")
        told = versions.told(notebook, exercise.name)
        found[exercise.name + cells.TEST_SUFFIX].outputs = [
            nbformat.v4.new_output("stream", name="stdout", text=result["report"].rstrip("\n") + "\n" + told),
            nbformat.v4.new_output("execute_result", data={"text/plain": repr(float(result["points"]))}),
        ]
    return notes
