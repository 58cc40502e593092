"""Un cliente cualquiera, que no sabe nada del proyecto: python execute.py CUADERNO CARPETA RESULTADO

Ejecuta el cuaderno con nbclient y su carpeta de trabajo en CARPETA, y lo guarda en RESULTADO, con sus errores si los hay. Lo
único nuestro es que no pierde lo que llega tarde, ni encuentra ocupado lo que Jupyter soltó.
"""

import sys
from pathlib import Path

import nbformat

from aula.upstream.late_output import Client

notebook, folder, result = sys.argv[1:]
book = nbformat.read(notebook, as_version=4)
book.cells.append(nbformat.v4.new_code_cell("()"))  # mientras se ejecuta llega lo último de la de antes
resources = {"metadata": {"path": folder}}
try:
    Client(book, timeout=600, startup_timeout=600, allow_errors=True, resources=resources).execute()
except RuntimeError as error:  # el núcleo no arrancó: lo que dijo, si es el del entorno
    log = Path(sys.prefix, "kernel.log")
    error.add_note(log.read_text(encoding="utf-8")[-2000:] if log.is_file() else "sin kernel.log")
    raise
del book.cells[-1]
nbformat.write(book, result)
