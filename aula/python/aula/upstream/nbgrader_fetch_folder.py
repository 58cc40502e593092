"""nbgrader 0.9.6: las tareas que se recogen pueden acabar en una carpeta que JupyterLab no enseña.

Su lista de tareas da por hecho que el servidor se puso en marcha en la carpeta que enseña (`root_dir`), y las deja en la
carpeta de trabajo. Aquí van a `root_dir`, o adonde la configuración diga dentro de ella.

https://github.com/jupyter/nbgrader/pull/1164 lo cuenta, y lo deja para quien configura.
"""

from pathlib import Path

from nbgrader.server_extensions.assignment_list.handlers import AssignmentList

THEIRS = AssignmentList.load_config


def load_config(self):
    """La configuración de la lista de tareas, con las recogidas en la carpeta de JupyterLab, que es donde las abre."""
    config = THEIRS(self)
    folder = config.Exchange.assignment_dir if "assignment_dir" in config.Exchange else "."
    config.Exchange.assignment_dir = str((Path(self.root_dir) / folder).resolve())
    return config


def apply():
    AssignmentList.load_config = load_config
