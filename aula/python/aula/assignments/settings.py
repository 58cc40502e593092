"""Lo que una tarea dice de sí misma arriba del todo, entre dos rayas `---`, debajo de `gradiente:`."""

import re
from dataclasses import dataclass

from . import scale as scales
from .mistakes import Mistake

KEYS = ("titulo", "pistas", "escala", "exigencia")


@dataclass(frozen=True)
class Settings:
    title: str = ""
    hints: bool = True  # si se publican las pistas, plegadas
    scale: str = ""  # como «1:7»
    required: float | None = None  # la exigencia, en tanto por ciento


def split(lines, found):
    """Los ajustes, lo que va arriba del texto largo, y los demás renglones. Lo que esté mal se añade a `found`."""
    end = next((at for at, line in enumerate(lines[1:], start=1) if line.text.rstrip() == "---"), None)
    if not lines or lines[0].text.rstrip() != "---":
        return Settings(), [], lines
    if end is None:
        found.append(Mistake(lines[0].number, "los ajustes que empiezan aquí no se cierran: falta otro renglón ---"))
        return Settings(), [], lines[1:]
    top = lines[1:end]
    start = next((at for at, line in enumerate(top) if re.match(r"gradiente\s*:", line.text)), None)
    if start is None:
        return Settings(), lines[: end + 1], lines[end + 1 :]
    stop = next(
        (at for at in range(start + 1, len(top)) if top[at].text.strip() and top[at].text[0] not in " \t#"), len(top)
    )
    rest = [line for line in [*top[:start], *top[stop:]] if line.text.strip()]
    return _read(top[start:stop], found), [lines[0], *rest, lines[end]] if rest else [], lines[end + 1 :]


def _read(lines, found):
    said = {}
    for line in lines[1:]:
        text = re.split(r"\s#", line.text)[0].strip()
        if not text or text.startswith("#"):
            continue
        key, colon, value = text.partition(":")
        if not colon or key.strip() not in KEYS:
            known = ", ".join(KEYS)
            found.append(Mistake(line.number, f"no se entiende «{text}»: debajo de «gradiente:» van {known}"))
            continue
        said[key.strip()] = (line.number, value.strip().strip("\"'"))
    return Settings(
        title=said.get("titulo", (0, ""))[1],
        hints=_hints(said.get("pistas"), found),
        scale=_scale(said.get("escala"), found),
        required=_required(said.get("exigencia"), said.get("escala"), found),
    )


def _hints(said, found):
    if said and said[1].lower() not in ("si", "sí", "no"):
        found.append(Mistake(said[0], f"pistas: {said[1]} no se entiende: se esperaba «si» o «no»"))
    return not said or said[1].lower() != "no"


def _scale(said, found):
    if said and said[1] not in scales.NAMES:
        found.append(
            Mistake(said[0], f"escala: {said[1]} no se conoce: se esperaba una de estas: {', '.join(scales.NAMES)}")
        )
        return ""
    return said[1] if said else ""


def _required(said, scale, found):
    if not said:
        return None
    if not scale or scale[1] == scales.WORDS:
        why = (
            "dice con qué se aprueba en una escala de números: falta, como escala: 1:7"
            if not scale
            else "no vale con letras"
        )
        found.append(Mistake(said[0], f"exigencia: {said[1]} {why}"))
        return None
    try:
        value = float(said[1].rstrip(" %").replace(",", "."))
    except ValueError:
        value = 0
    if not 0 < value < 100:
        found.append(Mistake(said[0], f"exigencia: {said[1]} no se entiende: se esperaba un tanto por ciento, como 60"))
        return None
    return value
