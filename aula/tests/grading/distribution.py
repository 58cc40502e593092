"""El reparto entre trabajadores de Dask, con tareas de mentira que se cuelgan, mueren o mienten: python distribution.py"""

import asyncio
import contextlib
import io
import json
import os
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import distributed

from aula.grading.cluster import distribution, worker
from aula.problem import Problem

COURSE = b'{"setup": ""}'
VERSION = {"rust": "rustc 1.95.0", "code": "abc"}


class Engine(unittest.TestCase):
    """El motor de un trabajador, que aquí es un programa de tres líneas."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.program = Path(folder.name, "aula")
        self.addCleanup(setattr, worker, "PROGRAM", worker.PROGRAM)
        self.addCleanup(worker._idle.clear)
        worker.PROGRAM = self.program

    def examine(self, *lines, wanted=VERSION, answers=b'{"answers": {}}'):
        self.program.write_text("\n".join(["#!/bin/sh", "echo $$ >> $0.pids", "read course", *lines]))
        self.program.chmod(stat.S_IRWXU)
        with contextlib.redirect_stdout(io.StringIO()) as self.said:
            return json.loads(worker.examine(COURSE, wanted, answers))

    def starts(self):
        return len(Path(f"{self.program}.pids").read_text().split())

    def hello(self):
        return f"echo '{json.dumps({'engine': VERSION})}'"

    def test_an_engine_serves_one_submission_after_another(self):
        serve = [self.hello(), "while read line; do echo 'aviso: nada'; echo '{\"scores\": 1}'; done"]
        for _ in range(3):
            self.assertEqual(self.examine(*serve), {"scores": 1})
            self.assertIn("aviso: nada", self.said.getvalue())
        self.assertEqual(self.starts(), 1)

    def test_another_version_is_refused_and_says_which(self):
        reply = self.examine(self.hello(), "read x", wanted={**VERSION, "rust": "rustc 1.96.0"})
        self.assertIn("otro Rust, rustc 1.95.0, y quien califica, rustc 1.96.0", reply["refused"])
        self.assertIn("no puede calificar: tiene otro Rust", self.said.getvalue())
        reply = self.examine(self.hello(), "read x", wanted={**VERSION, "code": "otro"})
        self.assertIn("otra versión del proyecto", reply["refused"])

    def test_a_machine_that_cannot_isolate_is_refused(self):
        self.assertEqual(self.examine('echo \'{"refused": "falta Landlock"}\''), {"refused": "falta Landlock"})

    def test_an_engine_that_hangs_or_dies_is_replaced(self):
        limit, worker.LIMIT = worker.LIMIT, 1
        self.addCleanup(setattr, worker, "LIMIT", limit)
        start = time.monotonic()
        self.assertIn("no contestó a tiempo", self.examine(self.hello(), "read x; exec sleep 60")["error"])
        self.assertLess(time.monotonic() - start, 30)
        self.assertIn("el programa que califica falló", self.examine(self.hello(), "exit")["error"])
        self.assertEqual(self.examine(self.hello(), "read x; echo '{\"scores\": 2}'"), {"scores": 2})


def note(order):
    if "folder" in order:
        tempfile.mkstemp(dir=order["folder"])


def behave(content):
    """Una tarea de mentira: lo que hace lo dice su contenido."""
    order = json.loads(content) if content else {}
    me = distributed.get_worker()
    if order.get("kills"):
        os._exit(1)
    if me.name in order.get("hangs", []):
        note(order)
        time.sleep(600)
    if me.name in order.get("refused", []):
        note(order)
        return b'{"refused": "otra"}'
    if me.name in order.get("fails", []):
        note(order)
        raise RuntimeError("me falta algo")
    deadline = time.monotonic() + 60
    while "after" in order and len(os.listdir(order["folder"])) < order["after"] and time.monotonic() < deadline:
        time.sleep(0.05)
    return json.dumps({"scores": order.get("scores")}).encode()


def refuse(_):
    return '{"refused": "no aísla"}'.encode()


class Room:
    """Un coordinador y sus trabajadores, de dos en dos; a los que mueren no los repone nadie."""

    def __init__(self, workers):
        self.cluster = distributed.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", silence_logs=60)
        self.address, self.processes = self.cluster.scheduler_address, []
        self.grow(workers)
        deadline = time.monotonic() + 120
        while len(self.cluster.scheduler.workers) < workers:
            assert time.monotonic() < deadline, "los trabajadores no llegan"
            time.sleep(0.1)

    def grow(self, workers):
        for _ in range(workers):
            command = [sys.executable, "-m", "distributed.cli.dask_worker", self.address, "--no-nanny", "--nthreads", "2"]
            command += ["--no-dashboard", "--name", f"w{len(self.processes)}"]
            self.processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()
        self.cluster.close()


class Distribution(unittest.TestCase):
    """El reparto, con dos trabajadores."""

    @classmethod
    def setUpClass(cls):
        cls.room = Room(2)
        cls.addClassCleanup(cls.room.close)

    def own_room(self, workers):
        self.room = Room(workers)
        self.addCleanup(self.room.close)

    def distribute(self, submissions, task=behave, meanwhile=None, later=None, **limits):
        """Reparte {clave: orden}, y devuelve lo que quedó. `later` es el plazo desde que hay una nota: arrancar es lento."""
        kept = {}

        def take(key, scores):
            distribution.check_scores(scores, {"a": 2.0})
            kept[key] = scores["a"]["points"]
            self.distribution.limit = later or self.distribution.limit

        async def run():
            client = await distributed.Client(self.room.address, asynchronous=True, set_as_default=False)
            async with client:
                orders = {key: json.dumps(order).encode() for key, order in submissions.items()}
                sharing = self.distribution = distribution.Distribution(
                    client, lambda content: (task, content), orders, take, **limits
                )
                other = asyncio.ensure_future(meanwhile()) if meanwhile else None
                try:
                    await sharing.run()
                finally:
                    sharing.stop()
                    if other:
                        await other
                return sharing

        self.said = io.StringIO()
        with contextlib.redirect_stdout(self.said):
            return asyncio.run(run()), kept

    @staticmethod
    def good(points=1.5, **more):
        return {"scores": {"a": {"points": points, "report": "", "problem": ""}}, **more}

    def test_a_submission_that_kills_workers_takes_no_other_with_it(self):
        self.own_room(4)
        submissions = {"mala": {"kills": True}, **{f"b{number}": self.good() for number in range(8)}}
        done, kept = self.distribute(submissions)
        self.assertEqual(list(done.failed), ["mala"])
        self.assertIn("se intentó 3 veces y no se pudo; la última, el trabajador se perdió", done.failed["mala"])
        self.assertEqual(kept, {f"b{number}": 1.5 for number in range(8)})

    def test_what_fails_in_one_worker_is_tried_in_another(self):
        with tempfile.TemporaryDirectory() as folder:  # el que puede no termina hasta que el otro haya fallado tres veces
            order = self.good(fails=["w0"], folder=folder, after=3)
            done, kept = self.distribute({f"a{number}": order for number in range(8)})
        self.assertEqual((done.failed, len(kept)), ({}, 8))
        self.assertIn("rechazado: falla una y otra vez; la última, RuntimeError: me falta algo", self.said.getvalue())
        done, kept = self.distribute(
            {"mala": self.good(fails=["w0", "w1"]), "miente": self.good(points=7), "b": self.good()}
        )
        self.assertIn("RuntimeError: me falta algo", done.failed["mala"])
        self.assertIn("la nota de «a» no puede ser 7", done.failed["miente"])
        self.assertEqual(kept, {"b": 1.5})

    def test_a_worker_that_hangs_is_left_and_its_work_goes_on(self):
        self.own_room(2)
        with tempfile.TemporaryDirectory() as folder:  # el que puede no termina hasta que el otro se haya quedado colgado
            order = self.good(hangs=["w1"], folder=folder, after=1)
            done, kept = self.distribute({f"a{number}": order for number in range(6)}, later=6)
        self.assertEqual((done.failed, len(kept)), ({}, 6))
        self.assertEqual(list(done.refused.values()), ["no contesta"])

    def test_a_worker_refused_halfway_loses_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            order = self.good(refused=["w1"], folder=folder, after=1)
            done, kept = self.distribute({f"a{number}": order for number in range(6)})
        self.assertEqual((done.failed, len(kept), list(done.refused.values())), ({}, 6, ["otra"]))

    def test_when_all_are_refused_it_says_why_and_stops(self):
        with self.assertRaisesRegex(Problem, "Ningún trabajador puede calificar.*:\n.*: no aísla\n.*: no aísla"):
            self.distribute({"a": self.good()}, task=refuse, grace=1)

    def test_a_worker_without_the_project_never_sees_the_course(self):
        with self.assertRaisesRegex(Problem, "no tiene el proyecto en su Python; ModuleNotFoundError"):
            self.distribute({"a": {"kills": True}}, knock=(eval, "__import__('no_esta')"), grace=1)

    def test_workers_that_join_late_are_used(self):
        self.own_room(0)

        async def meanwhile():
            await asyncio.sleep(1.5)
            self.room.grow(1)

        done, kept = self.distribute({"a": self.good()}, meanwhile=meanwhile)
        self.assertEqual(kept, {"a": 1.5})
        self.assertIn("No hay trabajadores: espero", self.said.getvalue())


if __name__ == "__main__":
    unittest.main()
