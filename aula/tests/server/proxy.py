"""El proxy de la clase entre un navegador y un servidor, los dos de mentira: python proxy.py"""

import asyncio
import unittest
from unittest import mock

from configurable_http_proxy import configproxy, handlers
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.testing import AsyncHTTPTestCase, bind_unused_port, gen_test
from tornado.web import Application
from tornado.websocket import WebSocketHandler, websocket_connect

from aula.upstream.websockets import ProxyHandler

PROTOCOL = "v1.kernel.websocket.jupyter.org"
BIG = b"\xff\x00" * (6 << 20)  # 12 MB, más de lo que admite un websocket si no se dice otra cosa


class Server(WebSocketHandler):
    """Habla nada más abrirse, como un núcleo; repite lo que le dicen, y se cierra si se lo piden."""

    def select_subprotocol(self, subprotocols):
        return PROTOCOL if PROTOCOL in subprotocols else None

    def open(self):
        for number in range(3):
            self.write_message(str(number))

    def on_message(self, message):
        if message == "adiós":
            self.close(4321, "me voy")
        elif message == "mucho":
            self.write_message(BIG, binary=True)
        else:
            self.write_message(message, binary=isinstance(message, bytes))


class Proxied(AsyncHTTPTestCase):
    handler = ProxyHandler

    def get_app(self):
        socket, port = bind_unused_port()
        self.server = HTTPServer(Application([("/user/ana/ws", Server)]))
        self.server.add_socket(socket)
        configproxy.ProxyHandler, before = self.handler, configproxy.ProxyHandler
        try:
            proxy = configproxy.PythonProxy()
        finally:
            configproxy.ProxyHandler = before
        proxy.add_route("/user/ana", {"target": f"http://127.0.0.1:{port}"})
        return proxy.proxy_app

    def tearDown(self):
        self.server.stop()
        super().tearDown()

    async def connect(self, path="/user/ana/ws", **options):
        return await websocket_connect(
            HTTPRequest(f"ws://127.0.0.1:{self.get_http_port()}{path}"), max_message_size=100 << 20, **options
        )


class Ours(Proxied):
    @gen_test(timeout=60)
    async def test_what_is_said_before_the_page_is_ready_arrives_in_order(self):
        accept = WebSocketHandler.get

        async def slowly(handler, *arguments):
            if isinstance(handler, handlers.ProxyHandler):
                await asyncio.sleep(0.2)  # el servidor ya habla, y el navegador aún no está
            await accept(handler, *arguments)

        with mock.patch.object(WebSocketHandler, "get", slowly):
            connection = await self.connect()
        self.assertEqual([await connection.read_message() for _ in range(3)], ["0", "1", "2"])

    @gen_test(timeout=60)
    async def test_what_is_said_arrives_as_it_was(self):
        connection = await self.connect(subprotocols=["otro", PROTOCOL])
        self.assertEqual(connection.selected_subprotocol, PROTOCOL)
        self.assertIsNone((await self.connect()).selected_subprotocol)
        for _ in range(3):
            await connection.read_message()
        for message in ("ñ", b"\x00\xff", ""):
            await connection.write_message(message, binary=isinstance(message, bytes))
            self.assertEqual(await connection.read_message(), message)
        await connection.write_message("mucho")
        self.assertEqual(await connection.read_message(), BIG)

    @gen_test(timeout=60)
    async def test_if_the_server_closes_so_does_the_page(self):
        connection = await self.connect()
        await connection.write_message("adiós")
        while await connection.read_message() is not None:
            pass
        self.assertEqual((connection.close_code, connection.close_reason), (4321, "me voy"))

    @gen_test(timeout=60)
    async def test_what_does_not_exist_is_refused(self):
        for path, code in [("/user/eva/ws", 404), ("/user/ana/otro", 404)]:
            with self.assertRaises(HTTPClientError) as refused:
                await self.connect(path)
            self.assertEqual(refused.exception.code, code, path)

    @gen_test(timeout=60)
    async def test_a_server_that_is_not_there_is_said(self):
        self.server.stop()
        with self.assertRaises(HTTPClientError) as refused:
            await self.connect()
        self.assertEqual(refused.exception.code, 503)


class Alone(Proxied):
    """El proxy sin arreglar: el día que una de estas pruebas falle, esa parte del arreglo sobra."""

    handler = handlers.ProxyHandler

    @gen_test(timeout=60)
    async def test_the_page_still_does_not_know_the_protocol(self):
        connection = await self.connect(subprotocols=[PROTOCOL])
        self.assertIsNone(connection.selected_subprotocol)

    @gen_test(timeout=60)
    async def test_bytes_still_become_text(self):
        connection = await self.connect()
        await connection.write_message(b"a", binary=True)
        said = [await connection.read_message() for _ in range(4)]
        self.assertEqual(said[-1], "a")

    @gen_test(timeout=60)
    async def test_what_is_long_is_still_lost(self):
        connection = await self.connect()
        await connection.write_message("mucho")
        said = [await connection.read_message() for _ in range(3)]
        with self.assertRaises(TimeoutError):
            said.append(await asyncio.wait_for(connection.read_message(), 1))
        self.assertNotIn(BIG, said)

    @gen_test(timeout=60)
    async def test_the_page_still_stays_open_without_its_server(self):
        connection = await self.connect()
        await connection.write_message("adiós")
        for _ in range(3):
            await connection.read_message()
        with self.assertRaises(TimeoutError):
            await asyncio.wait_for(connection.read_message(), 1)


if __name__ == "__main__":
    unittest.main()
