"""Recoger de una carpeta en la que escribe cualquiera: lo que haría quien quiere leer lo ajeno, o que no se recoja nada.

Siendo root, las entregas son de verdad de otras cuentas; si no lo es, de quién es cada una se hace creer. Los ataques son
los mismos.
"""

import logging
import os
import socket
import tempfile
import unittest
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

if os.name == "nt":
    raise unittest.SkipTest("en Windows no hay carpeta de intercambio")

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from aula.grading.nbgrader import exchange, stranger
from aula.upstream import nbgrader_alembic

NOTEBOOK = "03_ejercicios.ipynb"
SECRET = "a" * 128
OLD = 946684800  # el año 2000


class Inbound(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        nbgrader_alembic.apply()  # sin él, cada libro de notas pone en marcha otro programa

    def setUp(self):
        self.root = Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        self.homes, self.course = self.root / "estudiantes", self.root / "curso"
        self.inbound = self.root / "intercambio" / "gradiente" / "inbound"
        for folder in (self.homes, self.course, self.inbound):
            folder.mkdir(parents=True)
        self.uids = {"ana": 3_400_001, "eva": 3_400_002}
        self.owners = {}
        self.stat = os.stat
        for name, uid in self.uids.items():
            (self.homes / name).mkdir()
            self.give(self.homes / name, uid)
        if os.geteuid() != 0:
            self.enterContext(mock.patch.object(os, "stat", self.pretended(os.stat)))
            self.enterContext(mock.patch.object(os, "fstat", self.pretended(os.fstat)))
        self.secret = self.course / "gradebook-ajeno.txt"
        self.secret.write_text("las notas de todos")

    def give(self, path, uid):
        for each in [path, *(path.rglob("*") if path.is_dir() and not path.is_symlink() else [])]:
            if os.geteuid() == 0:
                os.chown(each, uid, uid, follow_symlinks=False)
            else:
                self.owners[self.stat(each, follow_symlinks=False).st_ino] = uid

    def pretended(self, ask):
        def answer(*arguments, **options):
            data = ask(*arguments, **options)
            if data.st_ino not in self.owners:
                return data
            fields = {name: getattr(data, name) for name in dir(data) if name.startswith("st_")}
            return mock.Mock(**fields | {"st_uid": self.owners[data.st_ino]})

        return answer

    def submit(self, claims, by=None, text="{}", when="2026-01-01 10:00:00.000000 UTC", secret=SECRET):
        """Una carpeta en el intercambio con el nombre de `claims`, escrita por `by`."""
        folder = self.inbound / f"{claims}+xor+{when}+{len(list(self.inbound.iterdir()))}"
        folder.mkdir()
        for name, content in [(NOTEBOOK, text), ("timestamp.txt", when), ("submission_secret.txt", secret)]:
            (folder / name).write_text(content)
        self.give(folder, self.uids[by or claims])
        return folder

    def collect(self, **options):
        """Recoge; lo que se dijo."""
        config = Config()
        config.CourseDirectory.root = str(self.course)
        config.CourseDirectory.course_id, config.CourseDirectory.assignment_id = "gradiente", "xor"
        config.CourseDirectory.db_url = f"sqlite:///{self.course}/gradebook.db"
        config.Exchange.root = str(self.root / "intercambio")
        config.Collect.homes = str(self.homes)
        with Gradebook(f"sqlite:///{self.course}/gradebook.db", "gradiente") as book:
            book.update_or_create_assignment("xor", duedate=options.pop("duedate", None))
        collector = exchange.Collect(CourseDirectory(config=config), config=config, update=True, **options)
        collector.log = logging.getLogger("recoger")
        with self.assertLogs("recoger", "INFO") as said:
            collector.init_src()
            collector.copy_files()
        return "\n".join(said.output)

    def collected(self, name):
        place = self.course / "submitted" / name / "xor" / NOTEBOOK
        return place.read_text() if place.is_file() else None

    def refused(self, bad, why):
        """La carpeta `bad` se deja a un lado, con una frase; la de ana se recoge."""
        self.submit("ana", text="la de ana")
        said = self.collect()
        self.assertRegex(said, rf"Se deja a un lado «{bad.name[:12].split('+')[0]}.*: .*{why}")
        self.assertEqual(self.collected("ana"), "la de ana")
        self.assertIsNone(self.collected("eva"))
        everything = [path for path in (self.course / "submitted").rglob("*") if path.is_file()]
        self.assertEqual([path for path in everything if path.read_bytes() == self.secret.read_bytes()], [])
        self.assertEqual([path for path in everything if path.is_symlink()], [])

    def planted(self, make, name="adjunto.txt"):
        """Una entrega de eva en la que hay, además, lo que deje `make` en ese sitio."""
        folder = self.submit("eva")
        path = folder / name
        path.unlink(missing_ok=True)
        make(path)
        self.give(folder, self.uids["eva"])
        return folder


class Attacks(Inbound):
    def test_links_are_not_followed(self):
        for target in (self.secret, self.course, Path("/proc/self/environ"), Path("/dev/zero")):
            for name in ("adjunto.txt", NOTEBOOK, "timestamp.txt", "submission_secret.txt"):
                with self.subTest(target=target, name=name):
                    self.planted(lambda path, target=target: path.symlink_to(target), name)
        bad = self.inbound / "eva+xor+2026-01-02 10:00:00.000000 UTC+enlace"
        bad.symlink_to(self.course)
        self.give(bad, self.uids["eva"])
        self.refused(bad, "es un enlace")

    def test_a_link_in_a_folder_inside(self):
        def make(path):
            path.mkdir()
            (path / "dentro").symlink_to(self.course)

        self.refused(self.planted(make), "es un enlace")

    def test_nothing_but_plain_files_is_opened(self):
        self.planted(os.mkfifo, NOTEBOOK)  # quien la abriera esperaría para siempre
        with socket.socket(socket.AF_UNIX) as server:
            self.refused(self.planted(lambda path: server.bind(str(path)), "s"), "no es un archivo corriente")

    def test_a_hard_link_to_what_is_anothers(self):
        folder = self.submit("eva")
        os.link(self.secret, folder / "adjunto.txt")
        self.refused(folder, "es de otra cuenta")

    def test_what_is_too_big(self):
        def sparse(path):
            with path.open("wb") as file:
                file.truncate(stranger.MAX_BYTES + 1)

        self.refused(self.planted(sparse), "ocupa más de 20 MB")

    def test_what_has_no_end(self):
        def many(path):
            path.mkdir()
            for number in range(stranger.MAX_FILES + 1):
                (path / str(number)).touch()

        self.planted(many)

        def deep(path):
            (path / "/".join("abcdefgh")).mkdir(parents=True)

        self.planted(deep)
        self.refused(self.inbound / "eva+", "tiene (más de|carpetas)")

    def test_a_name_that_is_anothers(self):
        self.submit("ana", text="la de ana")
        later = self.submit("ana", by="eva", text="la de eva", when="2099-01-01 10:00:00.000000 UTC")
        never = self.submit("nadie", by="eva")
        said = self.collect()
        for folder in (later, never):
            self.assertIn(f"Se deja a un lado «{folder.name}»: dice ser de {folder.name.split('+')[0]}, y es de ", said)
        self.assertEqual(self.collected("ana"), "la de ana")
        self.assertIsNone(self.collected("nadie"))

    def test_a_name_that_would_leave_the_course(self):
        for name in ("..", ".oculta", "a b"):
            folder = self.inbound / f"{name}+xor+2026-01-02 10:00:00.000000 UTC+x"
            folder.mkdir()
        self.refused(folder, "no lleva el nombre de una persona")

    def test_a_date_that_is_none(self):
        self.submit("ana", text="la de ana", when="ayer")
        self.submit("eva", text="la de eva", when="9" * 99)
        self.collect()
        self.assertEqual([self.collected(name) for name in ("ana", "eva")], ["la de ana", "la de eva"])

    def test_what_cannot_be_read(self):
        if os.geteuid() == 0:
            read = os.open

            def closed(path, *arguments, **options):
                if path == "cerrado":
                    raise PermissionError(13, "Permission denied")
                return read(path, *arguments, **options)

            self.enterContext(mock.patch.object(os, "open", closed))  # root lo lee todo
        self.refused(self.planted(lambda path: (path.touch(), path.chmod(0)), "cerrado"), "no se puede leer")

    def test_without_the_secret_of_the_feedback(self):
        self.refused(self.submit("eva", secret="../../x"), "le falta submission_secret.txt")

    def test_a_bad_one_does_not_hide_the_good_one(self):
        self.submit("ana", text="la buena")
        bad = self.submit("ana", text="otra")
        (bad / "enlace").symlink_to(self.secret)
        self.give(bad, self.uids["ana"])
        self.collect()
        self.assertEqual(self.collected("ana"), "la buena")


class Time(Inbound):
    def test_it_is_of_the_system(self):
        folder = self.submit("ana", when="2000-01-01 10:00:00.000000 UTC")
        for path in [*folder.iterdir(), folder]:
            os.utime(path, (OLD, OLD))  # lo que sí puede cambiar quien entrega
        before = datetime.now(UTC).replace(tzinfo=None)
        self.collect()
        when = exchange.known(self.course / "submitted" / "ana" / "xor")
        self.assertLess(abs(before - when), timedelta(minutes=1))

    def test_the_last_one_or_the_last_in_time(self):
        self.submit("ana", text="primera", when="2099-01-01 10:00:00.000000 UTC")
        self.collect()
        self.submit("ana", text="segunda", when="2001-01-01 10:00:00.000000 UTC")
        self.collect()
        self.assertEqual(self.collected("ana"), "segunda")
        self.assertIn("no hay otra más nueva", self.collect())
        first = exchange.known(self.course / "submitted" / "ana" / "xor") - timedelta(microseconds=1)
        self.collect(before_duedate=True, duedate=first)
        self.assertEqual(self.collected("ana"), "primera")

    def test_what_the_teacher_leaves_has_the_name_it_says(self):
        folder = self.submit("de-un-correo", by="ana", text="por correo")
        if os.geteuid() == 0:
            self.give(folder, 0)
        else:
            for path in [folder, *folder.iterdir()]:
                del self.owners[path.stat().st_ino]
        self.collect()
        self.assertEqual(self.collected("de-un-correo"), "por correo")


if __name__ == "__main__":
    unittest.main()
