// Qué se dibuja y cuándo: el mapa y la red, en cada paso; lo demás, cuando hay prisa, unas pocas veces por segundo.

const SLOW = 220; // milisegundos entre dos dibujos de lo demás, con prisa
let slowAt = 0;
let slowVersion = -1;

async function refresh(hurried = false) {
  const reply = await ask(`mira?vista=cuadro&lado=64&ejemplo=${part("cual").value || 1}`);
  if (reply.problema) return say(reply.problema, true);
  frame = reply;
  paintMap();
  paintNet(hurried);
  if (hurried && performance.now() - slowAt < SLOW) return rest();
  await redraw();
  if (!hurried) await redrawWords();
  return undefined;
}

async function redraw() {
  slowAt = performance.now();
  slowVersion = version;
  await showWeight();
  const data = await ask("mira?vista=curva");
  if (data.problema) return;
  drawCurve(data);
  if (open === "gradientes") drawGradients(data);
  await DRAW[open]?.();
}

// Cuando todo está quieto, lo que se quedó atrás se pone al día.
let idle;
function rest() {
  clearTimeout(idle);
  idle = setTimeout(() => {
    if (running) return;
    inTurn(async () => {
      if (slowVersion !== version) await redraw();
      await redrawWords();
      remember();
    });
  }, 250);
}

/* ---- lo mismo, con palabras ---- */

const words = [...document.querySelectorAll("details[data-figura]")];
async function redrawWords() {
  for (const place of words.filter((place) => place.open && place.dataset.version !== String(version))) {
    place.dataset.version = version;
    const reply = await ask(`mira?vista=palabras&figura=${place.dataset.figura}&ejemplo=${part("cual").value || 1}`);
    place.querySelector("pre").textContent = reply.texto ?? reply.problema;
  }
}
for (const place of words) place.addEventListener("toggle", () => inTurn(redrawWords));

new ResizeObserver(() => frame && inTurn(() => refresh())).observe(part("esquema"));
new ResizeObserver(() => frame && inTurn(redraw)).observe(part("curva"));
dark.addEventListener("change", () => {
  drawn.sizes = "";
  inTurn(() => refresh());
});
