"""La configuración de JupyterHub para una clase en esta máquina."""

import sys
from functools import cached_property
from hmac import compare_digest
from pathlib import Path

from jupyterhub.auth import PAMAuthenticator
from jupyterhub.authenticators.shared import SharedPasswordAuthenticator
from tornado.web import HTTPError
from traitlets import Unicode

from . import accounts, gate, names
from .common import PATIENCE, common
from .patience import Patience
from .settings import Settings
from .spawner import ClassSpawner

UNUSABLE = "De ese nombre no queda nada con lo que llamar a una carpeta: se usan las letras de la a a la z y las cifras."
TAKEN = (
    "Ese nombre es el de la carpeta de «{first}». Si eres tú, escríbelo igual que la primera vez; si no, entra con otro, "
    "como {other}"
)
HERE = "esta máquina"  # quien llega a JupyterHub sin pasar por el proxy: diga lo que diga, es la misma dirección
ATTEMPTS = 8  # contraseñas de la máquina que se prueban a la vez: cada equivocada tarda unos segundos


class Slowed:
    """Quien se equivoca de clave muchas veces espera; y nadie es administrador: tampoco quien enseña."""

    patience = Patience()
    secret = ""  # con la que firma el proxy

    async def get_authenticated_user(self, handler, data):
        sender = gate.sender(self.secret, handler.request.headers.get(gate.SENDER, "")) or HERE
        if seconds := self.patience.wait(sender):
            raise HTTPError(429, f"Demasiadas claves equivocadas: espera {seconds:.0f} segundos y prueba otra vez.")
        found = await super().get_authenticated_user(handler, data)
        if not found:
            self.patience.failed(sender)
            return None
        self.patience.succeeded(sender)
        return found | {"admin": False}


class ClassPassword(Slowed, SharedPasswordAuthenticator):
    """La clave de la clase, con el nombre que cada cual elija; con el de quien enseña, solo vale la suya."""

    teacher, teacher_key, roll_file = Unicode(config=True), Unicode(config=True), Unicode(config=True)

    @cached_property
    def roll(self):
        return names.Roll(Path(self.roll_file))

    async def authenticate(self, handler, data):
        name = self.normalize_username(data["username"])
        expected = self.teacher_key if name == self.teacher else self.user_password
        if not compare_digest(data["password"].encode(), expected.encode()):
            return None
        if not name:
            raise HTTPError(409, f"{UNUSABLE} Entra con este: {names.suggested(data['username'])}")
        if first := self.roll.already(name, data["username"]):
            raise HTTPError(409, TAKEN.format(first=first[:60], other=f"{name}-2"))
        return name

    def normalize_username(self, username):
        return names.normalize(username)

    def validate_username(self, username):
        return bool(username) and super().validate_username(username)


class Accounts(Slowed, PAMAuthenticator):
    """Las cuentas de la máquina."""

    group = Unicode(config=True)

    async def authenticate(self, handler, data):
        """Antes de preguntar por la contraseña: la de una cuenta que no puede entrar ni se prueba."""
        if why := accounts.refused(data["username"], self.group):
            self.log.warning("%r no puede entrar: %s", data["username"][:32], why)
            return None
        return await super().authenticate(handler, data)


def configure(c, settings=None):
    """Pone en `c` la configuración de la clase."""
    settings = settings or Settings.read()
    common(c, settings)
    places = settings.places
    c.JupyterHub.bind_url = f"http://{bracketed(settings.address)}:{settings.port}"
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{settings.hub_port}"
    c.JupyterHub.db_url = f"sqlite:///{places.hub / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(places.hub / "cookies")
    # Validar un cuaderno o esperar a un núcleo puede tardar más que los 20 segundos que el proxy espera por sí solo.
    c.ConfigurableHTTPProxy.command = [sys.executable, "-m", "aula.classroom.proxy", f"--proxy-timeout={PATIENCE * 1000}"]
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{settings.proxy_port}"
    c.ConfigurableHTTPProxy.pid_file = str(places.hub / "proxy.pid")
    Slowed.secret = settings.gate
    if settings.is_behind_another:
        c.JupyterHub.trusted_downstream_ips = ["127.0.0.1", "::1"]
    c.JupyterHub.spawner_class = ClassSpawner
    c.JupyterHub.active_server_limit = settings.seats or 0
    c.Spawner.disable_user_config = True
    c.Authenticator.allow_all = True  # quien tiene la clave, o una cuenta de las que pueden entrar
    c.Authenticator.post_auth_hook = lambda _, handler, found: given(handler, settings, found)
    if not settings.password:
        c.JupyterHub.authenticator_class = Accounts
        c.Accounts.group = settings.group
        c.Accounts.executor_threads = ATTEMPTS
        c.PAMAuthenticator.open_sessions = False  # no las necesita, y pide más permisos
    else:
        c.JupyterHub.authenticator_class = ClassPassword
        c.ClassPassword.teacher, c.ClassPassword.teacher_key = settings.teacher, settings.teacher_key
        c.ClassPassword.roll_file = str(places.roll)
        c.SharedPasswordAuthenticator.user_password = settings.key


def given(handler, settings, found):
    gate.give(handler, settings.gate, found["name"])
    return found


def bracketed(address):
    return f"[{address}]" if ":" in address else address
