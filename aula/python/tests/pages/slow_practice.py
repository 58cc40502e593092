"""La práctica, abierta en un navegador de verdad desde un archivo, con la pantalla de un teléfono.

Hace falta Chromium. Lo que contesta la biblioteca se prueba sin él, en `aula/web/tests/module.py`.
"""

import asyncio
import tempfile
import unittest
from pathlib import Path

from aula.pages import site

from ..grading.slow_browser import CHROMIUM, browser

WIDTH = 390  # el de un teléfono; la ventana de uno crece si algo no cabe, y no sirve para medir

# Lo que hace una persona: escribe, pulsa, y espera a que la página diga algo.
PERSON = """
(async () => {
  const part = (id) => document.getElementById(id);
  const settle = async () => { await queue; await new Promise((done) => setTimeout(done, 30)); await queue; };
  const write = async (text) => { part("valor").value = text; part("respuesta").requestSubmit(); await settle(); };
  const press = async (id) => { part(id).click(); await settle(); };
  const said = () => part("aviso").textContent;
  await settle();
  const out = {};
  STEPS
  return JSON.stringify(out);
})()
"""

# La pregunta de esa dirección: x = 1, w = 0.9, b = 0.1; z = 1 y σ(1) = 0.7311.
SOLVED = """
  out.statement = part("enunciado").textContent;
  await write(""); out.empty = said(); out.focus = document.activeElement.id;
  await write("uno"); out.unreadable = said();
  await write("0,9"); out.mistake = said(); out.kept = part("valor").value;
  await write("77"); out.other = said();
  await write("1,0"); out.right = said(); out.steps = part("pasos").children.length;
  part("valor").value = "7"; await press("signo"); out.sign = part("valor").value; await press("signo");
  out.back = part("valor").value;
  await press("solucion"); out.over = said(); out.next = document.activeElement.id;
  out.shown = part("pasos").textContent; out.code = part("codigo").textContent; out.count = part("cuenta").textContent;
  await press("siguiente"); out.heading = document.activeElement.id; out.count2 = part("cuenta").textContent;
  part("familia").value = "alfa"; part("familia").dispatchEvent(new Event("change")); await settle();
  out.title = part("titulo").textContent;
  await press("solucion"); await press("solucion");
  out.options = part("hueco").querySelectorAll("input[type=radio]").length;
  part("respuesta").requestSubmit(); await settle(); out.none = said();
  part("otro").value = "hola"; part("seguir").requestSubmit(); await settle(); out.badcode = said();
  part("otro").value = out.code.toLowerCase(); part("seguir").requestSubmit(); await settle(); out.goodcode = said();
  out.wide = document.documentElement.scrollWidth > WIDTH;
  out.small = [...document.querySelectorAll("button, input[type=text], select")]
    .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 36).map((each) => each.id);
  out.unnamed = [...document.querySelectorAll("input, select, button")]
    .filter((each) => !(each.labels?.length || each.textContent.trim() || each.getAttribute("aria-label"))).length;
"""

EVERY = """
  out.wide = []; out.left = [];
  for (const { value } of [...part("familia").options].slice(1)) {
    part("familia").value = value; part("familia").dispatchEvent(new Event("change")); await settle();
    for (let i = 0; i < 9 && !part("respuesta").hidden; i += 1) await press("solucion");
    if (part("respuesta").hidden === false) out.left.push(value);
    if (document.documentElement.scrollWidth > WIDTH) out.wide.push(value);
  }
  out.count = part("cuenta").textContent;
"""


@unittest.skipUnless(CHROMIUM, "falta Chromium: se instala con el gestor de paquetes del sistema")
class Practice(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        (cls.folder / "práctica.html").write_text(site.site({}, {}, None)[site.PRACTICE], encoding="utf-8")

    def do(self, steps, address=""):
        async def opened():
            async with browser(self.folder) as look:
                page = (self.folder / "práctica.html").as_uri() + address
                return await look(page, PERSON.replace("STEPS", steps).replace("WIDTH", str(WIDTH)), width=WIDTH)

        return asyncio.run(opened())

    def test_a_question_from_the_first_try_to_the_code(self):
        seen = self.do(SOLVED, "#familia=neurona&semilla=7")
        self.assertIn("Una neurona recibe x=1", seen["statement"].replace(" ", " "))
        for name in ("empty", "unreadable"):
            self.assertIn("Este intento no cuenta", seen[name])
        self.assertEqual((seen["mistake"], seen["kept"], seen["focus"]), ("Te falta sumar el sesgo, b.", "0,9", "valor"))
        self.assertTrue(seen["other"].startswith("No es eso. Multiplica"), seen["other"])
        self.assertEqual((seen["right"], seen["steps"]), ("Bien.", 1))
        self.assertEqual((seen["sign"], seen["back"]), ("−7", "7"))
        self.assertEqual((seen["over"], seen["next"], seen["heading"]), ("Pregunta terminada.", "siguiente", "titulo"))
        self.assertIn("0.7311", seen["shown"])
        for name in ("count", "count2"):
            self.assertEqual(seen[name], "Llevas 1 pregunta terminada, 0 a la primera.")
        self.assertEqual((seen["title"], seen["options"]), ("Lo que hace la tasa de aprendizaje", 4))
        self.assertIn("del 1 al 4", seen["none"])
        self.assertIn("Ese código no se puede leer", seen["badcode"])
        self.assertEqual(seen["goodcode"], "Sigues desde ese código.")
        self.assertEqual((seen["wide"], seen["small"], seen["unnamed"]), (False, [], 0))

    def test_every_family_fits_in_a_phone(self):
        seen = self.do(EVERY)
        self.assertEqual((seen["wide"], seen["left"]), ([], []))
        self.assertIn("14 preguntas terminadas", seen["count"])

    def test_an_address_that_makes_no_sense_is_said(self):
        seen = self.do("out.said = said(); out.title = part('titulo').textContent;", "#familia=perro")
        self.assertIn("No hay ninguna familia «perro»: las que hay son cadena", seen["said"])
        self.assertTrue(seen["title"])


if __name__ == "__main__":
    unittest.main()
