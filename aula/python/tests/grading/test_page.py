"""La página de una entrega: lo que dice, y que nada de lo ajeno actúa, pide algo ni se hace pasar por lo nuestro."""

import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

from aula.grading import parsing, restore
from aula.grading.report import page, rendering, worker
from aula.grading.report.material import OWN_CELLS, material
from aula.grading.report.review import review
from aula.grading.results import Check, Result
from aula.grading.titles import Title, titles
from aula.notebooks import node
from aula.pages import clean, formulas, markdown

from . import hostile, toy

CHECKS = (
    Check("en 0", False, False, "se esperaba 0.5 y llegó 1", "¿está el 1?", "falta el 1 del denominador"),
    Check(
        "en 2", False, False, "se esperaba 0.88 y llegó 7.39", "mira el signo", "otro; o bien, falta el 1 del denominador"
    ),
    Check("en 800", False, False, "se esperaba 1 y llegó NaN", "e elevado a 800 es infinito"),
    Check("en 900", False, False, "se esperaba 1 y llegó NaN", "otra"),
    Check("", True, False),
)
VOID = {"meta", "link", "img", "br", "hr", "input"}
# Lo que hay en una página nuestra; lo ajeno no añade ninguna etiqueta más.
OURS = {"html", "head", "meta", "title", "style", "body", "main", "header", "section", "img"} | clean.TEXT | clean.FORMULAS


class Dom(HTMLParser):
    """Los elementos de una página, cada uno con los que lo rodean."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes), tuple(self.open)))
        if tag not in VOID:
            self.open.append((tag, dict(attributes).get("class") or ""))

    def handle_endtag(self, tag):
        names = [each for each, _ in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]


def of(book, assignment=None, points=None, told=()):
    """Lo que se sabe de la entrega `book`, como lo recibe quien hace la página."""
    assignment = assignment or toy.assignment()
    made, _ = restore.restore(parsing.parse(toy.written(book)), assignment)
    right = Result(2.0, "✅ bien: cadena\nPuntos: 1")
    half = Result(1.5, "❌ falla: sigmoide\nPuntos: 1", checks=CHECKS)
    return {
        "student": "Ana <b>Pérez</b>",
        "title": "La tarea",
        "exercises": {
            name: review(name, assignment.titles[name], score, assignment.points[name], result, "", False)
            for name, score, result in (("cadena", 2.0, right), ("sigmoide", 1.5, half), ("reflexion", None, None))
        },
        "total": 3.5,
        "most": 6.0,
        "mark": "4,6",
        "scale": "de 1 a 7",
        "pieces": material(made, assignment),
    }


def strange():
    book = toy.given(cadena=hostile.html()[0] + "\nfn chain() {}", reflexion="\n\n".join(hostile.markdown()))
    book.cells[3:3] = hostile.cells()
    return book


class Case(unittest.TestCase):
    def has(self, html, *texts):
        for text in texts:
            self.assertTrue(text in html, f"falta «{text}»")


class Shown(Case):
    def test_what_it_says(self):
        html = page.full(of(toy.given(cadena=toy.CHAIN.format("    3.0"), reflexion="Por **eso**: $x^2$.")))
        self.has(
            html,
            "<title>Ana &lt;b&gt;Pérez&lt;/b&gt;: La tarea</title>",
            "<strong>3,5 de 6 puntos</strong> · nota: <strong>4,6</strong>",
            "2 de 2 puntos",
            "1,5 de 3 puntos",
            "pendiente de leer, vale 1",
            "❌ falla: sigmoide",
            "<strong>eso</strong>",
            "<math",
            "prueba",
        )
        self.assertFalse("oculta" in html or "0 de 1" in html)

    def test_what_to_review_comes_first(self):
        html = page.full(of(toy.given()))
        first, folded = html.split("<details", 1)
        self.has(first, "Qué revisar", 'href="#respuesta-sigmoide">La sigmoide</a>', "«en 0»: se esperaba 0.5 y llegó 1.")
        self.assertEqual(first.count("Falta el 1 del denominador."), 1, "el mismo error se dice una vez")
        self.has(
            first,
            "«en 800»",
            "E elevado a 800 es infinito.",
            "Fallan otras 2 comprobaciones, quizá por lo mismo.",
            "Lo que está bien",
        )
        self.assertFalse("¿está el 1?" in first or "en 900" in first, "un error con nombre no necesita pista, y basta una")
        self.assertFalse("prueba(1)" in first)
        self.has(folded, "Resultado de las pruebas", 'id="respuesta-sigmoide"')

    def test_an_answer_that_cannot_be_graded_says_why_and_where(self):
        title, answer = Title("Ejercicio 1", "La cadena"), "fn a() {\n    <b>2 * x</b>\n}"
        problem = "la respuesta no compila: en su línea 2, «no se puede»"
        known = of(toy.given())
        known["exercises"]["cadena"] = review("cadena", title, 0.0, 2.0, Result(0.0, "", problem), answer, False)
        known["exercises"]["sigmoide"] = review("sigmoide", title, 0.0, 2.0, Result(0.0, ""), "", True)
        first = page.full(known).split("<details", 1)[0]
        self.has(first, "Ejercicio 1. La cadena", "La respuesta no compila: en su línea 2, «no se puede».")
        self.has(
            first, "<code>&lt;b&gt;2 * x&lt;/b&gt;</code>", 'Sin responder: <a href="#respuesta-sigmoide">Ejercicio 1</a>.'
        )

    def test_only_the_hidden_ones_fail(self):
        checks = (Check("en 0", False, True), Check("", True, False), Check("", True, True))
        made = review("a", Title("a"), 1.0, 2.0, Result(1.0, "", checks=checks), "", False)
        self.assertEqual((made["checks"], made["hidden"], made["state"]), ([], "1 de las 2", "medias"))

    def test_the_title_of_each_exercise(self):
        text, answer = "# Todo\n\n## {}\n```\n# no\n```", node.Node(grade_id="a", solution=True)
        cells = [node.cell("markdown", text.format("Ejercicio 7. El entrenamiento (2,5 puntos)"), "t")]
        for name in ("a", "b"):
            cells.append(node.cell("code", "", name, {"nbgrader": answer | {"grade_id": name}}))
        cells += [node.cell("markdown", text.format("¿Por qué?"), "u"), node.cell("code", "", "c", {"nbgrader": answer})]
        made = titles(node.book(cells))
        self.assertEqual(made["b"], Title("Ejercicio 7, segunda parte", "El entrenamiento"))
        self.assertEqual((made["a"].whole, toy.assignment().titles["cadena"].whole), ("¿Por qué?", "cadena"))

    def test_where_an_answer_came_from(self):
        book = toy.given()
        book.cells.insert(4, node.cell("code", toy.CHAIN.format("3.0"), "otra"))
        self.has(page.full(of(book)), "se califica lo de otra celda")

    def test_the_plain_one(self):
        known = of(toy.given()) | {"answers": {"cadena": hostile.html()[0], "sigmoide": "x" * 90_000}}
        known.pop("pieces")
        html = page.plain(known)
        self.has(html, "✅ bien: cadena", "… (sigue; aquí se corta)")
        self.assertEqual([tag for tag, *_ in Dom(html).found if tag in ("script", "img")], [])

    def test_many_cells_and_letters_are_cut_and_it_is_said(self):
        book = toy.given()
        book.cells += [node.cell("code", f"let a = {number};", f"n{number}") for number in range(OWN_CELLS + 7)]
        self.has(page.full(of(book)), "Tu cuaderno lleva 7 celdas más")
        book.cells[12:] = [node.cell("code", "1+" * 49_999, f"n{number}") for number in range(20)]
        html = page.full(of(book))
        self.has(html, "celdas más, que aquí no se muestran")
        self.assertLess(len(html), 1_000_000)


class Harmless(Case):
    @classmethod
    def setUpClass(cls):
        cls.html = page.full(of(strange()))
        cls.dom = Dom(cls.html).found

    def test_nothing_acts(self):
        self.assertEqual({tag for tag, *_ in self.dom} - OURS, set())
        for tag, attributes, _ in self.dom:
            self.assertEqual([name for name in attributes if name.startswith("on")], [], tag)
            self.assertNotRegex((attributes.get("href") or "").lower(), r"^\s*(javascript|data|vbscript):")
        self.assertEqual(sum(tag == "style" for tag, *_ in self.dom), 2, "los nuestros")

    def test_nothing_is_requested(self):
        for tag, attributes, _ in self.dom:
            for name in ("src", "srcset", "poster", "data", "action", "background", "formaction"):
                self.assertRegex(attributes.get(name) or "data:image/png;base64,", r"^data:image/png;base64,[\w+/=]*$", tag)
        [policy] = [each for tag, each, _ in self.dom if each.get("http-equiv") == "Content-Security-Policy"]
        self.assertTrue(policy["content"].startswith("default-src 'none'"))

    def test_nothing_covers_or_imitates(self):
        """Dentro de sus recuadros no hay estilos, ni nombres, ni más clases que las de los nuestros."""
        inside = [
            (tag, attributes) for tag, attributes, around in self.dom if any("suyo" in name.split() for _, name in around)
        ]
        self.assertGreater(len(inside), 200)
        for tag, attributes in inside:
            self.assertEqual([name for name in ("style", "id", "name", "tabindex") if name in attributes], [], tag)
            if name := attributes.get("class"):
                self.assertRegex(name, r"^(rotulo|formula|highlight|linenos|[a-z]{1,3}\d?)$", tag)
        self.assertEqual(sum("resultado" in (each.get("class") or "") for _, each, _ in self.dom), 2)
        self.assertEqual(sum(each.get("id") == "arriba" for _, each, _ in self.dom), 1)
        for hidden in ("\x1b", "\u202e", "\u202c", "\u0301" * 4):
            self.assertFalse(hidden in self.html)

    def test_every_text_of_theirs_is_in_a_box(self):
        places = [around for tag, _, around in self.dom if tag == "math" or tag == "img"]
        self.assertTrue(all(any("suyo" in name.split() for _, name in around) for around in places))

    def test_formulas(self):
        for latex in hostile.formulas():
            for tag, attributes, _ in Dom(page.formula(latex)).found:
                self.assertIn(tag, clean.FORMULAS | {"code"}, latex)
                self.assertLessEqual(set(attributes), {"display", "width", "stretchy", "mathvariant"}, latex)
                self.assertNotIn("-", attributes.get("width", ""), latex)
        for odd in (r"\frac{", "x" * 100_000, "{" * 5000, r"\begin{matrix}", "", "$", "\x00"):
            page.formula(odd)
        self.assertEqual(page.formula("x^2", "inline"), clean.clean(formulas.mathml("x^2", "inline")))

    def test_a_formula_is_never_larger_than_the_text(self):
        made = clean.clean(
            '<math><mstyle scriptlevel="-9"><mi>x</mi></mstyle><mstyle scriptlevel="1"><mi>y</mi></mstyle></math>'
        )
        self.assertEqual(made, '<math><mstyle><mi>x</mi></mstyle><mstyle scriptlevel="1"><mi>y</mi></mstyle></math>')

    def test_ours_is_not_touched(self):
        self.assertIn("<table>", page.ours("| a | b |\n| --- | --- |\n| 1 | 2 |"))
        self.assertEqual(page.ours("<details><summary>Una pista</summary>\n\nsí\n\n</details>").count("details"), 2)


class Reading(unittest.TestCase):
    """Los cuadernos del proyecto, que en el JupyterLab de quien aprende puede haber escrito cualquiera."""

    def test_what_is_kept(self):
        source = '<h2 id="a">A</h2><div class="highlight hl-rust"><pre><span class="kt">f64</span></pre></div>'
        self.assertEqual(clean.clean_notebook(source), source)
        image = '<img src="data:image/png;base64,AAAA" alt="una figura">'
        self.assertEqual(clean.clean_notebook(image), image)

    def test_what_is_not(self):
        html = clean.clean_notebook("".join(hostile.html()) + '<h1 id="aula-bar" class="jp-Notebook">x</h1>')
        for tag, attributes, _ in Dom(html).found:
            self.assertIn(tag, clean.TEXT | clean.FORMULAS | {"img"})
            self.assertEqual([name for name in attributes if name.startswith("on") or name == "style"], [], tag)
            self.assertNotIn("aula", attributes.get("id", ""))
            self.assertNotIn("jp-", attributes.get("class") or "")
            self.assertEqual(attributes.get("src"), None)


class Markdown(unittest.TestCase):
    def test_formulas_and_text(self):
        read = markdown.reader(lambda latex, display: f"[{display}:{latex}]")
        for source, html in [
            ("$a_1$ y $b*c*d$", "<p>[inline:a_1] y [inline:b*c*d]</p>\n"),
            ("$$\nx\n$$", "<p>[block:\nx\n]</p>\n"),
            (r"$$\frac{a}{b}$$", "<p>[block:\\frac{a}{b}]</p>\n"),
            ("\\begin{aligned}\na\n\\end{aligned}", "<p>[block:\\begin{aligned}\na\n\\end{aligned}]</p>\n"),
            (r"cuesta \$5 y \$6", "<p>cuesta $5 y $6</p>\n"),
            ("`$no$`", "<p><code>$no$</code></p>\n"),
            ("a $5", "<p>a $5</p>\n"),
        ]:
            self.assertEqual(read(source), html, source)


class Rendering(unittest.TestCase):
    """Los procesos que hacen las páginas."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def order(self, name, pieces=None):
        known = of(toy.given())
        made = known.pop("pieces")
        path = self.folder / f"{name}.json"
        path.write_text(toy.json.dumps(made if pieces is None else pieces))
        return rendering.Order(path, known | {"student": name}, {"cadena": "2.0"}, self.folder / f"{name}.html")

    def render(self, *orders, jobs=2):
        rendering.render(orders, self.folder / "guardadas", jobs)
        return [order.to.read_text(encoding="utf-8") for order in orders]

    def test_one_that_breaks_costs_its_own(self):
        broken = self.order("rota", [{"kind": "text"}])
        *good, _ = pages = self.render(self.order("ana"), self.order("beto"), broken)
        self.assertTrue("pide más de lo que cabe" in pages[2])
        self.assertIn("UndefinedError", broken.trouble)
        self.assertTrue(all("tu respuesta" in html and "pide más" not in html for html in good))

    def test_one_that_kills_its_process_too(self):
        program = (
            "import os, sys\nfrom aula.grading.report import page, worker\nfull = page.full\n"
            "page.full = lambda known: os.kill(os.getpid(), 9) if known['student'] == 'mortal' else full(known)\n"
            "worker.main()"
        )
        with mock.patch.object(rendering, "PROGRAM", ["-c", program]):
            deadly = self.order("mortal")
            pages = self.render(self.order("ana"), deadly, self.order("beto"), self.order("carla"), jobs=1)
        self.assertEqual([("pide más de lo que cabe" in html) for html in pages], [False, True, False, False])
        self.assertIn("demasiado tiempo o demasiada memoria", deadly.trouble)

    @unittest.skipUnless(worker.resource, "aquí el sistema no pone límites de memoria")
    def test_the_memory_and_the_time_have_a_limit(self):
        program = (
            "import sys\nfrom aula.grading.report import page, worker\nfull = page.full\n"
            "def made(known):\n"
            "    if known['student'] == 'grande': return 'x' * (1 << 30)\n"
            "    while known['student'] == 'eterna': pass\n"
            "    return full(known)\n"
            "page.full, worker.PROCESSOR = made, 0\nworker.main()"
        )
        with mock.patch.object(rendering, "PROGRAM", ["-c", program]):
            big, endless = self.order("grande"), self.order("eterna")
            pages = self.render(big, endless, self.order("ana"))
        self.assertEqual([("pide más de lo que cabe" in html) for html in pages], [True, True, False])
        self.assertEqual(big.trouble, "pide demasiada memoria")
        self.assertIn("demasiado tiempo", endless.trouble)

    def test_the_clock_has_one_too(self):
        program = "import time\ntime.sleep(600)"
        with mock.patch.object(rendering, "PROGRAM", ["-c", program]), mock.patch.object(rendering, "CLOCK", 0.2):
            slow = self.order("lenta")
            self.assertTrue("pide más de lo que cabe" in self.render(slow)[0])
        self.assertEqual(slow.trouble, "tarda más de 0.2 segundos")

    def test_those_that_did_not_change_are_not_made_again(self):
        first = self.render(self.order("ana"), self.order("beto"))
        with mock.patch.object(rendering, "_all", side_effect=AssertionError("se hizo otra vez")):
            self.assertEqual(self.render(self.order("beto"), self.order("ana")), first[::-1])
        changed = self.order("ana")
        changed.page["total"] = 1.0
        self.assertTrue("1 de 6 puntos" in self.render(changed)[0])
        self.assertEqual(len(list((self.folder / "guardadas").iterdir())), 1, "las demás se olvidan")
        with (
            mock.patch.object(rendering, "_made_by", return_value=b"otra plantilla"),
            mock.patch.object(rendering, "_all") as again,
        ):
            changed.to.unlink()
            changed.trouble = "no se guarda"
            rendering.render([changed], self.folder / "guardadas", 1)
        self.assertEqual(again.call_count, 1)


if __name__ == "__main__":
    unittest.main()
