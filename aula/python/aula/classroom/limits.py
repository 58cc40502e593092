"""Lo que puede ocupar un estudiante: memoria y procesos.

El sistema impone lo que sabe imponer a cada proceso; un vigilante, dentro de JupyterHub, suma los de cada estudiante y
termina con lo que pase de la cuenta. No hace falta systemd ni cgroups.
"""

import resource

import psutil
from tornado.ioloop import PeriodicCallback

SECONDS = 2  # cada cuánto se mira
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


def processes_of(pid, uid=None):
    """Los procesos de un estudiante: su servidor `pid`, los que salieron de él y, si tiene usuario, todos los suyos."""
    try:
        server = psutil.Process(pid)
        found = {server, *server.children(recursive=True)}
    except psutil.Error:
        found = set()
    if uid is not None:
        found |= {process for process in psutil.process_iter(["uids"]) if owner(process) == uid}
    return found


def owner(process):
    uids = process.info.get("uids")
    return uids and uids.real


def own_bytes(process):
    """La memoria que es solo de este proceso; sin la de los programas, que es la misma para todos."""
    try:
        memory = process.memory_info()
    except psutil.Error:
        return 0
    return memory.rss - getattr(memory, "shared", 0)


class Watch:
    """Mira cada poco lo que ocupa el estudiante de un servidor."""

    def __init__(self, pid, uid, megabytes, processes, log):
        self.pid, self.uid, self.bytes, self.processes, self.log = pid, uid, megabytes << 20, processes, log
        self.callback = PeriodicCallback(self.look, SECONDS * 1000, jitter=0.2)
        self.callback.start()

    def stop(self):
        self.callback.stop()

    def look(self):
        """Termina con el proceso más grande mientras ocupen demasiado, y con todos menos el servidor si son demasiados."""
        sizes = {process: own_bytes(process) for process in processes_of(self.pid, self.uid)}
        if len(sizes) > self.processes:
            self.log.warning("%d procesos: se termina con ellos", len(sizes))
            for process in sizes:
                if process.pid != self.pid:
                    kill(process)
            return
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
