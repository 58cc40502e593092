"""Las plantillas: dónde están, y cómo se llenan. Todo el HTML del proyecto se hace con Jinja.

`lesson` es la página de un cuaderno, que amplían `site` y `reading`; `feedback`, la de una entrega calificada; `class`, la
de una clase; `review`, la de una tarea que se comprueba, y `beside`, la de su cuaderno; `printed`, las de una tarea en
papel; `nbgrader`, las suyas, de retroalimentación y de Formgrader; `classroom`, las de JupyterHub; `class_copy`, lo que se
lee en la copia para la clase. Las de las páginas que no son de un cuaderno están en el sitio, con sus estilos y sus guiones.
"""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..facts import ROOT

TEMPLATES = Path(__file__).with_name("templates")
NBGRADER, CLASSROOM = TEMPLATES / "nbgrader", TEMPLATES / "classroom"
SITE = ROOT / "aula" / "web" / "pages"


@cache
def _environment():
    folders = [TEMPLATES / name for name in ("lesson", "reading", "feedback", "class", "review", "printed")]
    loader = FileSystemLoader([*folders, SITE])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)


def fill(name, /, **values):
    """La página que sale de la plantilla `name`. Lo que ya es HTML se da como `Markup`; lo demás se escribe como texto."""
    return _environment().get_template(name).render(values)


def raw(*names):
    """Unos estilos o unos guiones, uno detrás de otro y tal cual."""
    environment = _environment()
    return Markup("".join(environment.loader.get_source(environment, name)[0] for name in names))
