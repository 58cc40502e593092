"""El reparto entre trabajadores de Dask, con tareas de mentira que se cuelgan, mueren o mienten: python distribution.py"""

import asyncio
import contextlib
import csv
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import dask
import distributed
import nbformat

from aula.assignments import catalog, forms
from aula.authoring import create
from aula.grading import course, engine, grade
from aula.grading.cluster import client, distribution, worker
from aula.notebooks import build
from aula.notebooks.fingerprint import grade_id, nbgrader
from aula.notebooks.student import student_notebook
from aula.problem import Problem

COURSE = b'{"setup": ""}'
VERSION = {"rust": "rustc 1.95.0", "code": "abc"}
SILENT = 3  # segundos sin noticias de un trabajador para darlo por perdido; Dask nunca espera menos de diez latidos


class Engine(unittest.TestCase):
    """El motor de un trabajador, que aquí es un programa de tres líneas."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.program = Path(folder.name, "aula")
        for patch in (
            mock.patch.object(engine, "PROGRAM", self.program),
            mock.patch.object(distributed, "get_worker", lambda: mock.Mock(address="tcp://uno:1")),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        self.addCleanup(worker._idle.clear)

    def examine(self, *lines, wanted=VERSION, answers=b'{"answers": {}}'):
        return self.ask(lambda: worker.examine(COURSE, wanted, answers), *lines)

    def ask(self, question, *lines):
        self.program.write_text("\n".join(["#!/bin/sh", "echo $$ >> $0.pids", "read -r course", *lines]))
        self.program.chmod(0o700)
        with contextlib.redirect_stdout(io.StringIO()) as self.said:
            reply = json.loads(question())
        self.assertEqual(reply.pop("worker"), "tcp://uno:1")
        return reply

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

    def test_who_introduces_itself_sees_no_course(self):
        seen = self.program.with_name("curso")
        lines = [f"printf %s \"$course\" > '{seen}'", self.hello(), "read x"]
        self.assertEqual(self.ask(lambda: worker.introduce(VERSION), *lines), {})
        self.assertEqual([each["name"] for each in json.loads(seen.read_text())["exercises"]], ["uno"])

    def test_another_version_is_refused_and_says_which(self):
        reply = self.examine(self.hello(), "read x", wanted={**VERSION, "rust": "rustc 1.96.0"})
        self.assertIn("otro Rust, rustc 1.95.0, y quien califica, rustc 1.96.0", reply["refused"])
        self.assertIn("no puede calificar: tiene otro Rust", self.said.getvalue())
        reply = self.examine(self.hello(), "read x", wanted={**VERSION, "code": "otro"})
        self.assertIn("otra versión del proyecto", reply["refused"])

    def test_a_machine_that_cannot_isolate_is_refused(self):
        self.assertEqual(self.examine('echo \'{"refused": "falta Landlock"}\''), {"refused": "falta Landlock"})

    def test_an_engine_that_hangs_or_dies_is_replaced(self):
        with mock.patch.object(worker, "LIMIT", 1):
            start = time.monotonic()
            # También se termina con lo que él puso en marcha, que si no tendría la salida abierta.
            self.assertIn("no contestó a tiempo", self.examine(self.hello(), "read x; sleep 60; true")["error"])
            self.assertLess(time.monotonic() - start, 30)
        self.assertIn("el programa que califica falló", self.examine(self.hello(), "exit")["error"])
        self.assertEqual(self.examine(self.hello(), "read x; echo '{\"scores\": 2}'"), {"scores": 2})

    def test_a_machine_without_the_program_says_so(self):
        with mock.patch.object(engine, "PROGRAM", self.program.with_name("nada")):
            reply = json.loads(worker.examine(COURSE, VERSION, b"{}"))
        self.assertIn("el programa que califica falló: ", reply["error"])


def accept():
    return b"{}"


def refuse():
    return '{"refused": "no aísla"}'.encode()


def behave(content):
    """Una entrega de mentira: lo que pasa con ella lo dice su contenido."""
    order = json.loads(content)
    me = distributed.get_worker()
    if order.get("kills"):
        os._exit(1)
    if me.name in order.get("fails", []):
        note(order)
        return answer(error="me falta algo")
    if me.name in order.get("raises", []):
        raise RuntimeError("no sé qué pasa")
    if me.name in order.get("refused", []):
        note(order)
        return answer(refused="otra")
    deadline = time.monotonic() + 60
    while "after" in order and len(os.listdir(order["folder"])) < order["after"] and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer(scores=order.get("scores"))


def note(order):
    if "folder" in order:
        tempfile.mkstemp(dir=order["folder"])


def answer(**reply):
    return json.dumps({**reply, "worker": distributed.get_worker().address}).encode()


@contextlib.contextmanager
def assignment_with_forms():
    """Una carpeta con una tarea que no es la de la lección, y tres entregas: Carla, la de Ana con las cuentas de Ben."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as replaced:
        folder = Path(folder)
        notebooks, key = folder / "notebooks", folder / "formas.clave"
        key.write_text("7" * 64, encoding="ascii")
        for where, name, value in (
            (catalog, "NOTEBOOKS", notebooks),
            (catalog, "ASSIGNMENTS", notebooks / "tareas"),
            (course, "KEY", key),
        ):
            replaced.enter_context(mock.patch.object(where, name, value))
        with contextlib.redirect_stdout(io.StringIO()):
            create.create("control1")
        (folder / "entregas").mkdir()
        made = forms.make(catalog.read("control1"), ["A", "B"], "7" * 64)
        for who, form, solution in (("ana", "A", "A"), ("ben", "B", "B"), ("carla", "A", "B")):
            answers = {grade_id(cell): cell.source for cell in build.of_form(made[solution]).cells}
            book = student_notebook(build.of_form(made[form]))
            for cell in book.cells:
                cell.source = answers[grade_id(cell)] if nbgrader(cell).get("solution") else cell.source
            nbformat.write(book, folder / "entregas" / f"{who}.ipynb")
        yield folder


class Room:
    """Un coordinador, como el nuestro, y sus trabajadores, de dos en dos; a los que mueren no los repone nadie."""

    def __init__(self, workers, **options):
        options = {"allowed_failures": 0, **options}
        self.cluster = distributed.LocalCluster(
            n_workers=0, dashboard_address="127.0.0.1:0", silence_logs=60, scheduler_kwargs=options
        )
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
        client.quiet()
        cls.enterClassContext(dask.config.set({"distributed.comm.timeouts.connect": "3 s"}))
        cls.room = Room(2)
        cls.addClassCleanup(cls.room.close)

    def own_room(self, workers, **options):
        self.room = Room(workers, **options)
        self.addCleanup(self.room.close)

    def distribute(self, submissions, introduce=(accept,), meanwhile=None, grace=distribution.GRACE):
        """Reparte {clave: orden}, y devuelve el reparto y lo que quedó guardado."""
        kept = {}

        def take(key, scores):
            client.check_scores(scores, {"a": 2.0})
            kept[key] = scores["a"]["points"]

        async def run():
            async with distributed.Client(self.room.address, asynchronous=True, set_as_default=False) as dask:
                orders = {key: json.dumps(order).encode() for key, order in submissions.items()}
                sharing = distribution.Distribution(dask, introduce, lambda each: (behave, each), orders, take, grace)
                other = asyncio.ensure_future(meanwhile(kept)) if meanwhile else None
                await sharing.run()
                if other:
                    await other
                return sharing

        with contextlib.redirect_stdout(io.StringIO()) as self.said:
            return asyncio.run(run()), kept

    def ended(self, expected):
        """Cuántos trabajadores terminaron. Al morir uno se cierra su conexión, y un instante después termina."""
        limit = time.monotonic() + 10
        while (many := sum(each.poll() is not None for each in self.room.processes)) < expected and time.monotonic() < limit:
            time.sleep(0.02)
        return many

    @staticmethod
    def good(points=1.5, **more):
        return {"scores": {"a": {"points": points, "report": "", "problem": ""}}, **more}

    def test_a_submission_that_kills_workers_takes_no_other_with_it(self):
        self.own_room(4)
        submissions = {"mala": {"kills": True}, **{f"b{number}": self.good() for number in range(8)}}
        done, kept = self.distribute(submissions)
        self.assertEqual(list(done.failed), ["mala"])
        self.assertEqual(done.failed["mala"], "se intentó 3 veces y no se pudo; la última, el trabajador se perdió")
        self.assertEqual(kept, {f"b{number}": 1.5 for number in range(8)})
        self.assertEqual(self.ended(3), 3)
        self.assertIn("se perdió; lo que tenía pasa a otro", self.said.getvalue())

    def test_with_the_coordinator_of_somebody_else_it_does_not_wait_for_ever(self):
        self.own_room(2, allowed_failures=3)

        async def meanwhile(kept):
            for _ in range(2):
                while any(process.poll() is None for process in self.room.processes):
                    await asyncio.sleep(0.1)
                self.room.grow(1)

        # Tira a los dos que hay, y Dask esperaría a que volvieran; a los que llegan después, también.
        submissions = {"mala": {"kills": True}, "b": self.good(), "c": self.good()}
        done, kept = self.distribute(submissions, meanwhile=meanwhile)
        self.assertEqual((list(done.failed), kept), (["mala"], {"b": 1.5, "c": 1.5}))

    def test_what_fails_in_one_worker_is_tried_in_another(self):
        with tempfile.TemporaryDirectory() as folder:  # el que puede no termina hasta que el otro haya fallado tres veces
            order = self.good(fails=["w0"], folder=folder, after=3)
            done, kept = self.distribute({f"a{number}": order for number in range(8)})
        self.assertEqual((done.failed, len(kept)), ({}, 8))
        self.assertIn("rechazado: falla una y otra vez; la última, me falta algo", self.said.getvalue())
        done, kept = self.distribute({"a": self.good(fails=["w0"]), "b": self.good(fails=["w1"])})
        self.assertEqual((done.failed, kept), ({}, {"a": 1.5, "b": 1.5}))

    def test_what_no_worker_can_do_is_given_up(self):
        submissions = {"mala": self.good(raises=["w0", "w1"]), "miente": self.good(points=7), "b": self.good()}
        done, kept = self.distribute(submissions)
        self.assertIn("RuntimeError: no sé qué pasa", done.failed["mala"])
        self.assertIn("la nota de «a» no puede ser 7", done.failed["miente"])
        self.assertEqual(kept, {"b": 1.5})

    def test_a_worker_that_freezes_is_left_and_its_work_goes_on(self):
        self.own_room(2, worker_ttl=f"{SILENT} s")
        frozen = self.room.processes[1]
        self.addCleanup(frozen.send_signal, signal.SIGCONT)

        async def meanwhile(kept):
            while not kept:
                await asyncio.sleep(0.01)
            frozen.send_signal(signal.SIGSTOP)

        with tempfile.TemporaryDirectory() as folder:
            submissions = {"a": self.good(), **{f"b{number}": self.good(folder=folder, after=1) for number in range(6)}}
            noted = asyncio.Event()

            async def both(kept):
                await meanwhile(kept)
                note({"folder": folder})
                noted.set()

            done, kept = self.distribute(submissions, meanwhile=both)
        self.assertEqual((done.failed, len(kept)), ({}, 7))
        self.assertTrue(noted.is_set())
        self.assertIn("se perdió; lo que tenía pasa a otro", self.said.getvalue())

    def test_a_worker_refused_halfway_loses_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            order = self.good(refused=["w1"], folder=folder, after=1)
            done, kept = self.distribute({f"a{number}": order for number in range(6)})
        self.assertEqual((done.failed, len(kept), list(done.refused.values())), ({}, 6, ["otra"]))

    def test_when_all_are_refused_it_says_why_and_stops(self):
        with self.assertRaisesRegex(Problem, "Ningún trabajador puede calificar.*:\n.*: no aísla\n.*: no aísla"):
            self.distribute({"a": self.good()}, introduce=(refuse,), grace=1)

    def test_a_worker_without_the_project_is_refused_and_sees_no_submission(self):
        def missing():
            import no_esta  # noqa: F401

        with self.assertRaisesRegex(Problem, "no tiene el proyecto en su Python; ModuleNotFoundError"):
            self.distribute({"a": {"kills": True}}, introduce=(missing,), grace=1)

    def test_workers_that_join_late_are_used(self):
        self.own_room(0)

        async def meanwhile(kept):
            await asyncio.sleep(1.5)
            self.room.grow(1)

        done, kept = self.distribute({"a": self.good()}, meanwhile=meanwhile)
        self.assertEqual(kept, {"a": 1.5})
        self.assertIn("No hay trabajadores: espero", self.said.getvalue())

    def test_an_assignment_with_forms_has_the_same_grades_as_here(self):
        with assignment_with_forms() as folder:
            given, there, here = (folder / name for name in ("entregas", "repartidas", "aquí"))
            for place, options in ((there, {"cluster": self.room.address}), (here, {})):
                with contextlib.redirect_stdout(io.StringIO()):
                    grade.grade(str(given), str(place), form="estandar", **options)
            notes = (there / "notas.csv").read_text(encoding="utf-8")
            self.assertEqual(notes, (here / "notas.csv").read_text(encoding="utf-8"))
        totals = {row["estudiante"]: row["total"] for row in csv.DictReader(io.StringIO(notes))}
        self.assertEqual(totals, {"ana": "6", "ben": "6", "carla": "4"})

    def test_when_the_coordinator_goes_it_says_so(self):
        self.own_room(1)

        async def meanwhile(kept):
            while not kept:
                await asyncio.sleep(0.01)
            await asyncio.to_thread(self.room.close)

        with tempfile.TemporaryDirectory() as folder, self.assertRaises(distribution.Lost):
            submissions = {"a": self.good(), "b": self.good(folder=folder, after=1)}
            self.distribute(submissions, meanwhile=meanwhile)


if __name__ == "__main__":
    unittest.main()
