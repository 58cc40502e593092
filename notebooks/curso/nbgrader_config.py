"""El curso de nbgrader. Lo leen `nbgrader`, Formgrader y el botón Validate de JupyterLab."""

import sys
from pathlib import Path

COURSE = Path(__file__).resolve().parent
sys.path.insert(0, str(COURSE))

from evcxr_nbgrader import glue  # noqa: E402

glue.configure(get_config(), COURSE)  # noqa: F821: la pone nbgrader
