"""Escribe, resuelto, el cuaderno que salía de una versión anterior del texto de los ejercicios: python earlier.py"""

import sys

import nbformat
from tests.grading.versions import earlier, solved, teachers

from aula.notebooks.student import student_notebook

teacher = teachers(earlier())
sys.stdout.reconfigure(encoding="utf-8")
print(nbformat.writes(solved(teacher, student_notebook(teacher), reflexion="Ninguna recta.")))
