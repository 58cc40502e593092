"""Los textos de nbgrader en español.

nbgrader no tiene traducciones: sus textos están en su JavaScript y en sus plantillas. Aquí se cambian al servirlos, sin
tocar lo instalado, según la tabla de `nbgrader_spanish.toml`.
"""

import re
import sys
import tomllib
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader
from nbgrader.server_extensions.formgrader import handlers

LABEXTENSION = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "@jupyter" / "nbgrader" / "static"
SCRIPTS = Path(handlers.static_path) / "js"
PAGES = Path(handlers.template_path)

# De qué archivos es cada parte de la tabla, y en qué dirección se sirve el JavaScript.
PARTS = {"jupyterlab": [LABEXTENSION], "formgrader": [SCRIPTS, PAGES]}
SERVED = {
    "/lab/extensions/@jupyter/nbgrader/static": {"part": "jupyterlab", "folder": LABEXTENSION},
    "/formgrader/static/js": {"part": "formgrader", "folder": SCRIPTS},
}


@cache
def table(part):
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[part]


@cache
def pattern(part):
    """Todo a la vez, y de lo más largo a lo más corto: lo traducido no se traduce otra vez."""
    return re.compile("|".join(map(re.escape, sorted(table(part), key=len, reverse=True))))


def translate(part, text):
    return pattern(part).sub(lambda found: table(part)[found[0]], text)


class Pages(FileSystemLoader):
    """Las plantillas de Formgrader."""

    def get_source(self, environment, template):
        source, *rest = super().get_source(environment, template)
        return translate("formgrader", source), *rest
