"""Qué se ve en JupyterLab: quien aprende, los cuadernos y, de nbgrader, el botón que los valida; quien enseña, todo.

Y, en las dos, los canales con los núcleos. Cada vista es configuración de Jupyter y vale para cualquier servidor: el que
abre `cargo run`, o uno con muchas cuentas.
"""

from traitlets.config import Config

from ..facts import ASSIGNMENTS, COURSE, SETTINGS, TEXTS

# Lo que hay junto a los cuadernos y no es para leer: no sale en la lista de archivos.
MACHINERY = [TEXTS, ASSIGNMENTS.name, COURSE.name, SETTINGS.name]

# De JupyterLab, lo que no hace falta para los cuadernos o no funciona con su núcleo.
DISTRACTIONS = [
    "@jupyterlab/debugger-extension",
    "@jupyterlab/extensionmanager-extension",
    "@jupyterlab/lsp-extension",
    "@jupyterlab/fileeditor-extension:language-server",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyterlab/pluginmanager-extension",
    "@jupyterlab/terminal-extension",
    "@jupyter-notebook/lab-extension",
    "@jupyter-widgets/jupyterlab-manager",
    "jupyterlab-jupytext",
]

TEACHING = [
    "@jupyter/nbgrader:course-list",
    "@jupyter/nbgrader:create-assignment",
    "@jupyter/nbgrader:formgrader",
]
# La lista de tareas solo tiene qué mostrar donde el curso reparte y recoge por nbgrader; a ella lleva su menú.
EXCHANGE = ["@jupyter/nbgrader:assignment-list", "@jupyter/nbgrader:menu"]


def student(exchange=False):
    """La vista de quien aprende: la de quien enseña, sin lo suyo; con `exchange`, también la lista de tareas del curso."""
    config = teacher()
    config.ContentsManager.hide_globs.extend(MACHINERY)
    config.KernelSpecManager.allowed_kernelspecs = {"rust"}
    hidden = DISTRACTIONS + TEACHING + ([] if exchange else EXCHANGE)
    # Lo último que se aplica a la página, por encima de lo que cada usuario tenga desactivado en su carpeta.
    config.ServerApp.tornado_settings = {"page_config_hook": lambda _, page: without(page, hidden)}
    return config


def teacher():
    """La vista de quien enseña: todo."""
    config = Config()
    config.MultiKernelManager.kernel_manager_class = "aula.upstream.greeting.KernelManager"
    return config


def without(page, extensions):
    """La configuración de la página, sin esas extensiones."""
    return page | {"disabledExtensions": sorted({*page.get("disabledExtensions", []), *extensions})}
