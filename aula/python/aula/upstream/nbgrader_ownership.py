"""nbgrader 0.9.6: quien no tiene una cuenta en la máquina no puede usar la carpeta de intercambio.

Para saber si una carpeta es de quien la usa, busca el nombre de los dos en la lista de cuentas. Quien entra con la clave de
la clase corre con un usuario del sistema que no está en ella, y en un contenedor pasa lo mismo. Basta comparar los números.

No hemos encontrado que se haya contado en público.
"""

import os

from nbgrader.exchange.default import exchange

THEIRS = exchange.self_owned


def self_owned(path):
    return os.stat(path).st_uid == os.getuid()


def apply():
    exchange.self_owned = self_owned
