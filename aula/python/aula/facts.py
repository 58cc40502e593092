"""Lo que saben los dos lenguajes, en `aula/facts.json`, y dónde está cada cosa del proyecto.

Está en JSON porque los dos tienen quien lo lea: un comentario no cabe en él, y va aquí. `private` son las rutas que no son
para estudiantes: en `kept`, las que están en el repositorio; en `made`, las que aparecen al usar el proyecto, y git ignora.
`shared` es lo contrario: lo único que pueden leer las demás cuentas de la máquina cuando se abre una clase; lo demás, aunque
lo haya dejado ahí quien enseña, se les cierra.
"""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FACTS = json.loads((ROOT / "aula" / "facts.json").read_text(encoding="utf-8"))

VENV = ROOT / FACTS["venv"]
NOTEBOOKS = ROOT / FACTS["notebooks"]
TEXTS = FACTS["texts"]  # la carpeta de los textos, junto a los cuadernos
SETTINGS = NOTEBOOKS / FACTS["settings"]  # los ajustes del núcleo
LESSON, EXERCISES = FACTS["lesson"], FACTS["exercises"]
ASSIGNMENT = FACTS["assignment"]  # la tarea del curso de nbgrader

COURSE = NOTEBOOKS / FACTS["course"]
KEY = COURSE / FACTS["key"]  # el secreto del que salen los números de cada forma
ASSIGNMENTS = NOTEBOOKS / FACTS["assignments"]  # las tareas de quien enseña
EXCHANGE = FACTS["exchange"]  # la carpeta de intercambio, dentro del curso
PRIVATE = FACTS["private"]["kept"] + FACTS["private"]["made"]


def is_private(path):
    """¿Es de lo que no es para estudiantes? `path` es relativa al proyecto, con barras."""
    return any(path == name or path.startswith(f"{name}/") for name in PRIVATE)


def source_of(notebook):
    """01_leccion.ipynb → fuente/01_leccion.md, el texto del que se genera; el de una tarea está en tareas/."""
    lesson, task = (notebook.parent / folder / f"{notebook.stem}.md" for folder in (TEXTS, ASSIGNMENTS.name))
    return task if task.is_file() and not lesson.is_file() else lesson


def task_of(name):
    """Cómo se llama, en el curso de nbgrader, la tarea del cuaderno que se llama así."""
    return ASSIGNMENT if name == EXERCISES else name


def teacher_of(notebook):
    """El cuaderno del profesor que acompaña al del estudiante, con las soluciones y las pruebas ocultas."""
    return notebook.parent / FACTS["course"] / "source" / task_of(notebook.stem) / notebook.name


TEACHER = teacher_of(NOTEBOOKS / f"{EXERCISES}.ipynb")
