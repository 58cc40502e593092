"""Escribe, resuelto, el cuaderno que salía de una versión anterior del texto de los ejercicios: python earlier.py"""

import sys
from pathlib import Path

import nbformat

from aula.notebooks.student import student_notebook

sys.path.insert(0, str(Path(__file__).parents[2] / "python"))
from tests.grading import test_versions as versions  # noqa: E402

teacher = versions.teachers(versions.earlier())
sys.stdout.reconfigure(encoding="utf-8")
print(nbformat.writes(versions.solved(teacher, student_notebook(teacher), reflexion="Ninguna recta.")))
