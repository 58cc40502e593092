"""Los puertos apartados, los de un núcleo y los demás."""

import errno
import json
import socket
import sys
import unittest
from pathlib import Path

import nbformat
from jupyter_client.connect import port_names
from jupyter_client.kernelspec import KernelSpec

from aula.notebooks import kernel, ports
from aula.notebooks.execute import Client
from aula.upstream.channels import KernelManager as Servers


class Ports(unittest.IsolatedAsyncioTestCase):
    def test_whoever_opens_a_kernel_sets_them_apart(self):
        self.assertTrue(issubclass(Servers, kernel.KernelManager))
        self.assertIs(Client(nbformat.v4.new_notebook()).kernel_manager_class, kernel.KernelManager)

    @unittest.skipUnless(ports.POSSIBLE, "solo Linux deja apartar un puerto así")
    async def test_they_are_for_the_kernel_until_it_ends(self):
        manager = kernel.KernelManager()
        manager._kernel_spec = KernelSpec(argv=[sys.executable, "-c", "import time; time.sleep(60)"], language="ninguno")
        await manager.start_kernel()
        told = self.told(manager)
        self.assertEqual(len({*told}), 5)
        await manager.restart_kernel(now=True, newports=True)  # como cuando un núcleo no arranca
        self.assertEqual(self.told(manager), told)
        for port in told:
            with socket.socket() as other, self.assertRaises(OSError) as refused:
                other.bind((manager.ip, port))
            self.assertEqual(refused.exception.errno, errno.EADDRINUSE)
            with socket.create_server((manager.ip, port)), socket.create_connection((manager.ip, port)):
                pass  # así atiende un núcleo: Python, como Rust, pide SO_REUSEADDR
        held = manager.reserved
        await manager.shutdown_kernel(now=True)
        self.assertEqual({one.fileno() for one in held}, {-1})

    @unittest.skipUnless(ports.POSSIBLE, "solo Linux deja apartar un puerto así")
    def test_a_free_one_is_nobody_elses(self):
        with socket.socket() as other, self.assertRaises(OSError) as refused:
            other.bind(("127.0.0.1", ports.free()))
        self.assertEqual(refused.exception.errno, errno.EADDRINUSE)

    def told(self, manager):
        """Los que se le dicen al núcleo."""
        file = json.loads(Path(manager.connection_file).read_text(encoding="utf-8"))
        return [file[name] for name in port_names]


if __name__ == "__main__":
    unittest.main()
