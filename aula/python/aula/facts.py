"""Dónde está cada cosa del proyecto."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
NOTEBOOKS = ROOT / "notebooks"
SETTINGS = NOTEBOOKS / "evcxr.toml"  # los ajustes del núcleo
CELLS = ROOT / "aula" / "src" / "setup" / "cells.toml"  # cómo compila cargo las celdas

ASSIGNMENT = "xor"  # la tarea del curso de nbgrader
COURSE = NOTEBOOKS / "curso"
TEMPLATES = COURSE / "plantillas"
EXERCISES = "03_ejercicios"


def source_of(notebook):
    """01_leccion.ipynb → fuente/01_leccion.md, el texto del que se genera."""
    return notebook.parent / "fuente" / f"{notebook.stem}.md"


def teacher_of(notebook):
    """El cuaderno del profesor que acompaña al del estudiante, con las soluciones y las pruebas ocultas."""
    return notebook.parent / "curso" / "source" / ASSIGNMENT / notebook.name


TEACHER = teacher_of(NOTEBOOKS / f"{EXERCISES}.ipynb")
