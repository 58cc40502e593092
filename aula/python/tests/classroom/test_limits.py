"""Quién entra, quién espera, qué página ve cada cual y cuánto ocupa: lo que una clase decide sin abrirse."""

import mmap
import os
import pwd
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

if os.name == "nt":
    raise unittest.SkipTest("JupyterHub, y con él la clase en un servidor, no funciona en Windows")

import psutil

from aula import ports
from aula.classroom import accounts, confinement, gate, limits, server
from aula.classroom.patience import FREE, LONGEST, Patience
from aula.classroom.settings import PEOPLE, Settings
from aula.problem import Problem
from tests.classroom.test_server import ASKED


class Wrong(unittest.TestCase):
    def setUp(self):
        self.now = 1000
        self.patience = Patience(lambda: self.now)

    def test_only_whoever_sends_them_waits(self):
        for _ in range(FREE):
            self.assertEqual(self.patience.wait("eva"), 0)
            self.patience.failed("eva")
        self.assertGreater(self.patience.wait("eva"), 0)
        self.assertEqual(self.patience.wait("ana"), 0)
        self.now += 2
        self.assertEqual(self.patience.wait("eva"), 0)

    def test_a_hundred_and_fifty_take_more_than_two_hours(self):
        start = self.now
        for _ in range(150):
            self.now += self.patience.wait("eva")
            self.patience.failed("eva")
        self.assertGreater(self.now - start, 2 * 3600)
        self.assertLessEqual(self.patience.wait("eva"), LONGEST)

    def test_the_right_one_forgets(self):
        for _ in range(FREE + 3):
            self.patience.failed("eva")
        self.patience.succeeded("eva")
        self.assertEqual(self.patience.wait("eva"), 0)


class Entering(unittest.TestCase):
    def account(self, **data):
        return mock.Mock(**{"pw_name": "ana", "pw_uid": 1001, "pw_gid": 1001, "pw_shell": "/bin/bash"} | data)

    def refused(self, group="", **data):
        with mock.patch.object(pwd, "getpwnam", lambda _: self.account(**data)):
            return accounts.refused("ana", group)

    def test_only_people(self):
        self.assertIsNone(self.refused())
        self.assertIn("administración", accounts.refused("root", ""))
        self.assertIn("administración", self.refused(pw_uid=0))
        self.assertIn("del sistema", self.refused(pw_uid=33))
        self.assertIn("del sistema", self.refused(pw_shell="/usr/sbin/nologin"))
        self.assertIn("no existe", accounts.refused("nadie-se-llama-así", ""))

    def test_only_those_of_the_group(self):
        self.assertIn("no es del grupo «alumnos»", self.refused("alumnos"))
        with (
            mock.patch.object(accounts, "group_number", lambda _: 70),
            mock.patch.object(os, "getgrouplist", lambda *_: [1001, 70]),
        ):
            self.assertIsNone(self.refused("alumnos"))

    def test_only_the_users_of_the_class_run(self):
        settings = Settings(**ASKED | {"data": "/srv/gradiente"})
        first = settings.first_uid
        inside = [settings.is_of_the_class(uid) for uid in (0, 1000, first - 1, first, first + PEOPLE - 1, first + PEOPLE)]
        self.assertEqual(inside, [False, False, False, True, True, False])


class Pages(unittest.TestCase):
    def test_each_one_sees_theirs(self):
        ana = gate.sign("secreto", "ana")
        self.assertTrue(gate.opens("secreto", "/user/ana", ana))
        self.assertTrue(gate.opens("secreto", "/", ""))
        for prefix, cookie in [("/user/eva", ana), ("/user/ana", ""), ("/user/ana", "ñ"), ("/user/an%61a", ana)]:
            self.assertFalse(gate.opens("secreto", prefix, cookie), prefix)
        self.assertFalse(gate.opens("otro", "/user/ana", ana))


class Memory(unittest.TestCase):
    @unittest.skipUnless(sys.platform == "linux", "solo Linux distingue la memoria que se comparte")
    def test_what_is_shared_counts(self):
        before = limits.own_bytes(psutil.Process())
        with mmap.mmap(-1, 50 << 20) as shared:
            for at in range(0, len(shared), mmap.PAGESIZE):
                shared[at] = 1
            self.assertGreater(limits.own_bytes(psutil.Process()) - before, 45 << 20)

    def test_files_in_memory_of_one_user(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(limits, "IN_MEMORY", folder):
            path = Path(folder, "grande")
            path.write_bytes(b"1" * (1 << 20))
            self.assertGreaterEqual(limits.files_in_memory(os.getuid())[str(path)], 1 << 20)
            self.assertEqual(limits.files_in_memory(os.getuid() + 1), {})

    def test_what_a_machine_holds(self):
        self.assertEqual([server.seats(gigabytes << 30) for gigabytes in (1, 8, 24)], [2, 11, 38])


class Left(unittest.TestCase):
    def test_what_came_out_of_a_class_is_recognized(self):
        mark = {"GRADIENTE_CLASS_DATA": f"/una/{os.getpid()}"}
        child = subprocess.Popen(["sleep", "60"], env={**os.environ, **mark}, start_new_session=True)
        self.addCleanup(child.wait)
        self.addCleanup(child.kill)
        self.assertEqual({one.pid for one in limits.processes_of(0, mark=mark)}, {child.pid})
        self.assertEqual(limits.processes_of(0, mark={"GRADIENTE_CLASS_DATA": "/otra"}), set())

    def test_one_class_a_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            asked = Settings(**ASKED | {"data": folder, "password": True, "port": ports.free()})
            with (
                mock.patch.object(os, "geteuid", lambda: 1000),
                server.alone(asked),
                self.assertRaisesRegex(Problem, "Ya hay una clase abierta con la carpeta"),
                server.alone(asked),
            ):
                self.fail("se abrieron dos")


CONFINED = """
import socket, sys
from aula.classroom import confinement
own, others = int(sys.argv[1]), int(sys.argv[2])
with confinement.rules([own], []) as handle:
    confinement.confine(handle)
for what in ("bind", "connect"):
    for port in (own, others):
        with socket.socket() as one:
            try:
                getattr(one, what)(("127.0.0.1", port))
                print("sí")
            except PermissionError:
                print("no")
            except ConnectionRefusedError:
                print("nadie")
"""


@unittest.skipUnless(sys.platform == "linux", "solo Linux separa los puertos")
class Confined(unittest.TestCase):
    def test_only_ones_own_ports(self):
        self.assertTrue(confinement.separates_ports(), "hace falta Landlock con reglas para la red: Linux 6.7")
        own, others = socket.socket(), socket.create_server(("127.0.0.1", 0))
        self.addCleanup(others.close)
        with own:
            own.bind(("127.0.0.1", 0))
            free = str(ports.number(own))
        command = [sys.executable, "-c", CONFINED, free, str(ports.number(others))]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        self.assertEqual(said, ["sí", "no", "nadie", "no"])

    def test_those_of_a_person(self):
        with mock.patch.dict(os.environ, {ports.VARIABLE: "23500-23501"}):
            first, second = ports.set_apart(), ports.set_apart()
            self.assertEqual({ports.number(first), ports.number(second)}, {23500, 23501})
            self.assertRaisesRegex(OSError, "demasiados cuadernos abiertos", ports.set_apart)
            first.close()
            second.close()


if __name__ == "__main__":
    unittest.main()
