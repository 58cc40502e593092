"""Los puertos apartados de un núcleo."""

import contextlib
import errno
import json
import socket
import sys
import unittest
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.connect import port_names
from jupyter_client.kernelspec import KernelSpec

from aula import ports
from aula.notebooks import kernel
from aula.upstream import greeting, kernel_ports
from aula.upstream.late_output import Client


class Ports(unittest.IsolatedAsyncioTestCase):
    def test_whoever_opens_a_kernel_sets_them_apart(self):
        self.assertIs(kernel.KernelManager, kernel_ports.KernelManager)
        self.assertTrue(issubclass(greeting.KernelManager, kernel_ports.KernelManager))
        self.assertIs(Client(nbformat.v4.new_notebook()).kernel_manager_class, kernel_ports.KernelManager)

    @unittest.skipUnless(ports.POSSIBLE, "solo Linux deja apartar un puerto así")
    async def test_they_are_for_the_kernel_until_it_ends(self):
        manager = await self.started(kernel_ports.KernelManager())
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

    async def test_those_of_jupyter_alone_can_still_be_taken(self):
        manager = await self.started(AsyncKernelManager())
        with contextlib.ExitStack() as others:
            for port in self.told(manager):
                others.enter_context(socket.socket()).bind((manager.ip, port))

    async def started(self, manager):
        """Un núcleo que arranca y todavía no abre nada."""
        manager._kernel_spec = KernelSpec(argv=[sys.executable, "-c", "import time; time.sleep(60)"], language="ninguno")
        await manager.start_kernel()
        self.addAsyncCleanup(manager.shutdown_kernel, now=True)
        return manager

    def told(self, manager):
        """Los que se le dicen al núcleo."""
        file = json.loads(Path(manager.connection_file).read_text(encoding="utf-8"))
        return [file[name] for name in port_names]


if __name__ == "__main__":
    unittest.main()
