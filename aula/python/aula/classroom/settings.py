"""Qué clase se pide, y dónde queda cada cosa."""

import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from .. import files
from ..facts import COURSE, EXCHANGE, KEY, PRIVATE, ROOT
from . import tree

# Las variables con que la clase habla a lo que pone en marcha: a JupyterHub, dónde están los ajustes; al servidor de cada
# persona, dónde están sus cuadernos y, si enseña, el curso del que se hace el suyo.
VARIABLE, FOLDER_VARIABLE, COURSE_VARIABLE = "GRADIENTE_CLASS", "GRADIENTE_CLASS_FOLDER", "GRADIENTE_COURSE"
# Y con la que se reconoce, pase lo que pase, lo que salió de una clase: dice su carpeta.
DATA_VARIABLE = "GRADIENTE_CLASS_DATA"
# Los usuarios del sistema de quienes entran con la clave de la clase: lejos de los de las cuentas.
FIRST_UID = 3_000_000
PEOPLE, CLASSES = 10_000, 100_000  # cuántos por clase, y en cuántas se reparten

# Lo que hay en la carpeta del curso y no es de un curso nuevo: lo que escribió nbgrader, y las páginas que se leen.
WRITTEN = {Path(name).name for name in PRIVATE if Path(name).parent == COURSE.relative_to(ROOT)} - {"source", KEY.name}
NOT_THE_COURSE = ["*.md", EXCHANGE, *(f"{name}*" for name in WRITTEN)]


@dataclass(frozen=True)
class Settings:
    """Lo que distingue a una clase de otra. JupyterHub lo lee de un archivo."""

    # Lo que se pide, con los nombres y los valores con que lo manda el comando.
    password: bool  # ¿se entra con una clave, y no con las cuentas de la máquina?
    teacher: str
    data: str  # la carpeta de la clase
    port: int
    address: str
    megabytes: int
    processes: int
    idle_minutes: int
    group: str = ""  # el de las cuentas de la máquina que pueden entrar; vacío, todas las de personas
    seats: int | None = None  # cuántos servidores a la vez

    # Lo que se decide al abrirla.
    root: bool = False  # ¿puede abrir servidores en nombre de otras cuentas?
    key: str = ""  # la clave de la clase
    teacher_key: str = ""
    hub_port: int = 0
    proxy_port: int = 0
    uids: int = 0  # el primero de los usuarios del sistema, que se recuerda: la carpeta se puede mover
    cgroup: str = ""  # el grupo de procesos de la clase, si el sistema los deja usar
    gate: str = ""  # con qué se firma que quien pide una página es su dueño

    @property
    def isolated(self):
        """¿Corre cada estudiante con un usuario del sistema que no es el de los demás?"""
        return self.root

    @property
    def is_behind_another(self):
        """¿Se atiende solo a esta máquina? Entonces delante hay otro servidor web, que dice quién pregunta."""
        return self.address in ("127.0.0.1", "::1")

    @property
    def first_uid(self):
        """El primero de sus usuarios: salen de su carpeta, para que no los comparta con otra clase de la misma máquina."""
        return self.uids or FIRST_UID + PEOPLE * (zlib.crc32(self.data.encode()) % CLASSES)

    def is_of_the_class(self, uid):
        """¿Es uno de los usuarios del sistema de esta clase, y de ninguna cuenta?"""
        return uid in range(self.first_uid, self.first_uid + PEOPLE)

    @property
    def places(self):
        return Places(Path(self.data))

    def write(self):
        files.write(self.places.settings, json.dumps(asdict(self)).encode())
        self.places.settings.chmod(0o600)

    @classmethod
    def read(cls):
        """Los de la clase a la que pertenece este proceso."""
        return cls(**json.loads(Path(os.environ[VARIABLE]).read_text(encoding="utf-8")))


class Places:
    """Las carpetas de una clase."""

    def __init__(self, data):
        self.data = data
        self.homes = data / "estudiantes"
        self.order = self.homes / ".orden.json"  # en el que llegó cada cual: de él sale su forma de una tarea
        self.course = data / "curso"
        self.exchange = data / "intercambio"
        self.exchange_course = self.exchange / "gradiente"
        self.temporary = data / "tmp"
        self.configuration = data / "configuracion"
        self.hub = data / "hub"
        self.settings = self.hub / "ajustes.json"
        self.log = self.hub / "jupyterhub.log"
        self.servers = self.hub / "servidores"  # lo que cuenta el de cada persona
        self.lock = self.hub / "candado"
        self.cgroup = self.hub / "grupo.txt"
        self.roll = self.hub / "nombres.json"  # cómo escribió cada cual el suyo la primera vez

    def create(self, isolated):
        """Crea las que falten, con sus permisos.

        Si cada estudiante es otro usuario del sistema, puede pasar por las comunes, dejar archivos en el intercambio y en la
        temporal sin tocar los de los demás, y no ve ni la lista de las carpetas de sus compañeros. Si todos son el mismo,
        son solo suyas.
        """
        common = {
            self.data: 0o755,
            self.homes: 0o711,
            self.exchange: 0o1777,
            self.temporary: 0o1777,
            self.configuration: 0o755,
            self.hub: 0o700,
            self.servers: 0o700,
        }
        for folder, mode in common.items():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode if isolated else 0o700)
        if isolated and not self.exchange_course.exists():
            # De quien abre la clase hasta que entre quien enseña: así nadie se le adelanta.
            self.exchange_course.mkdir()
            self.exchange_course.chmod(0o755)
        self.clear()

    def clear(self):
        """Vacía la carpeta temporal, cuando no hay nadie: por si algún núcleo no pudo recoger lo suyo."""
        for left in self.temporary.iterdir():
            tree.remove(left)
