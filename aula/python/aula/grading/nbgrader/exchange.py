"""Recoger las entregas: en la carpeta de intercambio escribe cualquiera, y no se cree nada de lo que dice.

nbgrader sigue los enlaces que haya en una entrega, toma el nombre y la fecha que lleva escritos, y no recoge ninguna si una
no se puede leer. Aquí el nombre tiene que ser el de la cuenta dueña, la fecha es la del sistema, y la carpeta que no se
puede tomar se deja a un lado, con una frase, mientras se recogen las demás.
"""

import os
import pwd
import re
import shutil
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc
from traitlets import Unicode

from . import stranger

TIMESTAMP, SECRET = "timestamp.txt", "submission_secret.txt"
# De este nombre sale el de una carpeta del curso.
NAME = re.compile(r"[^\W_][\w.@-]{0,99}")
LONGEST_SECRET = 1000
MOST = 20  # entregas de una persona que se miran


class Collect(ExchangeCollect):
    """Lo que hace `nbgrader collect`, y el Formgrader."""

    homes = Unicode(
        help="La carpeta con las de los estudiantes, si no tienen cuenta en la máquina: cada una es de su dueño."
    ).tag(config=True)

    def init_src(self):
        if not self.coursedir.course_id:
            self.fail("No se sabe de qué curso se recoge: dilo con --course.")
        self.inbound_path = os.path.join(self.root, self.coursedir.course_id, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"No existe {self.inbound_path}: publica antes la tarea.")
        if not os.access(self.inbound_path, os.R_OK | os.X_OK):
            self.fail(f"No tienes permiso para leer {self.inbound_path}.")
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as book:
            try:
                self.duedate = book.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                self.duedate = None

    def copy_files(self):
        inbound = os.open(self.inbound_path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            people = self.people(inbound)
            if not people:
                self.log.warning("No hay ninguna entrega de «%s» que recoger.", self.coursedir.assignment_id)
            for name in sorted(people):
                try:
                    self.collect(inbound, name, people[name])
                except (OSError, RuntimeError) as error:
                    self.log.error("%s: no se pudo recoger su entrega: %s", name, error)
        finally:
            os.close(inbound)

    def people(self, inbound):
        """Las carpetas de cada persona, {nombre: [carpeta]}, solo las suyas; de la más nueva a la más antigua."""
        found = defaultdict(list)
        for entry in sorted(os.listdir(inbound)):
            name, assignment = who(entry)
            if assignment != self.coursedir.assignment_id or self.coursedir.student_id not in ("", "*", name):
                continue
            with self.aside(entry):
                data = os.stat(entry, dir_fd=inbound, follow_symlinks=False)
                if not NAME.fullmatch(name):
                    raise stranger.Refused("no lleva el nombre de una persona")
                if not self.owns(name, data.st_uid):
                    raise stranger.Refused(f"dice ser de {name}, y es de {owner(data.st_uid)}")
                found[name].append((data.st_ctime_ns, entry))
        return {name: [entry for _, entry in sorted(entries, reverse=True)] for name, entries in found.items()}

    def collect(self, inbound, name, entries):
        """Recoge la última de una persona; o, si se pide, la última antes del plazo."""
        if len(entries) > MOST:
            self.log.warning("%s: tiene %d entregas; se miran las %d últimas.", name, len(entries), MOST)
        early = lambda when: not self.before_duedate or self.duedate is None or when <= self.duedate  # noqa: E731
        best = None
        for entry in entries[:MOST]:
            with self.aside(entry):
                when, files = self.read(inbound, entry, name)
                if best is None or (early(when), when) > (early(best[0]), best[0]):
                    best = when, files
        if best:
            self.store(name, *best)

    @contextmanager
    def aside(self, entry):
        """Lo que no se puede tomar se dice, y se sigue con lo demás."""
        try:
            yield
        except stranger.Refused as refused:
            self.log.warning("Se deja a un lado %s: %s.", stranger.said([entry]), refused)
        except OSError as error:
            self.log.warning("Se deja a un lado %s: no se puede leer (%s).", stranger.said([entry]), error.strerror)

    def read(self, inbound, entry, name):
        """Una entrega: cuándo se escribió, y sus archivos."""
        folder = stranger.read(inbound, entry)
        if not self.owns(name, folder.uid):
            raise stranger.Refused("cambió mientras se leía")
        secret = folder.files.get(SECRET, b"")
        if not secret.isalnum() or len(secret) > LONGEST_SECRET:
            raise stranger.Refused(f"le falta {SECRET}, o no es lo que escribe nbgrader")
        when = datetime.fromtimestamp(folder.nanoseconds / 1e9, UTC).replace(tzinfo=None)
        return when, folder.files | {TIMESTAMP: f"{when:%Y-%m-%d %H:%M:%S.%f} UTC".encode()}

    def owns(self, name, uid):
        """¿Es la cuenta `uid` la de `name`? Lo que dejó quien recoge vale con el nombre que le puso."""
        if uid == os.geteuid():
            return True
        try:
            return uid == (os.stat(os.path.join(self.homes, name)).st_uid if self.homes else pwd.getpwnam(name).pw_uid)
        except (OSError, KeyError):
            return False

    def store(self, name, when, files):
        """Deja en el curso la entrega de `name`, si no está ya."""
        place = Path(self.coursedir.format_path(self.coursedir.submitted_directory, name, self.coursedir.assignment_id))
        if place.is_dir() and not self.replaces(known(place), when):
            self.log.info("%s: ya estaba recogida; no hay otra más nueva.", name)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".recoger-", dir=place.parent) as folder:
            staged, copied = Path(folder, "entrega"), Path(folder, "copia")
            for path, content in files.items():
                staged.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
                staged.joinpath(path).write_bytes(content)
            self.do_copy(str(staged), str(copied))  # con lo que el curso diga de tamaños, nombres y permisos
            shutil.rmtree(place, ignore_errors=True)
            copied.rename(place)
        self.log.info("%s: recogida su entrega de «%s».", name, self.coursedir.assignment_id)

    def replaces(self, before, when):
        if self.update and (before is None or when > before):
            return True
        return self.before_duedate and before != when


def owner(uid):
    """Cómo se llama la cuenta `uid`, si se sabe."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"otra persona, la de la cuenta {uid}"


def who(entry):
    """De quién y de qué tarea dice ser una carpeta: `ana+xor+fecha`, quizá con algo detrás. El nombre puede llevar `+`."""
    parts = entry.rsplit("+", 3)
    return (parts[0], parts[1]) if len(parts) >= 3 else ("", "")


def known(place):
    """Cuándo se escribió la entrega que ya está en el curso."""
    try:
        return parse_utc((place / TIMESTAMP).read_text().strip())
    except (OSError, ValueError, OverflowError):
        return None
