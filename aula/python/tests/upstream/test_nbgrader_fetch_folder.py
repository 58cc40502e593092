"""En qué carpeta quedan las tareas que se recogen."""

import logging
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from nbgrader.server_extensions.assignment_list.handlers import AssignmentList
from traitlets.config import Config

from aula.upstream import nbgrader_fetch_folder


class Folder(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        self.started, self.shown = folder / "donde empezó", folder / "la que enseña"
        (self.shown / "tareas").mkdir(parents=True)
        self.started.mkdir()
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.started)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_CONFIG_PATH"):  # los ajustes de quien prueba no cuentan
            self.enterContext(mock.patch.dict(os.environ, {name: str(folder / "nada")}))
        logging.disable()  # nbgrader avisa de que no encuentra sus ajustes
        self.addCleanup(logging.disable, logging.NOTSET)
        self.list = AssignmentList()
        self.list.root_dir = str(self.shown)

    def fetched(self):
        """Donde nbgrader las deja."""
        with self.list.get_assignment_dir_config():
            return Path.cwd()

    def test_they_are_where_jupyterlab_shows_them(self):
        with mock.patch.object(AssignmentList, "load_config", nbgrader_fetch_folder.load_config):
            self.assertEqual(self.fetched(), self.shown)

    def test_the_settings_can_say_where_inside(self):
        theirs = mock.Mock(return_value=Config(Exchange=Config(assignment_dir="tareas")))
        with (
            mock.patch.object(nbgrader_fetch_folder, "THEIRS", theirs),
            mock.patch.object(AssignmentList, "load_config", nbgrader_fetch_folder.load_config),
        ):
            self.assertEqual(self.fetched(), self.shown / "tareas")

    def test_nbgrader_alone_still_leaves_them_where_it_started(self):
        with mock.patch.object(AssignmentList, "load_config", nbgrader_fetch_folder.THEIRS):
            self.assertEqual(self.fetched(), self.started)


if __name__ == "__main__":
    unittest.main()
