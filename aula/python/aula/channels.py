"""Los canales entre el servidor de Jupyter y un núcleo, para que ninguno se quede sin ellos al empezar.

**Los puertos.** Jupyter busca cinco libres, los suelta y se los dice al núcleo. Si entre tanto los abre otro, el núcleo no
arranca, y Jupyter lo intenta otra vez con los de antes. Aquí, donde se puede, quedan apartados hasta que termine; en los
demás sistemas, los busca Jupyter.

**Los saludos.** Al abrir un cuaderno, el servidor saluda al núcleo por canales que cierra en cuanto le contesta, justo
cuando se conecta el que usará la página. A evcxr 0.22 eso lo deja a veces sordo para siempre: la biblioteca con la que
escucha (zeromq 0.6) se bloquea si despide a uno mientras llega otro. Si el que saluda se va un rato después, no hay
nadie llegando.
"""

from jupyter_client.connect import port_names
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager
from tornado.ioloop import IOLoop

from . import ports

SECONDS = 5  # lo que sigue abierto un saludo ya contestado; conectarse lleva milésimas


class KernelManager(ServerKernelManager):
    """Un núcleo con sus puertos apartados, al que se saluda sin prisa por irse."""

    reserved = ()

    async def _async_pre_start_kernel(self, **options):
        if ports.POSSIBLE and self.transport == "tcp" and not self.reserved:
            self.reserve()
        return await super()._async_pre_start_kernel(**options)

    def reserve(self):
        """Aparta un puerto para cada canal, hasta que el núcleo termine."""
        self.cache_ports = False  # que no se busquen otros
        self.reserved = [ports.set_apart(self.ip) for _ in port_names]
        for name, held in zip(port_names, self.reserved, strict=True):
            setattr(self, name, ports.number(held))

    async def _async_cleanup_resources(self, restart=False):
        await super()._async_cleanup_resources(restart=restart)
        if not restart:
            for held in self.reserved:
                held.close()
            self.reserved = ()

    def connect_shell(self, identity=None):
        stream = super().connect_shell(identity)
        if identity is None:  # sin nombre se conecta solo quien saluda
            close = stream.close
            stream.close = lambda linger=None: IOLoop.current().call_later(SECONDS, close, linger)
        return stream
