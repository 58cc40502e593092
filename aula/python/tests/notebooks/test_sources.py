"""Los textos de los cuadernos: que una celda quepa en una página o en un proyector."""

import re
import unittest

from aula.facts import ROOT
from aula.notebooks import build

SOURCES = ROOT / "notebooks" / "fuente"
WIDTH = 92


class Cells(unittest.TestCase):
    def test_no_line_of_code_is_too_wide(self):
        for name in ["01_leccion.md", "02_por_dentro.md"]:
            cells = [cell.source for cell in build.build(SOURCES / name).cells if cell.cell_type == "code"]
            self.assertGreater(len(cells), 10, name)
            wide = [line for cell in cells for line in cell.splitlines() if len(line) > WIDTH]
            self.assertEqual(wide, [], f"{name}: líneas de más de {WIDTH} caracteres")

    def test_the_lesson_fits_in_a_class(self):
        book = build.build(SOURCES / "01_leccion.md")
        self.assertLessEqual(sum(cell.cell_type == "code" for cell in book.cells), 24)
        text = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
        words = re.sub(r"<details.*?</details>", "", text, flags=re.S).split()
        self.assertLessEqual(len(words), 3300)

    def test_every_section_of_the_lesson_asks_for_a_prediction(self):
        text = (SOURCES / "01_leccion.md").read_text(encoding="utf-8")
        for section in text.split("\n## ")[2:-1]:  # de «Requisitos» en adelante, salvo la última, que resume
            title = section.partition("\n")[0]
            _, question, rest = section.partition("**Predice")
            self.assertTrue(question and "<details><summary>Respuesta</summary>" in rest, title)


if __name__ == "__main__":
    unittest.main()
