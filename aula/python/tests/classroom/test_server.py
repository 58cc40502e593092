"""Abrir una clase: lo que se decide con lo que se pide, y que lo que se pregunta a esta máquina no pasa por un proxy."""

import os
import tempfile
import threading
import unittest
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest import mock

if os.name == "nt":
    raise unittest.SkipTest("JupyterHub, y con él la clase en un servidor, no funciona en Windows")

from aula.classroom import server
from aula.classroom.settings import Settings
from aula.problem import Problem

# Lo que manda el comando si no se escribe ninguna opción.
ASKED = {"password": False, "teacher": None, "data": None, "port": 0, "address": "127.0.0.1"}
ASKED |= {"megabytes": 2000, "processes": 100, "idle_minutes": 60, "group": None, "seats": None}
DEAD = dict.fromkeys(["http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"], "http://127.0.0.1:9")


class Health(BaseHTTPRequestHandler):
    """Lo que contesta JupyterHub cuando ya atiende."""

    def do_GET(self):
        self.send_response(200 if self.path == "/hub/health" else 404)
        self.end_headers()

    def log_message(self, *_):
        pass


class Proxies(unittest.TestCase):
    def test_a_dead_proxy_does_not_keep_the_class_closed(self):
        hub = HTTPServer(("127.0.0.1", 0), Health)
        thread = threading.Thread(target=hub.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(hub.server_close)
        self.addCleanup(hub.shutdown)
        process = mock.Mock()
        process.poll.return_value = None
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, DEAD):
            settings = Settings(**ASKED | {"data": folder}, hub_port=hub.server_port)
            settings.places.create(isolated=False)
            settings.places.log.write_text("")
            with mock.patch.object(server, "PATIENCE", 10):
                server.wait_until_it_answers(process, settings)

    def test_what_the_class_starts_does_not_know_of_any_proxy(self):
        self.assertEqual([name for name in [*DEAD, "NO_PROXY"] if not server.is_proxy(name)], [])
        self.assertEqual([name for name in ("PATH", "proxy_host", "GRADIENTE_CLASS") if server.is_proxy(name)], [])


class Decisions(unittest.TestCase):
    def decided(self, root=False, **asked):
        with mock.patch.object(os, "geteuid", lambda: 0 if root else 1000):
            return server.decided(Settings(**ASKED | asked))

    def test_what_is_asked_is_kept(self):
        asked = {"password": True, "teacher": "ana", "data": "/tmp/clase", "port": 8001, "megabytes": 700, "processes": 30}
        kept = asdict(self.decided(**asked))
        self.assertEqual(kept, kept | ASKED | asked | {"group": "", "seats": kept["seats"]})
        self.assertGreater(kept["seats"], 1)

    def test_only_the_administrator_opens_servers_of_others(self):
        own, everyone = self.decided(), self.decided(root=True)
        self.assertTrue(own.password and not own.isolated)
        self.assertTrue(everyone.isolated and not everyone.password)
        self.assertEqual((own.teacher, everyone.data), ("docente", "/srv/gradiente"))
        self.assertNotEqual(own.hub_port, own.proxy_port)

    def test_a_name_that_would_be_no_folder(self):
        self.assertRaisesRegex(Problem, "Del nombre de --docente no queda nada", self.decided, teacher="../")
        with mock.patch.dict(os.environ, {"SUDO_USER": ""}):
            self.assertRaisesRegex(Problem, "no hay ninguna cuenta", self.decided, root=True, teacher="nadie-se-llama-así")


if __name__ == "__main__":
    unittest.main()
