"""Lo que el sistema no deja hacer a lo que sale del servidor de una persona: ganar permisos, y llegar a lo de otra por red.

Los núcleos hablan por puertos de esta máquina, y a un puerto llega cualquiera que sepa cuál es: podría escuchar lo que el
núcleo de otra persona muestra, o terminar con él. Donde el sistema tiene Landlock con reglas para la red (Linux 6.7), lo de
cada una solo puede abrir los puertos que se le dan, y conectarse a esos, a JupyterHub y a los servicios conocidos.
"""

import ctypes
import os
import signal
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

from . import calls

# Los números de estas llamadas son los mismos en todos los procesadores.
CREATE, ADD_RULE, RESTRICT = 444, 445, 446
VERSION_FLAG, PORT_RULE = 1, 2
BIND, CONNECT = 1, 2
ABSTRACT_SOCKETS, SIGNALS = 1, 2
WITH_NETWORK, WITH_SCOPES = 4, 6  # desde qué versión
NO_NEW_PRIVS, PARENT_DEATH, ADOPT = 38, 1, 36
OWN_MESSAGES = 0x08000000
KNOWN = range(1, 1024)  # la web, los nombres…; los núcleos están más arriba


class Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class Port(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64)]


def system():
    return ctypes.CDLL(None, use_errno=True)


def call(number, *arguments):
    answer = system().syscall(number, *arguments)
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def version():
    """La de Landlock, o 0 si no lo hay."""
    if sys.platform != "linux":
        return 0
    try:
        return call(CREATE, None, ctypes.c_size_t(0), VERSION_FLAG)
    except OSError:
        return 0


def separates_ports():
    """¿Impide este sistema que una persona llegue a los puertos de otra?"""
    return version() >= WITH_NETWORK


@contextmanager
def rules(own, reachable):
    """Las reglas de quien puede abrir los puertos `own`, y conectarse a ellos y a `reachable`; o `None`, si no se puede."""
    if not separates_ports():
        yield None
        return
    scoped = ABSTRACT_SOCKETS | SIGNALS if version() >= WITH_SCOPES else 0
    attributes = Ruleset(0, BIND | CONNECT, scoped)
    size = ctypes.sizeof(Ruleset) if scoped else Ruleset.scoped.offset
    handle = call(CREATE, ctypes.byref(attributes), ctypes.c_size_t(size), 0)
    try:
        for ports, allowed in [(own, BIND | CONNECT), (reachable, CONNECT), (KNOWN, CONNECT)]:
            for port in ports:
                call(ADD_RULE, handle, PORT_RULE, ctypes.byref(Port(allowed, port)), 0)
        yield handle
    finally:
        os.close(handle)


def die_with_parent():
    """Si muere quien lo puso en marcha, este proceso recibe la señal de cerrar con orden. Solo lo sabe hacer Linux."""
    if sys.platform == "linux":
        system().prctl(PARENT_DEATH, signal.SIGTERM, 0, 0, 0)


def adopt():
    """Lo que salga de este proceso y se suelte de quien lo puso en marcha pasa a ser suyo, y no de nadie. Solo en Linux."""
    if sys.platform == "linux":
        system().prctl(ADOPT, 1, 0, 0, 0)


def own_messages():
    """Las memorias compartidas, colas y semáforos de System V no son de ningún proceso ni están en ninguna carpeta: nadie
    los contaría, y quedarían ahí. A lo que sale de este proceso no se le deja ninguno. Solo puede quien administra.
    """
    if sys.platform != "linux" or system().unshare(OWN_MESSAGES) != 0:
        return
    for name, none in {"shmmni": "0", "msgmni": "0", "sem": "0 0 0 0"}.items():
        with suppress(OSError):
            Path("/proc/sys/kernel", name).write_text(none)


def confine(handle):
    """Se impone al proceso que la llama y a los que salgan de él, para siempre."""
    library = system()
    if sys.platform == "linux" and library.prctl(NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")
    if handle is not None:
        call(RESTRICT, handle, 0)
        calls.forbid()
