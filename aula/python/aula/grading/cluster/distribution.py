"""Repartir las entregas entre los trabajadores de un clúster de Dask.

Dask lleva y trae, y sabe quién está. A quién va cada entrega se decide aquí, porque de eso dependen las notas: solo a
trabajadores que ponen las mismas y que aíslan el código; y si uno se pierde, lo suyo va a otro.
"""

import asyncio
import contextlib
import json
import logging
import time
import uuid
import warnings
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path

import dask
import distributed

from ... import files
from ...problem import Problem
from .. import engine
from . import worker

CONNECT = 10  # segundos para que conteste el coordinador
LIMIT = worker.START + worker.LIMIT + 30  # para que un trabajador conteste: sus propios plazos, y lo que tarde la red
LOSSES = 3  # veces que se intenta una entrega en la que el trabajador se pierde o falla
FAILURES = 3  # entregas seguidas con las que un trabajador no puede: es cosa suya
GRACE = 10  # segundos que se espera a otro trabajador cuando ninguno de los que hay sirve
PATIENCE = 300  # y si antes hubo alguno que servía
BEAT = 1  # cada cuánto se mira quién está


# Lo que se manda no es una función nuestra, que un trabajador sin el proyecto no sabría leer, sino su nombre. Y antes que el
# curso, con sus pruebas, algo que solo mira si el trabajador lo tiene.
KNOCK = "__import__('aula.grading.cluster.worker') and b'{}'"
EXAMINE = "__import__('aula.grading.cluster.worker', fromlist=['examine']).examine(course, engine, answers)"


class Cluster:
    """El de la dirección de un coordinador. En `ungraded` queda por qué no se pudo calificar cada entrega que no se pudo."""

    def __init__(self, address):
        self.address = address
        self.ungraded = {}
        quiet()

    def check(self):
        """¿Contesta alguien?"""

        async def nothing(client):
            pass

        asyncio.run(self._with_client(nothing))

    def run(self, order):
        """Lo mismo que hace el motor con lo que se le pide, pero en el clúster. Lo que llega se guarda según llega."""
        known = engine.run({**order, "elsewhere": True})
        results, pending = known["results"], known["pending"]
        course = json.dumps({"setup": order["setup"], "exercises": order["exercises"]}).encode()
        engine_version = known["engine"]
        answers = {key: json.dumps({"answers": it["entry"]["answers"]}).encode() for key, it in pending.items()}
        most = {exercise["name"]: exercise["points"] for exercise in order["exercises"]}
        if results:
            print(f"  {len(results)} de {len(order['submissions'])} ya estaban calificadas.")
        if not pending:
            return known

        def task(content):
            return eval, EXAMINE, {"course": course, "engine": engine_version, "answers": content}

        def take(key, scores):
            check_scores(scores, most)
            if pending[key]["path"]:
                content = json.dumps({**pending[key]["entry"], "scores": scores})
                files.write(Path(pending[key]["path"]), content.encode())
            results[key] = scores

        async def distribute(client):
            distribution = Distribution(client, task, answers, take)
            try:
                await distribution.run()
            finally:
                distribution.stop()
            return distribution.failed

        self.ungraded = asyncio.run(self._with_client(distribute))
        return {**known, "results": results}

    async def _with_client(self, work):
        try:
            client = await distributed.Client(self.address, asynchronous=True, timeout=CONNECT, set_as_default=False)
        except Exception as error:  # nadie, otro programa, un certificado que no vale: Dask falla de muchas maneras
            raise Problem(
                f"En {self.address} no contesta ningún coordinador de Dask ({reason(error)}). Con `cargo run -- trabajador "
                "--coordinador` se pone uno en marcha; si usa TLS, su dirección empieza por tls:// y aquí hacen falta sus "
                "certificados."
            ) from None
        try:
            return await work(client)
        except Lost as error:
            raise Problem(
                f"Se perdió el coordinador de {self.address} ({error}). Lo ya calificado queda guardado: cuando vuelva, "
                "repite el comando y sigue por donde iba."
            ) from None
        finally:
            await client.close(timeout=2)


class Lost(Exception):
    """Ya no hay coordinador."""


def quiet():
    """Lo que cuenta Dask, en inglés, no es para quien mira: lo importante se dice aquí. Y espera menos a quien no está."""
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="distributed")
    dask.config.set({"distributed.comm.timeouts.connect": f"{CONNECT} s"})


def reason(error):
    """Un error, en una línea."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def check_scores(scores, most):
    """Que lo que llega sean notas: las de todos los ejercicios, y de lo que valen."""
    for name, points in most.items():
        score = scores[name]
        if not (
            0 <= float(score["points"]) <= points and isinstance(score["report"], str) and isinstance(score["problem"], str)
        ):
            raise ValueError(f"la nota de «{name}» no puede ser {score['points']}")


@dataclass
class Worker:
    """Un trabajador: cuántas entregas hace a la vez, si sirve, cuáles tiene y con cuáles no ha podido."""

    address: str
    slots: int
    accepted: bool = False
    running: set = field(default_factory=set)
    failing: set = field(default_factory=set)

    @property
    def host(self):
        return self.address.split("://")[-1]


class Distribution:
    """El reparto. `task(entrega)` es lo que se manda a un trabajador, una función y sus argumentos, y `take(clave, notas)`
    guarda lo que vuelve. A un trabajador nuevo se le manda antes `knock`.

    La entrega que falló, o que tenía un trabajador que se perdió, es sospechosa: se intenta al final, sola en un trabajador,
    para que no se lleve por delante a otras, y otra vez después, en otro. Si es ella la que los tira, ahí se queda.
    """

    def __init__(self, client, task, submissions, take, knock=(eval, KNOCK), limit=LIMIT, losses=LOSSES, grace=GRACE):
        self.client, self.task, self.submissions, self.take = client, task, submissions, take
        self.knock, self.limit, self.losses, self.grace = knock, limit, losses, grace
        self.workers = {}
        self.refused = {}  # por qué no sirve un trabajador que sigue ahí
        self.waiting, self.suspects = deque(submissions), deque()
        self.lost, self.tried = Counter(), {}
        self.running = {}  # lo que está en marcha: tarea → (trabajador, clave o `None`, cuándo empezó)
        self.failed, self.done = {}, 0
        self.seen = self.useless_since = None
        self.served = self.alone = False  # si alguna vez hubo quien sirviera, y si ya se dijo que no hay nadie

    async def run(self):
        while len(self.failed) + self.done < len(self.submissions):
            await self.look()
            self.assign()
            self.wait_for_workers()
            if self.running:
                finished, _ = await asyncio.wait(self.running, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
                for each in finished:
                    self.settle(each)
            else:
                await asyncio.sleep(BEAT)

    def stop(self):
        for each in self.running:
            each.cancel()

    async def look(self):
        """Quién ha llegado, quién se ha ido y quién no contesta."""
        now = time.monotonic()
        for member, _, start in list(self.running.values()):
            if now - start > self.limit and member.address in self.workers:
                self.lose(member, f"no contestó en {self.limit} segundos")
                self.refused[member.address] = "no contesta"
        if self.seen and now - self.seen < BEAT:
            return
        self.seen = now
        try:
            present = await self.client.nthreads()
        except (OSError, distributed.comm.CommClosedError) as error:
            raise Lost(reason(error)) from None
        for address in [address for address in self.workers if address not in present]:
            self.lose(self.workers[address], "se perdió")
        for address in [address for address in self.refused if address not in present]:
            del self.refused[address]
        for address, slots in present.items():
            if address not in self.workers and address not in self.refused:
                self.workers[address] = member = Worker(address, slots)
                self.start(member, None)

    def assign(self):
        """Da trabajo a quien puede tomarlo; las sospechosas, de una en una, cuando ya no queda lo demás."""
        members = [member for member in self.workers.values() if member.accepted]
        for member in sorted(members, key=lambda member: len(member.running)):
            while self.waiting and len(member.running) < member.slots:
                self.start(member, self.waiting.popleft())
        for member in members:
            if self.suspects and not self.waiting and not member.running:
                # Mejor donde no haya estado; si ha estado en todos, en cualquiera.
                fresh = (key for key in self.suspects if member.address not in self.tried[key])
                everywhere = (key for key in self.suspects if all(other.address in self.tried[key] for other in members))
                key = next(fresh, None) or next(everywhere, None)
                if key is not None:
                    self.suspects.remove(key)
                    self.start(member, key)

    def wait_for_workers(self):
        """Si no hay nadie, se espera a que llegue alguien; si los que hay no sirven, no siempre."""
        if self.workers:
            self.useless_since, self.alone = None, False
            return
        if not self.alone:
            print("  No hay trabajadores: espero a que llegue uno. Con Ctrl-C, lo calificado queda guardado.", flush=True)
            self.alone = True
        if not self.refused:
            self.useless_since = None
        elif self.useless_since is None:
            self.useless_since = time.monotonic()
        elif time.monotonic() - self.useless_since > (PATIENCE if self.served else self.grace):
            listed = "\n".join(f"  {address.split('://')[-1]}: {why}" for address, why in self.refused.items())
            raise Problem(f"Ningún trabajador puede calificar, y lo ya calificado queda guardado:\n{listed}")

    def start(self, member, key):
        """Manda una entrega a un trabajador, o le pide que se presente."""
        each = asyncio.ensure_future(self._ask(member.address, None if key is None else self.submissions[key]))
        self.running[each] = member, key, time.monotonic()
        if key is not None:
            member.running.add(key)

    async def _ask(self, address, content):
        """Lo que contesta un trabajador a una entrega; sin ella, a quien llama a su puerta y le enseña el curso."""
        if content is None:
            await self._call(address, *self.knock)
        return json.loads(await self._call(address, *self.task(content)))

    async def _call(self, address, function, *arguments):
        key = f"entrega-{uuid.uuid4()}"
        future = self.client.submit(function, *arguments, workers=[address], pure=False, key=key)
        try:
            return await future
        finally:
            with contextlib.suppress(Exception):  # si ya no hay coordinador, no hay nada que olvidar
                await self.client.cancel([future], force=True)

    def settle(self, each):
        """Lo que volvió de un trabajador."""
        member, key, start = self.running.pop(each)
        member.running.discard(key)
        try:
            reply = each.result()
            if key is not None and "scores" in reply:
                self.take(key, reply["scores"])
        except Problem:
            raise
        except (Exception, asyncio.CancelledError) as error:  # de un trabajador puede venir cualquiera
            if self.client.status != "running":
                raise Lost("se cerró la conexión") from None  # no es culpa de ninguna entrega
            missing = "no tiene el proyecto en su Python; " if isinstance(error, ImportError) else ""
            reply = {"error": missing + reason(error)}
        if "refused" in reply or (key is None and "error" in reply):
            self.refuse(member, key, reply.get("refused") or reply["error"])
        elif key is None:
            member.accepted = self.served = True
            print(f"  Trabajador {member.host}: {member.slots} a la vez.", flush=True)
        elif "error" in reply:
            self.suspect(member, key, reply["error"])
            member.failing.add(key)
            if len(member.failing) == FAILURES:
                self.refuse(member, None, f"falla una y otra vez; la última, {reply['error']}")
        else:
            self.done += 1
            member.failing.clear()
            took = time.monotonic() - start
            print(f"  [{self.done}/{len(self.submissions)}] {key}: {took:.1f} s, en {member.host}", flush=True)

    def refuse(self, member, key, why):
        """El trabajador no sirve. Si tenía entregas, vuelven a la cola como estaban."""
        self.workers.pop(member.address, None)
        if self.refused.get(member.address) != why:
            print(f"  Trabajador {member.host}, rechazado: {why}", flush=True)
        self.refused[member.address] = why
        if key is not None:
            self.waiting.appendleft(key)

    def lose(self, member, why):
        """El trabajador ya no está, o como si no estuviera."""
        del self.workers[member.address]
        for each, (whose, key, _) in list(self.running.items()):
            if whose is member:
                del self.running[each]
                each.cancel()
                if key is not None:
                    self.suspect(member, key, f"el trabajador {why}")
        again = "; lo que tenía pasa a otro" if member.running else ""
        print(f"  Trabajador {member.host}: {why}{again}.", flush=True)

    def suspect(self, member, key, why):
        self.lost[key] += 1
        self.tried.setdefault(key, set()).add(member.address)
        if self.lost[key] < self.losses:
            self.suspects.append(key)
        else:
            self.failed[key] = f"se intentó {self.losses} veces y no se pudo; la última, {why}"
            print(f"  {key}: {self.failed[key]}.", flush=True)
