"""El puerto de JupyterLab: cuando dos arrancan a la vez, cada uno tiene el suyo."""

import logging
import socket
import unittest
from unittest import mock

from jupyter_server.serverapp import ServerApp

from aula.upstream.server_port import Server


class Port(unittest.TestCase):
    def setUp(self):
        logging.disable()  # el servidor cuenta que busca otro puerto
        self.addCleanup(logging.disable, logging.NOTSET)

    def test_one_taken_in_the_meantime_is_not_kept(self):
        find, rivals = ServerApp._find_http_port, []

        def beaten(server):
            find(server)
            if not rivals:
                rivals.append(self.enterContext(socket.create_server(("127.0.0.1", server.port))))

        jupyter = Server()
        with mock.patch.object(ServerApp, "_find_http_port", beaten):
            jupyter._find_http_port()
        ports = {one.getsockname()[1] for one in jupyter.sockets}
        for one in jupyter.sockets:
            self.addCleanup(one.close)
        self.assertEqual(ports, {jupyter.port})
        self.assertNotEqual(jupyter.port, rivals[0].getsockname()[1])
        socket.create_connection(("localhost", jupyter.port)).close()  # desde ya

    def test_jupyter_alone_still_lets_it_go(self):
        jupyter = ServerApp()
        jupyter._find_http_port()
        socket.create_server(("127.0.0.1", jupyter.port)).close()  # se lo puede llevar cualquiera


if __name__ == "__main__":
    unittest.main()
