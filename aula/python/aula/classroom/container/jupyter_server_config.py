"""La configuración de JupyterLab en el contenedor de un estudiante."""

from aula.classroom.single import configure

# `get_config` la pone Jupyter.
configure(get_config())  # noqa: F821
