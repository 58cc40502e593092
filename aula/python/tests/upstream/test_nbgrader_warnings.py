"""Los avisos de `SQLAlchemy` al anotar una entrega."""

import unittest
import warnings

from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from aula.upstream import nbgrader_alembic, nbgrader_warnings


class Warnings(unittest.TestCase):
    def warned(self):
        """¿Se da algún aviso?"""
        nbgrader_alembic.apply()  # que no tenga que estar `alembic` en el PATH
        with warnings.catch_warnings(record=True) as given:
            warnings.simplefilter("always")
            self.prepare()
            with Gradebook("sqlite://") as book:
                book.add_assignment("xor")
                book.add_student("ana")
                book.update_or_create_submission("xor", "ana")
        return any(issubclass(warning.category, SAWarning) for warning in given)

    def test_none_is_given(self):
        self.prepare = nbgrader_warnings.apply
        self.assertFalse(self.warned())

    def test_nbgrader_alone_still_warns(self):
        self.prepare = lambda: None
        self.assertTrue(self.warned())


if __name__ == "__main__":
    unittest.main()
