"""El proxy de la clase entre un navegador y un servidor, los dos de mentira: python proxy.py"""

import asyncio
import json
import unittest
from unittest import mock

import psutil
from configurable_http_proxy import configproxy
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.tcpclient import TCPClient
from tornado.testing import AsyncHTTPTestCase, bind_unused_port, gen_test
from tornado.web import Application, RequestHandler, stream_request_body
from tornado.websocket import WebSocketHandler, websocket_connect

from aula.classroom import gate, proxy
from aula.classroom.guard import Guard

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


@stream_request_body
class NotTaken(RequestHandler):
    """No lee lo que le mandan."""

    async def prepare(self):
        await asyncio.sleep(3)

    def data_received(self, chunk):
        pass


class Download(RequestHandler):
    """Manda mucho, en cuanto lo toman."""

    SIZE, sent = 100 << 20, 0

    async def get(self):
        self.set_header("Content-Length", str(self.SIZE))
        piece = b"x" * (1 << 20)
        for _ in range(self.SIZE >> 20):
            self.write(piece)
            await self.flush()
            Download.sent += len(piece)


class Broken(RequestHandler):
    """Se corta a la mitad."""

    async def get(self):
        self.write(b"x" * 1000)
        await self.flush()
        self.request.connection.stream.close()


@stream_request_body
class No(RequestHandler):
    """Se niega antes de leer nada."""

    def prepare(self):
        self.set_status(403)
        self.finish()


class Who(RequestHandler):
    """Dice lo que le dijeron."""

    def get(self):
        self.write(json.dumps(list(self.request.headers.get_all())))


OWN = gate.sign("secreto", "ana")


class Proxied(AsyncHTTPTestCase):
    class handler(proxy.ProxyHandler):  # noqa: N801
        secret = "secreto"

    def get_app(self):
        socket, port = bind_unused_port()
        self.server = HTTPServer(
            Application(
                [
                    ("/user/ana/ws", Server),
                    ("/user/ana/subir", Upload),
                    ("/user/ana/lento", NotTaken),
                    ("/user/ana/bajar", Download),
                    ("/user/ana/cortado", Broken),
                    ("/user/ana/no", No),
                    ("/user/ana/quien", Who),
                    ("/hub/login", Upload),
                    ("/hub/quien", Who),
                ]
            )
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
        if proxy.ProxyHandler.session:
            self.io_loop.run_sync(proxy.ProxyHandler.session.close)
        super().tearDown()

    async def open(self, first, header, cookie=""):
        stream = await TCPClient().connect("127.0.0.1", self.get_http_port())
        lines = [first, "Host: a", header, *([f"Cookie: {gate.COOKIE}={cookie}"] if cookie else []), "", ""]
        await stream.write("\r\n".join(lines).encode())
        return stream

    async def connect(self, path="/user/ana/ws", cookie=OWN, **options):
        address = f"ws://127.0.0.1:{self.get_http_port()}{path}"
        request = HTTPRequest(address, headers={"Cookie": f"{gate.COOKIE}={cookie}"})
        return await websocket_connect(request, max_message_size=100 << 20, **options)


class Ours(Proxied):
    @gen_test(timeout=60)
    async def test_what_is_said_before_the_page_is_ready_arrives_in_order(self):
        connection = await self.connect()
        await asyncio.sleep(0.2)  # el servidor ya habla, y el navegador aún no lee
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
    """Lo que se sube y lo que se baja: de nadie se guarda más que un trozo."""

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

    @gen_test(timeout=60)
    async def test_two_gigabytes_are_refused_before_they_come(self):
        for path, cookie in [("/hub/login", ""), ("/user/ana/subir", OWN)]:
            stream = await self.open(f"POST {path} HTTP/1.1", f"Content-Length: {2 << 30}", cookie)
            self.assertIn(b"413", await stream.read_until(b"\r\n"), path)
            with self.assertRaises(StreamClosedError):
                await stream.read_until(b"no llega nunca")

    @gen_test(timeout=60)
    async def test_without_saying_how_much_it_also_ends(self):
        stream = await self.open("POST /hub/login HTTP/1.1", "Transfer-Encoding: chunked")
        piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        with self.assertRaises(StreamClosedError):
            for _ in range(200):
                await stream.write(piece)

    @gen_test(timeout=60)
    async def test_ones_own_arrives_whole(self):
        for body in (b"x" * 1000, b"x" * (20 << 20)):
            answer = await self.send("/user/ana/subir", body, OWN)
            self.assertEqual((answer.code, answer.body), (200, str(len(body)).encode()))

    @gen_test(timeout=60)
    async def test_of_what_is_not_taken_only_a_piece_is_kept(self):
        before = psutil.Process().memory_info().rss
        stream = await self.open("POST /user/ana/lento HTTP/1.1", f"Content-Length: {100 << 20}", OWN)
        sent, piece = 0, b"x" * (1 << 20)
        with self.assertRaises(TimeoutError):
            for _ in range(100):
                await asyncio.wait_for(stream.write(piece), 1)
                sent += len(piece)
        stream.close()
        self.assertLess(sent, 50 << 20, "el sistema guarda una parte; el proxy, no")
        self.assertLess(psutil.Process().memory_info().rss - before, 20 << 20)

    @gen_test(timeout=60)
    async def test_what_is_read_slowly_waits_where_it_was(self):
        Download.sent = 0
        before = psutil.Process().memory_info().rss
        stream = await self.open("GET /user/ana/bajar HTTP/1.1", "Accept: */*", OWN)
        head = await stream.read_until(b"\r\n\r\n")
        self.assertIn(f"Content-Length: {Download.SIZE}".encode(), head)
        for _ in range(5):
            await stream.read_bytes(1 << 20)
            await asyncio.sleep(0.2)
        self.assertLess(Download.sent, Download.SIZE // 2, "el servidor espera a quien lee")
        self.assertLess(psutil.Process().memory_info().rss - before, 20 << 20)
        rest = 0
        while rest < Download.SIZE - (5 << 20):
            rest += len(await stream.read_bytes(1 << 20, partial=True))
        self.assertEqual(rest, Download.SIZE - (5 << 20))

    @gen_test(timeout=60)
    async def test_what_breaks_in_the_middle_is_not_whole(self):
        stream = await self.open("GET /user/ana/cortado HTTP/1.1", "Accept: */*", OWN)
        with self.assertRaises(StreamClosedError):
            await stream.read_until(b"0\r\n\r\n")

    @gen_test(timeout=60)
    async def test_a_refused_upload_is_said_and_ends(self):
        answer = await self.send("/user/ana/no", b"x" * (20 << 20), OWN)
        self.assertEqual(answer.code, 403)


class Claims(Proxied):
    """Quién pregunta lo dice el proxy, y no quien pregunta; y de lo que es de otra persona, ni con trampas."""

    @gen_test(timeout=60)
    async def test_nobody_says_where_they_call_from(self):
        forged = {"X-Real-Ip": "1.1.1.1", "X-Forwarded-For": "1.1.1.1", "X-Scheme": "https", gate.SENDER: "1.1.1.1 firma"}
        forged |= {"Forwarded": "for=1.1.1.1", "X-Forwarded-Host": "malo.example"}
        answer = await self.http_client.fetch(self.get_url("/hub/quien"), headers=forged)
        said = {name.lower(): value for name, value in json.loads(answer.body)}
        self.assertNotIn("1.1.1.1", json.dumps(said))
        self.assertNotIn("malo.example", json.dumps(said))
        self.assertEqual(gate.sender("secreto", said[gate.SENDER.lower()]), "127.0.0.1")
        self.assertEqual(said["x-forwarded-for"], "127.0.0.1")

    @gen_test(timeout=60)
    async def test_behind_another_server_it_says_the_last_one(self):
        with mock.patch.object(self.handler, "behind", True):
            forged = {"X-Forwarded-For": "1.1.1.1, 9.9.9.9", gate.SENDER: "1.1.1.1 firma"}
            answer = await self.http_client.fetch(self.get_url("/hub/quien"), headers=forged)
        said = dict(json.loads(answer.body))
        self.assertEqual(gate.sender("secreto", said[gate.SENDER]), "9.9.9.9")

    @gen_test(timeout=60)
    async def test_the_page_of_another_by_no_way(self):
        eva = gate.sign("secreto", "eva")
        for path in ("/user/ana/quien", "//user/ana/quien", "/user/%61na/quien", "/user/an%2561/quien", "/user/ana%2fquien"):
            for cookie in ("", eva, "x", f"{eva}; {gate.COOKIE}={eva}"):
                headers = {"Cookie": f"{gate.COOKIE}={cookie}"}
                answer = await self.http_client.fetch(self.get_url(path), headers=headers, raise_error=False)
                self.assertIn(answer.code, (403, 404), (path, cookie))
                self.assertNotIn(b"accept-encoding", answer.body.lower(), path)
        strange = (
            "http://a/user/ana/quien",
            "http:/user/ana/quien",
            "/hub/../user/ana/quien",
            "/./user/ana/quien",
            "*",
            "\\user\\ana",
        )
        for path in strange:
            stream = await self.open(f"GET {path} HTTP/1.1", "Connection: close", eva)
            self.assertNotIn(b"X-Forwarded-For", await stream.read_until_close(), path)
        with self.assertRaises(HTTPClientError) as refused:
            await self.connect(cookie=eva)
        self.assertEqual(refused.exception.code, 403)

    @gen_test(timeout=60)
    async def test_two_ways_of_saying_how_long_are_not_two_requests(self):
        """Ni con longitudes que se contradicen, ni detrás de un websocket que no se abrió, se cuela otra petición."""
        hidden = "GET /hub/quien HTTP/1.1\r\nHost: a\r\nX-Real-Ip: 1.1.1.1\r\nConnection: close\r\n\r\n"
        heads = [
            f"Content-Length: {len(hidden)}\r\nContent-Length: 0",
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked, identity",
        ]
        for head in heads:
            stream = await TCPClient().connect("127.0.0.1", self.get_http_port())
            await stream.write(f"POST /hub/login HTTP/1.1\r\nHost: a\r\n{head}\r\n\r\n{hidden}".encode())
            said = await stream.read_until_close()
            self.assertTrue(said == b"" or b" 400 " in said.partition(b"\r\n")[0], (head, said))
        stream = await TCPClient().connect("127.0.0.1", self.get_http_port())
        cookie = f"Cookie: {gate.COOKIE}={OWN}"
        opening = f"GET /user/ana/otro HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{cookie}\r\n\r\n"
        await stream.write((opening + hidden).encode())
        said = await stream.read_until_close()
        self.assertNotIn(b"1.1.1.1", said)

    @gen_test(timeout=60)
    async def test_no_address_keeps_all_the_connections(self):
        server = Guard(self._app)
        socket, port = bind_unused_port()
        server.add_socket(socket)
        server.most = 5
        held = [await TCPClient().connect("127.0.0.1", port) for _ in range(5)]
        extra = await TCPClient().connect("127.0.0.1", port)
        with self.assertRaises(StreamClosedError):
            await extra.read_bytes(1)
        for one in held:
            one.close()
        answer = await self.http_client.fetch(f"http://127.0.0.1:{port}/hub/quien")
        self.assertEqual(answer.code, 200)
        server.stop()


if __name__ == "__main__":
    unittest.main()
