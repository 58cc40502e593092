"""Lo que puede ocupar un estudiante: memoria y procesos.

El sistema impone lo que sabe imponer a cada proceso; un vigilante, dentro de JupyterHub, suma los de cada estudiante y
termina con lo que pase de la cuenta. No hace falta systemd ni cgroups; donde se pueden usar, están además los de `groups`.
"""

import os
import resource
from contextlib import suppress

import psutil
from tornado.ioloop import PeriodicCallback

from .memory import of_files, own_bytes

SECONDS = 2  # cada cuánto se mira
BIGGEST_FILE = 2 << 30
OPEN = 1024  # archivos y conexiones de un proceso; JupyterHub, que es de todos, puede tener muchas más
MOST_OPEN = 65_536
FIRST, LAST = -5, 5  # a quién atiende antes el procesador: JupyterHub; y después de lo demás, lo de los estudiantes
THREADS = 4  # el sistema no cuenta procesos, sino hilos: se admiten estos por cada proceso


def apply(megabytes, processes):
    """Se impone al proceso que la llama y a los que salgan de él. `processes` es `None` si su usuario es el de todos."""
    limits = {
        # Lo que puede pedir un proceso. RLIMIT_AS contaría también lo que se reserva y no se usa, que en Rust es mucho.
        resource.RLIMIT_DATA: megabytes << 20,
        resource.RLIMIT_FSIZE: BIGGEST_FILE,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: OPEN,
    }
    if processes is not None:
        limits[resource.RLIMIT_NPROC] = THREADS * processes
    for what, limit in limits.items():
        _, hard = resource.getrlimit(what)
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (limit, limit))


def open_many():
    """Deja a este proceso tener abierto todo lo que permita el sistema: cuánto es."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_OPEN if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def take_turn(level):
    """Cuándo le toca el procesador al proceso que la llama. Adelantarse, solo puede quien administra la máquina."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, level)
    yield_processor(os.getpid(), level)


def yield_processor(pid, level):
    """Muchos Linux reparten el procesador por sesiones, y cada núcleo es una: entonces lo que cuenta es la de su sesión."""
    with suppress(OSError):
        handle = os.open(f"/proc/{pid}/autogroup", os.O_WRONLY | os.O_CLOEXEC)
        try:
            os.write(handle, str(level).encode())
        finally:
            os.close(handle)


def processes_of(pid, uid=None, mark=None):
    """Los procesos de un estudiante: su servidor `pid`, los que salieron de él y, si tiene usuario, todos los suyos.

    Si su usuario también tiene otras cosas en la máquina, los que llevan `mark` entre sus variables.
    """
    try:
        server = psutil.Process(pid) if pid else None
        found = {server, *server.children(recursive=True)} if server else set()
    except psutil.Error:
        found = set()
    if uid is not None:
        found |= {process for process in psutil.process_iter(["uids"]) if owner(process) == uid}
    elif mark:
        found |= {process for process in psutil.process_iter() if marked(process, mark)}
    return found


def processes_with(pids):
    """Los que tienen esos números, si siguen ahí."""
    found = set()
    for pid in pids:
        with suppress(psutil.Error):
            found.add(psutil.Process(pid))
    return found


def adopted(uid, server):
    """Lo que se soltó del servidor `server` de un usuario y adoptó JupyterHub, que es quien llama. Lo que ya terminó, se
    recoge.
    """
    found = set()
    for child in psutil.Process().children():
        with suppress(psutil.Error, OSError):
            if child.pid == server or child.uids().real != uid:
                continue
            if child.status() == psutil.STATUS_ZOMBIE:
                os.waitpid(child.pid, os.WNOHANG)
            else:
                found |= {child, *child.children(recursive=True)}
    return found


def marked(process, mark):
    """¿Lleva un proceso esas variables, con esos valores?"""
    try:
        variables = process.environ()
    except (psutil.Error, OSError):
        return False
    return all(variables.get(name) == value for name, value in mark.items())


def owner(process):
    uids = process.info.get("uids")
    return uids and uids.real


class Watch:
    """Mira cada poco lo que ocupa el estudiante de un servidor."""

    def __init__(self, pid, everything, megabytes, processes, log, uid=None, level=LAST):
        """`everything` dice cuáles son sus procesos; `uid`, su usuario, si es solo de la clase; `level`, cuándo les toca."""
        self.pid, self.everything, self.uid, self.level = pid, everything, uid, level
        self.bytes, self.processes, self.log = megabytes << 20, processes, log
        self.callback = PeriodicCallback(self.look, SECONDS * 1000, jitter=0.2)
        self.callback.start()

    def stop(self):
        self.callback.stop()

    def look(self):
        """Termina con el proceso más grande mientras ocupen demasiado, y con todos menos el servidor si son demasiados."""
        sizes = {process: own_bytes(process) for process in self.everything()}
        if not psutil.pid_exists(self.pid):  # alguien mató su servidor: lo que salió de él ya no es de nadie
            self.stop()
            for process in sizes:
                kill(process)
            return
        for process in sizes:
            yield_processor(process.pid, self.level)
        if len(sizes) > self.processes:
            self.log.warning("%d procesos: se termina con ellos", len(sizes))
            for process in sizes:
                if process.pid != self.pid:
                    kill(process)
            return
        files = of_files(self.uid) if self.uid is not None else 0
        if files and files + sum(sizes.values()) > self.bytes:
            self.log.warning("%d MB en archivos de memoria: se borran", files >> 20)
            of_files(self.uid, delete=True)
        while sum(sizes.values()) > self.bytes:
            process = max(sizes, key=sizes.get)
            self.log.warning("%d MB: se termina con el proceso %d", sum(sizes.values()) >> 20, process.pid)
            kill(process)
            del sizes[process]


def kill(process):
    try:
        process.kill()
    except psutil.Error:
        return


def end(processes, seconds=3):
    """Espera a que terminen: los que recogen lo de un núcleo, por ejemplo, acaban solos. Con los que sigan, se termina."""
    _, left = psutil.wait_procs(processes, timeout=seconds)
    for process in left:
        kill(process)
    psutil.wait_procs(left, timeout=seconds)
