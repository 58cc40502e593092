"""`nbgrader validate`: quién comprueba el cuaderno."""

import io
import tempfile
import unittest
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbgrader.validator import Validator

from aula.upstream import nbgrader_validate


class Validate(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.path = Path(folder) / "ejercicios.ipynb"
        nowhere = {"kernelspec": {"name": "no-existe", "display_name": "no existe", "language": "ninguno"}}
        nbformat.write(nbformat.v4.new_notebook(metadata=nowhere), self.path)
        self.validator = Validator()
        self.validator.stream = io.StringIO()

    def test_it_is_what_grades(self):
        before = Validator.validate_and_print
        self.addCleanup(setattr, Validator, "validate_and_print", before)
        nbgrader_validate.apply(lambda path: f"{Path(path).name}: bien")
        self.validator.validate_and_print(str(self.path))
        self.assertEqual(self.validator.stream.getvalue(), "ejercicios.ipynb: bien\n")

    def test_nbgrader_alone_still_needs_the_kernel(self):
        self.assertRaises(NoSuchKernel, nbgrader_validate.THEIRS, self.validator, str(self.path))


if __name__ == "__main__":
    unittest.main()
