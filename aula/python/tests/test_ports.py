"""Un puerto apartado no es de nadie más."""

import errno
import socket
import unittest
from unittest import mock

from aula import ports


class Ports(unittest.TestCase):
    def setUp(self):
        kept = self.enterContext(mock.patch.object(ports, "KEPT", []))
        self.addCleanup(lambda: [held.close() for held in kept])

    @unittest.skipUnless(ports.POSSIBLE, "solo Linux deja apartar un puerto así")
    def test_a_free_one_is_nobody_elses(self):
        with socket.socket() as other, self.assertRaises(OSError) as refused:
            other.bind(("127.0.0.1", ports.free()))
        self.assertEqual(refused.exception.errno, errno.EADDRINUSE)

    def test_it_can_be_opened_by_who_knows_it(self):
        with socket.create_server(("127.0.0.1", ports.free())) as server:
            socket.create_connection(server.getsockname()).close()


if __name__ == "__main__":
    unittest.main()
