"""Las páginas del sitio: sus enlaces, su contenido y dónde van las partes vivas."""

import tempfile
import unittest
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup

from aula.facts import NOTEBOOKS, source_of
from aula.pages import export, render, site

FIRST = next(iter(site.PARTS))
TEXT = "# Una <lección>\n\n## Con $x^2$ y [un enlace](otra.html)\n\n### Dentro\n\n## Otra\n\n```rust\nlet x = 1;\n```\n"


def figure(title):
    return nbformat.v4.new_output("display_data", data={"text/plain": f"{title}\nlo que se ve", "image/svg+xml": "<svg/>"})


class Site(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        for name, outputs in {"uno": [figure(FIRST), figure("Otra figura"), figure(FIRST)], "dos": []}.items():
            cells = [nbformat.v4.new_markdown_cell(TEXT), nbformat.v4.new_code_cell("let y = 2;", outputs=outputs)]
            nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")
        notebooks = {name: folder / f"{name}.ipynb" for name in ("uno", "dos")}
        made = site.site(notebooks, {"uno": "El <uno>", "dos": "El dos"}, export.page)
        cls.pages = {name: BeautifulSoup(html, "html.parser") for name, html in made.items()}

    def links(self, name, label):
        nav = self.pages[name].find("nav", {"aria-label": label})
        return [(link["href"], link.decode_contents()) for link in nav.find_all("a")]

    def test_every_page_leads_to_the_others(self):
        everywhere = [
            ("index.html", "Portada"),
            ("uno.html", "El &lt;uno&gt;"),
            ("dos.html", "El dos"),
            ("laboratorio.html", "Laboratorio"),
            ("practica.html", "Práctica"),
        ]
        for name in ("uno.html", "dos.html", "laboratorio.html", "practica.html"):
            self.assertEqual(self.links(name, "Páginas"), everywhere)
            self.assertEqual([link["href"] for link in self.pages[name].select("nav [aria-current=page]")], [name])
        self.assertEqual([link["href"] for link in self.pages["index.html"].select("ol a")], ["uno.html", "dos.html"])

    def test_the_one_before_and_the_one_after(self):
        label = "Anterior y siguiente"
        self.assertEqual(self.links("uno.html", label), [("dos.html", "Siguiente: El dos")])
        self.assertEqual(
            self.links("dos.html", label),
            [("uno.html", "Anterior: El &lt;uno&gt;"), ("laboratorio.html", "Siguiente: Laboratorio")],
        )

    def test_the_laboratory_of_a_notebook_is_beside_its_page(self):
        html = export.markdown("[míralo](/lectura/laboratorio.html#semilla=2&alfa=5), [otro](/otra/cosa)", export.Lesson())
        self.assertIn('href="laboratorio.html#semilla=2&amp;alfa=5"', html)
        self.assertIn('href="/otra/cosa"', html)

    def test_its_contents_are_its_sections(self):
        links = self.links("uno.html", "Contenido de esta página")
        self.assertEqual([title.partition("<math")[0] for _, title in links], ["Con ", "Dentro", "Otra"])
        self.assertIn("<msup><mi>x</mi><mn>2</mn></msup></mrow></math> y un enlace", links[0][1])
        page = self.pages["uno.html"]
        self.assertTrue(all(page.find(id=address.removeprefix("#")) for address, _ in links))
        inside = page.select("nav ol > li > ul > li > a")
        self.assertEqual([link.text for link in inside], ["Dentro"])

    def test_a_formula_in_a_title_has_no_prefix(self):
        self.assertEqual(len(self.pages["uno.html"].select("h2 > math")), 1)

    def test_code_that_does_not_fit_is_reached_with_the_keyboard(self):
        code = self.pages["uno.html"].select("div.highlight")
        self.assertEqual([each["tabindex"] for each in code], ["0", "0"])

    def test_a_live_part_goes_below_its_figure_once(self):
        [part] = self.pages["uno.html"].select(".parte")
        self.assertEqual(part["data-parte"], site.PARTS[FIRST])
        output = part.find_previous_sibling("div")
        self.assertTrue(output.find("img")["alt"].startswith(FIRST))
        self.assertEqual(len(self.pages["uno.html"].find_all("script")), 4)

    def test_a_page_without_parts_only_notes_how_far_it_was_read(self):
        self.assertEqual(self.pages["dos.html"].select(".parte"), [])
        [script] = self.pages["dos.html"].find_all("script")
        self.assertIn("gradiente.leido", script.text)

    def test_where_there_is_no_kernel_nothing_is_run(self):
        for name in ("01_leccion", "02_por_dentro", "03_ejercicios"):
            text = source_of(NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
            self.assertIn("<kbd>Shift</kbd>", text)
            left = site.without_kernel(text)
            self.assertNotIn("<kbd>Shift</kbd>", left)
            # Se va lo que hablaba de ejecutar, y nada más: unas pocas frases.
            self.assertLess(len(text.split()) - len(left.split()), 90, name)
        kept = site.without_kernel("Uno. Ejecuta con <kbd>Shift</kbd> + <kbd>Enter</kbd>. Tres.\n\nEl núcleo.")
        self.assertEqual(kept, "Uno. Tres.\n\nEl núcleo.")

    def test_the_home_says_how_long_each_one_takes(self):
        cards = self.pages["index.html"].select("ol a")
        self.assertEqual([card.find("strong").text for card in cards], ["El <uno>", "El dos"])
        self.assertTrue(all(card.find("svg") for card in cards))
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("palabra " * 1500)])
        with tempfile.TemporaryDirectory() as folder:
            nbformat.write(notebook, Path(folder) / "largo.ipynb")
            self.assertEqual(site.minutes(Path(folder) / "largo.ipynb"), 25)  # 1500 palabras, a 60 por minuto

    def test_practice_is_linked_only_if_it_is_there(self):
        self.assertEqual(bool(self.pages["index.html"].select(f"a[href='{site.PRACTICE}']")), site.PRACTICE in self.pages)

    def test_each_script_of_the_laboratory_is_there(self):
        script = self.pages["laboratorio.html"].find_all("script")[-1].text
        for name in site.LAB_SCRIPTS:
            self.assertIn((render.SITE / "lab" / f"{name}.js").read_text(encoding="utf-8"), script)
        self.assertEqual({path.stem for path in (render.SITE / "lab").glob("*.js")}, set(site.LAB_SCRIPTS))


if __name__ == "__main__":
    unittest.main()
