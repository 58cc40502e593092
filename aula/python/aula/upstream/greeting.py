"""jupyter_server 2.21 con evcxr 0.22: un núcleo recién abierto se queda sordo, a veces y para siempre.

Al abrir un cuaderno, el servidor saluda al núcleo por canales que cierra en cuanto le contesta, justo cuando se conecta el
que usará la página. La biblioteca con la que escucha evcxr (zeromq 0.6) se bloquea si despide a uno mientras llega otro. Si
el que saluda se va un rato después, no hay nadie llegando.

De este bloqueo no hemos encontrado que se haya contado; de otro de la misma pieza, sí:
https://github.com/zeromq/zmq.rs/issues/210
"""

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from tornado.ioloop import IOLoop

from . import kernel_ports

SECONDS = 5  # lo que sigue abierto un saludo ya contestado; conectarse lleva milésimas


class KernelManager(kernel_ports.KernelManager, ServerKernelManager):
    """Un núcleo al que se saluda sin prisa por irse."""

    def connect_shell(self, identity=None):
        stream = super().connect_shell(identity)
        if identity is None:  # sin nombre se conecta solo quien saluda
            close = stream.close
            stream.close = lambda linger=None: IOLoop.current().call_later(SECONDS, close, linger)
        return stream
