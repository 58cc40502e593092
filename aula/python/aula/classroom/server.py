"""La clase, desde que se abre hasta Ctrl-C."""

import fcntl
import os
import pwd
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import psutil

from .. import files, ports
from ..problem import OK, Problem, file_problem
from . import accounts, confinement, groups, limits, names
from .settings import DATA_VARIABLE, FIRST_UID, VARIABLE, Settings

PATIENCE = 90  # segundos para que JupyterHub atienda, y para que cierre
DIRECT = build_opener(ProxyHandler({}))  # a esta máquina no se llega por el proxy con que se sale a Internet

GREETING = """
La clase está abierta. Cada estudiante entra con su navegador en

    {address}

{entry}

{warnings}Para cerrarla: Ctrl-C. Lo que hay en las carpetas se conserva, en {data}
"""

PASSWORD = """con su nombre, el que quiera, y esta clave:

    {key}

Quien enseña entra con el nombre «{teacher}» y esta otra, que no se dice en clase:

    {teacher_key}"""

ACCOUNTS = """con su nombre y su contraseña en esta máquina. {teacher}"""

SAME_USER = """AVISO: todos los servidores corren con tu usuario, {user}. Cada estudiante ve su
carpeta, pero el código que escribe puede leer y cambiar las de los demás, y tus archivos, con las soluciones. Vale para un
taller entre personas de confianza; para un curso con notas, abre la clase con la cuenta de administración.

"""

OPEN_PORTS = """AVISO: este sistema no separa los puertos de cada estudiante (hace falta Linux 6.7 o posterior). Desde una
celda se puede escuchar lo que muestra el núcleo de otra persona, y terminar con él.

"""

OPEN_NETWORK = """AVISO: la conexión no va cifrada. Úsala en una red de confianza, o detrás de un servidor web con HTTPS.

"""


def serve(**asked):
    """Abre la clase que se pide y atiende hasta Ctrl-C."""
    with alone(Settings(**asked)) as settings, running(settings) as hub:
        print(greeting(settings), flush=True)
        try:
            hub.wait()
        except KeyboardInterrupt:
            print("\nCierro la clase…", flush=True)
            close(hub)
            print(f"La clase se cerró. Las carpetas siguen en {settings.data}")
            return OK
        raise Problem(f"JupyterHub se cerró solo. Lo que dijo está en {settings.places.log}.")


@contextmanager
def alone(asked):
    """La clase que se pide, preparada: una por carpeta, mientras dure. Lo que quedara de la vez anterior se termina."""
    settings = decided(asked)
    places = settings.places
    if not places.lock.exists():  # si existe, puede que el puerto lo ocupe lo que quedó de la vez anterior
        check(settings.address, settings.port)
    try:
        places.hub.mkdir(parents=True, exist_ok=True)
        lock = os.open(places.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise file_problem("escribir en", settings.data, error) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise Problem(f"Ya hay una clase abierta con la carpeta {settings.data}: ciérrala, o di otra con --datos.") from None
    try:
        end_what_was_left(settings)
        yield prepare(settings)
    finally:
        known_groups(places).close()
        os.close(lock)


def known_groups(places):
    """Los grupos de procesos que hizo la clase, si los hizo."""
    return groups.Groups(places.cgroup.read_text().strip() if places.cgroup.exists() else "")


def end_what_was_left(settings):
    """Los procesos de una clase que no se pudo cerrar: de JupyterHub, de su proxy y de los servidores."""
    places = settings.places
    ended = known_groups(places).close()
    left = limits.processes_of(0, mark={DATA_VARIABLE: settings.data})
    left |= limits.processes_of(0, mark={VARIABLE: str(places.settings)})
    if settings.isolated and settings.password:
        left |= {one for one in psutil.process_iter(["uids"]) if settings.is_of_the_class(limits.owner(one))}
    if ended or left:
        print(f"La clase no se cerró bien: termino con los {ended + len(left)} procesos que quedaban de ella.", flush=True)
        limits.end(left, 0)


def prepare(settings):
    """Deja las carpetas de la clase, y sus ajustes con lo que no se pidió."""
    check(settings.address, settings.port)
    places = settings.places
    try:
        places.create(settings.isolated)
        for name, text in CONFIGURATION.items():
            path = places.configuration / name
            homes = str(places.homes) if settings.password else ""
            files.write(path, text.format(exchange=str(places.exchange), homes=homes, order=str(places.order)).encode())
            path.chmod(0o644)
        (places.configuration / "migrated").touch(mode=0o644)  # si no está, Jupyter intenta escribirlo
        place = groups.for_class(settings.data, groups.own())
        files.write(places.cgroup, str(place or "").encode())
        settings = replace(settings, cgroup=str(place or ""))
        settings = replace(settings, gate=remembered(places.hub / "puerta.txt", lambda: secrets.token_hex(32)))
        if settings.password:
            settings = replace(
                settings,
                uids=int(remembered(places.hub / "usuarios.txt", lambda: str(settings.first_uid))),
                key=remembered(places.hub / "clave.txt", names.password),
                teacher_key=remembered(places.hub / "clave_docente.txt", lambda: secrets.token_hex(16)),
            )
    except OSError as error:
        raise file_problem("escribir en", settings.data, error) from None
    if settings.isolated and not reached(settings.data):
        raise Problem(
            f"Los estudiantes no podrían llegar a {settings.data}: elige con --datos una carpeta por la que pasen todas las "
            "cuentas."
        )
    settings.write()
    return settings


def decided(asked):
    """Lo que se pide, con lo que depende de la cuenta que abre la clase."""
    root = os.geteuid() == 0
    password = asked.password or not root  # sin la cuenta de administración no se puede abrir nada en nombre de otras
    data = asked.data or ("/srv/gradiente" if root else str(Path.home() / "clase-de-gradiente"))
    teacher = (names.normalize(asked.teacher or "docente") if password else account(asked.teacher)) or ""
    if password and not teacher:
        raise Problem(
            "Del nombre de --docente no queda nada: lo que vale son las letras de la a a la z y las cifras; por ejemplo, "
            "--docente ana."
        )
    if asked.group and accounts.group_number(asked.group) is None:
        raise Problem(f"En esta máquina no hay ningún grupo «{asked.group}»: con --grupo se dice el de quienes entran.")
    decisions = {"root": root, "password": password, "data": data, "teacher": teacher, "group": asked.group or ""}
    decisions["seats"] = asked.seats or seats(psutil.virtual_memory().total)
    return replace(asked, **decisions, hub_port=ports.free(), proxy_port=ports.free())


def seats(total):
    """Cuántos servidores caben a la vez en una máquina con esa memoria: 1 GB es del sistema, y cada cual ocupa 0.6."""
    return max(2, int((total - (1 << 30)) / (0.6 * (1 << 30))))


# Lo que leen los servidores de cada persona.
CONFIGURATION = {
    "jupyter_server_config.py": "from aula.classroom.single import configure\n\nconfigure(get_config())\n",
    "nbgrader_config.py": (
        "from aula.classroom.course import configure\n\nconfigure(get_config(), {exchange!r}, {homes!r}, {order!r})\n"
    ),
}


def reached(folder):
    """¿Llega a una carpeta quien no es nadie en esta máquina?"""
    anybody = {"user": FIRST_UID, "group": FIRST_UID, "extra_groups": []}
    return subprocess.run(["ls", folder], cwd="/", capture_output=True, **anybody).returncode == 0


def account(name):
    """La cuenta de la máquina de quien enseña: la que se dice o, si se usó `sudo`, la de quien lo usó."""
    name = name or os.environ.get("SUDO_USER", "")
    if name:
        try:
            pwd.getpwnam(name)
        except KeyError:
            raise Problem(
                f"En esta máquina no hay ninguna cuenta «{name}»: con --docente se dice la de quien enseña."
            ) from None
    return name


def own_name():
    """La cuenta con que se abre la clase. En un contenedor puede no tener nombre."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def remembered(path, make):
    """La clave que hay en `path`; si no hay ninguna, una nueva. Así no cambia de un día para otro."""
    if not path.exists():
        files.write(path, make().encode())
        path.chmod(0o600)
    return path.read_text(encoding="utf-8").strip()


def check(address, port):
    """¿Se puede atender ahí?"""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((address, port))
        except PermissionError:
            raise Problem(
                f"No tienes permiso para usar el puerto {port}: elige uno mayor que 1023; por ejemplo, --puerto 8000."
            ) from None
        except OSError as error:
            raise Problem(
                f"No se puede atender en {address}, puerto {port} ({error.strerror}): elige otro con --puerto o --direccion."
            ) from None


@contextmanager
def running(settings):
    """JupyterHub, atendiendo. Al salir, pase lo que pase, se cierra y no queda ningún proceso de la clase."""
    places = settings.places
    confinement.adopt()
    log = open(places.log, "w", opener=lambda path, flags: os.open(path, flags | os.O_APPEND, 0o600))  # noqa: SIM115
    hub = subprocess.Popen(
        [sys.executable, "-m", "jupyterhub", "-f", str(Path(__file__).with_name("jupyterhub_config.py"))],
        cwd=places.hub,
        env={name: value for name, value in os.environ.items() if not is_proxy(name)} | {VARIABLE: str(places.settings)},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C llega solo a nosotros, que cerramos con orden
        preexec_fn=lambda: prepare_hub(settings.isolated),
    )
    signal.signal(signal.SIGHUP, signal.default_int_handler)  # también si se cierra el terminal
    try:
        wait_until_it_answers(hub, settings)
        yield hub
    finally:
        close(hub)
        end_what_was_left(settings)  # si a JupyterHub lo mataron: ningún núcleo pierde su carpeta mientras vive
        limits.end(psutil.Process().children(recursive=True), 0)
        log.close()
        places.clear()


def prepare_hub(isolated):
    """Si a quien abre la clase lo matan, JupyterHub cierra; y lo que se suelte del servidor de alguien pasa a ser suyo: por
    su usuario sabe de quién era, aunque borre sus variables.
    """
    confinement.die_with_parent()
    limits.open_many()
    if isolated:
        confinement.adopt()
        limits.take_turn(limits.FIRST)


def is_proxy(name):
    """¿Dice esta variable por dónde se sale a Internet? JupyterHub y sus piezas solo hablan con esta máquina."""
    return name.lower().endswith("_proxy")


def wait_until_it_answers(hub, settings):
    end = time.monotonic() + PATIENCE
    address = f"http://127.0.0.1:{settings.hub_port}/hub/health"
    while hub.poll() is None and time.monotonic() < end:
        try:
            with DIRECT.open(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    tail = settings.places.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:]
    raise Problem("JupyterHub no se puso en marcha:\n\n" + "\n".join(f"    {line}" for line in tail))


def close(hub):
    """Pide a JupyterHub que cierre todo, y termina con lo que quede."""
    if hub.poll() is not None:
        return
    everything = [psutil.Process(hub.pid), *psutil.Process(hub.pid).children(recursive=True)]
    hub.send_signal(signal.SIGTERM)
    try:
        hub.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        hub.kill()
        hub.wait()
    limits.end(everything)


def greeting(settings):
    local = settings.address.startswith("127.") or settings.address == "::1"
    if not settings.password:
        teacher = f"Enseña «{settings.teacher}»." if settings.teacher else "Con --docente NOMBRE se dice quién enseña."
        entry = ACCOUNTS.format(teacher=teacher)
    else:
        entry = PASSWORD.format(key=settings.key, teacher=settings.teacher, teacher_key=settings.teacher_key)
    warnings = "" if settings.isolated else SAME_USER.format(user=own_name())
    warnings += "" if confinement.separates_ports() else OPEN_PORTS
    warnings += "" if local else OPEN_NETWORK
    return GREETING.format(
        address=f"http://{visible(settings.address)}:{settings.port}", entry=entry, warnings=warnings, data=settings.data
    )


def visible(address):
    """Por qué dirección llega la clase: la de esta máquina en la red, si se atiende en todas."""
    if address not in ("0.0.0.0", "::"):
        return f"[{address}]" if ":" in address else address
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # no se envía nada: solo se mira por dónde se saldría
            return probe.getsockname()[0]
        except OSError:
            return socket.gethostname()
