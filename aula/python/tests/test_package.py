"""El paquete por fuera: sus versiones, y quién usa a quién."""

import ast
import subprocess
import sys
import tomllib
import unittest
from graphlib import CycleError, TopologicalSorter

from aula.facts import ROOT

PYTHON = ROOT / "aula" / "python"
PACKAGE = PYTHON / "aula"


class Pins(unittest.TestCase):
    def test_the_lock_file_has_what_the_project_asks_for(self):
        asked = tomllib.loads((PYTHON / "pyproject.toml").read_text(encoding="utf-8"))
        base = self.lock("requirements.txt")
        for pin in asked["project"]["dependencies"]:
            self.assertIn(pin.lower(), base)
        groups = asked["dependency-groups"]
        groups.pop("spelling")  # no va en el entorno: la instala `.ci/run` aparte
        for name, pins in groups.items():
            extra = self.lock(f"requirements-{name}.txt")
            self.assertLessEqual({pin.lower() for pin in pins}, extra)
            # Se instala en el mismo entorno: de lo que ya está, la misma versión.
            versions = dict(pin.split("==") for pin in base if "==" in pin)
            for package, version in (pin.split("==") for pin in extra if "==" in pin):
                self.assertEqual(versions.get(package, version), version, package)

    @staticmethod
    def lock(name):
        return set((PYTHON / name).read_text(encoding="utf-8").lower().split())


class Weight(unittest.TestCase):
    def test_grading_does_not_load_what_takes_as_long_as_grading(self):
        """Solo lo cargan quienes lo usan: las tareas con formas, y quien publica."""
        code = "import sys, aula.grading.grade; print(*sorted({name.split('.')[0] for name in sys.modules}))"
        loaded = subprocess.run([sys.executable, "-c", code], cwd=PYTHON, capture_output=True, text=True, check=True).stdout
        self.assertEqual({"jupytext", "nbgrader", "nbformat", "nbconvert", "tornado"} & set(loaded.split()), set())


# Los cuartos, en orden: cada uno usa solo los anteriores.
ROOMS = [
    ["problem", "facts", "download"],
    ["ports", "program"],
    ["files"],
    ["upstream"],
    ["assignments"],
    ["notebooks"],
    ["pages"],
    ["grading"],
    ["review"],
    ["authoring"],
    ["lab"],
    ["classroom"],
    ["__main__"],
]
LEVEL = {name: level for level, names in enumerate(ROOMS) for name in names}


def name_of(path):
    """El módulo de un archivo, como una ruta dentro del paquete: `("pages", "site")`. Un `__init__.py` es su carpeta."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imports(module):
    """Los módulos del paquete que usa `module`, también los que importa dentro de una función."""
    path = MODULES[module]
    folder = module if path.name == "__init__.py" else module[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")[1:]) for alias in node.names if alias.name.startswith("aula."))
        if not isinstance(node, ast.ImportFrom):
            continue
        words = tuple(node.module.split(".")) if node.module else ()
        if node.level:
            base = folder[: len(folder) - (node.level - 1)] + words
        elif words[:1] == ("aula",):
            base = words[1:]
        else:
            continue
        for alias in node.names:
            name = (*base, alias.name)
            yield name if name in MODULES else base


def refused(user, used):
    """Por qué `user` no puede usar `used`, o nada si puede."""
    mine, theirs = user[0], used[0]
    if mine != theirs and LEVEL[theirs] >= LEVEL[mine]:
        return f"{'.'.join(user)} usa {'.'.join(used)}, y «{mine}» no puede usar «{theirs}», que va después o a su lado"
    return None


class Rooms(unittest.TestCase):
    def test_every_module_is_in_a_room(self):
        self.assertEqual({module[0] for module in MODULES}, set(LEVEL))

    def test_each_room_uses_only_those_before_it(self):
        found = [refused(module, used) for module in MODULES for used in imports(module)]
        self.assertEqual([sentence for sentence in found if sentence], [])

    def test_no_module_depends_on_itself(self):
        uses = {module: set(imports(module)) - {module} for module in MODULES}
        self.assertIn(("files",), uses["notebooks", "generate"])
        self.assertIn(("notebooks", "student"), uses["notebooks", "build"], "también dentro de una función")
        try:
            list(TopologicalSorter(uses).static_order())
        except CycleError as error:
            self.fail("Un círculo: " + " usa ".join(".".join(module) for module in reversed(error.args[1])))

    def test_what_is_refused_is_said(self):
        sentence = refused(("notebooks", "build"), ("grading", "engine"))
        self.assertTrue(sentence.startswith("notebooks.build usa grading.engine, y "), sentence)
        self.assertIsNone(refused(("grading", "engine"), ("notebooks", "build")))
        self.assertIsNone(refused(("grading", "grade"), ("grading", "engine")))


if __name__ == "__main__":
    unittest.main()
