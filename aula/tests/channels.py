"""Los canales entre el servidor de Jupyter y un núcleo."""

import asyncio
import errno
import json
import socket
import sys
import unittest
from pathlib import Path
from unittest import mock

from jupyter_client.connect import port_names
from jupyter_client.kernelspec import KernelSpec
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from aula import channels, ports, view


class Channels(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.manager = channels.KernelManager()
        self.addCleanup(self.manager.cleanup_connection_file)

    def test_every_server_uses_them(self):
        for config in (view.student(), view.student(exchange=True), view.teacher()):
            kernels = AsyncMappingKernelManager(config=config)
            self.assertIsInstance(kernels.kernel_manager_factory(parent=kernels), channels.KernelManager)

    @unittest.skipUnless(ports.POSSIBLE, "solo Linux deja apartar un puerto así")
    async def test_the_ports_are_for_the_kernel_until_it_ends(self):
        manager = self.manager
        manager._kernel_spec = KernelSpec(argv=[sys.executable, "-c", "import time; time.sleep(60)"], language="ninguno")
        await manager.start_kernel()
        ports = self.ports()
        self.assertEqual(len({*ports}), 5)
        await manager.restart_kernel(now=True, newports=True)  # como cuando un núcleo no arranca
        self.assertEqual(self.ports(), ports)
        for port in ports:
            with socket.socket() as other, self.assertRaises(OSError) as refused:
                other.bind((manager.ip, port))
            self.assertEqual(refused.exception.errno, errno.EADDRINUSE)
            with socket.create_server((manager.ip, port)), socket.create_connection((manager.ip, port)):
                pass  # así atiende un núcleo: Python, como Rust, pide SO_REUSEADDR
        held = manager.reserved
        await manager.shutdown_kernel(now=True)
        self.assertEqual({one.fileno() for one in held}, {-1})

    def ports(self):
        """Los que se le dicen al núcleo."""
        told = json.loads(Path(self.manager.connection_file).read_text(encoding="utf-8"))
        return [told[name] for name in port_names]

    async def test_who_greets_leaves_later_and_the_page_at_once(self):
        self.manager.write_connection_file()
        with mock.patch.object(channels, "SECONDS", 0.2):
            greeting, page = self.manager.connect_shell(), self.manager.connect_shell(identity=b"una")
            for stream in (greeting, page):
                stream.close()
            self.assertTrue(page.closed())
            self.assertFalse(greeting.closed())
            await asyncio.sleep(0.4)
            self.assertTrue(greeting.closed())


if __name__ == "__main__":
    unittest.main()
