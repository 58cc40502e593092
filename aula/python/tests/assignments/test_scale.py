"""Las notas de cada escala."""

import unittest

from aula.assignments.scale import scale
from aula.problem import Problem


def published(points, total, demand):
    """La fórmula que publican los institutos de Chile, en sus dos tramos y con las letras de siempre: la nota sin redondear.

    p < e·pmax: n = (napr − nmin)·p / (e·pmax) + nmin; si no, n = (nmax − napr)·(p − e·pmax) / (pmax·(1 − e)) + napr.
    """
    e, least, passing, most = demand / 100, 1.0, 4.0, 7.0
    if points < e * total:
        return (passing - least) * points / (e * total) + least
    return (most - passing) * (points - e * total) / (total * (1 - e)) + passing


class Chile(unittest.TestCase):
    def test_the_two_segments(self):
        for demand in (50, 60, 70):
            known = scale("1:7", demand)
            for total in (24, 25, 40):
                for cents in range(0, total * 100 + 1, 7):
                    points = cents / 100
                    near = published(points, total, demand)
                    self.assertLessEqual(abs(float(known.mark(points, total)) - near), 0.05 + 1e-9, (points, total, demand))

    def test_marks_by_hand(self):
        """Con 25 puntos y exigencia del 60 %, el 4,0 está en 15; cada punto vale 0,2 por debajo y 0,3 por encima."""
        known = scale("1:7")
        for points, mark in ((0, "1.0"), (10, "3.0"), (14.99, "4.0"), (15, "4.0"), (20, "5.5"), (25, "7.0"), (17.5, "4.8")):
            self.assertEqual(known.mark(points, 25.0), mark, points)
        # 14,75 puntos son un 3,95, que se aproxima a 4,0; en binario, 2,95 se quedaría en 2,9.
        self.assertEqual((known.mark(14.75, 25.0), known.mark(14.74, 25.0), known.mark(9.75, 25.0)), ("4.0", "3.9", "3.0"))
        self.assertEqual(known.said, "de 1 a 7, con exigencia del 60 %")


class Others(unittest.TestCase):
    def test_proportions(self):
        ten, twenty = scale("0:10"), scale("0:20")
        for points, mark in ((0, "0.0"), (12.5, "5.0"), (17, "6.8"), (24.87, "9.9"), (24.88, "10.0"), (25, "10.0")):
            self.assertEqual(ten.mark(points, 25.0), mark, points)
        for points, mark in ((0, "0"), (13.12, "10"), (13.13, "11"), (25, "20")):
            self.assertEqual(twenty.mark(points, 25.0), mark, points)
        self.assertEqual(scale("0:10", 60).mark(15, 25.0), "5.0")

    def test_letters(self):
        known = scale("A:F")
        marks = "".join(known.mark(points, 25.0) for points in (25, 22.5, 22.49, 20, 17.5, 15, 14.99, 0))
        self.assertEqual(marks, "AABBCDFF")
        self.assertEqual(scale("A:F", cuts=[85, 70, 55, 40]).mark(10, 25.0), "D")
        self.assertIsNone(known.maximum)

    def test_what_makes_no_sense_is_said(self):
        self.assertIsNone(scale(None))
        for asked in (("1:8",), (None, 60), ("A:F", 60), ("1:7", None, [90, 80, 70, 60])):
            self.assertRaises(Problem, scale, *asked)


if __name__ == "__main__":
    unittest.main()
