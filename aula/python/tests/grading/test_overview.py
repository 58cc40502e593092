"""La página de una clase: las cuentas, lo que se cuenta de cada persona, y que nada de lo ajeno actúa."""

import base64
import csv
import datetime
import hashlib
import json
import re
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from aula.assignments import scale
from aula.grading.report import overview, table
from aula.grading.report.output import EARLIER, GRADES
from aula.grading.report.overview import copies, data, earlier, figures, page, statistics
from aula.grading.results import Check, Result

from . import pretend, toy

HOSTILE = "</script><img src=x onerror=alert(1)>"


class Statistics(unittest.TestCase):
    """Los números son de NumPy 2.4, con los mismos datos."""

    def test_quartiles(self):
        # `numpy.percentile([2, 4.5, 7, 7.5, 8, 10], [25, 50, 75])`
        self.assertEqual(statistics.quartiles([2, 4.5, 7, 7.5, 8, 10]), [5.125, 7.25, 7.875])
        self.assertEqual(statistics.quartiles([3.0]), [3.0, 3.0, 3.0])
        self.assertIsNone(statistics.quartiles([]))

    def test_discrimination(self):
        scores = [0, 0, 1, 1, 2, 2, 2, 0.5, 1.5, 2]
        totals = [3, 5, 9, 12, 18, 20, 25, 4, 11, 17]
        # `numpy.corrcoef(scores, numpy.subtract(totals, scores))[0, 1]`
        self.assertAlmostEqual(statistics.discrimination(scores, totals), 0.901661674529, places=9)
        self.assertIsNone(statistics.discrimination(scores[:9], totals[:9]), "son pocas personas")
        self.assertIsNone(statistics.discrimination([2.0] * 10, totals), "todo el mundo tiene lo mismo")
        self.assertIsNone(statistics.discrimination([0.1 * n for n in range(10)], [0.1 * n + 0.2 for n in range(10)]))

    def test_difficulty(self):
        self.assertAlmostEqual(statistics.difficulty([0, 1, 2], 2), 0.5)
        self.assertIsNone(statistics.difficulty([], 2))

    def test_step(self):
        self.assertEqual([statistics.step(most) for most in (25, 10, 7, 6, 100)], [2.5, 1, 1, 1, 10])


def person(name, points, checks=(), **answers):
    """Una entrega de la tarea de juguete, y lo que respondió."""
    scores = dict(zip(("cadena", "sigmoide", "reflexion"), points, strict=True))
    results = {"cadena": Result(scores["cadena"], "", checks=tuple(checks)), "sigmoide": Result(scores["sigmoide"], "")}
    total = sum(each for each in points if each is not None)
    given = {"cadena": "fn chain() {}", "sigmoide": "fn sigmoid() {}", "reflexion": "Por esto."} | answers
    entry = SimpleNamespace(student=name, notes=[], scores=scores, results=results, total=total, comments={}, shown_mark="")
    return entry, given


def failed(name, mistake=""):
    return Check(name, False, False, mistake=mistake)


def toy_class(**more):
    """Una clase de la tarea de juguete; la última persona no tiene nada que calificar."""
    assignment = toy.assignment()
    blank = {name: assignment.stub(name) for name in assignment.columns}
    people = [
        person("Ana", (2.0, 3.0, None), [Check("en 1", False, True)]),
        person("Beto", (1.0, 0.0, None), [failed("en 1", "te falta el 2")], sigmoide=blank["sigmoide"]),
        person(HOSTILE, (0.0, 0.0, 0.0), [failed("en 1", "te falta el 2")], reflexion=HOSTILE),
        person("=Vacía", (0.0, 0.0, 0.0), [failed("en 1")], **blank),
        person("Zoila", (2.0, 0.0, 0.0), **(blank | {"cadena": "fn chain() {}"})),
        person("Última", (2.0, 0.0, 0.0), **(blank | {"cadena": "fn chain() {}"})),
    ]
    people[1][0].results["sigmoide"] = Result(0.0, "", "no acaba")
    ungraded = SimpleNamespace(student="Nicanor", notes=["sin calificar: no hay nada"], scores={}, results={}, total=None)
    found = [each for each, _ in people] + [ungraded]
    made = {each.student: pretend.prepared(assignment, given) for each, given in people}
    return data.Class(assignment, found, made, **more)


class Case(unittest.TestCase):
    def setUp(self):
        clase = toy_class()
        self.assignment, self.found, self.prepared = clase.assignment, clase.found, clase.prepared

    def clase(self, **more):
        return data.Class(self.assignment, self.found, self.prepared, **more)

    def build(self, **more):
        return data.build(self.clase(**more), "La tarea", datetime.datetime(2026, 5, 4, 10, 30))


class Counted(Case):
    def test_what_was_handed_in(self):
        made = self.build()
        why, troubles = [{"name": "Nicanor", "why": "no hay nada"}], [{"who": 1, "exercise": "sigmoide", "why": "no acaba"}]
        self.assertEqual(made["handed"], {"in": 7, "graded": 6, "ungraded": why, "troubles": troubles})
        self.assertEqual(made["totals"]["values"], [5.0, 1.0, 0.0, 0.0, 2.0, 2.0])
        self.assertEqual(made["totals"]["quartiles"], [0.25, 1.5, 2.0])  # `numpy.percentile(values, [25, 50, 75])`

    def test_each_exercise(self):
        counted = {each["name"]: [each[state] for state in data._STATES] for each in self.build()["exercises"]}
        self.assertEqual(counted, {"cadena": [3, 1, 1, 1, 0], "sigmoide": [1, 0, 1, 4, 0], "reflexion": [0, 0, 1, 3, 2]})

    def test_mistakes_and_checks_say_how_many_and_who(self):
        made = self.build()
        self.assertEqual(made["mistakes"], [{"exercise": "cadena", "mistake": "te falta el 2", "count": 2, "who": [1, 2]}])
        check = next(each for each in made["checks"] if each["exercise"] == "cadena")
        self.assertEqual((check["name"], check["of"], check["failed"], check["who"]), ("en 1", 3, 2, [1, 2]))

    def test_hidden_checks_are_counted_together_and_unnamed(self):
        self.found[0].results["cadena"] = Result(0, "", checks=(Check("", True, False), Check("", True, True)))
        check = next(each for each in self.build()["checks"] if each["hidden"])
        self.assertEqual((check["name"], check["of"], check["who"]), ("", 1, [0]))

    def test_with_whom_to_talk(self):
        self.assertEqual(
            self.build(earlier={"Beto": {"cadena": 2.0}, "Ana": {"cadena": 2.0}})["talk"],
            [
                {"why": "blank", "exercise": None, "who": [3]},
                {"why": "stopped", "exercise": "sigmoide", "who": [4, 5]},
                {"why": "lost", "exercise": "cadena", "who": [1]},
            ],
        )

    def test_forms_side_by_side(self):
        self.assertEqual(self.build()["forms"], [])
        for at, each in enumerate(self.prepared.values()):
            each.form = "AB"[at % 2]
        made = self.build()["forms"]
        self.assertEqual(
            [(each["form"], each["people"], each["quartiles"][1]) for each in made], [("A", 3, 2.0), ("B", 3, 1.0)]
        )
        self.assertAlmostEqual(made[0]["difficulty"]["cadena"], 1 - 4 / 6)
        for name, each in self.prepared.items():
            each.form = name
        self.assertEqual(self.build()["forms"], [], "cada persona tiene la suya: no hay nada que comparar")

    def test_a_mistake_is_the_same_with_the_numbers_of_each_form(self):
        self.prepared["Ana"].form = "B"
        checks = failed("en 3", "te falta el 4.5"), failed("en 4")
        self.found[0].results["cadena"] = Result(0, "", checks=checks)
        made = self.build()
        self.assertEqual([(each["mistake"], each["who"]) for each in made["mistakes"]], [("te falta el …", [0, 1, 2])])
        check = next(each for each in made["checks"] if each["exercise"] == "cadena")
        self.assertEqual((check["name"], check["of"], check["who"]), ("en …", 3, [0, 1, 2]))
        self.assertEqual(sum(each["exercise"] == "cadena" for each in made["checks"]), 2, "dos del mismo ejercicio son dos")

    def test_marks_on_a_scale(self):
        for each, mark in zip(self.found, ("7.0", "4.0", "1.0", "3.9", "4.1", "5.5"), strict=False):
            each.shown_mark = mark
        made = self.build(scale=scale.scale("1:7"))["marks"]
        self.assertEqual((made["below"], made["least"], made["most"], made["passing"]), (2, 1, 7, 4))
        self.assertEqual(made["quartiles"], [3.925, 4.05, 5.15])  # `numpy.percentile(marks, [25, 50, 75])`
        for each, mark in zip(self.found, "AABFFF", strict=False):
            each.shown_mark = mark
        letters = self.build(scale=scale.scale("A:F"))["marks"]["letters"]
        self.assertEqual(letters, {"A": 2, "B": 1, "C": 0, "D": 0, "F": 3})

    def test_written_answers_are_with_what_is_expected(self):
        statement = next(cell for cell in self.assignment.source.cells if cell.id == "pregunta")
        statement.source += "\n\nDilo en\nun párrafo.\n\n- Uno.\n- Dos."
        question = self.build()["written_answers"][0]
        self.assertEqual(question["statement"], "Dilo en un párrafo.\n\n- Uno.\n- Dos.")
        self.assertEqual((question["expected"], question["worth"]), ("Porque sí.", 1.0))
        self.assertEqual([each["who"] for each in question["answers"]], [0, 1, 2])


class Earlier(unittest.TestCase):
    def test_the_best_of_every_run_however_it_was_written(self):
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder)
            runs = [
                (output / EARLIER / "2026-05-01" / GRADES, "estudiante;cadena;total\r\nAna;1,5;1,5\r\n", "utf-8-sig"),
                (output / EARLIER / "2026-05-02" / GRADES, "estudiante,cadena,total\nAna,1.25,1\nBeto,,\n", "utf-8"),
                (output / EARLIER / "2026-05-03" / GRADES, "\0\n\udcff", "utf-8"),
                (output / GRADES, "estudiante;cadena\r\nAna;0\r\n", "utf-8"),
            ]
            for path, text, encoding in runs:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode(encoding, "surrogateescape"))
            self.assertEqual(earlier.best(output, ["cadena"]), {"Ana": {"cadena": 1.5}, "Beto": {}})


class Page(Case):
    def html(self, made):
        return page.html(made, {})

    def test_nothing_of_a_student_is_html(self):
        made = self.build()
        html = self.html(made)
        self.assertNotIn("<img", html)
        self.assertEqual(html.count("</script>"), 2)
        inside = re.search(r'<script type="application/json" id="clase">(.*?)</script>', html, re.DOTALL)[1]
        self.assertEqual(json.loads(inside), made)
        self.assertIn(HOSTILE, [each["name"] for each in made["people"]])

    def test_what_is_not_seen_and_what_covers_the_lines_above_is_left_out(self):
        said = json.loads(page.embedded(["\u202e\ud83da" + "\u0301" * 50]))
        self.assertEqual(said, ["\N{REPLACEMENT CHARACTER}" * 2 + "a" + "\u0301" * 3])

    def test_it_runs_its_own_script_and_no_other(self):
        html = self.html(self.build())
        script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1].replace("&#39;", "'")
        self.assertIn(f"script-src 'sha256-{digest}'", policy)
        self.assertIn("default-src 'none'", policy)
        for danger in ("innerHTML", "insertAdjacentHTML", "document.write", "outerHTML", "eval("):
            self.assertNotIn(danger, script)

    def test_the_one_to_show_has_nobody(self):
        made = data.without_names(self.build(copies={"pairs": [], "groups": [], "compared": 15, "few": True}))
        html = self.html(made)
        names = [page.embedded(each.student)[1:-1] for each in self.found]
        for secret in [*names, "no acaba", "Por esto.", "img src", '"who"', "Porque sí."]:
            self.assertFalse(secret in html, f"dice «{secret}»")
        self.assertIn("te falta el 2", html)
        self.assertIn("se puede enseñar en clase", html)

    def test_the_table_is_read_by_a_spreadsheet_and_calculates_nothing(self):
        made = self.build()
        made["mistakes"][0]["mistake"] = "=1+1"
        with tempfile.TemporaryDirectory() as folder:
            for form, separator, half in ((table.EUROPEAN, ";", "0,25"), (table.STANDARD, ",", "0.25")):
                path = Path(folder) / f"{form}.csv"
                page.write_table(made, path, form)
                with path.open(encoding="utf-8-sig", newline="") as file:
                    rows = list(csv.reader(file, delimiter=separator))
                self.assertIn(["error", "cadena", "'=1+1", "2"], rows)
                self.assertIn(["total", "", "primer cuartil", half], rows)
                self.assertIn(["personas", "sigmoide", "sin responder", "4"], rows)


class Asked(Case):
    """Lo que se pregunta al motor."""

    def test_what_is_compared_and_what_is_left_out(self):
        pair = {"people": ["Ana", "Beto"], "chance": 0.1, "shared": []}
        pair["exercises"] = [{"name": "cadena", "marks": [[[3, 8]], [[0, 2], [3, 8]]]}]
        answer = {"pairs": [pair], "groups": [], "compared": 15, "few": False}
        with mock.patch.object(copies.program, "ask", return_value=json.dumps(answer)) as asked:
            found = copies.compare(self.clase())
        order = json.loads(asked.call_args.args[1])
        sent = {each["key"]: set(each["answers"]) for each in order["submissions"]}
        self.assertEqual(
            (sent["Ana"], sent["Zoila"], sent["=Vacía"]), ({"cadena", "sigmoide", "reflexion"}, {"cadena"}, set())
        )
        self.assertIn(self.assignment.stub("cadena"), order["exercises"][0]["given"])
        self.assertIn("2.0 * x", order["exercises"][0]["given"][1])
        self.assertEqual(order["forms"], {}, "con una sola forma, no hay números de otra")
        one, other = found["pairs"][0]["exercises"][0]["texts"]
        self.assertEqual(one, [["fn ", False], ["chain", True], ["() {}", False]])
        self.assertEqual(other, [["fn", True], [" ", False], ["chain", True], ["() {}", False]])

    def test_the_numbers_of_every_form_are_told(self):
        other = toy.assignment()
        other.exercises[0].reference = "fn chain(x: f64) -> f64 { 7.25 * x }"
        self.prepared["Beto"].form, self.prepared["Beto"].assignment = "B", other
        answer = {"pairs": [], "groups": [], "compared": 15, "few": False}
        with mock.patch.object(copies.program, "ask", return_value=json.dumps(answer)) as asked:
            copies.compare(self.clase())
        order = json.loads(asked.call_args.args[1])
        self.assertIn("7.25", order["forms"]["B"]["cadena"])
        self.assertIn("2.0 * x", order["forms"][""]["cadena"])
        self.assertIn(other.exercises[0].reference, order["exercises"][0]["given"])

    def test_a_title_cannot_break_a_figure(self):
        made = self.build()
        made["exercises"][0]["title"] = "uno\tdos\n\nbars\tX"
        drawn = "<svg>1</svg>\n<svg>2</svg>\n"
        with mock.patch.object(figures.program, "ask", return_value=drawn) as asked:
            found = figures.draw(made)
        self.assertEqual(found, {"totals": "<svg>1</svg>", "exercises": "<svg>2</svg>"})
        orders = asked.call_args.args[1].split("\n\n")
        self.assertIn("bar\tuno dos bars X\t3\t1\t1\t1\t0", orders[1])
        self.assertEqual(
            orders[0].split("\n")[0], "\t".join(["histogram", "Los totales", "puntos", "personas", "0", "6.0", "6"])
        )

    def test_without_the_engine_there_is_a_page_all_the_same(self):
        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.object(figures.program, "ask", side_effect=figures.Problem("no está")),
        ):
            place = Path(folder)
            pages = {self.found[0].student: place / "Grupo #3, 50 %.html"}
            overview.write(self.clase(), "La tarea", pages, place, place, table.EUROPEAN, nameless=True)
            self.assertIn(
                '"retroalimentacion/Grupo%20%233%2C%2050%20%25.html"', (place / "clase.html").read_text(encoding="utf-8")
            )
            self.assertEqual(
                sorted(path.name for path in place.iterdir()), ["clase.csv", "clase.html", "clase_sin_nombres.html"]
            )


if __name__ == "__main__":
    unittest.main()
