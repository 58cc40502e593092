"""Lo que comparte la clase: quien llena la memoria o el disco se cierra, y nadie más."""

import logging
import os
import shutil
import tempfile
import time
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

if os.name == "nt":
    raise unittest.SkipTest("JupyterHub, y con él la clase en un servidor, no funciona en Windows")

import psutil

from aula.classroom import machine
from aula.classroom.machine import Machine, Person

LOTS = 1 << 40


class Full(unittest.TestCase):
    def setUp(self):
        log = logging.getLogger("sin nadie")
        log.disabled = True
        self.machine, self.ended = Machine("/", log), []

    def enter(self, name, memory=0, written=0):
        person = Person(name, [], None, lambda: memory, lambda: self.ended.append(name))
        self.machine.enter(person)
        return mock.patch.object(machine, "written", lambda places, uid, since: written)

    def look(self, memory=LOTS, disk=LOTS):
        with (
            mock.patch.object(psutil, "virtual_memory", lambda: SimpleNamespace(available=memory)),
            mock.patch.object(shutil, "disk_usage", lambda _: SimpleNamespace(free=disk)),
        ):
            self.machine.look()
        return self.ended

    def test_while_there_is_room_nobody_is_closed(self):
        with self.enter("ana", memory=LOTS, written=LOTS):
            self.assertEqual(self.look(), [])
        self.assertEqual(Machine("/", self.machine.log).look(), None, "sin nadie dentro")

    def test_the_one_with_most_memory(self):
        self.enter("ana", memory=10)
        self.enter("eva", memory=20)
        self.assertEqual(self.look(memory=machine.MEMORY_LEFT - 1), ["eva"])
        self.assertEqual(self.look(memory=machine.MEMORY_LEFT - 1), ["eva", "ana"], "si no bastó, la siguiente")
        self.assertEqual(self.look(memory=0), ["eva", "ana"])

    def test_the_one_who_fills_the_disk_and_nobody_else(self):
        with self.enter("ana", written=machine.WRITTEN):
            self.assertEqual(self.look(disk=0), [], "el disco estaba lleno de antes")
        with self.enter("ana", written=machine.WRITTEN + 1):
            self.assertEqual(self.look(disk=machine.DISK_LEFT), [])
            self.assertEqual(self.look(disk=machine.DISK_LEFT - 1), ["ana"])

    def test_who_left_is_not_closed(self):
        self.enter("ana", memory=10)
        self.machine.leave("ana")
        self.assertEqual(self.look(memory=0), [])

    def test_a_room_without_memory_is_full(self):
        for available, full in [(LOTS, False), (machine.MEMORY_LEFT + machine.SEAT - 1, True)]:
            with mock.patch.object(psutil, "virtual_memory", lambda left=available: SimpleNamespace(available=left)):
                self.assertEqual(machine.is_full(), full)


class Written(unittest.TestCase):
    def test_what_changed_since_then_and_is_theirs(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "dentro").mkdir()
            (place / "dentro" / "grande").write_bytes(b"1" * (1 << 20))
            (place / "enlace").symlink_to("/usr")
            os.utime(place / "dentro" / "grande", (0, 0))  # la fecha que diga quien lo escribió no cuenta
            now, own = time.time(), os.getuid()
            self.assertGreaterEqual(machine.written([place], own, now - 60), 1 << 20)
            self.assertEqual(machine.written([place], own + 1, now - 60), 0)
            self.assertLess(machine.written([place], own, now + 60), 1 << 20)


if __name__ == "__main__":
    unittest.main()
