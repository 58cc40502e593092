"""Los nombres y la clave con que se entra en una clase."""

import re
import tempfile
import unittest
from pathlib import Path

from aula.classroom import names


class Names(unittest.TestCase):
    def test_what_people_write_becomes_the_name_of_a_folder(self):
        for written, name in [
            ("Ana", "ana"),
            ("  José Núñez ", "jose-nunez"),
            ("m.paz-2", "m.paz-2"),
            ("Mª Ángeles", "ma-angeles"),
            ("../otra", "otra"),
            (".oculta", "oculta"),
            ("a/b", "a-b"),
            ("a..b", "a-b"),
            ("", ""),
            ("a+b", "a-b"),
            ("x" * 41, "x" * 40),
            ("O'Higgins", "ohiggins"),
            ("D’Angelo", "dangelo"),
            ("Ana (grupo 2)", "ana-grupo-2"),
            ("Søren Łuksza", "soren-luksza"),
            ("María de los Ángeles Fernández de la Cruz", "maria-de-los-angeles-fernandez-de-la-cru"),
            ("李明", ""),
            ("🦀", ""),
            ("...", ""),
        ]:
            self.assertEqual(names.normalize(written), name, written)
            self.assertEqual(names.normalize(name), name, "el nombre de la carpeta vale también para entrar")

    def test_who_gets_no_name_is_given_one(self):
        given = names.suggested("李明")
        self.assertEqual(given, names.suggested(" 李明 "))
        self.assertNotEqual(given, names.suggested("王芳"))
        self.assertEqual(names.normalize(given), given)

    def test_two_people_never_share_a_folder_without_knowing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "nombres.json"
            roll = names.Roll(path)
            self.assertIsNone(roll.already("jose-nunez", "José Núñez"))
            self.assertEqual(names.Roll(path).already("jose-nunez", "Jose Nunez"), "José Núñez")
            self.assertIsNone(names.Roll(path).already("jose-nunez", "  JOSÉ   núñez "), "es la misma persona")
            self.assertIsNone(names.Roll(path).already("ana", "Ana"))
            path.write_text("no es JSON")
            self.assertIsNone(names.Roll(path).already("jose-nunez", "Jose Nunez"), "sin lista, se empieza otra")

    def test_a_key_can_be_said_aloud_and_is_never_the_same(self):
        keys = {names.password() for _ in range(100)}
        self.assertEqual(len(keys), 100)
        for key in keys:
            self.assertRegex(key, re.compile(r"^([bcdfglmnprstv][aeiou]){2}(-([bcdfglmnprstv][aeiou]){2}){3}$"))


if __name__ == "__main__":
    unittest.main()
