"""El proxy de la clase, que pone en marcha JupyterHub: las rutas son las del que se instala con pip, y lo que va y viene
pasa a trozos, sin guardarse.

A cada página deja entrar solo a su dueño. De nadie guarda más que un trozo: si quien recibe va despacio, quien manda espera.
Un websocket, una vez abierto, se pasa tal cual. De quién pregunta, a JupyterHub se le dice lo que ve el proxy, firmado, y no
lo que diga quien pregunta.
"""

import asyncio
from functools import partial
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from configurable_http_proxy import cli, configproxy, handlers
from tornado.httpclient import AsyncHTTPClient
from tornado.iostream import StreamClosedError
from tornado.tcpclient import TCPClient
from tornado.web import stream_request_body
from yarl import URL

from . import gate, limits
from .guard import Guard
from .settings import Settings

PIECE = 64 << 10  # bytes que se tienen a la vez de lo que va o viene
BIGGEST = 110 << 20  # de lo que sube alguien a su servidor: JupyterLab lo manda a trozos
SMALL = 64 << 10  # de lo que manda quien no ha entrado, y de lo que va a JupyterHub: formularios
REQUESTS = 5_000  # a la vez
SECONDS = 300  # lo que puede callar un servidor
TOO_BIG = "Es demasiado grande: aquí se aceptan {} KB. Si querías subir un archivo, entra antes en la clase.\n"
# Lo que es de cada tramo, y no de lo que se manda.
OF_ONE_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect"}
# Lo que dice quién pregunta: solo se cree lo que dice el servidor web que haya delante, en esta máquina.
CLAIMS = ("x-forwarded-", "x-real-ip", "x-scheme", "forwarded", gate.SENDER.lower())
END = None


@stream_request_body
class ProxyHandler(handlers.ProxyHandler):
    """Una petición al proxy, si es de quien puede hacerla."""

    secret, behind = "", False  # ¿hay delante otro servidor web, que dice quién pregunta?
    session = None  # la de todos, con los servidores
    answer = pieces = None

    async def prepare(self):
        """Antes de leer lo que manda: si cabe. Si manda algo, empieza ya a pasarlo."""
        owner = self.is_owner()
        most = BIGGEST if owner else SMALL
        length = self.request.headers.get("Content-Length", "")
        chunked = "Transfer-Encoding" in self.request.headers
        if length.isdecimal() and int(length) > most:
            self.refuse(413, TOO_BIG.format(most >> 10))
            return
        self.request.connection.set_max_body_size(most)
        if self.is_websocket() or (length in ("", "0") and not chunked):
            return
        if url := await self.get_target_url(self.path_args[0]):
            self.pieces = asyncio.Queue(1)
            self.answer = asyncio.create_task(self.ask(url, self.body()))

    def is_owner(self):
        """¿Va a su propio servidor?"""
        route = self.proxy.target_for_req(None, self.request.path)
        return bool(route and gate.owner(route["prefix"])) and self.opens(route["prefix"])

    def is_websocket(self):
        return self.request.headers.get("Upgrade", "").lower() == "websocket"

    def opens(self, prefix):
        return gate.opens(self.secret, prefix, self.get_cookie(gate.COOKIE, ""))

    def refuse(self, status, why):
        self.set_status(status)
        self.set_header("Connection", "close")
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(why)

    async def get_target_url(self, path):
        url = await super().get_target_url(path)
        if url and not self.opens(self.target["prefix"]):
            self.set_status(403)
            await self.finish(gate.REFUSED)
            return None
        return url

    # Lo que manda

    async def data_received(self, chunk):
        await self.hand(chunk)

    async def hand(self, piece):
        """Espera a que el servidor tome lo anterior. Si ya se negó, no se guarda."""
        if self.answer is None:
            return
        placed = asyncio.create_task(self.pieces.put(piece))
        await asyncio.wait({placed, self.answer}, return_when=asyncio.FIRST_COMPLETED)
        if self.is_refused():
            placed.cancel()
        await asyncio.wait({placed})

    def is_refused(self):
        done = self.answer.done()
        return done and (
            self.answer.cancelled() or self.answer.exception() is not None or self.answer.result().status >= 400
        )

    async def body(self):
        while (piece := await self.pieces.get()) is not END:
            yield piece

    def on_connection_close(self):
        if self.answer:
            self.answer.cancel()
        super().on_connection_close()

    # Lo que contesta su servidor

    def headers(self):
        """Los de la petición, con quién la hace."""
        headers = [(name, value) for name, value in self.request.headers.get_all() if name.lower() not in OF_ONE_HOP]
        sender, local = self.request.remote_ip, self.request.remote_ip in ("127.0.0.1", "::1")
        if self.behind and local:
            said = self.request.headers.get_list("X-Forwarded-For")
            sender = said[-1].split(",")[-1].strip() if said else sender
        else:
            headers = [(name, value) for name, value in headers if not name.lower().startswith(CLAIMS)]
            host = self.request.headers.get("Host", "")
            headers += [("X-Forwarded-For", sender), ("X-Forwarded-Proto", "http"), ("X-Forwarded-Host", host)]
        headers = [(name, value) for name, value in headers if name.lower() != gate.SENDER.lower()]
        return [*headers, (gate.SENDER, gate.vouch(self.secret, sender))]

    async def ask(self, url, body=None):
        """Lo que contesta el servidor, todavía sin leer."""
        return await self.connected().request(
            self.request.method, URL(url, encoded=True), data=body, headers=self.headers(), allow_redirects=False
        )

    @classmethod
    def connected(cls):
        if ProxyHandler.session is None or ProxyHandler.session.closed:
            ProxyHandler.session = ClientSession(
                connector=TCPConnector(limit=0),
                cookie_jar=DummyCookieJar(),
                timeout=ClientTimeout(total=None, sock_connect=SECONDS, sock_read=SECONDS),
                auto_decompress=False,
                skip_auto_headers=["User-Agent", "Accept", "Accept-Encoding", "Content-Type"],
                read_bufsize=PIECE,
                max_line_size=PIECE,
                max_field_size=PIECE,
            )
        return ProxyHandler.session

    async def relay(self, path=None):
        """Pasa lo que contesta, a trozos."""
        if self._finished:
            return
        if self.answer is None:
            if not (url := await self.get_target_url(path)):
                return
            self.answer = asyncio.create_task(self.ask(url))
        else:
            await self.hand(END)
        await asyncio.wait({self.answer})
        if self.answer.cancelled():  # quien preguntaba se fue
            return
        if error := self.answer.exception():
            await self.handle_proxy_error(503, error)
            return
        async with self.answer.result() as answer:
            await self.pass_on(answer)

    async def pass_on(self, answer):
        self.set_status(answer.status, answer.reason)
        self.clear_header("Content-Type")
        for name in {name for name in answer.headers if name.lower() in ("date", "server")}:
            self.clear_header(name)
        for name, value in answer.headers.items():
            if name.lower() not in OF_ONE_HOP:
                self.add_header(name, value)
        try:
            await self.flush()
            async for piece in answer.content.iter_chunked(PIECE):
                self.write(piece)
                await self.flush()
            await self.finish()
        except (ClientError, TimeoutError):  # quien lo recibe no puede creer que está entero
            self.request.connection.stream.close()
        except StreamClosedError:
            return

    async def get(self, path=None):
        if self.is_websocket():
            await self.tunnel(path)
        elif not self.health_check():
            await self.relay(path)

    head = post = delete = patch = put = options = relay

    # Un websocket

    async def tunnel(self, path):
        """Lo que va y viene por un websocket, desde que el servidor lo acepta."""
        if self._finished or not (url := await self.get_target_url(path)):
            return
        place = urlsplit(url)
        try:
            server = await TCPClient().connect(place.hostname, place.port, max_buffer_size=2 * PIECE)
        except OSError as error:
            await self.handle_proxy_error(503, error)
            return
        try:
            await server.write(self.opening(url.partition(place.netloc)[2]))
            head = await server.read_until(b"\r\n\r\n", max_bytes=PIECE)
            status = int(head.split(None, 2)[1])
            if status != 101:  # lo siguiente que se pida por aquí no es de este websocket
                self.refuse(status if 400 <= status < 600 else 502, "")
                return
            browser = self.detach()
            await browser.write(head)
            await asyncio.gather(self.carry(browser, server), self.carry(server, browser))
        except (StreamClosedError, ValueError, IndexError) as error:
            if not self._finished:
                await self.handle_proxy_error(503, error)
        finally:
            server.close()

    def opening(self, path):
        lines = [f"GET {path} HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket"]
        lines += [f"{name}: {value}" for name, value in self.headers()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")

    async def carry(self, source, target):
        """De un lado a otro, sin leer más hasta que lo anterior se haya ido. Si termina un sentido, termina el otro."""
        try:
            while True:
                piece = await source.read_bytes(PIECE, partial=True)
                self.proxy.update_last_activity(self.target["prefix"])
                await target.write(piece)
        except StreamClosedError:
            return
        finally:
            source.close()
            target.close()


if __name__ == "__main__":
    settings = Settings.read()
    if settings.isolated:
        limits.take_turn(limits.FIRST)
    ProxyHandler.secret = settings.gate
    ProxyHandler.behind = settings.is_behind_another
    configproxy.ProxyHandler = ProxyHandler
    cli.HTTPServer = partial(Guard, chunk_size=PIECE, max_header_size=PIECE)
    AsyncHTTPClient.configure(None, max_clients=REQUESTS)  # lo que dice JupyterHub cuando no hay página
    cli.main()
