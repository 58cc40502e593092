"""Lo que ningún ejercicio necesita y conviene que mire una persona. Se mira en las palabras del código, no en sus textos."""

from . import rust

WORDS = {"unsafe", "extern", "no_mangle", "link_section", "export_name"}
MACROS = {"include", "include_str", "include_bytes", "env", "option_env"}
SYSTEM = {"fs", "process", "net", "env", "os"}


def of(answer):
    """Lo que usa la respuesta de eso, o nada."""
    words = [text for item in rust.read(answer).items for text in item.tokens]
    for at, word in enumerate(words):
        if word in WORDS or word in MACROS and words[at + 1 : at + 2] == ["!"]:
            return [f"`{word}`"]
        if word == "std" and words[at + 1 : at + 3] == [":", ":"]:
            end = words.index(";", at) if ";" in words[at:] else len(words)
            if words[at + 3 : at + 4] == ["{"]:  # un `use` con varias cosas
                used = [each for each in words[at + 4 : end] if each in SYSTEM]
            else:
                used = [each for each in words[at + 3 : at + 4] if each in SYSTEM]
            if used:
                return [f"`std::{used[0]}`"]
    return []
