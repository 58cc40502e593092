"""Los mutantes: una solución con un solo cambio pequeño. Si una prueba no lo nota, le falta algo.

Los hace un programa aparte, que lee Rust entero; el comando lo compila la primera vez que alguien comprueba una tarea.
"""

import json
import subprocess
from dataclasses import dataclass

from ..problem import Problem


@dataclass(frozen=True)
class Mutant:
    """Un cambio: de qué clase es, en qué renglón de la respuesta, cómo era y cómo quedó, y la respuesta entera."""

    kind: str
    line: int
    before: str
    after: str
    source: str

    @property
    def change(self):
        """El cambio, como se le cuenta a una persona."""
        return f"{self.before}  →  {self.after}" if self.after else f"sin «{self.before}»"


def make(program, answers):
    """Los mutantes de cada respuesta de `answers`, {ejercicio: código}. De la que no se pudo, por qué, en un texto."""
    try:
        run = subprocess.run(
            [str(program)], input=json.dumps(answers), capture_output=True, text=True, encoding="utf-8", errors="replace"
        )
        made = json.loads(run.stdout)
    except OSError as error:
        raise Problem(f"No se puede ejecutar {program}: {error.strerror}. Prueba a repetir el comando.") from None
    except ValueError:
        raise Problem(f"El programa que cambia las soluciones no contestó: {run.stderr.strip() or run.returncode}") from None
    return {name: _read(each) for name, each in made.items()}


def _read(made):
    return made["error"] if isinstance(made, dict) else [Mutant(**each) for each in made]
