"""Lo que la preparación del entorno necesita del núcleo, antes de que esté registrado."""

import tempfile
import tomllib
from pathlib import Path

import nbformat

from ..facts import SETTINGS, VENV
from ..problem import OK
from ..upstream import event_loop
from . import execute, kernel


def version(program):
    """La versión que dice tener el núcleo, que solo la dice una vez en marcha."""

    async def ask(empty):
        async with kernel.alone(program, empty, {"EVCXR_CONFIG_DIR": empty}) as (_, client):
            reply = await client.kernel_info(reply=True, timeout=kernel.START_TIMEOUT)
            return reply["content"]["implementation_version"]

    with tempfile.TemporaryDirectory() as empty:
        print(event_loop.run(ask(empty)))
    return OK


def libraries(program, folder, environment):
    """Deja en `folder` las bibliotecas que pide el preludio de `evcxr.toml`, compiladas.

    El preludio se ejecuta como una celda, en una carpeta sin `evcxr.toml` y al lado de la de los cuadernos, desde la que
    `path = ".."` es la biblioteca. Los cuadernos trabajan sin conexión, para que un aula sin red no se quede sin núcleo;
    alguna vez hay que bajar las bibliotecas, y es ahora.
    """
    prelude = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["evcxr"]["prelude"]
    # Hay errores que evcxr aclara con `cargo check`: la segunda celda comete uno, y lo que eso pide también queda hecho.
    mistake = nbformat.v4.new_code_cell("let doble = |x: f64| 2.0 * x;", metadata={"tags": [execute.FAILS]})
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(prelude.strip()), mistake])
    scratch = Path(folder) / "evcxr"
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as empty:
        settings = {**environment, "EVCXR_TMPDIR": str(scratch), "EVCXR_CONFIG_DIR": empty}
        execute.run(book, SETTINGS.name, kernel.alone(program, VENV, settings))
    return OK
