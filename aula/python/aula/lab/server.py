"""JupyterLab, abierto en un cuaderno o, mientras se prepara lo que falta, en la página donde se lee.

Ctrl-C lo cierra al momento, sin preguntas.
"""

import logging
import secrets
import signal
import sys
from pathlib import Path
from urllib.parse import quote

from jupyterlab.labapp import LabApp

from ..pages import reading
from ..upstream.server_port import Server
from . import view

GREETING = """
JupyterLab está en marcha. Si no se abre en tu navegador, copia en él esta dirección:

    {}

Para terminar: Ctrl-C
"""

READING = """
Ya puedes leer la lección mientras preparo lo demás. Si no se abre en tu navegador, copia en él esta dirección:

    {}

Desde esa misma página entrarás en JupyterLab cuando todo esté listo. Para terminar: Ctrl-C
"""


def run(notebook, notebooks=(), port=None, browser=True, progress=None, teacher=False):
    """Abre `notebook` y atiende hasta Ctrl-C. Con `teacher`, se ve lo de quien enseña.

    `progress` es el archivo donde alguien cuenta cómo va lo que falta, y mientras se leen los cuadernos `notebooks`; sin él,
    no falta nada.
    """
    notebook = Path(notebook)
    page = reading.address(notebook.stem) if progress else f"lab/tree/{quote(notebook.name)}"
    logging.disable(logging.WARNING)  # lo que cuenta cada extensión, en inglés; los errores sí se ven
    token = secrets.token_hex(24)
    LabApp.serverapp_class = Server
    server = LabApp.initialize_server(
        config=view.teacher() if teacher else view.student(),
        argv=[
            f"--ServerApp.root_dir={notebook.parent}",
            f"--LabApp.default_url=/{page}",
            f"--IdentityProvider.token={token}",
            f"--ServerApp.open_browser={browser}",
            "--ServerApp.allow_root=True",
            # Las pestañas abiertas se recuerdan aquí, sin mezclarse con las de la otra vista ni con las de otros proyectos.
            f"--LabApp.workspaces_dir={Path(sys.prefix, 'share', 'jupyter', 'lab', 'docente' if teacher else 'workspaces')}",
            *([f"--ServerApp.port={port}", "--ServerApp.port_retries=0"] if port else []),
        ],
    )
    state = reading.install(server, notebooks, progress)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: server.stop(from_signal=True))
    greeting = (READING if progress else GREETING).format(f"{server.connection_url}{page}?token={token}")
    server.io_loop.add_callback(print, greeting, flush=True)  # cuando ya atiende
    server.start()
    if state.read()["stage"] == "ready":
        print("JupyterLab se cerró.")
    else:
        print("Se cerró antes de terminar de preparar. Lo hecho se conserva: `cargo run` sigue desde ahí.")
