"""La copia para la clase: qué lleva de cada cuaderno, y cuándo no se escribe. Que funciona lo prueba `clone.rs`."""

import errno
import io
import tempfile
import tomllib
import unittest
import zipfile
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

import nbformat
import tomlkit

from aula import facts
from aula.notebooks import build, handout, manifests
from aula.problem import Problem

LESSON = "# Una lección\n\n```rust\n1 + 1\n```\n"
ANSWER = '{"grade": false, "grade_id": "una", "locked": false, "schema_version": 3, "solution": true, "task": false}'
EXERCISE = f"""# Un ejercicio

```rust nbgrader={ANSWER}
fn answer() -> i32 {{
    // BEGIN SOLUTION
    7 * 6
    // END SOLUTION
}}
```
"""


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="año nuevo ")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class Writing(Folder):
    def refuses(self, path, words):
        with self.assertRaises(Problem) as refused:
            handout.hand_out(path, [])
        self.assertIn(words, str(refused.exception))

    def test_where_it_cannot_go_it_says_so_before_doing_anything(self):
        with mock.patch.object(handout, "contents", side_effect=AssertionError):
            self.refuses(self.folder, f"es una carpeta, y hace falta un archivo: --salida {self.folder / 'clase.zip'}")
            self.refuses(self.folder / "no está" / "clase.zip", f"No existe la carpeta {self.folder / 'no está'}")
            self.refuses(self.folder / "apuntes.md", "no termina en .zip")

    def test_what_was_there_stays_if_it_cannot_be_written(self):
        path = self.folder / "clase.zip"
        path.write_bytes(b"la de antes")
        error = PermissionError(errno.EACCES, "Permission denied")
        with mock.patch.object(handout, "contents", return_value={"a": b"b"}), mock.patch("os.replace", side_effect=error):
            self.refuses(path, f"No se puede escribir {path}: no tienes permiso.")
        self.assertEqual(path.read_bytes(), b"la de antes")
        self.assertEqual(list(self.folder.iterdir()), [path])

    def test_replaces_what_was_there(self):
        path = self.folder / "clase.zip"
        path.write_bytes(b"la de antes")
        with mock.patch.object(handout, "contents", return_value={"año.md": "ñ".encode()}), redirect_stdout(io.StringIO()):
            handout.hand_out(path, [])
        with zipfile.ZipFile(path) as archive:
            self.assertEqual(archive.read("gradiente/año.md").decode(), "ñ")
            member = archive.infolist()[0]
            # Con el mismo contenido, los mismos bytes: ni la hora ni los permisos de quien lo hizo.
            self.assertEqual((member.date_time, member.external_attr >> 16), (handout.DATE, 0o100644))
        self.assertEqual(list(self.folder.iterdir()), [path])


class Notebooks(Folder):
    """Lo que va de cada cuaderno."""

    def notebook(self, text, change=lambda book: None):
        (self.folder / "fuente").mkdir(exist_ok=True)
        (self.folder / "fuente" / "uno.md").write_text(text, encoding="utf-8")
        path = self.folder / "uno.ipynb"
        book = build.versions(path)[path]
        change(book)
        nbformat.write(book, path)
        return path

    def test_a_lesson_goes_as_it_is(self):
        path = self.notebook(LESSON)
        self.assertEqual(handout.clean(path), path.read_bytes())

    def test_nobody_gets_what_someone_else_did(self):
        path = self.notebook(LESSON, lambda book: book.cells[1].update(source="1 + 41"))
        with self.assertRaisesRegex(Problem, "Alguien trabajó en uno.ipynb"):
            handout.clean(path)

    def test_nor_an_old_lesson(self):
        path = self.notebook(LESSON)
        (self.folder / "fuente" / "uno.md").write_text(LESSON.replace("1 + 1", "1 + 2"), encoding="utf-8")
        with self.assertRaisesRegex(Problem, "no está al día con fuente/uno.md"):
            handout.clean(path)

    def test_exercises_go_unsolved_whoever_solved_them(self):
        path = self.notebook(EXERCISE, lambda book: book.cells[1].update(source="lo que escribió alguien"))
        clean = handout.clean(path).decode()
        self.assertIn("todo!", clean)
        self.assertNotIn("lo que escribió alguien", clean)
        self.assertNotIn("7 * 6", clean)


class Code(unittest.TestCase):
    """Lo que va del código: lo que compila y ejecuta quien recibe la copia."""

    @classmethod
    def setUpClass(cls):
        cls.names = set(handout.code())

    def test_what_the_command_needs_goes(self):
        for name in ("src/lib.rs", "aula/src/main.rs", *(f"{member}/src/lib.rs" for member in manifests.members()[1:])):
            self.assertIn(name, self.names)
        for name in ("lab/spanish.json", "upstream/nbgrader_spanish.toml", "pages/templates/lesson/index.html.j2"):
            self.assertIn(f"aula/python/aula/{name}", self.names)

    def test_what_is_of_those_who_teach_does_not(self):
        teaching = ("aula/python/aula/classroom", "aula/python/aula/pages/templates/nbgrader")
        for start in (
            "aula/web",
            "aula/mutants",
            "aula/quiz",
            "aula/exam/src/bin",
            "aula/exam/tests",
            "notebooks",
            "aula/benches",
            *teaching,
        ):
            self.assertEqual([name for name in self.names if name.startswith(start)], [])
        self.assertEqual([name for name in self.names if facts.is_private(name)], [])


class Manifests(unittest.TestCase):
    """Los Cargo.toml de la copia."""

    def adapted(self, name):
        """El de ahora y el de la copia, como los lee Cargo."""
        text = (facts.ROOT / name).read_text(encoding="utf-8")
        return tomllib.loads(text), tomllib.loads(tomlkit.dumps(manifests.adapt(tomlkit.parse(text))))

    def test_the_members_that_go(self):
        now, copy = self.adapted("Cargo.toml")
        gone = set(now["workspace"]["members"]) - set(copy["workspace"]["members"])
        self.assertEqual(gone, {"aula/mutants", "aula/quiz", "aula/web"})
        self.assertEqual(copy["workspace"]["default-members"], [".", *copy["workspace"]["members"]])
        self.assertEqual(manifests.members(), copy["workspace"]["members"])

    def test_without_what_is_not_there_and_with_all_the_rest(self):
        for name in ["Cargo.toml", *(f"{member}/Cargo.toml" for member in manifests.members())]:
            now, copy = self.adapted(name)
            for left in ("bench", "test", "dev-dependencies", "features"):
                self.assertNotIn(left, copy, name)
            for kept in ("package", "dependencies", "lints", "profile"):
                self.assertEqual(copy.get(kept), now.get(kept), name)

    def test_what_compiles_only_if_asked_stays_behind(self):
        now, copy = self.adapted("aula/exam/Cargo.toml")
        self.assertIn("required-features", now["bin"][0])
        self.assertNotIn("bin", copy)
        self.assertIn("optional", str(now["target"]))
        self.assertNotIn("optional", str(copy))
        self.assertIn("rustix", copy["target"]["cfg(unix)"]["dependencies"], "esta no se pide: va siempre")
        self.assertTrue(all(target["dependencies"] for target in copy["target"].values()))
        self.assertEqual(self.adapted("aula/Cargo.toml")[1]["bin"][0]["name"], "aula")

    def test_the_comments_stay(self):
        made = tomlkit.dumps(manifests.adapt(tomlkit.parse((facts.ROOT / "Cargo.toml").read_text(encoding="utf-8"))))
        self.assertIn("# El Mersenne Twister de NumPy", made)


if __name__ == "__main__":
    unittest.main()
