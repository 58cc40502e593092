"""El proxy de la clase, que pone en marcha JupyterHub: el que se instala con pip, con los websockets enteros.

A cada página deja entrar solo a su dueño, y atiende a todos a la vez: por sí solo pregunta diez cosas cada vez, y las demás
esperan. Lo que alguien manda se guarda en la memoria hasta que está entero: con un máximo para cada cual, que se mira antes
de leerlo, y otro para todos.
"""

from configurable_http_proxy import cli, configproxy
from tornado.httpclient import AsyncHTTPClient
from tornado.web import stream_request_body

from ..upstream import websockets
from . import gate
from .settings import Settings

REQUESTS = 5_000  # a la vez
BIGGEST = 110 << 20  # bytes de una respuesta, y de lo que sube alguien a su servidor: JupyterLab lo manda a trozos
SMALL = 64 << 10  # de lo que manda quien no ha entrado, y de lo que va a JupyterHub: formularios
ALL = 500 << 20  # de lo que se está subiendo a la vez
TOO_BIG = "Es demasiado grande: aquí se aceptan {} KB. Si querías subir un archivo, entra antes en la clase.\n"
BUSY = "Se están subiendo demasiados archivos a la vez: prueba dentro de un momento.\n"


@stream_request_body
class ProxyHandler(websockets.ProxyHandler):
    """Una petición al proxy, si es de quien puede hacerla."""

    secret = ""
    held = 0  # lo que se guarda de todas
    mine = 0  # y de esta

    def prepare(self):
        """Antes de leer lo que manda: si cabe."""
        self.chunks = []
        most = BIGGEST if self.is_owner() else SMALL
        length = self.request.headers.get("Content-Length", "")
        coming = int(length) if length.isdecimal() else most if "Transfer-Encoding" in self.request.headers else 0
        if coming > most:
            return self.refuse(413, TOO_BIG.format(most >> 10))
        if most > SMALL and ProxyHandler.held + coming > ALL:
            return self.refuse(503, BUSY)
        self.request.connection.set_max_body_size(most)
        return None

    def is_owner(self):
        """¿Va a su propio servidor?"""
        route = self.proxy.target_for_req(None, self.request.path)
        return bool(route and gate.owner(route["prefix"])) and self.opens(route["prefix"])

    def opens(self, prefix):
        return gate.opens(self.secret, prefix, self.get_cookie(gate.COOKIE, ""))

    def refuse(self, status, why):
        self.set_status(status)
        self.set_header("Connection", "close")
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(why)

    def data_received(self, chunk):
        self.chunks.append(chunk)
        self.mine += len(chunk)
        ProxyHandler.held += len(chunk)

    def release(self):
        """Lo que mandó ya no se guarda."""
        ProxyHandler.held -= self.mine
        self.chunks, self.mine = [], 0

    def on_connection_close(self):
        self.release()
        super().on_connection_close()

    def on_finish(self):
        self.release()
        super().on_finish()

    def _get_proxy_request(self, url):
        self.request.body = b"".join(self.chunks)
        return super()._get_proxy_request(url)

    async def get_target_url(self, path):
        url = await super().get_target_url(path)
        if url and not self.opens(self.target["prefix"]):
            self.set_status(403)
            await self.finish(gate.REFUSED)
            return None
        return url


if __name__ == "__main__":
    ProxyHandler.secret = Settings.read().gate
    configproxy.ProxyHandler = ProxyHandler
    AsyncHTTPClient.configure(None, max_clients=REQUESTS, max_body_size=BIGGEST, max_buffer_size=BIGGEST)
    cli.main()
