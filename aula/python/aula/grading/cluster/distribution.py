"""El reparto de las entregas entre los trabajadores de un clúster de Dask.

Dask lleva y trae, elige a cuál va cada entrega, y sabe quién llega y quién se pierde. Aquí se decide lo que decide una nota:
quién puede calificar, y qué se hace con la entrega que falla. No bastan los reintentos de Dask, que pueden volver al mismo
trabajador; ni un complemento suyo (`WorkerPlugin`): al que no tiene el proyecto, lo tiraría al llegar.
"""

import asyncio
import json
import time
import uuid
from collections import Counter, defaultdict, deque

import distributed

from ...problem import Problem

LOSSES = 3  # veces que se intenta una entrega en la que el trabajador se pierde o falla
FAILURES = 3  # entregas seguidas con las que un trabajador no puede: es cosa suya
GRACE = 10  # segundos que se espera a otro trabajador cuando ninguno de los que hay sirve
PATIENCE = 300  # y si antes hubo alguno que servía
BEAT = 1  # cada cuánto se mira quién está


class Lost(Exception):
    """Ya no hay coordinador."""


class Distribution:
    """El reparto. A un trabajador nuevo se le pide `introduce`, una función y sus argumentos; a los que sirven, lo que da
    `examine(entrega)`, que es otro tanto. `take(clave, notas)` guarda lo que vuelve.

    La entrega que falló, o que estaba donde se perdió un trabajador, es sospechosa: se intenta al final y sola, para que no
    se lleve por delante a otras, y en otro si lo hay. Si es ella la que los tira, ahí se queda.
    """

    def __init__(self, client, introduce, examine, submissions, take, grace=GRACE):
        self.client, self.introduce, self.examine, self.take, self.grace = client, introduce, examine, take, grace
        self.submissions, self.waiting, self.suspects = submissions, deque(submissions), deque()
        self.present, self.fit, self.refused = {}, set(), {}  # cuántas hace a la vez cada uno, quién sirve, y por qué no
        self.running = {}  # en marcha: la clave, o nada si se presenta; a quiénes puede ir; y cuándo empezó
        self.lost, self.failing, self.failed, self.done = Counter(), defaultdict(set), {}, 0
        self.served = self.alone = False  # si alguna vez hubo quien sirviera, y si ya se dijo que no hay nadie
        self.hopeful = time.monotonic()

    async def run(self):
        try:
            while len(self.failed) + self.done < len(self.submissions):
                await self.look()
                self.hand_out()
                self.wait_for_workers()
                if not self.running:
                    await asyncio.sleep(BEAT)
                    continue
                finished, _ = await asyncio.wait(self.running, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
                for each in finished:
                    self.settle(each, *self.running.pop(each))
        finally:
            for each in self.running:
                each.cancel()

    async def look(self):
        """Quién ha llegado y quién se ha ido."""
        try:
            before, self.present = self.present, await self.client.nthreads()
        except (OSError, distributed.comm.CommClosedError) as error:
            raise Lost(reason(error)) from None
        for address in before.keys() - self.present:
            self.refused.pop(address, None)
            if address in self.fit:
                self.fit.remove(address)
                print(f"  Trabajador {host(address)}: se perdió; lo que tenía pasa a otro.", flush=True)
        for each, (key, allowed, _) in list(self.running.items()):
            if allowed.isdisjoint(self.present):  # Dask esperaría siempre a que volvieran
                del self.running[each]
                each.cancel()
                if key is not None:
                    self.suspect(key, "el trabajador se perdió")
        for address in self.present.keys() - before:
            self.start(None, {address}, *self.introduce)

    def hand_out(self):
        """Pone en marcha tantas entregas como caben, y las sospechosas, de una en una, cuando ya no queda lo demás."""
        busy = sum(key is not None for key, *_ in self.running.values())
        for _ in range(min(len(self.waiting), sum(self.present[address] for address in self.fit) - busy)):
            key = self.waiting.popleft()
            self.start(key, set(self.fit), *self.examine(self.submissions[key]))
        if self.suspects and self.fit and not self.waiting and not busy:
            key, worker = self.suspects.popleft()
            self.start(key, self.fit - {worker} or set(self.fit), *self.examine(self.submissions[key]))

    def start(self, key, allowed, function, *arguments):
        name = f"entrega-{uuid.uuid4()}"  # Dask no repite lo que se llama igual
        future = self.client.submit(function, *arguments, workers=list(allowed), pure=False, key=name)
        self.running[asyncio.ensure_future(future.result())] = key, allowed, time.monotonic()

    def wait_for_workers(self):
        """Si no hay nadie, se espera a que llegue alguien; si los que hay no sirven, no siempre."""
        useful = self.present.keys() - self.refused
        if useful or not self.refused:
            self.hopeful = time.monotonic()
        if not useful and not self.alone:
            print("  No hay trabajadores: espero a que llegue uno. Con Ctrl-C, lo calificado queda guardado.", flush=True)
        self.alone = not useful
        if time.monotonic() - self.hopeful > (PATIENCE if self.served else self.grace):
            listed = "\n".join(f"  {host(address)}: {why}" for address, why in self.refused.items())
            raise Problem(f"Ningún trabajador puede calificar, y lo ya calificado queda guardado:\n{listed}")

    def settle(self, each, key, allowed, start):
        """Lo que volvió de un trabajador: las notas, por qué no puede calificar, o por qué no pudo con esta entrega."""
        reply = self.reply(each, key)
        worker = reply.get("worker")
        if key is None:
            self.met(*allowed, reply.get("refused") or reply.get("error"))
        elif "refused" in reply:
            self.refuse(worker, reply["refused"])
            self.waiting.appendleft(key)
        elif "error" in reply:
            self.suspect(key, reply["error"], worker, reply.get("times", 1))
            self.failing[worker].add(key)
            if len(self.failing[worker]) == FAILURES:
                self.refuse(worker, f"falla una y otra vez; la última, {reply['error']}")
        else:
            self.done += 1
            self.failing.pop(worker, None)
            took = time.monotonic() - start
            print(f"  [{self.done}/{len(self.submissions)}] {key}: {took:.1f} s, en {host(worker)}", flush=True)

    def reply(self, each, key):
        """Lo que contestó un trabajador, ya guardado si son notas; o el error en que acabó."""
        reply = {}
        try:
            reply = dict(json.loads(each.result()))
            if key is not None and not reply.keys() & {"refused", "error"}:
                self.take(key, reply["scores"])
            return reply
        except Problem:
            raise
        except distributed.KilledWorker as error:
            lost = {"worker": error.last_worker.address, "times": error.allowed_failures + 1}
            return {"error": "el trabajador se perdió", **lost}
        except (Exception, asyncio.CancelledError) as error:  # de un trabajador puede venir cualquiera
            if self.client.status != "running":
                raise Lost("se cerró la conexión") from None  # no es culpa de ninguna entrega
            missing = "no tiene el proyecto en su Python; " if isinstance(error, ImportError) else ""
            return {"worker": reply.get("worker"), "error": missing + reason(error)}

    def met(self, worker, why_not):
        """Un trabajador se presentó: sirve, si no dice por qué no."""
        if why_not:
            self.refuse(worker, why_not)
        elif worker in self.present:
            self.fit.add(worker)
            self.served = True
            print(f"  Trabajador {host(worker)}: {self.present[worker]} a la vez.", flush=True)

    def refuse(self, worker, why):
        """El trabajador no sirve, o ha dejado de servir."""
        self.fit.discard(worker)
        if worker in self.present and self.refused.get(worker) != why:
            print(f"  Trabajador {host(worker)}, rechazado: {why}", flush=True)
            self.refused[worker] = why

    def suspect(self, key, why, worker=None, times=1):
        self.lost[key] += times
        if self.lost[key] < LOSSES:
            self.suspects.append((key, worker))
        else:
            self.failed[key] = f"se intentó {self.lost[key]} veces y no se pudo; la última, {why}"
            print(f"  {key}: {self.failed[key]}.", flush=True)


def host(address):
    """La dirección de un trabajador, sin el protocolo."""
    return address.split("://")[-1]


def reason(error):
    """Un error, en una línea."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
