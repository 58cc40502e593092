"""Quien califica con un clúster de Dask: lo que falta se reparte, y lo que llega se guarda según llega."""

import asyncio
import json
import logging
import warnings
from pathlib import Path

import dask
import distributed

from ... import files
from ...problem import Problem
from .. import engine
from . import worker
from .distribution import Distribution, Lost, reason

CONNECT = 10  # segundos para que conteste el coordinador


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
        """Lo mismo que hace el motor con lo que se le pide, pero en el clúster."""
        known = engine.run({**order, "elsewhere": True})
        results, pending = known["results"], known["pending"]
        if results:
            print(f"  {len(results)} de {len(order['submissions'])} ya estaban calificadas.")
        if pending:
            self.ungraded = asyncio.run(self._with_client(lambda client: self._distribute(client, order, known)))
        return known

    async def _distribute(self, client, order, known):
        """Reparte lo que falta, y lo que llega lo pone en `known` y lo guarda. Devuelve lo que no se pudo, con el motivo."""
        pending, version = known["pending"], known["engine"]
        course = json.dumps({"setup": order["setup"], "exercises": order["exercises"]}).encode()
        most = {exercise["name"]: exercise["points"] for exercise in order["exercises"]}
        answers = {key: json.dumps({"answers": each["entry"]["answers"]}).encode() for key, each in pending.items()}

        def take(key, scores):
            check_scores(scores, most)
            if pending[key]["path"]:
                content = json.dumps({**pending[key]["entry"], "scores": scores})
                files.write(Path(pending[key]["path"]), content.encode())
            known["results"][key] = scores

        introduce = worker.introduce, version
        distribution = Distribution(client, introduce, lambda each: (worker.examine, course, version, each), answers, take)
        await distribution.run()
        return distribution.failed

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


def check_scores(scores, most):
    """Que lo que llega sean notas: las de todos los ejercicios, y de lo que valen."""
    for name, points in most.items():
        score = scores[name]
        texts = score["report"], score["problem"]
        if not (0 <= float(score["points"]) <= points and all(isinstance(text, str) for text in texts)):
            raise ValueError(f"la nota de «{name}» no puede ser {score['points']}")


def quiet():
    """Lo que cuenta Dask, en inglés, no es para quien mira: lo importante se dice aquí. Y espera menos a quien no está."""
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="distributed")
    dask.config.set({"distributed.comm.timeouts.connect": f"{CONNECT} s"})
