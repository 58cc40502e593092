"""Un cliente cualquiera, que no sabe nada del proyecto: python execute.py CUADERNO CARPETA RESULTADO

Ejecuta el cuaderno con nbclient y su carpeta de trabajo en CARPETA, y lo guarda en RESULTADO, con sus errores si los hay.
"""

import sys

import nbformat
from nbclient import NotebookClient

notebook, folder, result = sys.argv[1:]
book = nbformat.read(notebook, as_version=4)
resources = {"metadata": {"path": folder}}
NotebookClient(book, timeout=600, startup_timeout=600, allow_errors=True, resources=resources).execute()
nbformat.write(book, result)
