"""Un cuaderno en la memoria, con la forma que le da nbformat y sin él: cargarlo tarda lo que leer treinta entregas."""

import json


class Node(dict):
    """Un trozo de cuaderno, cuyas claves se leen también como atributos."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    __setattr__ = dict.__setitem__


def read(text):
    """El cuaderno que dice `text`, de los que escribe el proyecto. Los textos que van por renglones se juntan."""
    book = json.loads(text, object_hook=Node)
    for cell in book.cells:
        cell.source = joined(cell.source)
        for output in cell.get("outputs", []):
            if "text" in output:
                output.text = joined(output.text)
            for mime, content in output.get("data", {}).items():
                output.data[mime] = joined(content)
    return book


def joined(text):
    """Un texto, que Jupyter guarda también por renglones."""
    return "".join(text) if isinstance(text, list) else text


def book(cells=(), metadata=None):
    return Node(cells=list(cells), metadata=Node(metadata or {}), nbformat=4, nbformat_minor=5)


def cell(kind, source, id=None, metadata=None):
    made = Node(cell_type=kind, source=source, metadata=Node(metadata or {}))
    if kind == "code":
        made |= {"execution_count": None, "outputs": []}
    return made if id is None else Node(made, id=id)


def output(kind, **content):
    """Una salida: `stream`, `error`, `display_data` o `execute_result`."""
    made = Node(output_type=kind, **content)
    if kind in ("display_data", "execute_result"):
        made.data, made.metadata = Node(made.get("data", {})), Node()
    if kind == "execute_result":
        made.execution_count = None
    return made
