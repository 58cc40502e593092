"""De quién es una carpeta de intercambio."""

import os
import tempfile
import unittest
from unittest import mock

from aula.upstream import nbgrader_ownership

if os.name == "posix":
    import pwd


@unittest.skipUnless(os.name == "posix", "en Windows no hay carpeta de intercambio")
class Ownership(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        # Como en una clase: el usuario del sistema no es el de ninguna cuenta.
        self.enterContext(mock.patch.object(pwd, "getpwuid", side_effect=KeyError("uid not found")))

    def test_ones_own_without_an_account(self):
        self.assertTrue(nbgrader_ownership.self_owned(self.folder))
        with mock.patch.object(os, "getuid", return_value=os.getuid() + 1):
            self.assertFalse(nbgrader_ownership.self_owned(self.folder))

    def test_nbgrader_alone_still_asks_for_a_name(self):
        self.assertRaises(KeyError, nbgrader_ownership.THEIRS, self.folder)


if __name__ == "__main__":
    unittest.main()
