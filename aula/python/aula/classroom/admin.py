"""La página «La clase» de JupyterHub, en español: sus textos están en su JavaScript, que va traducido dentro de ella."""

from pathlib import Path

from jupyterhub._data import DATA_FILES_PATH

from ..upstream import translation

TEXTS = Path(__file__).with_suffix(".toml")
PART = "admin-react"
SCRIPT = Path(DATA_FILES_PATH, "static", "js", f"{PART}.js")


def script():
    return translation.translate(TEXTS, PART, SCRIPT.read_text(encoding="utf-8"))
