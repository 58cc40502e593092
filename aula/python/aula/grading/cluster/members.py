"""Una sala de computadores: el coordinador y los trabajadores, que son los de Dask, con lo justo puesto en marcha."""

import asyncio
import errno
import socket

import dask
import distributed
import psutil

from ...problem import OK, Problem
from .client import CONNECT, quiet

SILENT = 60  # segundos sin noticias de un trabajador para darlo por perdido
RETRY = 3  # cada cuánto se busca al coordinador


def coordinate(port):
    """Es el coordinador hasta Ctrl-C."""
    quiet()
    protocol = "tls" if dask.config.get("distributed.comm.tls.scheduler.cert") else "tcp"

    async def attend():
        # Sin páginas: solo habla con los trabajadores y con quien califica.
        dask.config.set({"distributed.scheduler.http.routes": []})
        scheduler = distributed.Scheduler(
            host="0.0.0.0",
            port=port,
            protocol=protocol,
            dashboard=False,
            dashboard_address="127.0.0.1:0",
            worker_ttl=f"{SILENT} s",
            allowed_failures=0,  # lo que tenía quien se pierde lo vuelve a intentar quien califica, con cuidado
        )
        try:
            await scheduler
        except (OSError, RuntimeError) as error:
            cause = error.__cause__ or error
            busy = getattr(cause, "errno", None) == errno.EADDRINUSE
            why = "está ocupado por otro programa" if busy else f"no se puede usar: {cause}"
            raise Problem(f"El puerto {port} {why}. Elige otro con --puerto.") from None
        print(GREETING.format(address=f"{protocol}://{own_address()}:{port}"), flush=True)
        try:
            await scheduler.finished()
        finally:
            await scheduler.close()

    return run(attend)


GREETING = """
El coordinador está en marcha. En cada computador que vaya a calificar:

    cargo run -- trabajador {address}

y aquí, en otro terminal, o donde estén las entregas:

    cargo run -- calificar ENTREGAS --salida DIR --dask {address}

Para terminar: Ctrl-C
"""


def work(address, jobs):
    """Es un trabajador hasta Ctrl-C: si el coordinador se va, espera a que vuelva."""
    quiet()

    dask.config.set({"distributed.worker.http.routes": []})

    async def attend():
        waiting = False
        while True:
            if await answers(address):
                # Lo que ocupa mucho son los motores, que tienen sus límites: este proceso no guarda nada.
                worker = distributed.Worker(
                    address, nthreads=jobs, memory_limit=0, dashboard=False, dashboard_address="127.0.0.1:0"
                )
                async with worker:
                    print(f"Este computador califica para {address}, {jobs} a la vez. Para terminar: Ctrl-C", flush=True)
                    await worker.finished()
                waiting = False
            if not waiting:
                print(f"En {address} no contesta ningún coordinador: sigo probando. Para terminar: Ctrl-C", flush=True)
                waiting = True
            await asyncio.sleep(RETRY)

    return run(attend)


async def answers(address):
    """¿Hay alguien en esa dirección?"""
    try:
        security = distributed.Security()
        comm = await distributed.comm.connect(address, timeout=CONNECT, **security.get_connection_args("worker"))
    except OSError:
        return False
    except (RuntimeError, ValueError, TypeError) as error:  # le faltan los certificados, o no valen
        raise Problem(f"No se puede hablar con {address}: {error}") from None
    await comm.close()
    return True


def own_address():
    """La dirección con que otros computadores llegan a este."""
    found = [each.address for cards in psutil.net_if_addrs().values() for each in cards if each.family == socket.AF_INET]
    outside = [address for address in found if not address.startswith("127.")]
    preferred = distributed.utils.get_ip()  # la que sale a Internet, si hay varias
    return preferred if preferred in outside or not outside else outside[0]


def run(attend):
    try:
        asyncio.run(attend())
    except KeyboardInterrupt:
        print("Se ha cerrado.")
    return OK
