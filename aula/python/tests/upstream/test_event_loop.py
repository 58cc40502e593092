"""El bucle con que se habla con un núcleo."""

import asyncio
import sys
import unittest
from unittest import mock

import zmq.asyncio

from aula.upstream import event_loop


async def loop():
    return asyncio.get_running_loop()


class Loop(unittest.TestCase):
    def test_on_windows_it_is_one_that_knows_how_to_wait(self):
        other = mock.Mock(side_effect=AssertionError("el que se emplea si nadie dice otro"))
        with mock.patch.object(sys, "platform", "win32"), mock.patch.object(asyncio, "new_event_loop", other):
            self.assertIsInstance(event_loop.run(loop()), asyncio.SelectorEventLoop)

    def test_elsewhere_it_is_the_usual_one(self):
        with mock.patch.object(sys, "platform", "linux"):
            self.assertIs(type(event_loop.run(loop())), type(asyncio.run(loop())))

    def test_pyzmq_still_warns_of_the_one_of_windows(self):
        class Proactor(asyncio.SelectorEventLoop):
            """Como el de Windows: `pyzmq` lo reconoce por su nombre."""

        theirs = Proactor()
        self.addCleanup(theirs.close)
        with (
            mock.patch.object(asyncio, "ProactorEventLoop", Proactor, create=True),
            mock.patch("tornado.platform.asyncio.AddThreadSelectorEventLoop"),
            self.assertWarnsRegex(RuntimeWarning, "Proactor event loop"),
        ):
            zmq.asyncio._get_selector_windows(theirs)


if __name__ == "__main__":
    unittest.main()
