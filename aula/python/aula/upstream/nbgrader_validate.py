"""nbgrader 0.9.6: `nbgrader validate` ejecuta el cuaderno en su núcleo y, con el de Rust, falla o se equivoca.

De un error de compilación espera un nombre (`ename`) que evcxr no da, y un pánico no lo ve. Aquí lo comprueba lo mismo que
después lo califica.

No hemos encontrado que se haya contado en público.
"""

from nbgrader.validator import Validator

THEIRS = Validator.validate_and_print


def apply(report):
    """De cada cuaderno se escribe lo que diga `report(ruta)`."""

    def validate_and_print(self, filename):
        self.stream.write(f"{report(filename)}\n")

    Validator.validate_and_print = validate_and_print
