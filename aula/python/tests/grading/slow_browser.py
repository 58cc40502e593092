"""Las páginas, abiertas en un navegador de verdad: lo ajeno no corre, no pide nada y no se pone encima de lo nuestro.

Hace falta Chromium. Donde no lo hay, las comprobaciones de `test_page` son las mismas, sobre el texto de la página.
"""

import asyncio
import contextlib
import copy
import http.server
import json
import shutil
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from tornado.websocket import websocket_connect
from traitlets.config import Config

from aula.grading import parsing, readings, restore
from aula.grading.nbgrader.course import configure
from aula.grading.report import page
from aula.grading.report.overview import data
from aula.grading.report.overview import page as class_page
from aula.pages import export

from . import hostile, pretend, toy
from . import test_overview as overview
from .test_page import of

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

# Qué se ve en cada punto de la ventana, de arriba abajo de la página: nada que salga de un recuadro ajeno.
COVERED = """
(async () => {
  const ours = [...document.querySelectorAll(OURS)], found = [];
  for (const each of ours) {
    each.scrollIntoView({block: "center"});
    await new Promise(done => setTimeout(done));
    const box = each.getBoundingClientRect();
    if (!box.width || !box.height) { found.push("no se ve: " + each.className); continue; }
    for (const across of [0.02, 0.25, 0.5, 0.75, 0.98])
      for (const down of [0.1, 0.5, 0.9]) {
        const x = box.left + box.width * across, y = box.top + box.height * down;
        if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
        const top = document.elementFromPoint(x, y);
        if (top && !each.contains(top) && !top.contains(each))
          found.push(each.className + " debajo de " + top.outerHTML.slice(0, 80));
      }
  }
  return JSON.stringify({
    many: ours.length, found,
    taken: document.documentElement.hasAttribute("tomada"),
    frames: document.querySelectorAll(
      "iframe, object, embed, video, audio, form, base, link:not([href*=formgrader])"
    ).length,
    inline: [...document.querySelectorAll(THEIRS + " [style]")].length,
  });
})()
"""


# La clase: sus personas, ordenadas por el total; lo que se escribe a mano, como se guarda; y sin nombres.
CLASS = """
(async () => {
  const all = selector => [...document.querySelectorAll(selector)];
  let blob = null;
  URL.createObjectURL = made => { blob = made; return "#"; };
  HTMLAnchorElement.prototype.click = () => {};
  all("#personas thead button")[1].click();
  const sorted = all("#personas tbody td:nth-of-type(1)").map(each => Number(each.textContent.replace(",", ".")));
  const write = (selector, text) => {
    document.querySelector(selector).value = text;
    document.querySelector(selector).dispatchEvent(new Event("input"));
  };
  write("#escritas input", "0.5");
  write("#escritas textarea", 'dice "recta"');
  document.querySelector(".accion").click();
  document.querySelector("#ocultar").click();
  const text = document.querySelector("main").innerText;
  return JSON.stringify({
    people: all("#personas tbody tr").length, sorted,
    hidden: ["Ana", "Beto", "Zoila"].filter(name => text.includes(name)),
    file: new TextDecoder("utf-8", {ignoreBOM: true}).decode(await blob.arrayBuffer()),
    taken: document.documentElement.hasAttribute("tomada"),
    foreign: all("img, iframe, object, embed, form, base, link, style ~ style, main script").length,
  });
})()
"""


class Server(http.server.ThreadingHTTPServer):
    """Apunta lo que le piden."""

    def __init__(self):
        self.asked = []
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_):
        pass


@contextlib.asynccontextmanager
async def browser(folder):
    """Un navegador sin ventana y sin recuerdos de otros: la función que abre una página y evalúa algo en ella."""
    profile = tempfile.mkdtemp(prefix="perfil-", dir=folder)
    command = [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0"]
    command += [f"--user-data-dir={profile}", "--window-size=1200,900", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        for line in process.stderr:
            if "DevTools listening on" in line:
                address = line.split()[-1]
                break
        else:
            raise AssertionError("Chromium no empezó")
        threading.Thread(target=process.stderr.read, daemon=True).start()
        connection = await websocket_connect(address, max_message_size=1 << 28)
        count = 0

        async def call(method, session=None, **params):
            nonlocal count
            count += 1
            message = {"id": count, "method": method, "params": params} | ({"sessionId": session} if session else {})
            await connection.write_message(json.dumps(message))
            while True:
                answer = json.loads(await asyncio.wait_for(connection.read_message(), 120))
                if answer.get("id") == count:
                    return answer["result"]

        async def look(address, expression, width=None):
            target = (await call("Target.createTarget", url="about:blank"))["targetId"]
            session = (await call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
            if width:
                size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": True}
                await call("Emulation.setDeviceMetricsOverride", session, **size)
            await call("Page.navigate", session, url=address)
            await asyncio.sleep(2)  # lo que pueda hacer, que lo haga
            answer = await call("Runtime.evaluate", session, expression=expression, awaitPromise=True, returnByValue=True)
            await call("Target.closeTarget", targetId=target)
            return json.loads(answer["result"]["value"])

        yield look
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@unittest.skipUnless(CHROMIUM, "falta Chromium: se instala con el gestor de paquetes del sistema")
class Browser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.server = Server()
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        cls.address = f"http://127.0.0.1:{cls.server.server_address[1]}"
        cls.book = toy.given(reflexion="\n\n".join(hostile.markdown(cls.address)))
        cls.book.cells[3:3] = hostile.cells(cls.address)

    def look(self, html, ours, theirs):
        """Lo que se ve en la página `html`: en `ours`, qué es nuestro, y en `theirs`, qué es ajeno."""
        return self.said(html, COVERED.replace("OURS", repr(ours)).replace("THEIRS", repr(theirs)))

    def said(self, html, expression):
        """Lo que vale `expression`, que es JSON, en la página `html`."""
        path = self.folder / "pagina.html"
        path.write_text(html, encoding="utf-8")

        async def opened():
            async with browser(self.folder) as look:
                return await look(path.as_uri(), expression)

        return asyncio.run(opened())

    def clean(self, seen, least):
        self.assertGreaterEqual(seen["many"], least)
        self.assertEqual({**seen, "many": 0}, {"many": 0, "found": [], "taken": False, "frames": 0, "inline": 0})
        self.assertEqual(self.server.asked, [])

    def test_the_test_sees_an_attack(self):
        attacks = [each for each in hostile.html(self.address) if "<meta" not in each]  # se iría a otra página
        html = f"<body><p class=nuestro>Puntos: 0</p>{''.join(attacks)}</body>"
        seen = self.look(html, ".nuestro", "body")
        self.assertTrue(seen["taken"] and seen["found"] and seen["frames"] and seen["inline"], seen)
        self.assertGreater(len(self.server.asked), 3)
        self.server.asked.clear()

    def test_the_page_of_a_student(self):
        html = page.full(of(self.book)).replace('<details class="cuaderno"', '<details open class="cuaderno"')
        self.clean(self.look(html, ".resultado, .panel > header, .puntos, .rotulo", ".suyo"), 20)

    def test_the_page_of_a_class(self):
        made = overview.toy_class()
        for attack in (*hostile.html(self.address), *hostile.markdown(self.address)):
            submission, given = overview.person(attack, (0.0, 0.0, None), reflexion=attack)
            made.found.append(submission)
            made.prepared[attack] = pretend.prepared(made.assignment, given)
        made = data.Class(made.assignment, made.found, made.prepared)
        html = class_page.html(data.build(made, "La tarea"), {})
        seen = self.said(html, CLASS)
        people = sum(bool(each.scores) for each in made.found)
        self.assertEqual(seen["people"], people)
        self.assertEqual(seen["sorted"], sorted(seen["sorted"], reverse=True))
        self.assertEqual(
            (seen["hidden"], seen["file"].split("\r\n")[0]), ([], '\ufeff"estudiante";"id";"puntos";"comentario"')
        )
        given = self.folder / "puntos.csv"
        given.write_bytes(seen["file"].encode())
        line = readings.read(given)[0]
        self.assertEqual((line.student, line.id, line.points, line.comment), ("Ana", "reflexion", "0,5", 'dice "recta"'))
        self.assertEqual([seen["taken"], seen["foreign"], self.server.asked], [False, 0, []])

    def test_a_notebook_in_the_reading_page(self):
        path = self.folder / "extraño.ipynb"
        path.write_bytes(toy.written(self.book))
        around = {"style": "", "script": "", "progress": "", "notebook": "", "label": "", "links": {}, "here": ""}
        html = export.page(path, "reading", strange=True, reading=around)
        self.clean(self.look(html, "#aula-bar", ".jp-Cell"), 1)

    def test_the_page_of_formgrader(self):
        config = Config()
        configure(config, self.folder)
        config.HTMLExporter.template_name = "formgrade"
        made, _ = restore.restore(parsing.parse(toy.written(self.book)), toy.assignment())
        resources = {"base_url": "", "index": 0, "total": 1, "notebook_id": "tarea"}
        html = HTMLExporter(config=config).from_notebook_node(nbformat.from_dict(copy.deepcopy(made)), resources=resources)[
            0
        ]
        seen = self.look(html, ".panel-heading .score, .nbgrader-label", ".gradiente-suyo")
        self.clean(seen, 4)


if __name__ == "__main__":
    unittest.main()
