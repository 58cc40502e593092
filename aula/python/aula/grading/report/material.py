"""Lo que va en la página de una entrega, en piezas que se guardan en el disco mientras se califica: una clase no cabe entera
en la memoria, y quien hace la página es otro proceso.
"""

from ...notebooks.fingerprint import grade_id
from ..cells import TEST_SUFFIX, is_answer, is_graded
from ..restore import NOTE, OWN
from ..versions import told

OWN_CELLS, OWN_LETTERS = 300, 300_000  # las celdas propias que se enseñan, y sus letras


def material(notebook, assignment):
    """Las piezas de la página, en orden, del cuaderno ya rehecho."""
    made, left, hidden = [], OWN_LETTERS, 0
    for cell in notebook.cells:
        if cell.id.startswith(OWN):
            left -= len(cell.source)
            if left < 0 or sum(piece["kind"] == "own" for piece in made) == OWN_CELLS:
                hidden += 1
                continue
            made.append({"kind": "own", "type": cell.cell_type, "source": cell.source, "shown": _shown(cell)})
        else:
            made.append(_of_the_course(cell, notebook, assignment))
    if hidden:
        made.append({"kind": "more", "count": hidden})
    return made


def _of_the_course(cell, notebook, assignment):
    name = grade_id(cell)
    if name not in assignment.official:
        return {"kind": "text", "source": cell.source}
    if is_answer(cell):
        piece = {"kind": "answer", "name": name, "type": cell.cell_type, "note": cell.metadata.get(NOTE, "")}
        return piece | {"source": cell.source, "shown": _shown(cell), "graded": is_graded(cell)}
    visible = assignment.stub(name)  # sin lo que esconde una prueba
    if not is_graded(cell):
        return {"kind": "code" if cell.cell_type == "code" else "text", "source": visible, "shown": _shown(cell)}
    exercise = name.removesuffix(TEST_SUFFIX)
    return {"kind": "test", "name": exercise, "source": visible, "told": told(notebook, exercise)}


def _shown(cell):
    """Lo que mostraba la celda: cada salida, con su clase y su contenido, en la mejor de sus formas."""
    return [shown for output in cell.get("outputs", []) for shown in _forms(output)]


def _forms(output):
    if output.output_type == "stream":
        return [{"kind": "text", "content": output.text}]
    if output.output_type == "error":
        return [{"kind": "text", "content": "\n".join(output.traceback)}]
    data = output.data
    plain = data.get("text/plain", "")
    if "image/png" in data:
        return [{"kind": "png", "content": data["image/png"], "alt": plain or "Una figura"}]
    if "text/latex" in data:
        return [{"kind": "formula", "content": data["text/latex"]}]
    return [{"kind": "text", "content": plain}] if plain else []
