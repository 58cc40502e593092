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
from aula.classroom import accounts, confinement, gate, limits, memory, server
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

    def test_who_has_a_network_of_ipv6_has_one_address(self):
        for last in range(FREE):
            self.patience.failed(f"2001:db8:1:2::{last:x}")
        self.assertGreater(self.patience.wait("2001:db8:1:2:ffff::1"), 0)
        self.assertEqual(self.patience.wait("2001:db8:1:3::1"), 0)
        for _ in range(FREE):
            self.patience.failed("::ffff:10.0.0.5")
        self.assertEqual((self.patience.wait("10.0.0.5") > 0, self.patience.wait("10.0.0.6")), (True, 0))

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


class Sender(unittest.TestCase):
    def test_only_the_proxy_says_where_one_calls_from(self):
        said = gate.vouch("secreto", "10.0.0.5")
        self.assertEqual(gate.sender("secreto", said), "10.0.0.5")
        own = gate.sign("secreto", "10.0.0.5")  # la galleta de quien se llame así
        for forged in ("", "10.0.0.5", said.replace("5", "6", 1), f"10.0.0.5 {own}", "10.0.0.5 ñ"):
            self.assertIsNone(gate.sender("secreto", forged), forged)


class Memory(unittest.TestCase):
    @unittest.skipUnless(sys.platform == "linux", "solo Linux distingue la memoria que se comparte")
    def test_what_is_shared_counts(self):
        before = memory.own_bytes(psutil.Process())
        with mmap.mmap(-1, 50 << 20) as shared:
            for at in range(0, len(shared), mmap.PAGESIZE):
                shared[at] = 1
            self.assertGreater(memory.own_bytes(psutil.Process()) - before, 45 << 20)

    @unittest.skipUnless(sys.platform == "linux", "solo Linux tiene archivos sin nombre en la memoria")
    def test_what_has_no_name_counts(self):
        """Un archivo de la memoria que nunca tuvo nombre, y otro que ya no lo tiene; escritos, y sin mirar."""
        loose = os.open(f"{memory.ALWAYS}/gradiente-prueba-{os.getpid()}", os.O_RDWR | os.O_CREAT | os.O_EXCL)
        os.unlink(f"{memory.ALWAYS}/gradiente-prueba-{os.getpid()}")
        for handle in (os.memfd_create("escondido"), loose):
            before = memory.own_bytes(psutil.Process())
            for _ in range(20):
                os.write(handle, b"1" * (1 << 20))
            self.assertGreater(memory.own_bytes(psutil.Process()) - before, 19 << 20)
            os.close(handle)
            self.assertLess(memory.own_bytes(psutil.Process()) - before, 10 << 20)

    def test_what_is_sent_and_nobody_reads_counts(self):
        before = memory.held(os.getpid())[1]
        pairs = [socket.socketpair() for _ in range(100)]
        self.assertGreaterEqual(memory.held(os.getpid())[1] - before, 200 * memory.BUFFERS["socket:"])
        for pair in pairs:
            for one in pair:
                one.close()

    def test_files_in_memory_of_one_user(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(memory, "places", lambda: [folder]):
            path = Path(folder, "dentro", "grande")
            path.parent.mkdir()
            path.write_bytes(b"1" * (1 << 20))
            Path(folder, "enlace").symlink_to("/usr")
            self.assertGreaterEqual(memory.of_files(os.getuid()), 1 << 20)
            self.assertEqual(memory.of_files(os.getuid() + 1, delete=True), 0)
            self.assertTrue(path.exists())
            memory.of_files(os.getuid(), delete=True)
            self.assertFalse(path.exists())

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
MPTCP, FAST_OPEN = 262, 0x20000000
def by_sending(one, place):
    one.sendto(b"hola", FAST_OPEN, place)
def by_message(one, place):
    one.sendmsg([b"hola"], [], FAST_OPEN, place)
bind, connect = socket.socket.bind, socket.socket.connect
ways = [(bind, 0), (connect, 0), (connect, MPTCP), (by_sending, 0), (by_message, 0)]
for way, protocol in ways:
    for port in (own, others):
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM, protocol) as one:
                way(one, ("127.0.0.1", port))
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
        self.assertEqual(said, ["sí", "no", "nadie", "no", "no", "no", "no", "no", "no", "no"])

    def test_those_of_a_person(self):
        with mock.patch.dict(os.environ, {ports.VARIABLE: "23500-23501"}):
            first, second = ports.set_apart(), ports.set_apart()
            self.assertEqual({ports.number(first), ports.number(second)}, {23500, 23501})
            self.assertRaisesRegex(OSError, "demasiados cuadernos abiertos", ports.set_apart)
            first.close()
            second.close()


if __name__ == "__main__":
    unittest.main()
