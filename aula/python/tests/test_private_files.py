"""Lo que lleva nombres y notas no acaba en el repositorio, lo escriba quien lo escriba y donde lo escriba."""

import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from aula.facts import ROOT
from aula.grading import readings
from aula.grading.report import output

PAGES = [ROOT / "README.md", *sorted((ROOT / "notebooks" / "curso").glob("*.md"))]
NAMED = re.compile(r"[\w.-]+\.(?:csv|zip|db|pem|clave)\b")
GRADED = re.compile(r"calificar (\S+).*?--salida (\S+)")
PLACES = ["", "notebooks/", "notebooks/curso/", "una carpeta/otra/"]
MADE = [output.GRADES, output.SHEET, output.RETURN, readings.KEPT]
FOLDERS = [output.FEEDBACK, output.EARLIER, output.LEDGER, output.PAGES, f"{output.WORKING}x"]


def documented():
    """Los archivos y las carpetas que los documentos nombran, con lo que llega de una clase y lo que sale de ella."""
    files, folders = set(), set()
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        files |= {name for name in NAMED.findall(text) if "gradebook" not in name}
        for given, made in GRADED.findall(text):
            folders |= {made, given} if "." not in given else {made}
    return files, folders


class Private(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        shutil.copy(ROOT / ".gitignore", cls.folder)
        subprocess.run(["git", "init", "--quiet", folder.name], check=True)

    def kept(self, paths):
        """De esas rutas, las que git guardaría."""
        asked = subprocess.run(
            ["git", "-C", str(self.folder), "check-ignore", "--no-index", "-z", "--stdin"],
            input="\0".join(paths).encode(),
            capture_output=True,
        )
        ignored = asked.stdout.decode().split("\0")
        return [path for path in paths if path not in ignored]

    def test_what_the_documents_name(self):
        files, folders = documented()
        self.assertLessEqual({"notas.csv", "hoja.csv", "retroalimentacion.zip", "clase.zip", "aula.pem"}, files)
        self.assertLessEqual({"entregas", "resultados"}, folders)
        for place in PLACES:
            self.assertEqual(self.kept([place + name for name in sorted(files)]), [], place)
            self.assertEqual(self.kept([f"{place}{name}/ana.ipynb" for name in sorted(folders)]), [], place)

    def test_what_is_written_wherever_it_is_asked(self):
        for place in PLACES:
            paths = [f"{place}notas de mayo/{name}" for name in MADE]
            paths += [f"{place}notas de mayo/{name}/ana.html" for name in FOLDERS]
            self.assertEqual(self.kept(paths), [], place)

    def test_what_comes_from_moodle(self):
        top = "Ana Perez_12345_assignsubmission_file"
        for name in (f"clase/{top}/03_ejercicios.ipynb", f"{top}_03_ejercicios.ipynb", "Grades-X-42.csv"):
            self.assertEqual(self.kept([place + name for place in PLACES]), [], name)

    def test_the_notebooks_of_a_class_in_any_folder(self):
        """Los documentos dejan llamarla como se quiera, y guardar sus tablas con una hoja de cálculo."""
        for name in ("control/ana.ipynb", "control/ana/03_ejercicios.ipynb", "ana.ipynb", "puntos.xlsx", "puntos.ods"):
            self.assertEqual(self.kept([name, f"una carpeta/otra/{name}", f"notebooks/curso/{name}"]), [])

    def test_what_is_of_the_project_is_kept(self):
        tracked = [path.relative_to(ROOT).as_posix() for path in ROOT.joinpath("notebooks").glob("*.*")]
        self.assertEqual(self.kept(tracked), tracked)


if __name__ == "__main__":
    unittest.main()
