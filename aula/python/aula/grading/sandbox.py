"""Dónde corre el código de una entrega: en Linux, encerrado con bubblewrap.

Dentro no hay red ni más disco que una carpeta propia en memoria, que desaparece al terminar. Del resto solo se ve, y solo
para leer, lo que hace falta para compilar: el sistema, la cadena de herramientas de Rust, las bibliotecas ya descargadas, la
biblioteca del proyecto y los ajustes del núcleo (y nada más de `notebooks/`: ni la fuente con las pruebas ocultas, ni las
notas, ni las demás entregas).
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import tomllib
import uuid
from pathlib import Path

from jupyter_client import BlockingKernelClient, KernelManager

from .. import kernel
from ..problem import Problem
from ..project import CELLS, ROOT, SETTINGS

MEMORY = 6 << 30  # espacio de direcciones por proceso; rustc y evcxr piden unos 3 GB
DISK = 1 << 30  # la carpeta propia
PORTS = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]
# Lo único del proyecto que entra. `benches` y `aula` hacen falta porque Cargo.toml los nombra.
CRATE = ["Cargo.toml", "Cargo.lock", "README.md", "src", "benches", "aula/Cargo.toml", "aula/src/main.rs"]
SYSTEM = [
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"),
    *("/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"),
]


def available(confined):
    """¿Hay encierro? Si en Linux falta, es un problema, salvo que no se quiera; en otros sistemas, un aviso."""
    if not sys.platform.startswith("linux"):
        warning = "en este sistema no hay encierro; las entregas corren con tus permisos. Revísalas antes de calificar."
        return False, f"aviso: {warning}"
    if not confined:
        return False, "aviso: encierro desactivado; las entregas corren con tus permisos: red, archivos y notas incluidos."
    program = shutil.which("bwrap")
    if program is None:
        raise Problem(
            "No encuentro bubblewrap (`bwrap`), que encierra el código de las entregas. Instálalo con el gestor de paquetes "
            "de tu sistema (en Debian y Ubuntu: sudo apt install bubblewrap). Si confías en todas las entregas, añade "
            "--sin-encierro: correrán con tus permisos."
        )
    trial = subprocess.run([program, "--ro-bind", "/", "/", "--unshare-all", "true"], capture_output=True, text=True)
    if trial.returncode != 0:
        raise Problem(
            f"bubblewrap está instalado pero no puede crear un encierro: {trial.stderr.strip()}. Suele faltar el permiso "
            "para usar espacios de nombres sin ser administrador. Si confías en todas las entregas, añade --sin-encierro: "
            "correrán con tus permisos."
        )
    return True, ""


def _toolchain():
    rustc = shutil.which("rustc")
    if rustc is None:
        raise Problem("No encuentro `rustc` en el PATH: instala Rust (rustup.rs) y vuelve a intentarlo.")
    return Path(subprocess.run([rustc, "--print", "sysroot"], capture_output=True, text=True, check=True).stdout.strip())


class Place:
    """Un sitio donde arrancar núcleos. Con encierro, guarda además la biblioteca ya compilada, que cada núcleo copia."""

    def __init__(self, enclosed):
        self.enclosed = enclosed
        self.folder = Path(tempfile.mkdtemp(prefix="gradiente-"))
        self.template = None
        if enclosed:
            self.sources = kernel.spec().env.get("RUST_SRC_PATH")
            self.program = kernel.program()
            self.sysroot = _toolchain()
            self.registry = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo") / "registry"

    def close(self):
        """Borra lo que dejó el sitio."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def freeze(self):
        """Guarda una copia de las bibliotecas de la plantilla: si alguien usa cargo a la vez, las entregas no lo notan."""
        needed = tomllib.loads((self.template / "Cargo.lock").read_text())["package"]
        names = {f"{package['name']}-{package['version']}" for package in needed if "source" in package}
        frozen = self.folder / "registry"
        shutil.copytree(self.registry / "index", frozen / "index", symlinks=True)
        for kind, suffix in (("src", ""), ("cache", ".crate")):
            for host in (self.registry / kind).iterdir():
                (frozen / kind / host.name).mkdir(parents=True)
                for name in names:
                    found, place = host / f"{name}{suffix}", frozen / kind / host.name / f"{name}{suffix}"
                    if found.is_dir():
                        shutil.copytree(found, place, symlinks=True)
                    elif found.is_file():
                        shutil.copy2(found, place)
        self.registry = frozen

    def start(self, building=False):
        """Arranca un núcleo; devuelve el proceso y cómo hablarle. Con `building`, lo que compile se queda como plantilla."""
        work = Path(tempfile.mkdtemp(dir=self.folder))
        return self._start_enclosed(work, building) if self.enclosed else self._start_open(work)

    def _start_open(self, work):
        manager = KernelManager(kernel_name=kernel.RUST, kernel_spec_manager=kernel.registered())
        manager.start_kernel(cwd=str(work), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return manager.provisioner.process, manager.client()

    def _start_enclosed(self, work, building):
        # El encierro no tiene red, así que se habla con él por cinco sockets locales que se abren aquí fuera y hereda el de
        # dentro.
        info = {"transport": "ipc", "ip": str(work / "k"), "key": uuid.uuid4().hex, "signature_scheme": "hmac-sha256"}
        info.update({port: number for number, port in enumerate(PORTS, 1)})
        doors = []
        for number in range(1, len(PORTS) + 1):
            door = socket.socket(socket.AF_UNIX)
            door.bind(f"{info['ip']}-{number}")
            door.listen()
            doors.append(door)
        handles = [door.fileno() for door in doors]
        order = {
            "doors": handles,
            "key": info["key"],
            "program": "/encierro/evcxr_jupyter",
            "memory": MEMORY,
            "template": "/plantilla" if self.template and not building else None,
        }
        command = [*self._bwrap(building), "--", sys._base_executable, "-I", "/encierro/relay.py", json.dumps(order)]
        with (work / "errores.txt").open("wb") as errors:
            process = subprocess.Popen(
                command, pass_fds=handles, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, cwd="/"
            )
        for door in doors:
            door.close()
        client = BlockingKernelClient()
        client.load_connection_info({**info, "key": info["key"].encode()})
        return process, client

    def _bwrap(self, building):
        here = Path(__file__).resolve().parent
        command = [
            *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"),
            *("--hostname", "encierro", "--proc", "/proc", "--dev", "/dev", "--size", str(DISK), "--tmpfs", "/tmp"),
            *("--perms", "0755", "--size", "4096", "--tmpfs", "/cargo"),
        ]
        readable = [path for path in SYSTEM if os.path.exists(path)] + [str(self.sysroot)]
        if self.sources:
            command += ["--ro-bind", self.sources, "/encierro/std", "--setenv", "RUST_SRC_PATH", "/encierro/std"]
        if not sys.base_prefix.startswith("/usr"):
            readable.append(sys.base_prefix)
        for path in readable:
            command += ["--symlink", os.readlink(path), path] if os.path.islink(path) else ["--ro-bind", path, path]
        command += ["--ro-bind", str(self.registry), "/cargo/registry"]
        for name in CRATE:
            command += ["--ro-bind-try", str(ROOT / name), f"/proyecto/{name}"]
        command += [
            *("--ro-bind", str(SETTINGS), "/proyecto/notebooks/evcxr.toml"),
            *("--ro-bind", str(CELLS), "/tmp/.cargo/config.toml"),
            *("--ro-bind", self.program, "/encierro/evcxr_jupyter"),
            *("--ro-bind", str(here / "relay.py"), "/encierro/relay.py"),
            *("--ro-bind", str(here / "rustc.sh"), "/encierro/bin/rustc"),
            *("--symlink", str(self.sysroot / "bin" / "cargo"), "/encierro/bin/cargo"),
        ]
        if building:
            self.template = self.folder / "plantilla"
            self.template.mkdir(exist_ok=True)
            command += ["--bind", str(self.template), "/tmp/evcxr"]
        elif self.template:
            command += ["--ro-bind", str(self.template), "/plantilla"]
        settings = {
            "HOME": "/tmp/casa",
            "PATH": "/encierro/bin:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "CARGO_HOME": "/cargo",
            "CARGO_NET_OFFLINE": "true",
            "EVCXR_TMPDIR": "/tmp/evcxr",
            "REAL_RUSTC": str(self.sysroot / "bin" / "rustc"),
        }
        for name, value in settings.items():
            command += ["--setenv", name, value]
        return [*command, "--remount-ro", "/cargo", "--remount-ro", "/", "--chdir", "/tmp"]
