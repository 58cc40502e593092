"""El paquete por fuera: sus versiones, y quién usa a quién."""

import ast
import subprocess
import sys
import tomllib
import unittest
from graphlib import TopologicalSorter

from aula.facts import ROOT

PYTHON = ROOT / "aula" / "python"


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

    def test_nothing_is_missing(self):
        check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
        self.assertEqual(check.returncode, 0, check.stdout)

    @staticmethod
    def lock(name):
        return set((PYTHON / name).read_text(encoding="utf-8").lower().split())


class Imports(unittest.TestCase):
    def test_no_module_depends_on_itself(self):
        uses = {}
        for path in (PYTHON / "aula").rglob("*.py"):
            package = path.relative_to(PYTHON).with_suffix("").parts
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.level:
                    base = package[: -node.level] + tuple((node.module or "").split(".") if node.module else ())
                    used = [base] if node.module else [(*base, alias.name) for alias in node.names]
                    uses.setdefault(package, set()).update(used)
        self.assertIn(("aula", "kernel"), uses["aula", "notebooks"])
        self.assertTrue(list(TopologicalSorter(uses).static_order()))  # con un círculo es un error


if __name__ == "__main__":
    unittest.main()
