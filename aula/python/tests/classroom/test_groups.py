"""Los grupos de procesos: en una carpeta que imita las del sistema y, donde se puede, en las de verdad."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from contextlib import suppress
from pathlib import Path
from unittest import mock

if sys.platform != "linux":
    raise unittest.SkipTest("los grupos de procesos son de Linux")

import psutil

from aula.classroom import groups
from aula.classroom.groups import Groups

LIMITS = ["memory.max", "memory.swap.max", "pids.max", "cpu.weight", "cgroup.kill"]
COMMON = ["cgroup.procs", "cgroup.controllers", "cgroup.subtree_control"]


class Pretend(unittest.TestCase):
    """Una carpeta corriente, con los archivos que pondría el sistema."""

    files = LIMITS

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.above = Path(folder.name)
        self.fill(self.above)
        self.really_write = groups.write
        for name, stand_in in {"make": self.make, "remove": shutil.rmtree, "write": self.write}.items():
            patch = mock.patch.object(groups, name, stand_in)
            patch.start()
            self.addCleanup(patch.stop)

    def make(self, group):
        if not group.exists():
            group.mkdir()
            self.fill(group)

    def write(self, file, value):
        if file.name == "cgroup.subtree_control":  # lo que se le escribe y lo que se lee en él no es lo mismo
            value = f"{file.read_text()} {value}".replace("+", "")
            file.write_text("")
        self.really_write(file, value)

    def fill(self, group):
        for name in (*COMMON, *self.files):
            (group / name).touch()
        (group / "cgroup.controllers").write_text("cpuset cpu memory pids\n")

    def test_each_person_has_their_limits(self):
        place = groups.for_class("/srv/gradiente", self.above)
        for group in (self.above, place):
            enabled = (group / "cgroup.subtree_control").read_text().split()
            self.assertEqual(sorted(enabled), sorted(groups.CONTROLLERS), group)
        self.assertNotEqual(place, groups.for_class("/srv/otra", self.above))
        mine = Groups(str(place))
        entrance = Path(mine.enter("ana", 1500, 400))
        said = {name: (entrance.parent / name).read_text() for name in LIMITS}
        kept = {"memory.max": str(1500 << 20), "memory.swap.max": "0", "pids.max": "400", "cpu.weight": "100"}
        self.assertEqual(said, kept | {"cgroup.kill": ""})
        teacher = Path(mine.enter("profe", 1500, 400, groups.TEACHER_SHARE))
        self.assertEqual((teacher.parent / "cpu.weight").read_text(), "400")

    def test_closing_ends_the_group_at_once(self):
        mine = Groups(groups.for_class("/srv/gradiente", self.above))
        written = []
        for name in ("ana", "eva"):
            mine.enter(name, 1500, 400)
        with mock.patch.object(groups, "write", lambda file, value: written.append((file.parent.name, file.name, value))):
            mine.leave("ana")
            self.assertEqual(written, [("persona-ana", "cgroup.kill", 1)])
            (mine.of("eva") / "cgroup.procs").write_text("999999999\n")
            self.assertEqual(mine.close(), 1)
        self.assertEqual(written[1:], [("persona-eva", "cgroup.kill", 1)])
        self.assertEqual((mine.of("ana").exists(), mine.place.exists()), (False, False))

    def test_if_it_has_processes_the_class_moves_away_and_comes_back(self):
        """Un grupo con procesos no deja poner límites a los de dentro."""
        write, moved = groups.write, []

        def pretend(file, value):
            if file == self.above / "cgroup.subtree_control" and not moved:
                raise OSError("ocupado")
            if file.name == "cgroup.procs":
                moved.append(file.parent)
            write(file, value)

        with mock.patch.object(groups, "write", pretend):
            place = groups.for_class("/srv/gradiente", self.above)
            self.assertEqual(moved, [place / groups.OWN])
            self.assertEqual(len((self.above / "cgroup.subtree_control").read_text().split()), 3)
            Groups(place).close()
        self.assertEqual((moved[1:], place.exists()), ([self.above], False))

    def test_without_them_there_is_nothing_to_do(self):
        none = Groups("")
        self.assertIsNone(none.enter("ana", 1500, 400))
        self.assertEqual((none.pids("ana"), none.close(), none.leave("ana")), (set(), 0, None))
        self.assertIsNone(groups.for_class("/srv/gradiente", None))
        self.assertIsNone(groups.own(os.devnull, os.devnull))
        self.assertIsNone(groups.own("/no/existe", "/no/existe"))

    def test_the_own_one_is_found_where_it_is_mounted(self):
        mounts, belongs = self.above / "mountinfo", self.above / "cgroup"
        mounts.write_text(f"31 23 0:28 / {self.above} rw,relatime shared:9 - cgroup2 cgroup2 rw\n")
        belongs.write_text("9:memory:/x\n0::/\n")
        self.assertEqual(groups.own(mounts, belongs), self.above)
        belongs.write_text("0::/no-está\n")
        self.assertIsNone(groups.own(mounts, belongs))


class Partial(Pretend):
    """Donde el sistema no deja poner límites, sirve para terminar con todo."""

    files = ["cgroup.kill"]

    def test_each_person_has_their_limits(self):
        mine = Groups(groups.for_class("/srv/gradiente", self.above))
        entrance = Path(mine.enter("ana", 1500, 400))
        self.assertEqual(sorted(one.name for one in entrance.parent.iterdir()), sorted([*COMMON, "cgroup.kill"]))


class Real(unittest.TestCase):
    """Con los del sistema: lo que se suelta, cambia de nombre y borra sus variables sigue en su grupo."""

    def test_what_gets_loose_is_ended_too(self):
        above = groups.own()
        if above is None:
            print("Este sistema no deja usar los grupos de procesos: se probaron solo en una carpeta que los imita.")
            return
        mine = Groups(groups.for_class(f"/una/{os.getpid()}", above))
        self.addCleanup(mine.close)
        entrance = mine.enter("ana", 500, 50)
        self.assertIsNotNone(entrance)
        command = ["env", "-i", "setsid", "--fork", "sleep", "60"]
        subprocess.run(command, preexec_fn=lambda: groups.write(entrance, 0), check=True)
        (loose,) = mine.pids("ana")
        mine.leave("ana")
        self.assertEqual(mine.pids("ana"), set())
        self.assertFalse(mine.of("ana").exists())
        with suppress(psutil.NoSuchProcess):  # si nadie lo ha recogido todavía, queda su nombre
            self.assertEqual(psutil.Process(loose).status(), psutil.STATUS_ZOMBIE)


if __name__ == "__main__":
    unittest.main()
