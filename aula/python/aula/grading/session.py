"""Un núcleo con límites: ejecuta celdas, corta lo que no termina o no calla, y se puede volver a empezar."""

import contextlib
import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass, field
from queue import Empty

import nbformat

START_SECONDS = 60
BUILD_SECONDS = 300  # el primer núcleo compila la biblioteca mientras arranca
WARNING = re.compile(r"^(?:unused|unreachable|unnecessary)\b")
MAX_MESSAGES = 5000
MAX_CHARACTERS = 200_000


@dataclass
class Run:
    """Lo que dejó una celda.

    `status`: "ok", "error", "timeout" (no terminó), "flood" (escribió demasiado) o "dead" (murió el núcleo).
    """

    status: str = "ok"
    outputs: list = field(default_factory=list)
    seconds: float = 0.0

    @property
    def result(self):
        """El último resultado de la celda como texto, o None."""
        found = [out.data.get("text/plain", "") for out in self.outputs if out.output_type == "execute_result"]
        return found[-1] if found else None

    @property
    def problem(self):
        """Lo que dijo el error, o None. Entre los errores evcxr mezcla avisos, que se reconocen por su nombre."""
        errors = [out for out in self.outputs if out.output_type == "error"]
        grave = [out for out in errors if not WARNING.search(out.evalue) and out.traceback[:1] != ["warning: " + out.evalue]]
        return (grave or errors)[0].evalue if errors else None


class Session:
    """Un núcleo en marcha en `place`."""

    def __init__(self, place, building=False):
        self.process, self.client = place.start(building)
        self.client.start_channels()
        try:
            self._wait_ready(BUILD_SECONDS if building else START_SECONDS)
        except BaseException:
            self.close()
            raise

    def _wait_ready(self, seconds):
        """Espera la primera respuesta, y a que el canal de salidas esté conectado: una salida anterior se perdería."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            self.client.kernel_info()
            try:
                self.client.get_iopub_msg(timeout=0.5)
                self.client.get_shell_msg(timeout=seconds)
                return
            except Empty:
                continue
        raise TimeoutError("el núcleo de Rust no arrancó")

    def run(self, code, seconds):
        """Ejecuta una celda. Si no termina bien, la sesión queda cerrada y hay que abrir otra, salvo con "error"."""
        run, size, started = Run(), 0, time.monotonic()
        wanted = self.client.execute(code, store_history=False, allow_stdin=False)
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=0.2)
            except Empty:
                message = None
            if time.monotonic() - started > seconds:
                return self._cut(run, "timeout")
            if message is None:
                if self.process.poll() is not None:
                    return self._cut(run, "dead")
                continue
            if message["parent_header"].get("msg_id") != wanted:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                break
            if kind in ("stream", "execute_result", "display_data", "error"):
                size += len(str(content))
                if len(run.outputs) >= MAX_MESSAGES or size > MAX_CHARACTERS and kind == "stream":
                    return self._cut(run, "flood")
                run.outputs.append(_output(message))
        run.seconds = time.monotonic() - started
        try:
            while (reply := self.client.get_shell_msg(timeout=5))["parent_header"].get("msg_id") != wanted:
                pass
            run.status = reply["content"]["status"]
        except Empty:
            return self._cut(run, "dead")
        return run

    def _cut(self, run, status):
        self.close()
        run.status = status
        return run

    def close(self):
        """Termina el núcleo y todo lo que arrancó."""
        self.client.stop_channels()
        if self.process.poll() is None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL) if _leads_group(self.process.pid) else self.process.kill()
            except (ProcessLookupError, AttributeError):
                self.process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)


def _leads_group(pid):
    return hasattr(os, "getpgid") and os.getpgid(pid) == pid


def _output(message):
    content = message["content"]
    if message["msg_type"] == "error":  # evcxr puede callar alguno de los tres campos
        return nbformat.v4.new_output(
            "error",
            ename=content.get("ename") or "Error",
            evalue=content.get("evalue") or "",
            traceback=content.get("traceback") or [],
        )
    return nbformat.v4.output_from_msg(message)
