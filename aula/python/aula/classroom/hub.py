"""La configuración de JupyterHub para una clase en esta máquina."""

import sys

from jupyterhub.auth import PAMAuthenticator
from jupyterhub.authenticators.shared import SharedPasswordAuthenticator

from . import names
from .common import PATIENCE, common
from .settings import Settings
from .spawner import ClassSpawner


class ClassPassword(SharedPasswordAuthenticator):
    """La clave de la clase, con el nombre que cada cual elija."""

    def normalize_username(self, username):
        return names.normalize(username)

    def validate_username(self, username):
        return bool(username) and super().validate_username(username)


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
    c.JupyterHub.spawner_class = ClassSpawner
    c.Authenticator.allow_all = True  # quien tiene la clave, o una cuenta en la máquina
    if not settings.password:
        c.JupyterHub.authenticator_class = PAMAuthenticator
        c.PAMAuthenticator.open_sessions = False  # no las necesita, y pide más permisos
    else:
        c.JupyterHub.authenticator_class = ClassPassword
        c.SharedPasswordAuthenticator.user_password = settings.key
        c.SharedPasswordAuthenticator.admin_password = settings.teacher_key


def bracketed(address):
    return f"[{address}]" if ":" in address else address
