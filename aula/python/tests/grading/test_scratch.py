"""La carpeta de trabajo: nadie la da por abandonada mientras se usa, y lo que dejó quien murió desaparece."""

import os
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from aula.grading import scratch


class Scratch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        patch = mock.patch.object(tempfile, "tempdir", folder.name)
        patch.start()
        self.addCleanup(patch.stop)

    def test_many_at_once_and_none_is_taken_for_abandoned(self):
        failures = []

        def work():
            for _ in range(30):
                with scratch.folder() as made:
                    (made / "a").write_text("x")
                    scratch.remove_abandoned()
                    if not (made / "a").exists():
                        failures.append(made)

        threads = [threading.Thread(target=work) for _ in range(6)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        self.assertEqual((failures, list(self.folder.iterdir())), ([], []))

    @unittest.skipUnless(scratch.RENAMES, "aquí se espera a que el candado tenga unos segundos")
    def test_what_a_killed_process_left(self):
        program = (
            "import os, tempfile\nfrom aula.grading import scratch\n"
            f"tempfile.tempdir = {str(self.folder)!r}\n"
            "with scratch.folder() as made:\n    (made / 'secreto').write_text('x'); os.kill(os.getpid(), 9)"
        )
        subprocess.run([sys.executable, "-c", program], check=False)
        self.assertEqual(len(list(self.folder.glob("*/secreto"))), 1)
        with scratch.folder():
            self.assertEqual(list(self.folder.glob("*/secreto")), [])

    @unittest.skipIf(os.name == "nt", "sin enlaces")
    def test_a_link_of_someone_else_is_not_followed(self):
        precious = self.folder / "mío"
        precious.write_text("lo de siempre")
        (self.folder / "aula-trampa").mkdir()
        (self.folder / "aula-trampa" / scratch.LOCK).symlink_to(precious)
        (self.folder / "fuera").mkdir()
        (self.folder / "fuera" / scratch.LOCK).write_text("")
        (self.folder / "aula-enlace").symlink_to(self.folder / "fuera")
        scratch.remove_abandoned()
        self.assertEqual(precious.read_text(), "lo de siempre")
        self.assertTrue((self.folder / "fuera" / scratch.LOCK).exists())


if __name__ == "__main__":
    unittest.main()
