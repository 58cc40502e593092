"""Quien saluda a un núcleo se va más tarde."""

import asyncio
import inspect
import unittest
from unittest import mock

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager

from aula.facts import ROOT
from aula.lab import view
from aula.upstream import greeting


class Greeting(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.manager = greeting.KernelManager()
        self.addCleanup(self.manager.cleanup_connection_file)

    def test_every_server_uses_them(self):
        for config in (view.student(), view.student(exchange=True), view.teacher()):
            kernels = AsyncMappingKernelManager(config=config)
            self.assertIsInstance(kernels.kernel_manager_factory(parent=kernels), greeting.KernelManager)

    async def test_who_greets_leaves_later_and_the_page_at_once(self):
        self.manager.write_connection_file()
        with mock.patch.object(greeting, "SECONDS", 0.2):
            hello, page = self.manager.connect_shell(), self.manager.connect_shell(identity=b"una")
            for stream in (hello, page):
                stream.close()
            self.assertTrue(page.closed())
            self.assertFalse(hello.closed())
            await asyncio.sleep(0.4)
            self.assertTrue(hello.closed())


class StillNeeded(unittest.IsolatedAsyncioTestCase):
    """El bloqueo está en evcxr, y para verlo hace falta su programa: aquí se mira que lo que lo causa sigue igual."""

    async def test_jupyter_alone_still_closes_at_once(self):
        manager = ServerKernelManager()
        self.addCleanup(manager.cleanup_connection_file)
        manager.write_connection_file()
        hello = manager.connect_shell()
        hello.close()
        self.assertTrue(hello.closed())

    def test_jupyter_still_greets_by_a_channel_of_its_own(self):
        nudge = inspect.getsource(ZMQChannelsWebsocketConnection.nudge)
        self.assertIn("shell_channel = self.kernel_manager.connect_shell()\n", nudge)
        self.assertIn("shell_channel.close()", nudge)

    def test_it_is_still_the_evcxr_that_goes_deaf(self):
        kernel = (ROOT / "aula" / "src" / "setup" / "evcxr.rs").read_text(encoding="utf-8")
        self.assertIn('VERSION: &str = "0.22.0"', kernel, "mira si con este evcxr sigue haciendo falta, y dilo aquí")


if __name__ == "__main__":
    unittest.main()
