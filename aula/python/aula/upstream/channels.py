"""Los canales entre el servidor de Jupyter y un núcleo, para que ninguno se quede sordo al empezar.

Al abrir un cuaderno, el servidor saluda al núcleo por canales que cierra en cuanto le contesta, justo cuando se conecta el
que usará la página. A evcxr 0.22 eso lo deja a veces sordo para siempre: la biblioteca con la que escucha (zeromq 0.6) se
bloquea si despide a uno mientras llega otro. Si el que saluda se va un rato después, no hay nadie llegando.
"""

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from tornado.ioloop import IOLoop

from ..notebooks import kernel

SECONDS = 5  # lo que sigue abierto un saludo ya contestado; conectarse lleva milésimas


class KernelManager(kernel.KernelManager, ServerKernelManager):
    """Un núcleo al que se saluda sin prisa por irse."""

    def connect_shell(self, identity=None):
        stream = super().connect_shell(identity)
        if identity is None:  # sin nombre se conecta solo quien saluda
            close = stream.close
            stream.close = lambda linger=None: IOLoop.current().call_later(SECONDS, close, linger)
        return stream
