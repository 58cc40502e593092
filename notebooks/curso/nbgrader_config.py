"""El curso de nbgrader. Lo leen `nbgrader`, Formgrader y el botón Validate de JupyterLab."""

from pathlib import Path

from aula.grading.nbgrader.course import configure

# `get_config` la pone nbgrader.
configure(get_config(), Path(__file__).resolve().parent)  # noqa: F821
