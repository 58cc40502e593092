"""Puertos apartados para quien tardará en abrirlos.

Un programa que busca un puerto libre, lo suelta y se lo dice a otro, que tarda segundos en abrirlo, puede llegar tarde:
mientras tanto lo encontró libre otro más. En una clase en que entran todos a la vez, a veces le pasa a alguien.
"""

import socket
import sys

# En los demás sistemas, quien lo aparta no deja abrirlo a quien le toca.
POSSIBLE = sys.platform == "linux"
KEPT = []  # los de `free`: cerrarlos sería soltarlos


def set_apart(ip="127.0.0.1"):
    """Un puerto de `ip` que nadie encuentra libre mientras no se cierre el socket que se devuelve.

    No atiende en él, y los dos piden SO_REUSEADDR: quien sabe cuál es puede abrirlo.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind((ip, 0))
    return held


def number(held):
    return held.getsockname()[1]


def free():
    """El número de un puerto libre de esta máquina; donde se puede, apartado mientras dure este programa."""
    held = set_apart()
    port = number(held)
    if POSSIBLE:
        KEPT.append(held)
    else:
        held.close()
    return port
