"""Lo que se sabe de cada ejercicio de una entrega: lo dice el motor, y de aquí salen las notas, las páginas y la hoja."""

from dataclasses import asdict, dataclass

from ..problem import Problem


@dataclass(frozen=True)
class Check:
    """Una comprobación: si pasó, y qué se dice de ella. De una oculta no se dice nada."""

    name: str
    hidden: bool
    passed: bool
    said: str = ""
    hint: str = ""
    mistake: str = ""  # el error de los que la prueba conoce; se lee en lugar de la pista


@dataclass(frozen=True)
class Result:
    """El resultado de un ejercicio."""

    points: float
    report: str  # lo que lee quien lo hizo
    problem: str = ""  # por qué no se pudo calificar del todo
    checks: tuple = ()
    remarks: tuple = ()  # lo que conviene que mire una persona; no quita puntos
    with_reference: tuple = ()  # los ejercicios cuya solución se le prestó: los llama, y la suya no está bien
    compile_error: str = ""  # de qué clase es el error, si no compila

    def as_json(self):
        return asdict(self)


def read(results, exercises):
    """Los resultados de una entrega, {ejercicio: resultado}, de lo que contestó el motor."""
    found = {}
    for exercise in exercises:
        try:
            found[exercise.name] = result(results[exercise.name])
        except (KeyError, TypeError, ValueError):
            raise Problem(f"El programa que califica no dijo nada de «{exercise.name}».") from None
    return found


def result(said):
    """El resultado de un ejercicio, como lo cuenta el motor."""
    checks = tuple(
        Check(
            str(each["name"]),
            bool(each["hidden"]),
            bool(each["passed"]),
            *(str(each.get(key) or "") for key in ("said", "hint", "mistake")),
        )
        for each in said.get("checks", ())
    )
    remarks, lent = (tuple(map(str, said.get(key, ()))) for key in ("remarks", "with_reference"))
    points, report, broken = float(said["points"]), said["report"].rstrip("\n"), str(said.get("compile_error") or "")
    return Result(points, report, said["problem"], checks, remarks, lent, broken)
