"""Lo que saben los dos lenguajes, y lo que tiene que decir lo mismo sin poder leerlo."""

import fnmatch
import unittest

from aula import facts

EXCHANGE = f"{facts.FACTS['notebooks']}/{facts.FACTS['course']}/{facts.EXCHANGE}"
MADE = [facts.FACTS["venv"], EXCHANGE, *facts.FACTS["private"]["made"]]


def patterns(name):
    """Las rutas de un archivo de rutas que no van, sin sus comentarios."""
    lines = (facts.ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line.strip("/") for line in lines if line and not line.startswith("#")]


def missing(names, ignored):
    return [name for name in names if not any(fnmatch.fnmatchcase(name, pattern) for pattern in ignored)]


class Private(unittest.TestCase):
    def test_git_ignores_what_appears_with_use(self):
        self.assertEqual(missing(MADE, patterns(".gitignore")), [])

    def test_the_image_of_a_student_has_nothing_private(self):
        self.assertEqual(missing(MADE + facts.PRIVATE, patterns(".containerignore")), [])

    def test_what_is_kept_is_there(self):
        """Cuando algo cambie de sitio, aquí se sabe que hay que decirlo."""
        for name in facts.FACTS["private"]["kept"][1:]:  # `.git` no viene en un zip del proyecto
            self.assertTrue((facts.ROOT / name).exists(), name)

    def test_what_is_inside_too(self):
        self.assertTrue(facts.is_private("aula/tests"))
        self.assertTrue(facts.is_private("notebooks/curso/source/xor/03_ejercicios.ipynb"))
        self.assertFalse(facts.is_private("notebooks/fuentes.md"))


class Places(unittest.TestCase):
    def test_every_place_is_one_of_the_project(self):
        for path in (facts.NOTEBOOKS, facts.SETTINGS, facts.COURSE, facts.source_of(facts.NOTEBOOKS / "01_leccion.ipynb")):
            self.assertTrue(path.exists(), path)
        for name in (facts.LESSON, facts.EXERCISES):
            self.assertTrue(facts.source_of(facts.NOTEBOOKS / f"{name}.ipynb").is_file(), name)
        self.assertTrue(facts.is_private(facts.TEACHER.relative_to(facts.ROOT).as_posix()))


if __name__ == "__main__":
    unittest.main()
