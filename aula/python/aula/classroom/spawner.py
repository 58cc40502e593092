"""El servidor de cada persona: un proceso de esta máquina, con su usuario, su carpeta y sus límites."""

import asyncio
import os
import pwd
import shutil
import socket
import stat
import subprocess
import sys
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner, SpawnException, set_user_setuid
from traitlets import Instance

from .. import ports
from ..facts import ASSIGNMENTS, COURSE, VENV
from ..grading.nbgrader import arrivals
from . import accounts, confinement, groups, limits, machine, memory
from .settings import COURSE_VARIABLE, DATA_VARIABLE, FOLDER_VARIABLE, NOT_THE_COURSE, Settings

# Los puertos de cada persona: el que los guarda, el de su servidor, y cinco por núcleo. Por debajo de los que da el sistema.
FIRST_PORT, LAST_PORT, PORTS = 10_240, 32_767, 64
BLOCKS = {}  # nombre: el primero de los suyos, abierto: así no los toma otra clase de la misma máquina
WATCHES = {}  # nombre: quién mira lo que ocupa
COMMON_PLACES = ["/tmp", "/var/tmp"]
ACTIVITY_SECONDS = 30  # cada cuánto dice su servidor si se usa


class ClassSpawner(LocalProcessSpawner):
    """Un servidor de la clase.

    Con cuentas de la máquina, corre con la de quien entra y en su carpeta personal. Con la clave de la clase, en una carpeta
    a su nombre; y, si quien abre la clase es la cuenta de administración, con un usuario del sistema que no es de nadie más.
    """

    settings = Instance(Settings)
    rules = entrance = None

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

    def check_account(self):
        """Nadie corre con un usuario que no sea de la clase: ni con el de quien la abre, ni con el de otra persona."""
        if not self.settings.password:
            if why := accounts.refused(self.user.name, self.settings.group):
                refuse(f"La cuenta «{self.user.name}» no puede entrar: {why}.")
            return
        data = self.home.lstat()
        if not stat.S_ISDIR(data.st_mode):
            refuse(f"{self.home} no es una carpeta.")
        if self.settings.isolated and not self.settings.is_of_the_class(data.st_uid):
            refuse(
                f"La carpeta {self.home} es de la cuenta {data.st_uid}, que no es de esta clase: quizá se restauró de una "
                f"copia. Quien administra la máquina la devuelve con: chown -R {self.free_uid()} '{self.home}'"
            )

    def free_uid(self):
        """Un usuario de la clase que no es de nadie."""
        uids = [home.lstat().st_uid for home in self.settings.places.homes.iterdir()]
        return nobody(max([self.settings.first_uid - 1, *filter(self.settings.is_of_the_class, uids)]) + 1)

    def prepare_home(self):
        """La carpeta de un nombre nuevo. La posee su usuario, que así queda apuntado para la próxima vez."""
        if not self.settings.password or self.home.is_dir():
            return
        uid = self.free_uid() if self.settings.isolated else None
        if uid is not None and not self.settings.is_of_the_class(uid):
            refuse("En esta clase ya no caben más nombres: borra las carpetas de quienes no vuelven.")
        self.home.mkdir(mode=0o700)
        if uid is not None:
            os.chown(self.home, uid, uid)

    def prepare_course(self):
        """El curso, para quien enseña: una copia que solo lee su usuario, de la que se lleva la suya a su carpeta."""
        course = self.settings.places.course
        if not self.teaches or course.exists():
            return
        course.mkdir(mode=0o700)
        shutil.copytree(COURSE, course, ignore=shutil.ignore_patterns(*NOT_THE_COURSE), dirs_exist_ok=True)
        if ASSIGNMENTS.is_dir():  # con sus textos y la clave, que va en el curso, hace las formas
            shutil.copytree(ASSIGNMENTS, course / ASSIGNMENTS.name)
        if self.settings.isolated:
            for path in [course, *course.rglob("*")]:
                os.chown(path, self.uid, -1)
        course.chmod(0o700)

    def prepare_exchange(self):
        """La carpeta del intercambio, para quien enseña: en la de las entregas nadie puede borrar lo que no dejó."""
        course = self.settings.places.exchange_course
        if not self.teaches or not self.settings.isolated or course.lstat().st_uid != os.geteuid():
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
        home, rules, entrance, level = self.home, self.rules, self.entrance, self.level
        isolated = self.settings.isolated

        def preexec():
            if entrance:
                groups.write(entrance, 0)
            limits.take_turn(level)
            if isolated:
                confinement.own_messages()
            limits.apply(megabytes, processes if uid is not None else None)
            if become:
                become()
            elif uid is not None:
                os.setgroups([])
                os.setgid(uid)
                os.setuid(uid)
            os.umask(0o077)
            os.chdir(home)
            confinement.confine(rules)

        return preexec

    def user_env(self, env):
        """Solo lo que hace falta, y nada de quien abrió la clase."""
        places = self.settings.places
        library = VENV / "python" / "lib"  # la de un Python copiado para que llegaran a él todas las cuentas
        env = env | ({"LD_LIBRARY_PATH": str(library)} if library.is_dir() else {})
        if self.teaches:
            env[COURSE_VARIABLE] = str(places.course)
        return env | {
            "USER": self.user.name,
            "LOGNAME": self.user.name,
            "HOME": str(self.home),
            "SHELL": "/bin/sh",
            "PATH": os.pathsep.join([str(VENV / "bin"), "/usr/local/bin", "/usr/bin", "/bin"]),
            "PYTHONUTF8": "1",
            "TMPDIR": str(places.temporary),
            # Ninguna configuración, extensión ni biblioteca que haya en su carpeta: la página que se ve es la de la clase.
            "PYTHONNOUSERSITE": "1",
            "JUPYTER_CONFIG_DIR": str(places.configuration),
            "JUPYTER_CONFIG_PATH": str(places.configuration),
            # Lo que cada cual ajusta en su página sí es suyo.
            "JUPYTERLAB_SETTINGS_DIR": str(self.home / ".jupyter" / "lab" / "user-settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.home / ".jupyter" / "lab" / "workspaces"),
            "JUPYTERHUB_ACTIVITY_INTERVAL": str(ACTIVITY_SECONDS),
            ports.VARIABLE: f"{self.ports[1]}-{self.ports[-1]}",  # el primero es el de su servidor
            FOLDER_VARIABLE: str(self.folder),
            DATA_VARIABLE: self.settings.data,
        }

    @property
    def teaches(self):
        return self.user.name == self.settings.teacher

    @property
    def level(self):
        """Cuándo le toca el procesador: lo de quien enseña, antes que lo de los estudiantes."""
        return 0 if self.teaches else limits.LAST

    @property
    def groups(self):
        return groups.Groups(self.settings.cgroup)

    def own_group(self):
        """Su grupo de procesos, si los hay, vacío y con sus límites: donde se apunta su servidor al empezar."""
        threads = limits.THREADS * self.settings.processes
        share = groups.TEACHER_SHARE if self.teaches else groups.SHARE
        return self.groups.enter(self.user.name, self.settings.megabytes, threads, share)

    @property
    def ports(self):
        """Los suyos, que no son de nadie más mientras tenga su servidor abierto."""
        if self.user.name not in BLOCKS:
            firsts = range(FIRST_PORT, LAST_PORT + 2 - PORTS, PORTS)
            held = next(filter(None, map(take, firsts)), None)
            if held is None:
                refuse("La sala está llena: no quedan puertos en esta máquina.")
            BLOCKS[self.user.name] = held
        first = ports.number(BLOCKS[self.user.name])
        return range(first + 1, first + PORTS)

    async def start(self):
        if machine.is_full():
            refuse("La sala está llena: a esta máquina no le queda memoria. Espera a que alguien cierre lo suyo.")
        self.prepare_home()
        self.check_account()
        arrivals.note(self.settings.places.order, self.user.name)
        self.stop_watching()
        await self.end_what_is_left()
        self.prepare_course()
        self.prepare_exchange()
        self.entrance = self.own_group()
        self.cmd = [sys.executable, "-I", "-X", "utf8", "-m", "aula.classroom.single"]
        with self.port_set_apart(), self.own_log() as log, confinement.rules(self.ports, [self.settings.hub_port]) as rules:
            self.rules = rules
            self.popen_kwargs = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            address = await super().start()
            await self.until_it_answers(*address)
        settings = self.settings
        uid = self.uid if settings.password else None
        WATCHES[self.user.name] = limits.Watch(
            self.pid, self.processes, settings.megabytes, settings.processes, self.log, uid, self.level
        )
        machine.guarded(settings.data, self.log).enter(self.person())
        return address

    def stop_watching(self):
        """Quien miraba el servidor de antes no sabe de este: terminaría con él por no ser aquel."""
        if watch := WATCHES.pop(self.user.name, None):
            watch.stop()

    def person(self):
        """Lo que es suyo en la máquina. Si tiene usuario, también lo que deje en las carpetas de todos."""
        places = self.settings.places
        mine = [self.home]
        if self.settings.isolated:
            mine += [places.temporary, places.exchange, *COMMON_PLACES]
        occupied = lambda: sum(map(memory.own_bytes, self.processes()))  # noqa: E731
        end = lambda: self.end(self.processes(), 0)  # noqa: E731
        return machine.Person(self.user.name, mine, self.uid if self.settings.isolated else None, occupied, end)

    @contextmanager
    def port_set_apart(self):
        """El puerto de su servidor no es de nadie más mientras arranca."""
        own = self.ports
        with ports.set_apart(among=own) if ports.POSSIBLE else nullcontext() as held:
            self.port = ports.number(held) if held else 0
            yield

    def own_log(self):
        """Donde cuenta lo suyo: no en lo que cuenta JupyterHub, que podría leer, borrar o inventar."""
        path = self.settings.places.servers / f"{self.user.name}.log"
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_NOFOLLOW, 0o600), "ab")

    async def end_what_is_left(self):
        """Lo que quedara de la vez anterior, si su servidor terminó mal: también sus núcleos."""
        left = self.processes()
        if left:
            self.log.warning("%s: se termina con %d procesos de la vez anterior", self.user.name, len(left))
            await asyncio.get_running_loop().run_in_executor(None, self.end, left, 0)

    def end(self, processes, seconds=3):
        limits.end(processes, seconds)
        self.groups.leave(self.user.name)

    def processes(self):
        """Los suyos en la clase, y nada de lo que la misma cuenta tenga fuera de ella."""
        found = limits.processes_of(self.pid, self.uid if self.settings.password else None, self.mark())
        found |= limits.processes_with(self.groups.pids(self.user.name))
        return found | limits.adopted(self.uid, self.pid) if self.settings.isolated else found

    def mark(self):
        """Con qué se reconoce lo que salió de su servidor."""
        return {DATA_VARIABLE: self.settings.data, "JUPYTERHUB_USER": self.user.name}

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
        left = self.processes()
        self.stop_watching()
        await super().stop(now)
        await asyncio.get_running_loop().run_in_executor(None, self.end, left)
        machine.guarded(self.settings.data, self.log).leave(self.user.name)
        if held := BLOCKS.pop(self.user.name, None):
            held.close()


def refuse(why):
    raise SpawnException(why, reason=why)


def take(port):
    """El puerto, abierto y sin atender; o `None`, si ya lo tiene alguien."""
    held = socket.socket()
    try:
        held.bind(("127.0.0.1", port))
    except OSError:
        held.close()
        return None
    return held


def nobody(first):
    """El primer usuario del sistema, desde `first`, que no es de ninguna cuenta; las de una red tienen cualquier número."""
    uid = first
    with suppress(KeyError):
        while pwd.getpwuid(uid):
            uid += 1
    return uid
