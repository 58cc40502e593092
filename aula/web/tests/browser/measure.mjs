// Cuántas veces por segundo se dibuja el mapa del laboratorio mientras entrena, y la tarea más larga de la página, en cada
// situación. Termina mal si una 2-2-1 baja de 30 dibujos por segundo, o si una tarea pasa de 50 milisegundos de procesador: los
// que espera porque otro programa lo ocupa no son suyos.
//
//     node measure.mjs CARPETA

import { address, browser } from "./open.mjs";

const SECONDS = 3;
const points = Array.from(
  { length: 60 },
  (_, i) => `${((i % 10) * 0.2 - 0.4).toFixed(1)},${(Math.floor(i / 10) * 0.3 - 0.4).toFixed(1)},${(i * 7) % 2}`,
);
const SITUATIONS = {
  "2-2-1": "hasta=100000",
  "2-2-1, cuentas": "hasta=100000",
  "2-2-1, valle": "hasta=100000",
  "4,4": "ocultas=4,4&hasta=100000",
  "8,8,8,8": "ocultas=8,8,8,8&hasta=100000",
  "8,8,8,8, cuentas": "ocultas=8,8,8,8&hasta=100000",
  "8,8,8,8, valle": "ocultas=8,8,8,8&hasta=100000",
  "8,8,8,8, sesenta puntos": `ocultas=8,8,8,8&hasta=100000&puntos=${points.join("_")}`,
  "3,2, oculto": "ocultas=3,2&hasta=100000",
};

// Antes que los guiones de la página: cuenta lo que se pinta en el mapa.
function watch() {
  window.painted = 0;
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...rest) {
    if (this.canvas.id === "mapa") window.painted += 1;
    return put.apply(this, rest);
  };
}

// Las tareas del hilo de la página, por lo que ocuparon el procesador, en milisegundos: de mayor a menor.
function tasksOf(trace) {
  const events = JSON.parse(trace).traceEvents;
  // El navegador tiene otras páginas, de las suyas, en otros procesos.
  const ours = new Set(
    events.filter(({ args }) => JSON.stringify(args ?? {}).includes("laboratorio.html")).map(({ pid }) => pid),
  );
  const main = new Set(
    events
      .filter(({ name, pid, args }) => name === "thread_name" && args.name === "CrRendererMain" && ours.has(pid))
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ name, pid, tid, tdur }) => /RunTask$/.test(name) && tdur && main.has(`${pid} ${tid}`));
  return tasks.map(({ tdur }) => tdur / 1000).sort((a, b) => b - a);
}

const chrome = await browser();
let bad = false;
for (const [name, situation] of Object.entries(SITUATIONS)) {
  const page = await chrome.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(watch);
  await chrome.startTracing(page, {
    categories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"],
  });
  await page.goto(address(`laboratorio.html#${situation}`));
  await page.waitForFunction(() => window.painted > 0);
  const tab = name.split(", ")[1];
  if (["cuentas", "valle", "oculto"].includes(tab)) await page.click(`#tab-${tab}`);
  await page.click("#entrenar");
  await page.waitForTimeout(500);
  const before = await page.evaluate(() => window.painted);
  await page.waitForTimeout(1000 * SECONDS);
  const rate = ((await page.evaluate(() => window.painted)) - before) / SECONDS;
  await page.click("#entrenar");
  await page.waitForTimeout(700);
  const [longest] = tasksOf(await chrome.stopTracing());
  const wrong = !(longest < 50) || (name === "2-2-1" && rate < 30);
  bad ||= wrong;
  console.log(
    `${wrong ? "MAL " : "bien"} ${name}: ${rate.toFixed(0)} dibujos por segundo; la tarea más larga, ${longest.toFixed(0)} ms`,
  );
  await page.close();
}
await chrome.close();
process.exit(bad ? 1 : 0);
