"""El proxy de la clase, que pone en marcha JupyterHub: el que se instala con pip, con los websockets enteros.

A cada página deja entrar solo a su dueño, y atiende a todos a la vez: por sí solo pregunta diez cosas cada vez, y las demás
esperan.
"""

from configurable_http_proxy import cli, configproxy
from tornado.httpclient import AsyncHTTPClient

from ..upstream import websockets
from . import gate
from .settings import Settings

REQUESTS = 5_000  # a la vez
BIGGEST = 110 << 20  # bytes de una respuesta: más que lo que JupyterLab deja subir


class ProxyHandler(websockets.ProxyHandler):
    """Una petición al proxy, si es de quien puede hacerla."""

    secret = ""

    async def get_target_url(self, path):
        url = await super().get_target_url(path)
        if url and not gate.opens(self.secret, self.target["prefix"], self.get_cookie(gate.COOKIE, "")):
            self.set_status(403)
            await self.finish(gate.REFUSED)
            return None
        return url


if __name__ == "__main__":
    ProxyHandler.secret = Settings.read().gate
    configproxy.ProxyHandler = ProxyHandler
    AsyncHTTPClient.configure(None, max_clients=REQUESTS, max_body_size=BIGGEST, max_buffer_size=BIGGEST)
    cli.main()
