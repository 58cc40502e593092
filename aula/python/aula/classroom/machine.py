"""Lo que comparte toda la clase, que es la máquina: antes de que se acabe la memoria o el disco, se cierra lo de quien lo
llena, y los demás no lo notan.

Del disco cuenta lo que cada persona escribió desde que entró, que lo dice la fecha del sistema. No se borra nada suyo: solo
se termina lo que corre.
"""

import asyncio
import os
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil
from tornado.ioloop import PeriodicCallback

from . import tree
from .settings import Places

SECONDS = 5  # cada cuánto se mira

MEMORY_LEFT = 512 << 20  # bytes: con menos, la máquina empieza a cerrar lo que le parece
SEAT = 600 << 20  # lo que ocupa quien entra
DISK_LEFT, PART_LEFT = 2 << 30, 10  # bytes, o una parte del disco, si es pequeño
WRITTEN, PART_WRITTEN = 1 << 30, 20  # lo que puede escribir alguien sin que nadie pregunte
LOG = 20 << 20  # lo que ocupa, como mucho, lo que se cuenta: quien pide sin parar no llena con ello el disco


def is_full():
    """¿No cabe nadie más en la memoria?"""
    return psutil.virtual_memory().available < MEMORY_LEFT + SEAT


@dataclass(frozen=True)
class Written:
    """Lo que escribió alguien: de un disco se acaban los bytes, y también los archivos, aunque estén vacíos."""

    bytes: int = 0
    files: int = 0


def written(places, uid, since):
    """Lo que cambió en `places` desde `since`; con `uid`, solo lo de ese usuario. No se sigue ningún enlace."""
    found = [data for place in places for _, _, data in tree.walk(place)]
    mine = [data for data in found if data.st_ctime >= since and uid in (None, data.st_uid)]
    return Written(sum(data.st_blocks * 512 for data in mine), len(mine))


def trim(places):
    """Empieza otra vez lo que se cuenta, si ya ocupa demasiado."""
    for path in [places.log, *places.servers.glob("*.log")]:
        with suppress(OSError):
            if path.stat().st_size > LOG:
                os.truncate(path, 0)


class Person:
    """Quien tiene su servidor abierto: qué ocupa, y cómo se cierra lo suyo."""

    def __init__(self, name, places, uid, memory, end):
        self.name, self.places, self.uid = name, places, uid
        self.memory, self.end = memory, end
        self.since = time.time()

    @property
    def written(self):
        return written(self.places, self.uid, self.since)


class Machine:
    """Todas las personas que están dentro."""

    def __init__(self, places, log):
        self.places, self.log, self.people = places, log, {}

    def enter(self, person):
        self.people[person.name] = person

    def leave(self, name):
        self.people.pop(name, None)

    def look(self):
        """Cierra lo de quien más ocupa, si queda poco de algo."""
        trim(self.places)
        if psutil.virtual_memory().available < MEMORY_LEFT:
            self.close(max(self.people.values(), key=lambda one: one.memory(), default=None), "memoria")
            return
        disk, entries = shutil.disk_usage(self.places.data), os.statvfs(self.places.data)
        few_bytes = disk.free < min(DISK_LEFT, disk.total // PART_LEFT)
        few_files = entries.f_files and entries.f_ffree < entries.f_files // PART_LEFT
        if few_bytes or few_files:
            self.close_who_wrote("bytes" if few_bytes else "files", disk.total, entries.f_files)

    def close_who_wrote(self, what, total, most_files):
        """Cierra lo de quien más escribió, si no es poco."""
        found = {one: one.written for one in list(self.people.values())}
        biggest = max(found, key=lambda one: getattr(found[one], what), default=None)
        little = {"bytes": min(WRITTEN, total // PART_WRITTEN), "files": most_files // PART_WRITTEN}
        if biggest and getattr(found[biggest], what) > little[what]:
            self.close(biggest, "disco")

    def close(self, person, what):
        if person:
            self.log.warning("queda poco de %s: se cierra lo de %s, que es quien más ocupa", what, person.name)
            self.leave(person.name)
            person.end()


@cache
def guarded(data, log):
    """La máquina de la clase que está en `data`, que desde ahora se mira. En otro hilo: recorrer el disco tarda."""
    machine = Machine(Places(Path(data)), log)
    machine.callback = PeriodicCallback(
        lambda: asyncio.get_running_loop().run_in_executor(None, machine.look), SECONDS * 1000
    )
    machine.callback.start()
    return machine
