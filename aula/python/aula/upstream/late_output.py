"""nbclient 0.11: se pierde lo que una celda escribe cuando el núcleo ya ha dicho que terminó.

evcxr imprime desde otro hilo, y lo último de una celda puede salir detrás del aviso de que acabó: a nbclient le llega
mientras espera a la siguiente, y lo tira. Aquí va a su celda.

De nbclient no hemos encontrado que se haya contado; lo mismo se contó de JupyterLab:
https://github.com/jupyterlab/jupyterlab/issues/629
"""

import queue
from contextlib import suppress

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from traitlets import default

from . import kernel_ports


class Client(NotebookClient):
    """Un cliente que no pierde lo que llega tarde, y aparta los puertos de sus núcleos."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._asked = {}  # la celda de cada petición

    @default("kernel_manager_class")
    def _kernel_manager_class(self):
        return kernel_ports.KernelManager

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        self._asked[parent_msg_id] = cell, cell_index
        while self._receive(await self.kc.get_iopub_msg(timeout=None)) != parent_msg_id:
            pass

    async def listen(self, quiet):
        """Recoge lo que llega hasta que pasan `quiet` segundos sin nada."""
        with suppress(queue.Empty):
            while True:
                self._receive(await self.kc.get_iopub_msg(timeout=quiet))

    def _receive(self, message):
        """Pone el mensaje en su celda. Si con él termina una petición, dice cuál."""
        request = message["parent_header"].get("msg_id")
        try:
            if request in self._asked:
                self.process_message(message, *self._asked[request])
        except CellExecutionComplete:
            return request
