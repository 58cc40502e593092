"""Los grupos de procesos de Linux (cgroups v2): donde el sistema los deja usar, cada persona tiene el suyo.

Lo que sale de su servidor está en su grupo, haga lo que haga: el sistema mismo impone cuánta memoria ocupa, cuántos hilos
tiene y qué parte del procesador le toca cuando no hay para todos, y al cerrar termina con el grupo entero de una vez. Donde
no los hay, o no dejan, la clase es la misma, con los límites de `limits`.

Cómo son: https://docs.kernel.org/admin-guide/cgroup-v2.html
"""

import os
import time
import zlib
from contextlib import suppress
from pathlib import Path

CONTROLLERS = {"memory", "pids", "cpu"}
PATIENCE = 5  # segundos para que termine un grupo
SHARE, TEACHER_SHARE = 100, 400  # del procesador; 100 es lo que tiene cualquiera
PROCESSES, OWN = "cgroup.procs", "clase"


def own(mounts="/proc/self/mountinfo", belongs="/proc/self/cgroup"):
    """La carpeta del grupo en que corre este proceso, si puede hacer otros dentro; si no, `None`."""
    try:
        lines = [line.split() for line in Path(mounts).read_text(encoding="utf-8").splitlines()]
        found = [line[4] for line in lines if line[line.index("-") + 1] == "cgroup2"]
        path = next(line for line in Path(belongs).read_text(encoding="utf-8").splitlines() if line.startswith("0::"))
    except (OSError, StopIteration, ValueError):
        return None
    folder = Path(found[0], path.removeprefix("0::").strip("/")) if found else None
    return folder if folder and all(os.access(one, os.W_OK) for one in (folder, folder / PROCESSES)) else None


def for_class(data, above):
    """El grupo de la clase que está en `data`, dentro del grupo `above`, que es el de este proceso; o `None`."""
    if above is None:
        return None
    place = above / f"gradiente-{zlib.crc32(str(data).encode()):08x}"
    try:
        make(place)
        if available(above) and not enable(above):
            # Un grupo con procesos no reparte nada a los de dentro: este se aparta a uno suyo. Si quedan otros, no se tocan.
            make(place / OWN)
            write(place / OWN / PROCESSES, 0)
            enable(above)
        enable(place)
    except OSError:
        return None
    return place


def available(folder):
    """Los límites que deja poner el sistema en los grupos de dentro."""
    return sorted(CONTROLLERS & set((folder / "cgroup.controllers").read_text().split()))


def enable(folder):
    """Que los grupos de dentro puedan tener límites. ¿Pueden?"""
    file = folder / "cgroup.subtree_control"
    for controller in available(folder):
        with suppress(OSError):
            write(file, f"+{controller}")
    return bool(CONTROLLERS & set(file.read_text().split()))


class Groups:
    """Los de las personas de una clase, dentro del grupo `place`; si no lo hay, no hace nada."""

    def __init__(self, place):
        self.place = Path(place) if place else None

    def of(self, name):
        return self.place / f"persona-{name}"

    def enter(self, name, megabytes, threads, share=SHARE):
        """El de una persona, con sus límites: el archivo en que se apunta quien entra, o `None`."""
        if self.place is None:
            return None
        group = self.of(name)
        limits = {"memory.max": megabytes << 20, "memory.swap.max": 0, "pids.max": threads, "cpu.weight": share}
        try:
            make(group)
            for file, value in limits.items():
                with suppress(FileNotFoundError):  # el sistema no deja poner ese
                    write(group / file, value)
        except OSError:
            return None
        return str(group / PROCESSES)

    def pids(self, name):
        """Los procesos de una persona."""
        return read(self.of(name) / PROCESSES) if self.place else set()

    def leave(self, name):
        """Termina con todo lo que hay en el suyo, y lo quita."""
        if self.place:
            end(self.of(name))

    def close(self):
        """Termina con lo que quede de todas las personas: cuántos procesos eran."""
        people = list(self.place.glob("persona-*")) if self.place else []
        left = set().union(*(read(one / PROCESSES) for one in people))
        for one in people:
            end(one)
        if self.place:
            self.go_back()
        return len(left)

    def go_back(self):
        """Quita el de la clase; antes, este proceso vuelve al que tenía, si se apartó."""
        with suppress(OSError):
            if (self.place / OWN).is_dir():
                write(self.place.parent / PROCESSES, 0)
                remove(self.place / OWN)
            remove(self.place)


def end(group):
    """Termina de una vez con un grupo, y lo quita."""
    limit = time.monotonic() + PATIENCE
    while group.is_dir() and time.monotonic() < limit:
        with suppress(OSError):
            write(group / "cgroup.kill", 1)  # desde Linux 5.14; antes, uno a uno
        for pid in read(group / PROCESSES):
            with suppress(OSError):
                os.kill(pid, 9)
        with suppress(OSError):
            remove(group)
            return
        time.sleep(0.02)


def make(group):
    group.mkdir(exist_ok=True)


def remove(group):
    group.rmdir()


def read(file):
    try:
        return {int(line) for line in file.read_text().split()}
    except (OSError, ValueError):
        return set()


def write(file, value):
    """Con un solo `write`, y sin crear nada: en esas carpetas los archivos los pone el sistema."""
    handle = os.open(file, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(handle, str(value).encode())
    finally:
        os.close(handle)
