"""jupyter_client 8.10: los puertos que se dicen a un núcleo los puede abrir otro mientras arranca.

Jupyter busca cinco libres, los suelta y se los dice al núcleo, que tarda en abrirlos: antes copia sus bibliotecas. Si entre
tanto los abre otro, el núcleo no arranca, o Jupyter lo intenta otra vez con los de antes. Aquí, donde se puede, quedan
apartados hasta que termine; en los demás sistemas, los busca Jupyter.

https://github.com/jupyter/jupyter_client/issues/276, y lo que lo evita solo entre los de un mismo servidor:
https://github.com/jupyter/jupyter_client/pull/490
"""

from jupyter_client import AsyncKernelManager
from jupyter_client.connect import port_names

from .. import ports


class KernelManager(AsyncKernelManager):
    """Un núcleo con sus puertos apartados."""

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
