"""JupyterLab, abierto en un cuaderno: python laboratorio.py CUADERNO PUERTO|- navegador|-

Ctrl-C lo cierra al momento, sin preguntas.
"""

import logging
import secrets
import signal
import sys
from pathlib import Path

from jupyterlab.labapp import LabApp

GREETING = """
JupyterLab está en marcha. Si no se abre en tu navegador, copia en él esta dirección:

    {}

Para terminar: Ctrl-C
"""


def main(notebook, port, browser):
    logging.disable(logging.WARNING)  # lo que cuenta cada extensión, en inglés; los errores sí se ven
    token = secrets.token_hex(24)
    server = LabApp.initialize_server(
        argv=[
            f"--ServerApp.root_dir={notebook.parent}",
            f"--LabApp.default_url=/lab/tree/{notebook.name}",
            f"--IdentityProvider.token={token}",
            f"--ServerApp.open_browser={browser}",
            "--ServerApp.allow_root=True",
            *([f"--ServerApp.port={port}", "--ServerApp.port_retries=0"] if port else []),
        ]
    )
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: server.stop(from_signal=True))
    address = f"{server.connection_url}lab/tree/{notebook.name}?token={token}"
    server.io_loop.add_callback(print, GREETING.format(address), flush=True)  # cuando ya atiende
    server.start()
    print("JupyterLab se ha cerrado.")


if __name__ == "__main__":
    path, port, browser = sys.argv[1:]
    main(Path(path), None if port == "-" else port, browser == "navegador")
