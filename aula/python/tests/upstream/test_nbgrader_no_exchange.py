"""Lo que contesta la lista de tareas si no hay carpeta de intercambio."""

import logging
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from nbgrader.server_extensions.assignment_list.handlers import AssignmentList
from traitlets.config import Config

from aula.upstream import nbgrader_no_exchange


class NoExchange(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.root = str(folder / "archivo" / "intercambio")
        (folder / "archivo").write_text("")  # donde no se puede crear una carpeta
        # Lo mismo, como lo lee nbgrader: por delante de los ajustes de quien prueba y de los del entorno.
        (folder / "nbgrader_config.py").write_text(f"c = get_config()\nc.Exchange.root = {self.root!r}\n", encoding="utf-8")
        self.enterContext(mock.patch.dict(os.environ, {"JUPYTER_CONFIG_PATH": str(folder)}))
        self.list = AssignmentList()
        self.list.root_dir = str(folder)
        self.enterContext(mock.patch.object(AssignmentList, "load_config", lambda _: self.config()))
        logging.disable()
        self.addCleanup(logging.disable, logging.NOTSET)

    def config(self):
        return Config(Exchange=Config(root=self.root, assignment_dir=self.list.root_dir))

    def test_it_says_so_and_what_to_do(self):
        answer = nbgrader_no_exchange.list_assignments(self.list)
        self.assertFalse(answer["success"])
        self.assertIn(f"No hay carpeta de intercambio, o no se puede usar: {self.root}.", answer["value"])

    def test_with_one_nbgrader_answers(self):
        self.root = self.list.root_dir
        theirs = mock.Mock(return_value={"success": True, "value": []})
        with mock.patch.object(nbgrader_no_exchange, "THEIRS", theirs), mock.patch.object(sys, "platform", "linux"):
            self.assertEqual(nbgrader_no_exchange.list_assignments(self.list), {"success": True, "value": []})
        with mock.patch.object(sys, "platform", "win32"):
            self.assertIn("en Windows no la hay", nbgrader_no_exchange.list_assignments(self.list)["value"])

    def test_nbgrader_alone_still_says_it_in_english(self):
        answer = nbgrader_no_exchange.THEIRS(self.list)
        self.assertFalse(answer["success"])
        self.assertRegex(answer["value"], "The exchange directory does not exist|Traceback")


if __name__ == "__main__":
    unittest.main()
