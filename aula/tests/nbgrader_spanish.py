"""La traducción de nbgrader: cada entrada de la tabla está en sus archivos, y las páginas siguen siéndolo."""

import unittest

from jinja2 import Environment

from aula import nbgrader_spanish


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
