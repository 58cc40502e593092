"""La traducción de nbgrader: cada entrada de la tabla está en sus archivos, y las páginas siguen siéndolo."""

import ast
import logging
import re
import textwrap
import unittest
from pathlib import Path

from jinja2 import Environment

from aula.upstream import nbgrader_spanish


def sources(part):
    folders = nbgrader_spanish.PARTS[part]
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in (".js", ".tpl")]


class Table(unittest.TestCase):
    def test_every_text_is_still_one_of_nbgraders(self):
        for part in nbgrader_spanish.PARTS:
            text = "\n".join(path.read_text(encoding="utf-8") for path in sources(part))
            missing = [entry for entry in nbgrader_spanish.table(part) if entry not in text]
            self.assertEqual(missing, [], f"nbgrader ya no dice esto; pon al día la parte [{part}] de nbgrader_spanish.toml")

    def test_a_text_ends_where_the_other_did(self):
        for part in nbgrader_spanish.PARTS:
            for english, text in nbgrader_spanish.table(part).items():
                for quote in ('"', "'", "`"):
                    if english[0] == quote == english[-1]:
                        self.assertTrue(text[0] == quote == text[-1], text)
                        self.assertEqual(text.count(quote), english.count(quote), text)
                self.assertEqual(text.count("${"), english.count("${"), text)

    def test_every_step_is_still_one_of_nbgraders(self):
        said = set()
        files = [path for program in nbgrader_spanish.PROGRAMS for path in Path(program).rglob("[a-z]*.py")]
        for path in files:
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    said.add(re.sub(r"\{[^}]*\}|%[si]", "*", textwrap.dedent(node.value)))
        steps = nbgrader_spanish.table(nbgrader_spanish.STEPS)
        commands = [step for step in steps if step != "nbgrader * failed"]  # hay una por comando
        self.assertEqual([step for step in commands if step not in said], [], "nbgrader ya no dice esto")
        for english, spanish in steps.items():
            self.assertLessEqual(set(re.findall(r"\{(\d)\}", spanish)), set(map(str, range(english.count("*")))), spanish)

    def test_a_step_is_told_in_spanish_and_what_is_not_known_as_it_is(self):
        step = nbgrader_spanish.step
        self.assertEqual(step("Copying /a b/c -> /d"), "Copio /a b/c en /d")
        self.assertEqual(step("Submitted as: a b 2026-11-24 15:52 UTC"), "Entregada: a, b, 2026-11-24 15:52 UTC")
        self.assertEqual(step("nbgrader collect failed"), "No se pudo: `nbgrader collect`.")
        self.assertEqual(step("Copying"), "Copying")
        with self.assertLogs("prueba") as logs:
            logging.setLogRecordFactory(nbgrader_spanish.record)
            self.addCleanup(logging.setLogRecordFactory, logging.LogRecord)
            logging.getLogger("prueba").warning("Source: %s", "/x")  # no lo dice nbgrader
        self.assertEqual(logs.output, ["WARNING:prueba:Source: /x"])

    def test_the_pages_are_still_templates(self):
        environment = Environment(loader=nbgrader_spanish.Pages([nbgrader_spanish.PAGES]))
        for path in sources("formgrader"):
            if path.suffix == ".tpl" and path.name != "formgrade_404.tpl":  # la única que pide otra que no es suya
                environment.get_template(path.name)
        page = environment.get_template("manage_assignments.tpl").render(base_url="", exchange_missing=True, exchange="/x")
        self.assertIn("No existe la carpeta de intercambio, <code>/x</code>", page)
        for english in ("Manage", "Release", "Collect", "Due Date", "exchange directory"):
            self.assertNotIn(f"{english}<", page.replace("release</", ""))


if __name__ == "__main__":
    unittest.main()
