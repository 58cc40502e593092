"""Lo que se encontró, en la terminal."""

from ..assignments.parts import counted
from ..problem import enumerated


def lines(found):
    """Lo que se cuenta de una tarea, renglón a renglón."""
    yield f"{found.title}: {forms(found.forms)}, {counted(len(found.exercises), 'ejercicio', 'ejercicios')}."
    for part in found.exercises:
        yield f"{'✅' if part.good else '❌'} {part.name} ({worth(part)}): {summary(part)}"
        yield from (f"    {line}" for text in wrong(part) for line in text.split("\n"))
        yield from (f"    {line}" for line in accepted(part))
    yield from (f"❌ {line}" for line in general(found))
    verdict = "Se puede repartir." if found.good else "Corrige lo que lleva ❌ antes de repartirla."
    yield f"{verdict} Tardó {found.seconds:.0f} s."


def forms(names):
    return f"las formas {enumerated(names)}" if len(names) > 1 else "una forma"


def worth(part):
    return counted(part.points, "punto", "puntos")


def summary(part):
    """Lo que se probó en un ejercicio."""
    if part.broken:
        return "la solución no pasa su prueba"
    same = "; la respuesta es la misma en todas las formas" if part.fixed else ""
    bare = "; no lleva pruebas ocultas, y basta copiar lo que espera la que se ve" if part.bare else ""
    noticed = part.tried - len(part.survivors)
    return f"{counted(part.tried, 'cambio', 'cambios')} en la solución, {noticed} notados{same}{bare}"


def wrong(part):
    """Lo que está mal en un ejercicio, en frases; lo que aceptan sus pruebas va aparte."""
    for report, names in _by_value(part.broken).items():
        yield f"La solución no pasa su prueba{_in(names)}:\n{report}"
    for fault, names in part.faults.items():
        yield f"Un error de los que conoce la prueba no se distingue{_in(names)}: {fault}."
    for points, names in _by_value(part.unsolved).items():
        earned = counted(points, "punto", "puntos")
        yield f"Sin resolver nada se ganan {earned}{_in(names)}: alguna comprobación no comprueba nada."
    if part.unread:
        yield f"No se pudo cambiar la solución: {part.unread}."
    if part.alone:
        yield f"Solo, sin los demás ejercicios, no pasa su prueba:\n{part.alone}"
    if part.alike:
        pairs = enumerated([f"la de {one} en la {other}" for one, other in part.alike])
        yield f"Las respuestas de una forma valen en otra ({pairs}): la prueba no nota el cambio de números."


def accepted(part):
    """Los cambios que las pruebas no notan."""
    if part.survivors:
        yield "Tus pruebas aceptan esto:"
    for survivor in part.survivors:
        yield f"  línea {survivor.line}: {survivor.mutant.change}  ({survivor.mutant.kind})"


def kinds(part):
    """Las clases de esos cambios."""
    return ", ".join(dict.fromkeys(survivor.mutant.kind for survivor in part.survivors))


def general(found):
    """Lo que está mal en la tarea entera."""
    for one, other in found.repeated:
        yield f"Las formas {one} y {other} son iguales: elige los números entre más."
    for line, form, said in found.doubts:
        yield f"Línea {line}{_in([form])}: {said}."
    for notebook, why in found.stopped.items():
        yield f"El cuaderno {notebook} no se pudo ejecutar entero:\n{why}"


def _in(names):
    """« en la forma A», « en las formas A y B», o nada si solo hay una."""
    names = [name for name in names if name]
    return f" en {'la forma' if len(names) == 1 else 'las formas'} {enumerated(names)}" if names else ""


def _by_value(found):
    """{forma: algo} → {algo: formas}"""
    turned = {}
    for form, value in found.items():
        turned.setdefault(value, []).append(form)
    return turned
