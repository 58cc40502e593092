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
from functools import cache

import psutil
from tornado.ioloop import PeriodicCallback

SECONDS = 5  # cada cuánto se mira

MEMORY_LEFT = 512 << 20  # bytes: con menos, la máquina empieza a cerrar lo que le parece
SEAT = 600 << 20  # lo que ocupa quien entra
DISK_LEFT = 2 << 30
WRITTEN = 1 << 30  # lo que puede escribir alguien sin que nadie pregunte


def is_full():
    """¿No cabe nadie más en la memoria?"""
    return psutil.virtual_memory().available < MEMORY_LEFT + SEAT


def written(places, uid, since):
    """Los bytes de los archivos de `places` que cambiaron desde `since`; con `uid`, solo los de ese usuario. No se sigue
    ningún enlace.
    """
    total = 0
    for place in places:
        for folder, _, names in os.walk(place):
            for name in names:
                with suppress(OSError):
                    data = os.lstat(os.path.join(folder, name))
                    if data.st_ctime >= since and uid in (None, data.st_uid):
                        total += data.st_blocks * 512
    return total


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

    def __init__(self, data, log):
        self.data, self.log, self.people = data, log, {}

    def enter(self, person):
        self.people[person.name] = person

    def leave(self, name):
        self.people.pop(name, None)

    def look(self):
        """Cierra lo de quien más ocupa, si queda poco de algo."""
        if psutil.virtual_memory().available < MEMORY_LEFT:
            self.close(max(self.people.values(), key=lambda one: one.memory(), default=None), "memoria")
        elif shutil.disk_usage(self.data).free < DISK_LEFT:
            sizes = {one: one.written for one in list(self.people.values())}
            biggest = max(sizes, key=sizes.get, default=None)
            if biggest and sizes[biggest] > WRITTEN:
                self.close(biggest, "disco")

    def close(self, person, what):
        if person:
            self.log.warning("queda poco de %s: se cierra lo de %s, que es quien más ocupa", what, person.name)
            self.leave(person.name)
            person.end()


@cache
def guarded(data, log):
    """La máquina de la clase que está en `data`, que desde ahora se mira. En otro hilo: recorrer el disco tarda."""
    machine = Machine(data, log)
    machine.callback = PeriodicCallback(
        lambda: asyncio.get_running_loop().run_in_executor(None, machine.look), SECONDS * 1000
    )
    machine.callback.start()
    return machine
