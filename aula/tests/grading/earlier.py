"""Escribe, resuelto, el cuaderno que salía de una versión anterior del texto de los ejercicios: python earlier.py"""

import sys
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).parents[1]))
import versions  # noqa: E402

from aula.grading.nbgrader.release import student_notebook  # noqa: E402

teacher = versions.teachers(versions.earlier())
sys.stdout.reconfigure(encoding="utf-8")
print(nbformat.writes(versions.solved(teacher, student_notebook(teacher), reflexion="Ninguna recta.")))
