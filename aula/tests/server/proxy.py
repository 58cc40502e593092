"""El proxy de la clase entre un navegador y un servidor, los dos de mentira: python proxy.py"""

import asyncio
import unittest
from unittest import mock

from configurable_http_proxy import configproxy, handlers
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.tcpclient import TCPClient
from tornado.testing import AsyncHTTPTestCase, bind_unused_port, gen_test
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler, websocket_connect

from aula.classroom import gate, proxy
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


class Upload(RequestHandler):
    """Dice cuánto le llegó."""

    def post(self):
        self.write(str(len(self.request.body)))


class Proxied(AsyncHTTPTestCase):
    handler = ProxyHandler

    def get_app(self):
        socket, port = bind_unused_port()
        self.server = HTTPServer(
            Application([("/user/ana/ws", Server), ("/user/ana/subir", Upload), ("/hub/login", Upload)])
        )
        self.server.add_socket(socket)
        configproxy.ProxyHandler, before = self.handler, configproxy.ProxyHandler
        try:
            proxy = configproxy.PythonProxy()
        finally:
            configproxy.ProxyHandler = before
        for route in ("/", "/user/ana"):
            proxy.add_route(route, {"target": f"http://127.0.0.1:{port}"})
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


class Uploads(Proxied):
    """Lo que se sube: quien no ha entrado no llena la memoria de nadie."""

    class handler(proxy.ProxyHandler):  # noqa: N801
        secret = "secreto"

    def send(self, path, body, cookie="", **options):
        headers = {"Cookie": f"{gate.COOKIE}={cookie}"} if cookie else {}
        return self.http_client.fetch(
            self.get_url(path), method="POST", body=body, headers=headers, raise_error=False, **options
        )

    @gen_test(timeout=60)
    async def test_a_form_arrives_and_what_is_too_big_for_one_does_not(self):
        answer = await self.send("/hub/login", b"x" * 2000)
        self.assertEqual((answer.code, answer.body), (200, b"2000"))
        for path in ("/hub/login", "/user/ana/subir"):
            self.assertEqual((await self.send(path, b"x" * (1 << 20))).code, 413, path)
        self.assertEqual(proxy.ProxyHandler.held, 0)

    @gen_test(timeout=60)
    async def test_two_gigabytes_are_refused_before_they_come(self):
        for path, cookie in [("/hub/login", ""), ("/user/ana/subir", gate.sign("secreto", "ana"))]:
            stream = await TCPClient().connect("127.0.0.1", self.get_http_port())
            head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {2 << 30}\r\nCookie: {gate.COOKIE}={cookie}\r\n\r\n"
            await stream.write(head.encode())
            self.assertIn(b"413", await stream.read_until(b"\r\n"), path)
            with self.assertRaises(StreamClosedError):
                await stream.read_until(b"no llega nunca")
        self.assertEqual(proxy.ProxyHandler.held, 0)

    @gen_test(timeout=60)
    async def test_without_saying_how_much_it_also_ends(self):
        stream = await TCPClient().connect("127.0.0.1", self.get_http_port())
        await stream.write(b"POST /hub/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        with self.assertRaises(StreamClosedError):
            for _ in range(200):
                await stream.write(piece)
        self.assertLessEqual(proxy.ProxyHandler.held, proxy.SMALL)

    @gen_test(timeout=60)
    async def test_ones_own_arrives_whole_and_all_together_have_a_limit(self):
        own = gate.sign("secreto", "ana")
        answer = await self.send("/user/ana/subir", b"x" * (20 << 20), own)
        self.assertEqual((answer.code, answer.body), (200, str(20 << 20).encode()))
        self.assertEqual(proxy.ProxyHandler.held, 0)
        with mock.patch.object(proxy, "ALL", 1 << 20):
            self.assertEqual((await self.send("/user/ana/subir", b"x" * (20 << 20), own)).code, 503)
            self.assertEqual((await self.send("/user/ana/subir", b"x" * 1000, own)).body, b"1000")


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
