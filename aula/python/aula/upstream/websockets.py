"""`configurable-http-proxy` 0.4, el proxy de JupyterHub que se instala con pip: las conexiones de los núcleos llegan rotas.

No dice al navegador qué protocolo eligió el servidor, pierde lo que el núcleo cuenta antes de que el navegador esté listo,
convierte en texto lo que no lo es, corta los mensajes largos, y no avisa cuando el servidor se cierra.

https://github.com/corridor/configurable-http-proxy/issues/16 cuenta una parte: un cuaderno que no termina de abrirse.
"""

import asyncio

from configurable_http_proxy import handlers
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClosedError, websocket_connect

BIGGEST = 100 << 20  # bytes de un mensaje del núcleo: una celda puede mostrar mucho


class ProxyHandler(handlers.ProxyHandler):
    """Una petición al proxy; si es un websocket, lo que va y viene por él."""

    async def start_ws_client(self, path=None):
        """Conecta con el servidor, antes de contestar al navegador."""
        url = await self.get_target_url(path)
        if url is None:  # ya se ha contestado que no existe, o que es de otra persona
            return
        request = self._get_proxy_request("ws" + url.removeprefix("http"))
        try:
            self.ws_client = await websocket_connect(request, max_message_size=BIGGEST)
        except HTTPClientError as refused:
            self.set_status(refused.code)
            self.finish(refused.message)
        except OSError as error:
            await self.handle_proxy_error(503, error)

    def select_subprotocol(self, subprotocols):
        return self.ws_client.selected_subprotocol

    def open(self, *_):
        self.answers = asyncio.create_task(self.forward(self.ws_client))

    async def forward(self, server):
        """Lleva al navegador lo que llegue, en orden; se cierra cuando se cierre el servidor."""
        try:
            while (message := await server.read_message()) is not None:
                self.proxy.update_last_activity(self.target["prefix"])
                await self.write_message(message, binary=isinstance(message, bytes))
        except WebSocketClosedError:
            return
        self.close(server.close_code, server.close_reason)

    async def on_message(self, message):
        self.proxy.update_last_activity(self.target["prefix"])
        try:
            await self.ws_client.write_message(message, binary=isinstance(message, bytes))
        except WebSocketClosedError:
            self.close()
