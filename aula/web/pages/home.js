// La portada: una red 2-2-1 que aprende XOR delante de quien llega. Y lo que ya se ha hecho, en cada tarjeta.

const EPOCHS = 2500;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const byId = (id) => document.getElementById(id);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

let moving = !still.matches;

function paintHome(frame, status) {
  paintGrid(byId("vivo"), bytesOf(frame.mapa), frame.lado);
  byId("frontera").setAttribute("d", pathOf(frame.frontera));
  byId("como-va").textContent =
    `Época ${status.epoca} · error ${status.error.toFixed(3)} · ${status.aciertos} de 4 aciertos`;
}

async function learn(ask, seed) {
  let status = await ask(`abre?semilla=${seed}&hasta=${EPOCHS}`);
  while (status.epoca < EPOCHS) {
    while (!moving || document.hidden) await pause(200);
    const epochs = Math.min(Math.ceil(0.02 * (status.epoca + 30)), EPOCHS - status.epoca);
    status = await ask(`avanza?epocas=${epochs}`);
    paintHome(await ask("mira?vista=cuadro&lado=48"), status);
    await new Promise(requestAnimationFrame);
  }
}

async function live() {
  const ask = openEngine();
  if (still.matches) {
    const status = await ask(`abre?recorrido=${EPOCHS}`);
    paintHome(await ask("mira?vista=cuadro&lado=48"), status);
    return;
  }
  byId("pausa").hidden = false;
  for (const seed of [42, 7, 3, 5, 8]) {
    await learn(ask, seed);
    await pause(2500);
  }
  byId("pausa").hidden = true; // cinco veces bastan
}

byId("pausa").addEventListener("click", ({ target }) => {
  moving = !moving;
  target.textContent = moving ? "Pausar" : "Seguir";
});

function done() {
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? {};
    } catch {
      return {}; // un navegador que no guarda nada
    }
  };
  const pages = read("gradiente.leido");
  for (const place of document.querySelectorAll("[data-pagina]")) {
    const share = pages[place.dataset.pagina];
    if (share) place.textContent = share >= 1 ? "✓ leída entera" : `leída hasta el ${Math.round(100 * share)} %`;
  }
  const won = Object.values(read("gradiente.retos")).filter(({ hecho }) => hecho).length;
  if (won) byId("retos-hechos").textContent = `✓ ${won} conseguidos`;
}

done();
live().catch(() => (byId("como-va").textContent = TOO_OLD));
