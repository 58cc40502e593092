"""JupyterLab en mybinder.org: se abre en la carpeta de los cuadernos, con la vista de quien aprende."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "aula" / "python"))

from aula.lab import view  # noqa: E402

# `get_config` la pone Jupyter.
c = get_config()  # noqa: F821
c.merge(view.student())
c.ServerApp.root_dir = str(ROOT / "notebooks")
