"""Los canales entre el servidor de Jupyter y un núcleo."""

import asyncio
import unittest
from unittest import mock

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from aula.lab import view
from aula.upstream import channels


class Channels(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.manager = channels.KernelManager()
        self.addCleanup(self.manager.cleanup_connection_file)

    def test_every_server_uses_them(self):
        for config in (view.student(), view.student(exchange=True), view.teacher()):
            kernels = AsyncMappingKernelManager(config=config)
            self.assertIsInstance(kernels.kernel_manager_factory(parent=kernels), channels.KernelManager)

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
