"""La clave del curso: un secreto, hecho una vez, del que salen los números de todas las formas.

Quien la tenga puede hacer cualquier forma con sus soluciones: está en el curso, que no se reparte, y solo la lee su cuenta.
Si se pierde, las formas que se hagan después son otras.
"""

import os
import re
import secrets

from ..facts import KEY
from ..problem import Problem, file_problem

SHAPE = re.compile(r"[0-9a-f]{64}")


def course_key(path=KEY):
    """La clave; si no la hay, se hace."""
    try:
        said = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _made(path)
    except OSError as error:
        raise file_problem("leer", path, error) from None
    except UnicodeDecodeError:
        said = ""
    if not SHAPE.fullmatch(said):
        raise Problem(
            f"{path} no es la clave del curso: tiene 64 cifras hexadecimales. Recupérala de una copia; sin ella, las formas "
            "que ya repartiste no se pueden calificar. Si no has repartido ninguna, borra ese archivo, y se hará otra."
        )
    return said


def _made(path):
    """Una nueva, escrita entera o nada; si otro proceso la hizo entretanto, la suya."""
    made, part = secrets.token_hex(32), path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(f"{made}\n")
        try:
            os.link(part, path)
        except FileExistsError:
            return course_key(path)
        except OSError:  # un disco sin enlaces duros
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise file_problem("escribir", path, error) from None
    return made
