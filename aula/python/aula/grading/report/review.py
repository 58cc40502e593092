"""Lo que una página dice de cada ejercicio: cómo fue y, si no fue bien, por dónde empezar a mirar."""

import re

LINE = re.compile(r"en su línea (\d+)")
LONGEST = 160  # de un renglón que se enseña
OR = "; o bien, "  # lo que pone el motor entre dos errores que dan lo mismo
RIGHT, PART, WRONG, BLANK, PENDING = "bien", "medias", "mal", "sin responder", "pendiente"


def review(name, title, score, worth, result, answer, blank, comment=""):
    """Un ejercicio, para la plantilla. `result` es `None` en una respuesta escrita; `blank`, si está sin responder."""
    entry = {
        "name": name,
        "label": title.label,
        "title": title.whole,
        "points": score,
        "worth": worth,
        "state": _state(score, worth, blank),
        "comment": comment,
        "report": result.report if result else "",
        "problem": "",
        "line": None,
        "checks": [],
        "more": 0,
        "hidden": "",
    }
    if result and entry["state"] in (PART, WRONG):
        entry |= _problem(result, answer) if result.problem else _checks(result)
    return entry


def _state(score, worth, blank):
    if score is None:
        return PENDING
    if blank:
        return BLANK
    return RIGHT if score >= worth else PART if score > 0 else WRONG


def _problem(result, answer):
    """Lo que impidió calificarlo entero, con el renglón, si se sabe cuál es."""
    said = result.problem[0].upper() + result.problem[1:]
    found = LINE.search(result.problem)
    lines = answer.split("\n")
    number = int(found[1]) if found else 0
    line = {"number": number, "source": lines[number - 1].strip()[:LONGEST]} if 0 < number <= len(lines) else None
    return {"problem": said if said.endswith("?") else f"{said}.", "line": line}


def _checks(result):
    """Lo que falla: cada error que se reconoce, una vez; de lo demás, lo primero, con su pista."""
    failed = [check for check in result.checks if not check.passed and not check.hidden]
    chosen, told = [], set()
    for check in failed:
        named = set(check.mistake.split(OR)) if check.mistake else set()
        if named and not named & told:  # si puede ser uno que ya se dijo, lo es
            chosen.append(check)
        told |= named
    if plain := next((check for check in failed if not check.mistake), None):
        chosen.append(plain)
    chosen.sort(key=failed.index)
    shown = [{"name": each.name, "said": each.said, "mistake": each.mistake, "hint": each.hint} for each in chosen]
    hidden = [check.passed for check in result.checks if check.hidden]
    only = "" if failed or all(hidden) else f"{hidden.count(False)} de las {len(hidden)}"
    return {"checks": shown, "more": len(failed) - len(shown), "hidden": only}


def groups(entries):
    """Los ejercicios de cada grupo, en el orden de la página."""
    found = {state: [entry for entry in entries if entry["state"] == state] for state in (RIGHT, BLANK, PENDING)}
    wrong = [entry for entry in entries if entry["state"] in (PART, WRONG)]
    return {"wrong": wrong, "right": found[RIGHT], "blank": found[BLANK], "pending": found[PENDING]}
