"""El entorno que dejó `aula preparar`: python environment.py"""

import subprocess
import sys
import unittest

from aula.lab import spanish


class Environment(unittest.TestCase):
    def test_nothing_is_missing(self):
        check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
        self.assertEqual(check.returncode, 0, check.stdout)

    def test_our_translation_is_in_the_official_one(self):
        ours, installed = spanish.load(spanish.TEXTS), spanish.load(spanish.official())
        for text, said in ours.items():
            self.assertEqual(installed[text], [said] if isinstance(said, str) else said)
        self.assertGreater(len(installed), len(ours) + 300)
        self.assertEqual(installed["menu\x04File"], ["Archivo"])
        self.assertEqual(installed[""]["domain"], "jupyterlab")


if __name__ == "__main__":
    unittest.main()
