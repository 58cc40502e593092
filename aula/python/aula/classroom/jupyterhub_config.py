"""Lo que lee JupyterHub al empezar."""

from aula.classroom.hub import configure

# `get_config` la pone JupyterHub.
configure(get_config())  # noqa: F821
