"""Una sala de computadores: el coordinador y los trabajadores, que son los de Dask, con lo justo puesto en marcha."""

import asyncio
import logging

import dask
import distributed

from ..problem import OK, Problem

SILENT = 60  # segundos sin noticias de un trabajador para darlo por perdido
RETRY = 3  # cada cuánto se busca al coordinador


def coordinate(port):
    """Es el coordinador hasta Ctrl-C."""
    quiet()
    protocol = "tls" if dask.config.get("distributed.comm.tls.scheduler.cert") else "tcp"

    async def attend():
        # Sin páginas: solo habla con los trabajadores y con quien califica.
        with dask.config.set({"distributed.scheduler.http.routes": []}):
            scheduler = distributed.Scheduler(
                host="0.0.0.0",
                port=port,
                protocol=protocol,
                dashboard=False,
                dashboard_address="127.0.0.1:0",
                worker_ttl=f"{SILENT} s",
            )
            try:
                await scheduler
            except OSError as error:
                raise Problem(f"No se puede atender en el puerto {port}: {error.strerror or error}.") from None
        print(GREETING.format(address=f"{protocol}://{distributed.utils.get_ip()}:{port}"), flush=True)
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

    async def attend():
        waiting = False
        while True:
            try:
                # Lo que ocupa mucho son los motores, que tienen sus límites: este proceso no guarda nada.
                async with distributed.Nanny(address, nthreads=jobs, memory_limit=0) as nanny:
                    print(f"Este computador califica para {address}, {jobs} a la vez. Para terminar: Ctrl-C", flush=True)
                    waiting = False
                    await nanny.finished()
            except (OSError, RuntimeError, ValueError) as error:
                if isinstance(error, ValueError) or "TLS" in str(error):
                    raise Problem(f"No se puede hablar con {address}: {error}") from None
            if not waiting:
                print(f"En {address} no contesta ningún coordinador: sigo probando. Para terminar: Ctrl-C", flush=True)
                waiting = True
            await asyncio.sleep(RETRY)

    return run(attend)


def quiet():
    """Lo que cuenta Dask, en inglés, no es para quien mira este computador."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    dask.config.set({"logging.distributed": "critical", "distributed.comm.timeouts.connect": "10s"})


def run(attend):
    try:
        asyncio.run(attend())
    except KeyboardInterrupt:
        print("Se ha cerrado.")
    return OK
