"""Los enlaces de una página a las demás: en el sitio, y en la página que se lee mientras se prepara lo que falta."""

from html import escape
from pathlib import Path

STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def nav(label, links, here):
    """Los enlaces de `links`, {dirección: título}, y cuál es la página donde están."""
    items = "\n".join(
        f'<li><a href="{escape(address)}"{" aria-current=page" * (address == here)}>{escape(title)}</a></li>'
        for address, title in links.items()
    )
    return f'<nav class="sitio" aria-label="{label}">\n<ul>\n{items}\n</ul>\n</nav>\n'
