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
from aula.classroom.settings import Places

LOTS = 1 << 40


class Full(unittest.TestCase):
    def setUp(self):
        log = logging.getLogger("sin nadie")
        log.disabled = True
        self.machine, self.ended = Machine(Places(Path("/")), log), []

    def enter(self, name, memory=0, written=0):
        person = Person(name, [], None, lambda: memory, lambda: self.ended.append(name))
        self.machine.enter(person)
        return mock.patch.object(machine, "written", lambda places, uid, since: machine.Written(written, written))

    def look(self, memory=LOTS, disk=LOTS, total=LOTS, files=LOTS):
        entries = SimpleNamespace(f_files=1000, f_ffree=files)
        with (
            mock.patch.object(psutil, "virtual_memory", lambda: SimpleNamespace(available=memory)),
            mock.patch.object(shutil, "disk_usage", lambda _: SimpleNamespace(free=disk, total=total)),
            mock.patch.object(os, "statvfs", lambda _: entries),
        ):
            self.machine.look()
        return self.ended

    def test_while_there_is_room_nobody_is_closed(self):
        with self.enter("ana", memory=LOTS, written=LOTS):
            self.assertEqual(self.look(), [])
        self.assertEqual(Machine(Places(Path("/")), self.machine.log).look(), None, "sin nadie dentro")

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

    def test_of_a_small_disk_a_part(self):
        with self.enter("ana", written=4 << 20):
            self.assertEqual(self.look(disk=7 << 20, total=64 << 20), [])
            self.assertEqual(self.look(disk=6 << 20, total=64 << 20), ["ana"])

    def test_files_run_out_too(self):
        with self.enter("ana", written=50):
            self.assertEqual(self.look(files=99), [], "no son tantos")
        with self.enter("ana", written=51):
            self.assertEqual(self.look(files=100), [])
            self.assertEqual(self.look(files=99), ["ana"])

    def test_what_is_told_does_not_fill_the_disk(self):
        with tempfile.TemporaryDirectory() as folder:
            places = Places(Path(folder))
            places.create(isolated=False)
            for path, size in [(places.log, machine.LOG + 1), (places.servers / "ana.log", machine.LOG + 1)]:
                with path.open("wb") as file:
                    file.truncate(size)
            (places.servers / "eva.log").write_text("hola")
            machine.trim(places)
            self.assertEqual([one.stat().st_size for one in (places.log, places.servers / "ana.log")], [0, 0])
            self.assertEqual((places.servers / "eva.log").read_text(), "hola")

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
            mine = machine.written([place], own, now - 60)
            self.assertGreaterEqual(mine.bytes, 1 << 20)
            self.assertEqual(mine.files, 3)
            self.assertEqual(machine.written([place], own + 1, now - 60), machine.Written())
            self.assertLess(machine.written([place], own, now + 60).bytes, 1 << 20)

    def test_no_folder_is_too_deep(self):
        """Más honda que la ruta más larga, y que lo que una función puede llamarse a sí misma."""
        with tempfile.TemporaryDirectory() as data:
            places = Places(Path(data))
            places.create(isolated=False)
            folder = places.temporary
            self.make_deep(folder, 1500)
            found = machine.written([folder], os.getuid(), 0)
            self.assertGreaterEqual(found.bytes, 1 << 20)
            self.assertEqual(found.files, 1501)
            before = len(os.listdir("/dev/fd"))
            machine.written([folder], os.getuid(), 0)
            self.assertEqual(len(os.listdir("/dev/fd")), before, "no deja nada abierto")
            places.clear()
            self.assertEqual(list(folder.iterdir()), [])

    def make_deep(self, folder, depth):
        here = os.open(folder, os.O_RDONLY)
        for _ in range(depth):
            os.mkdir("hondo", dir_fd=here)
            inner = os.open("hondo", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        handle = os.open("grande", os.O_WRONLY | os.O_CREAT, dir_fd=here)
        os.write(handle, b"1" * (1 << 20))
        os.close(handle)
        os.close(here)


if __name__ == "__main__":
    unittest.main()
