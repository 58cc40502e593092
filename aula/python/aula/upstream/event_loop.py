"""`pyzmq` 27 en Windows: un aviso en inglés cada vez que se habla con un núcleo.

El bucle de `asyncio` que Windows emplea si nadie dice otro no sabe esperar a un socket de ZeroMQ: `pyzmq` pone en marcha un
segundo bucle en otro hilo, y lo avisa. Aquí se pide desde el principio el que sí sabe. El aviso aconseja
`asyncio.set_event_loop_policy`, que se retira de Python desde la 3.14.

https://github.com/zeromq/pyzmq/issues/2137
"""

import asyncio
import sys


def run(coroutine):
    """Como `asyncio.run`, con un bucle que sabe esperar a un núcleo."""
    factory = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=factory) as runner:
        return runner.run(coroutine)
