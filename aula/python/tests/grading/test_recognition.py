"""De qué tarea es un cuaderno, y lo que se le pide al motor de una tarea con varias formas."""

import unittest
from pathlib import Path
from unittest import mock

from aula.grading import engine, examination, recognition
from aula.grading.recognition import Known
from aula.notebooks import node, origin
from aula.notebooks.fingerprint import KEY
from aula.problem import Problem

from . import toy

TASKS = {
    "una": Known("una", frozenset({"cadena", "cadena_prueba"}), frozenset({"chain", "slope"})),
    "otra": Known("otra", frozenset({"cadena", "paso"}), frozenset({"step", "slope"})),
}


def notebook(ids=(), code="", said=None):
    metadata = {KEY: {origin.PART: {"name": said, "digest": "1", "exercises": {}}}} if said else {}
    cells = [node.cell("markdown", "texto", name) for name in ids]
    return node.book([*cells, node.cell("code", code, "x1")], metadata)


class Recognition(unittest.TestCase):
    def test_what_it_says_its_ids_and_its_functions_in_that_order(self):
        step = "fn step() {}"
        self.assertEqual(recognition.of(notebook(["paso"], step, "una"), TASKS), "una")
        self.assertEqual(recognition.of(notebook(["cadena", "cadena_prueba"], step, "desconocida"), TASKS), "una")
        self.assertEqual(recognition.of(notebook(["cadena"], step), TASKS), "otra", "un identificador de las dos no decide")
        self.assertEqual(recognition.of(notebook(code="fn chain() {}"), TASKS), "una")
        self.assertIsNone(recognition.of(notebook(code="fn slope() {}"), TASKS))
        self.assertIsNone(recognition.of(notebook(), TASKS))

    def test_a_text_that_cannot_be_read_does_not_stop_the_others(self):
        with (
            mock.patch.object(recognition.catalog, "read", side_effect=Problem("línea 3: mal")),
            mock.patch("builtins.print") as said,
        ):
            self.assertEqual(recognition.known(["rota"]), {})
        self.assertIn("«rota» no se puede leer", said.call_args[0][0])


def answered(order):
    courses = order.get("courses", [order])
    score = {"points": 1.0, "report": "", "problem": ""}
    graded = [each["key"] for course in courses for each in course["submissions"] if each["key"] != "carla"]
    return {
        "results": {key: dict.fromkeys(("cadena", "sigmoide"), score) for key in graded},
        "wrong": {"1": "la solución no compila"},
    }


class Forms(unittest.TestCase):
    def setUp(self):
        given = {"cadena": "fn a() {}", "sigmoide": "fn b() {}"}
        assignment = toy.assignment()
        self.asked = {"A": (assignment, {"ana": given, "ben": given}), "B": (assignment, {"carla": given})}

    def test_all_of_them_at_once(self):
        with mock.patch.object(engine, "run", side_effect=lambda order, say=None: answered(order)) as run:
            found, ungraded = examination.examine_forms(self.asked, 3, ledger=Path("avance"))
        ((order, _), _) = run.call_args
        self.assertEqual([len(course["submissions"]) for course in order["courses"]], [2, 1])
        self.assertEqual(
            (order["jobs"], order["ledger"], order["courses"][0]["setup"]), (3, "avance", "use gradiente::Network;")
        )
        self.assertEqual((set(found), ungraded), ({"ana", "ben"}, {"carla": "la solución no compila"}))
        self.assertEqual(found["ana"]["cadena"].points, 1.0)

    def test_one_is_as_always(self):
        with mock.patch.object(engine, "run", side_effect=lambda order, say=None: answered(order)) as run:
            examination.examine_forms({"A": self.asked["A"]})
        self.assertEqual([each["key"] for each in run.call_args[0][0]["submissions"]], ["ana", "ben"])

    def test_in_a_cluster_each_one_keeps_what_it_has_done(self):
        orders = []

        class Cluster:
            ungraded = {}

            def run(self, order):
                orders.append(order)
                self.ungraded = {"carla": "ningún trabajador"} if len(orders) == 2 else {}
                return answered(order)

        found, ungraded = examination.examine_forms(self.asked, ledger=Path("avance"), cluster=Cluster())
        self.assertEqual(len({order["ledger"] for order in orders}), 2)
        self.assertEqual((set(found), ungraded), ({"ana", "ben"}, {"carla": "ningún trabajador"}))


if __name__ == "__main__":
    unittest.main()
