"""La traducción de JupyterLab: cada texto nuestro traduce uno suyo, y dice lo mismo."""

import json
import re
import sys
import unittest
from pathlib import Path

from aula.lab import spanish

LAB = Path(sys.prefix, "share", "jupyter", "lab")
OURS = spanish.load(spanish.TEXTS)


def msgid(text):
    return text.rpartition("\x04")[2]


class Spanish(unittest.TestCase):
    def test_every_text_is_one_of_jupyterlab(self):
        """Cuando JupyterLab cambie uno, aquí sobra, y sabremos cuál."""
        folders = [(LAB / "static").glob("*.js"), (LAB / "schemas").rglob("*.json")]
        everything = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in folder)
        # En el código empaquetado, un texto va entre comillas de un tipo o de otro.
        written = [(text, json.dumps(msgid(text), ensure_ascii=False)[1:-1]) for text in OURS]
        missing = [text for text, one in written if not any(f"{q}{t}{q}" in everything for q, t in quoted(one))]
        self.assertEqual(missing, [])

    def test_says_the_same(self):
        for text, said in OURS.items():
            plural = isinstance(said, list)
            for one in said if plural else [said]:
                with self.subTest(text=text):
                    self.assertTrue(one.strip())
                    # Se puede callar qué se guarda o se cierra, pero no nombrar lo que no está, salvo cuántos son.
                    self.assertLessEqual(holes(one), holes(text) | ({"%1"} if plural else set()))
                    self.assertEqual(one.endswith("…"), text.endswith("…"))


def holes(text):
    return set(re.findall(r"%\d", text))


def quoted(text):
    return [('"', text), ("'", text.replace('\\"', '"').replace("'", "\\'")), ("`", text.replace('\\"', '"'))]


if __name__ == "__main__":
    unittest.main()
