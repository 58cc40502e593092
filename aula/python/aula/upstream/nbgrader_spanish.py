"""nbgrader 0.9.6 habla solo inglés: no tiene traducciones, y sus textos están en su JavaScript y en sus plantillas.

Aquí se cambian al servirlos, sin tocar lo instalado, según la tabla de `nbgrader_spanish.toml`; y lo que cuenta de cada
paso, al decirlo. La prueba falla por cada texto que nbgrader ya no diga.

No hemos encontrado que se haya pedido en público.
"""

import logging
import re
import sys
from functools import cache
from pathlib import Path

import nbconvert
import nbgrader
from jinja2 import FileSystemLoader
from nbgrader.server_extensions.formgrader import formgrader, handlers

from . import translation

TEXTS = Path(__file__).with_suffix(".toml")
LABEXTENSION = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "@jupyter" / "nbgrader" / "static"
SCRIPTS = Path(handlers.static_path) / "js"
PAGES = Path(handlers.template_path)
PROGRAMS = tuple(str(Path(program.__file__).parent) for program in (nbgrader, nbconvert))  # los que cuentan los pasos
STEPS = "pasos"

# De qué archivos es cada parte de la tabla, y en qué dirección se sirve el JavaScript.
PARTS = {"jupyterlab": [LABEXTENSION], "formgrader": [SCRIPTS, PAGES]}
SERVED = {
    "/lab/extensions/@jupyter/nbgrader/static": {"part": "jupyterlab", "folder": LABEXTENSION},
    "/formgrader/static/js": {"part": "formgrader", "folder": SCRIPTS},
}


def apply():
    """Las plantillas de Formgrader y lo que cuentan los pasos, en español. El JavaScript lo sirve `lab.extension`."""
    formgrader.FileSystemLoader = Pages
    logging.setLogRecordFactory(record)


def table(part):
    return translation.table(TEXTS, part)


def translate(part, text):
    return translation.translate(TEXTS, part, text)


class Pages(FileSystemLoader):
    """Las plantillas de Formgrader."""

    def get_source(self, environment, template):
        source, *rest = super().get_source(environment, template)
        return translate("formgrader", source), *rest


def record(*arguments, **others):
    """Lo que un programa cuenta; si es uno de los suyos, en español."""
    made = logging.LogRecord(*arguments, **others)
    if made.pathname.startswith(PROGRAMS):
        made.msg, made.args = step(made.getMessage()), ()
    return made


def step(message):
    for pattern, spanish in steps():
        if said := pattern.fullmatch(message):
            return spanish.format(*said.groups())
    return message


@cache
def steps():
    """Las entradas que más texto tienen, antes: dicen más."""
    entries = sorted(table(STEPS).items(), key=lambda entry: len(entry[0]), reverse=True)
    return [(re.compile(re.escape(english).replace(r"\*", "(.*?)"), re.DOTALL), spanish) for english, spanish in entries]
