"""La clase en una página: qué se entendió, qué no, con quién hablar y qué se parece demasiado.

`data` junta lo que se sabe de cada persona y lo que de ahí se cuenta, que es lo que va en la página como JSON; `statistics`
son las cuentas, `earlier` lo que tenía cada persona otras veces, `copies` y `figures` lo que se pregunta al motor, y `page`
lo escribe.
"""

from urllib.parse import quote

from ..output import CLASS, COUNTS, FEEDBACK, SHARED
from . import copies, data, earlier, figures, page
from .data import Class


def write(clase, title, pages, fresh, output, form, nameless=False):
    """Escribe en `fresh` la página de la clase y su tabla; con `nameless`, además, la página que se puede enseñar.

    `pages` dice dónde está la página de cada persona, y `output`, dónde quedan las notas de otras veces.
    """
    clase.pages = {student: f"{FEEDBACK}/{quote(path.name)}" for student, path in pages.items()}
    clase.earlier = earlier.best(output, clase.order)
    clase.copies = copies.compare(clase)
    made = data.build(clase, title)
    drawn = figures.draw(made)
    page.write_table(made, fresh / COUNTS, form)
    (fresh / CLASS).write_text(page.html(made, drawn), encoding="utf-8")
    if nameless:
        (fresh / SHARED).write_text(page.html(data.without_names(made), drawn), encoding="utf-8")


__all__ = ["Class", "write"]
