"""El servidor de cada persona: un proceso de esta máquina, con su usuario, su carpeta y sus límites."""

import asyncio
import os
import pwd
import shutil
import sys
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner, SpawnException, set_user_setuid
from traitlets import Instance

from .. import ports
from ..facts import COURSE, EXCHANGE, PRIVATE, ROOT, VENV
from . import limits
from .settings import COURSE_VARIABLE, FOLDER_VARIABLE, Settings

# Lo que hay en la carpeta del curso y no es de un curso nuevo: lo que escribió nbgrader, y las páginas que se leen.
WRITTEN = {Path(name).name for name in PRIVATE if Path(name).parent == COURSE.relative_to(ROOT)} - {"source"}
NOT_THE_COURSE = ["*.md", EXCHANGE, *(f"{name}*" for name in WRITTEN)]


class ClassSpawner(LocalProcessSpawner):
    """Un servidor de la clase.

    Con cuentas de la máquina, corre con la de quien entra y en su carpeta personal. Con la clave de la clase, en una carpeta
    a su nombre; y, si quien abre la clase es la cuenta de administración, con un usuario del sistema que no es de nadie más.
    """

    settings = Instance(Settings)
    watch = None

    def _settings_default(self):
        return Settings.read()

    @property
    def home(self):
        if not self.settings.password:
            return Path(pwd.getpwnam(self.user.name).pw_dir)
        return self.settings.places.homes / self.user.name

    @property
    def folder(self):
        """Donde están sus cuadernos."""
        return self.home if self.settings.password else self.home / "gradiente"

    @property
    def uid(self):
        """Su usuario del sistema, o `None` si es el de todos."""
        if not self.settings.password:
            return pwd.getpwnam(self.user.name).pw_uid
        return self.home.stat().st_uid if self.settings.isolated else None

    def prepare_home(self):
        """La carpeta de un nombre nuevo. La posee su usuario, que así queda apuntado para la próxima vez."""
        if not self.settings.password or self.home.is_dir():
            return
        taken = [home.stat().st_uid for home in self.home.parent.iterdir()]
        self.home.mkdir(mode=0o700)
        if self.settings.isolated:
            uid = nobody(max([self.settings.first_uid - 1, *taken]) + 1)
            os.chown(self.home, uid, uid)

    def prepare_course(self):
        """El curso, para quien enseña: una copia que solo lee su usuario, de la que se lleva la suya a su carpeta."""
        course = self.settings.places.course
        if self.user.name != self.settings.teacher or course.exists():
            return
        course.mkdir(mode=0o700)
        shutil.copytree(COURSE, course, ignore=shutil.ignore_patterns(*NOT_THE_COURSE), dirs_exist_ok=True)
        if self.settings.isolated:
            for path in [course, *course.rglob("*")]:
                os.chown(path, self.uid, -1)
        course.chmod(0o700)

    def prepare_exchange(self):
        """La carpeta del intercambio, para quien enseña: en la de las entregas nadie puede borrar lo que no dejó."""
        course = self.settings.places.exchange_course
        if self.user.name != self.settings.teacher or not self.settings.isolated or course.lstat().st_uid != os.geteuid():
            return
        for name, mode in {"inbound": 0o1733, "outbound": 0o755, "feedback": 0o711}.items():
            folder = course / name
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)
            os.chown(folder, self.uid, -1)
        os.chown(course, self.uid, -1)

    def make_preexec_fn(self, name):
        megabytes, processes, uid = self.settings.megabytes, self.settings.processes, self.uid
        become = set_user_setuid(name) if not self.settings.password else None
        home = self.home

        def preexec():
            limits.apply(megabytes, processes if uid is not None else None)
            if become:
                become()
            elif uid is not None:
                os.setgroups([])
                os.setgid(uid)
                os.setuid(uid)
            os.umask(0o077)
            os.chdir(home)

        return preexec

    def user_env(self, env):
        """Solo lo que hace falta, y nada de quien abrió la clase."""
        places = self.settings.places
        library = VENV / "python" / "lib"  # la de un Python copiado para que llegaran a él todas las cuentas
        env = env | ({"LD_LIBRARY_PATH": str(library)} if library.is_dir() else {})
        if self.user.name == self.settings.teacher:
            env[COURSE_VARIABLE] = str(places.course)
        return env | {
            "USER": self.user.name,
            "LOGNAME": self.user.name,
            "HOME": str(self.home),
            "SHELL": "/bin/sh",
            "PATH": os.pathsep.join([str(VENV / "bin"), "/usr/local/bin", "/usr/bin", "/bin"]),
            "PYTHONUTF8": "1",
            "TMPDIR": str(places.temporary),
            "JUPYTER_CONFIG_PATH": str(places.configuration),
            FOLDER_VARIABLE: str(self.folder),
        }

    async def start(self):
        self.prepare_home()
        self.prepare_course()
        self.prepare_exchange()
        self.cmd = [sys.executable, "-m", "aula.classroom.single"]
        with self.port_set_apart():
            address = await super().start()
            await self.until_it_answers(*address)
        settings = self.settings
        self.watch = limits.Watch(self.pid, self.uid, settings.megabytes, settings.processes, self.log)
        return address

    @contextmanager
    def port_set_apart(self):
        """El puerto de su servidor no es de nadie más mientras arranca."""
        with ports.set_apart() if ports.POSSIBLE else nullcontext() as held:
            self.port = ports.number(held) if held else 0
            yield

    async def until_it_answers(self, host, port):
        """Espera a que el servidor atienda; si se cierra antes, no hay nada que esperar."""
        while await self.poll() is None:
            try:
                _, connection = await asyncio.open_connection(host, port)
            except OSError:
                await asyncio.sleep(0.2)
            else:
                connection.close()
                return
        raise SpawnException("El servidor se cerró al empezar.", reason="El servidor se cerró al empezar.")

    async def stop(self, now=False):
        """No queda nada suyo: tampoco lo que se hubiera soltado de su servidor."""
        left = limits.processes_of(self.pid, self.uid if self.settings.password else None) if self.pid else set()
        if self.watch:
            self.watch.stop()
        await super().stop(now)
        await asyncio.get_running_loop().run_in_executor(None, limits.end, left)


def nobody(first):
    """El primer usuario del sistema, desde `first`, que no es de ninguna cuenta; las de una red tienen cualquier número."""
    uid = first
    with suppress(KeyError):
        while pwd.getpwuid(uid):
            uid += 1
    return uid
