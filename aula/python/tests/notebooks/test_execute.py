"""La línea de progreso de un cuaderno que se ejecuta."""

import io
import unittest
from contextlib import redirect_stdout

from aula.notebooks.execute import ProgressLine


class Terminal(io.StringIO):
    """Una terminal sin más orden que volver al principio de la línea."""

    def isatty(self):
        return True

    @property
    def seen(self):
        line, place = [], 0
        for character in self.getvalue():
            if character == "\r":
                place = 0
            else:
                line[place : place + 1] = character
                place += 1
        return "".join(line)


class Progress(unittest.TestCase):
    def test_it_is_written_over_and_erased_without_terminal_codes(self):
        with redirect_stdout(Terminal()) as terminal:
            line = ProgressLine()
            line.show("cuaderno: celda 10 de 12")
            line.show("corto")
            self.assertEqual(terminal.seen.rstrip(), "corto")
            line.show("")
        self.assertEqual(terminal.seen.strip(), "")
        self.assertNotIn("\x1b", terminal.getvalue())

    def test_where_nobody_looks_there_is_none(self):
        with redirect_stdout(io.StringIO()) as file:
            ProgressLine().show("algo")
        self.assertEqual(file.getvalue(), "")


if __name__ == "__main__":
    unittest.main()
