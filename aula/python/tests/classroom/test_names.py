"""Los nombres y la clave con que se entra en una clase."""

import re
import unittest

from aula.classroom import names


class Names(unittest.TestCase):
    def test_what_people_write_becomes_the_name_of_a_folder(self):
        for written, name in [
            ("Ana", "ana"),
            ("  José Núñez ", "jose-nunez"),
            ("m.paz-2", "m.paz-2"),
            ("Mª Ángeles", "ma-angeles"),
            ("../otra", ""),
            (".oculta", ""),
            ("a/b", ""),
            ("", ""),
            ("a+b", ""),
            ("x" * 41, ""),
        ]:
            self.assertEqual(names.normalize(written), name, written)

    def test_a_key_can_be_said_aloud_and_is_never_the_same(self):
        keys = {names.password() for _ in range(100)}
        self.assertEqual(len(keys), 100)
        for key in keys:
            self.assertRegex(key, re.compile(r"^([bcdfglmnprstv][aeiou]){2}(-([bcdfglmnprstv][aeiou]){2}){3}$"))


if __name__ == "__main__":
    unittest.main()
