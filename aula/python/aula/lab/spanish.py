"""JupyterLab en español: lo que su traducción oficial deja en inglés o dice mal, en `spanish.json`.

Cada texto lleva su traducción o, si tiene singular y plural, las dos; delante de uno con contexto van el contexto y \\u0004.
El paquete oficial no se puede completar desde otro, así que se completa el que está instalado en el entorno.
"""

import json
from importlib.util import find_spec
from pathlib import Path

from .. import files
from ..problem import OK

TEXTS = Path(__file__).with_suffix(".json")


def official():
    """La traducción instalada."""
    package = Path(find_spec("jupyterlab_language_pack_es_ES").origin).parent
    return package / "locale" / "es_ES" / "LC_MESSAGES" / "jupyterlab.json"


def complete():
    """Pone las nuestras en la traducción instalada."""
    path = official()
    ours = {text: [said] if isinstance(said, str) else said for text, said in load(TEXTS).items()}
    files.write(path, json.dumps(load(path) | ours, ensure_ascii=False).encode())
    return OK


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))
