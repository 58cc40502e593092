"""Lo que se lee de una celda y lo que se cuenta de ella: su código, sus salidas y por qué no llegó al final."""

import copy
import re

import nbformat

OUTPUT_CHARACTERS = 10_000


def own_code(source):
    """El código de una celda, sin lo que evcxr admite delante (`:dep`, `:clear`, `!ls`…): en una entrega no se atiende."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if re.match(r" *:|!", line):
            lines[number] = ""
        elif line.strip() and not line.startswith("//"):
            break
    return "\n".join(lines)


def reason(done, seconds):
    """Por qué una celda no llegó al final, dicho para una persona."""
    problem = done.problem or ""
    if done.status == "timeout":
        return f"no terminó en {seconds} segundos (¿un bucle sin fin?)"
    if done.status == "flood":
        return "escribió demasiado en la salida"
    if done.status == "dead":
        return "el núcleo de Rust se cerró"
    if "Subprocess terminated" in problem:
        if "SIGSEGV" in problem:
            return "el programa se detuvo sin memoria de pila (¿una recursión sin fin?)"
        if "SIGABRT" in problem:
            return "el programa abortó (¿pidió demasiada memoria, o una recursión sin fin?)"
        return "el programa terminó antes de tiempo (¿una llamada a exit?)"
    if done.status == "error":
        return f"la respuesta no compila con su prueba ({problem})" if problem else "la respuesta no compila con su prueba"
    return "la prueba no llegó a dar un resultado"


def unquote(text):
    """Un `String` de Rust como lo escribe `{:?}`, de vuelta a texto."""
    if not (len(text) >= 2 and text[0] == text[-1] == '"'):
        return ""
    escapes = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
    return re.sub(r"\\(?:u\{(\w+)\}|(.))", lambda m: chr(int(m[1], 16)) if m[1] else escapes.get(m[2], m[2]), text[1:-1])


def stream(text):
    return nbformat.v4.new_output("stream", name="stdout", text=text + "\n")


def trim(outputs):
    """Las salidas con los textos seguidos juntos y recortados."""
    kept = []
    for output in outputs:
        output = copy.deepcopy(output)
        if output.output_type == "stream" and kept and kept[-1].output_type == "stream" and kept[-1].name == output.name:
            kept[-1].text += output.text
        else:
            kept.append(output)
    for output in kept:
        if output.output_type == "stream" and len(output.text) > OUTPUT_CHARACTERS:
            output.text = output.text[:OUTPUT_CHARACTERS] + "\n… (la salida sigue; aquí se corta)\n"
    return kept
