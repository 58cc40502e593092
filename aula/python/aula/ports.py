"""Puertos apartados para quien tardará en abrirlos.

Un programa que busca un puerto libre, lo suelta y se lo dice a otro, que tarda segundos en abrirlo, puede llegar tarde:
mientras tanto lo encontró libre otro más. En una clase en que entran todos a la vez, a veces le pasa a alguien.
"""

import os
import socket
import sys

# En los demás sistemas, quien lo aparta no deja abrirlo a quien le toca.
POSSIBLE = sys.platform == "linux"
KEPT = []  # los de `free`: cerrarlos sería soltarlos
# En una clase, los que puede usar esta persona: «desde-hasta». Los demás, ni puede abrirlos ni llega a ellos.
VARIABLE = "GRADIENTE_PORTS"


def set_apart(ip="127.0.0.1", among=None):
    """Un puerto de `ip` que nadie encuentra libre mientras no se cierre el socket que se devuelve.

    No atiende en él, y los dos piden SO_REUSEADDR: quien sabe cuál es puede abrirlo. Sale de
    `among` o, si no se dice, de los de esta persona, si los tiene.
    """
    for port in among or own(os.environ.get(VARIABLE, "")):
        held = socket.socket()
        try:
            if port:  # antes que SO_REUSEADDR, con el que se abriría uno que ya está apartado
                held.bind((ip, port))
                held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            else:
                held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                held.bind((ip, port))
            return held
        except OSError:
            held.close()
            if not port:
                raise
    raise OSError("Tienes demasiados cuadernos abiertos: apaga el núcleo de alguno (Núcleo → Apagar el núcleo).")


def own(text):
    """Los puertos que dice `text`, «desde-hasta»; si no dice ninguno, el que elija el sistema."""
    first, _, last = text.partition("-")
    return range(int(first), int(last) + 1) if first and last else [0]


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
