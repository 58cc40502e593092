"""El servidor de una persona, ya con su usuario: deja en su carpeta los cuadernos que le falten y abre JupyterLab.

Lo arranca `spawner`, y los de varias máquinas, el contenedor: todo lo que necesita le llega en las variables del entorno.
"""

import os
import shutil
import sys
from pathlib import Path

from jupyterhub.singleuser import extension
from nbgrader.apps import NbGrader
from traitlets.config import Config

from ..facts import NOTEBOOKS
from ..lab import view
from ..upstream import page_config
from .settings import COURSE_VARIABLE, FOLDER_VARIABLE

HANDED_OUT = ["01_leccion.ipynb", "02_por_dentro.ipynb", "03_ejercicios.ipynb", "errores.md"]


def teaches():
    return COURSE_VARIABLE in os.environ


def hand_out(folder):
    """Copia en `folder` los cuadernos que no estén. Los que están son de quien los tiene: nunca se escribe encima."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in HANDED_OUT:
        if not (folder / name).exists():
            part = folder / f".{name}.parte"
            shutil.copyfile(NOTEBOOKS / name, part)
            os.replace(part, folder / name)


def configure(c):
    """La configuración de JupyterLab: la vista, y nada que pida permiso para cerrarse."""
    c.merge(view.teacher() if teaches() else view.student(exchange=True))
    c.ServerApp.answer_yes = True
    c.JupyterApp.answer_yes = True
    c.ServerApp.kernel_manager_class = "aula.classroom.activity.KernelManager"


def main():
    folder = Path(os.environ[FOLDER_VARIABLE])
    hand_out(folder)
    os.chdir(folder)
    NbGrader.load_cwd_config = False  # la configuración es la de la clase, y no la que haya en su carpeta
    config = Config()
    configure(config)
    page_config.apply(config)
    sys.argv[1:] = [f"--ServerApp.root_dir={folder}", *sys.argv[1:]]
    extension.main()


if __name__ == "__main__":
    main()
