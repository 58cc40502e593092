"""La versión de las tablas de nbgrader."""

import os
import unittest
from unittest import mock

from nbgrader import api

from aula.upstream import nbgrader_alembic


class Version(unittest.TestCase):
    def test_it_is_known_without_another_program(self):
        nbgrader_alembic.apply()
        with mock.patch.dict(os.environ, {"PATH": ""}):
            self.assertRegex(api.get_alembic_version(), "^[0-9a-f]{12}$")

    def test_nbgrader_alone_still_needs_the_program(self):
        with mock.patch.dict(os.environ, {"PATH": ""}):
            self.assertRaises(FileNotFoundError, nbgrader_alembic.THEIRS)


if __name__ == "__main__":
    unittest.main()
