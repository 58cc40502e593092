"""Lo que puede ocupar un estudiante: memoria y procesos.

El sistema impone lo que sabe imponer a cada proceso; un vigilante, dentro de JupyterHub, suma los de cada estudiante y
termina con lo que pase de la cuenta. No hace falta systemd ni cgroups.
"""

import os
import resource
from contextlib import suppress
from pathlib import Path

import psutil
from tornado.ioloop import PeriodicCallback

SECONDS = 2  # cada cuánto se mira
IN_MEMORY = "/dev/shm"  # lo que se escribe ahí ocupa memoria
BIGGEST_FILE = 2 << 30
THREADS = 4  # el sistema no cuenta procesos, sino hilos: se admiten estos por cada proceso


def apply(megabytes, processes):
    """Se impone al proceso que la llama y a los que salgan de él. `processes` es `None` si su usuario es el de todos."""
    limits = {
        # Lo que puede pedir un proceso. RLIMIT_AS contaría también lo que se reserva y no se usa, que en Rust es mucho.
        resource.RLIMIT_DATA: megabytes << 20,
        resource.RLIMIT_FSIZE: BIGGEST_FILE,
        resource.RLIMIT_CORE: 0,
    }
    if processes is not None:
        limits[resource.RLIMIT_NPROC] = THREADS * processes
    for what, limit in limits.items():
        _, hard = resource.getrlimit(what)
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (limit, limit))


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


def own_bytes(process):
    """La memoria que es de este proceso, también la que comparte; sin la de los programas, que es la misma para todos."""
    try:
        memory = process.memory_info()
    except psutil.Error:
        return 0
    return memory.rss - getattr(memory, "shared", 0) + shared_bytes(process.pid)


def shared_bytes(pid):
    """La que pidió para compartirla, que `shared` no distingue de la de los programas."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("RssShmem:"))


def files_in_memory(uid):
    """Los archivos de un usuario que ocupan memoria, {ruta: bytes}: siguen ahí aunque termine quien los escribió."""
    found = {}
    for folder, _, names in os.walk(IN_MEMORY):
        for name in names:
            path = os.path.join(folder, name)
            with suppress(OSError):
                data = os.lstat(path)
                if data.st_uid == uid:
                    found[path] = data.st_blocks * 512
    return found


class Watch:
    """Mira cada poco lo que ocupa el estudiante de un servidor."""

    def __init__(self, pid, everything, megabytes, processes, log, uid=None):
        """`everything` dice cuáles son sus procesos; `uid`, su usuario, si es solo de la clase."""
        self.pid, self.everything, self.uid = pid, everything, uid
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
        if len(sizes) > self.processes:
            self.log.warning("%d procesos: se termina con ellos", len(sizes))
            for process in sizes:
                if process.pid != self.pid:
                    kill(process)
            return
        files = files_in_memory(self.uid) if self.uid is not None else {}
        if sum(files.values()) + sum(sizes.values()) > self.bytes:
            for path in files:
                self.log.warning("%d MB en archivos de memoria: se borra %s", sum(files.values()) >> 20, path)
                with suppress(OSError):
                    os.unlink(path)
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
