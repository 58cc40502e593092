"""Lo que es igual en una máquina y en muchas. No necesita más que JupyterHub, aunque no tenga nada más del proyecto."""

import sys

from tornado.web import RedirectHandler

from ..facts import LESSON
from ..pages import site
from ..pages.render import CLASSROOM
from . import admin

PATIENCE = 300  # segundos: los servidores de una clase entera empiezan a la vez


def common(c, settings):
    """Pone en `c` quién enseña, qué se ve, cuánto puede ocupar cada estudiante y cuándo se cierra lo suyo."""
    c.JupyterHub.template_paths = [str(CLASSROOM)]
    c.JupyterHub.template_vars = {"class_script": admin.script()}
    # Un enlace de un cuaderno al laboratorio empieza en la raíz, que aquí es de todos: va al servidor de quien lo sigue.
    to_own = {"url": f"/hub/user-redirect/{site.PREFIX}/{{0}}", "permanent": False}
    c.JupyterHub.extra_handlers = [(rf"/{site.PREFIX}/(.*)", RedirectHandler, to_own)]
    c.Spawner.default_url = f"/lab/tree/{LESSON}.ipynb"
    c.Spawner.mem_limit = f"{settings.megabytes}M"
    c.Spawner.start_timeout = c.Spawner.http_timeout = PATIENCE
    c.JupyterHub.load_roles = [
        # Con la galleta de una página no se pide ningún permiso que dure: ni el propio. Y nadie es administrador: quien
        # enseña ve la lista y abre o cierra lo de cada cual, sin entrar en ello.
        {"name": "user", "scopes": ["read:users!user", "users:activity!user", "servers!user", "access:servers!user"]},
        {"name": "admin", "users": []},
        {
            "name": "docencia",
            "scopes": ["admin-ui", "list:users", "read:users", "servers"],
            "users": [settings.teacher] if settings.teacher else [],
        },
        {
            "name": "inactividad",
            "services": ["inactividad"],
            "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        },
    ]
    seconds = settings.idle_minutes * 60
    command = [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={seconds}", f"--cull-every={min(60, seconds)}"]
    c.JupyterHub.services = [{"name": "inactividad", "command": command}]
