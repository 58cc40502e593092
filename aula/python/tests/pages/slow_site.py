"""Las páginas del sitio, abiertas en un navegador de verdad y usadas: se ven, aprenden, y lo que prometen está.

Hace falta Chromium. Lo demás que se mira en un navegador, con `axe-core` y en Firefox, está en `aula/web/tests/browser/`.
"""

import asyncio
import tempfile
import unittest
from pathlib import Path

from aula.facts import NOTEBOOKS
from aula.pages import export

from ..grading.slow_browser import CHROMIUM, browser

NAMES = ("01_leccion", "02_por_dentro", "03_ejercicios")

# Lo que se mira en cualquiera: que lo que pide la red sea nada, y que nada se salga de la ventana.
ANY = """
(async () => JSON.stringify({
  asked: performance.getEntriesByType("resource").map(({name}) => name).filter((name) => !/^(data|blob):/.test(name)),
  wide: Math.max(0, document.documentElement.scrollWidth - innerWidth),
  headings: document.querySelectorAll("h1").length,
}))()
"""

HOME = """
(async () => {
  const place = document.getElementById("como-va");
  for (let i = 0; i < 100 && !/poca [1-9]/.test(place.textContent); i += 1) await new Promise(done => setTimeout(done, 100));
  return JSON.stringify({said: place.textContent, cards: document.querySelectorAll(".tarjetas a").length});
})()
"""

# Cada figura, con sus palabras; entrenar; y el reto que se abre, con su pregunta delante.
LAB = """
(async () => {
  const part = (id) => document.getElementById(id), wait = (ms) => new Promise(done => setTimeout(done, ms));
  const until = async (what) => { for (let i = 0; i < 300 && !what(); i += 1) await wait(100); };
  await until(() => part("puntos").children.length === 4);
  const asked = part("pregunta").textContent;
  part("ritmo").value = "ya";
  part("entrenar").click();
  await until(() => /^Listo/.test(part("aviso").textContent));
  const empty = [];
  for (const place of document.querySelectorAll("details[data-figura]")) {
    place.open = true;
    const words = place.querySelector("pre");
    await until(() => words.textContent);
    if (words.textContent.split("\\n").length < 3) empty.push(place.dataset.figura);
  }
  part("capas").value = "0";
  part("capas").dispatchEvent(new Event("change", {bubbles: true}));
  await until(() => part("epoca").textContent === "0");
  part("entrenar").click();
  await until(() => !part("parada").hidden);
  const colours = new Set(part("mapa").getContext("2d").getImageData(0, 0, 64, 64).data).size;
  return JSON.stringify({asked, empty, colours, why: part("por-que").textContent, address: location.hash,
    summary: part("resumen").textContent});
})()
"""


@unittest.skipUnless(CHROMIUM, "falta Chromium: se instala con el gestor de paquetes del sistema")
class Site(unittest.TestCase):
    def test_each_page_works(self):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name)
            export.export([NOTEBOOKS / f"{name}.ipynb" for name in NAMES], folder / "paginas")
            seen = asyncio.run(self.walk(folder))
        for page, found in seen["any"].items():
            self.assertEqual(found, {"asked": [], "wide": 0, "headings": 1}, page)
        self.assertRegex(seen["home"]["said"], r"Época [1-9]\d* · error 0\.\d+")
        self.assertGreaterEqual(seen["home"]["cards"], len(NAMES) + 2)
        lab = seen["lab"]
        self.assertEqual(lab["empty"], [])
        self.assertIn("predice", lab["asked"])
        self.assertIn("ninguna recta separa estos ejemplos", lab["why"])
        self.assertIn("ocultas=&", lab["address"])
        self.assertIn("sin capa oculta, α = 0.5, semilla 42", lab["summary"])
        self.assertGreater(lab["colours"], 2)

    async def walk(self, folder):
        pages = folder / "paginas"
        async with browser(folder) as look:
            seen = {"any": {page.name: await look(page.as_uri(), ANY) for page in sorted(pages.glob("*.html"))}}
            seen["home"] = await look((pages / "index.html").as_uri(), HOME)
            seen["lab"] = await look(f"{(pages / 'laboratorio.html').as_uri()}#reto=xor", LAB)
        return seen


if __name__ == "__main__":
    unittest.main()
