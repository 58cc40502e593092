// Un peso: lo que vale, su derivada y el siguiente. Se cambia con el mando, escribiéndolo o arrastrando su línea.

const PER_PIXEL = 0.04;

function choose(weight, show = true) {
  chosen = weight;
  picker.fill(weight);
  if (show) inTurn(async () => (frame ? (paintNet(), showWeight()) : undefined));
}

function setWeight(value, weight = chosen) {
  stop();
  latest("peso", async () => {
    const accepted = await step(`peso?peso=${weight}&valor=${typed(value)}`);
    part("valor-peso").setAttribute("aria-invalid", String(!accepted));
    if (!accepted) return;
    say("");
    await refresh(true);
    rest();
  });
}

// −3.8 · 10⁻⁵
const tiny = (x) => {
  const [digits, power] = x.toExponential(1).split("e-");
  return `${digits.replace("-", "−")} · 10⁻${[...power].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("")}`;
};

async function showWeight() {
  const told = await ask(`mira?vista=peso&peso=${chosen}`);
  if (told.problema) return;
  if (document.activeElement !== part("valor-peso")) part("valor-peso").value = String(Number(told.valor.toFixed(4)));
  if (document.activeElement !== part("mando-peso")) part("mando-peso").value = told.valor;
  const small = (x) => (x !== 0 && Math.abs(x) < 0.00005 ? tiny(x) : fixed(x));
  part("pendiente").textContent = small(told.pendiente);
  part("paso-peso").textContent = small(told.paso);
  part("siguiente").textContent = fixed(told.siguiente);
  part("flecha").textContent = told.pendiente === 0 ? "" : told.pendiente > 0 ? "◀ el paso lo baja" : "el paso lo sube ▶";
  const terms = told.sumandos.map(([a, delta]) => `${fixed(a, 2)} · ${delta < 0 ? `(${fixed(delta)})` : fixed(delta)}`);
  part("suma").textContent = terms.length > 4 ? `Σ a·δ, de ${terms.length} ejemplos` : `Σ a·δ = ${terms.join(" + ")}`;
}

part("mando-peso").addEventListener("input", ({ target }) => setWeight(target.value));
part("valor-peso").addEventListener("change", ({ target }) => setWeight(target.value));
part("valor-peso").addEventListener("keydown", (event) => {
  const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!direction) return;
  event.preventDefault();
  const value = Number(event.target.value.replace(",", ".").replace("−", "-")) + direction * (event.shiftKey ? 1 : 0.1);
  event.target.value = String(Number(value.toFixed(4)));
  setWeight(event.target.value);
});

let pulled = null;
part("lineas").addEventListener("pointerdown", (event) => {
  const weight = event.target.closest("[data-peso]")?.dataset.peso;
  if (!weight || event.button) return;
  choose(weight);
  pulled = { weight, x: event.clientX, from: valueOf(frame.pesos, weight) };
  part("lineas").setPointerCapture(event.pointerId);
});
part("lineas").addEventListener("pointermove", (event) => {
  if (!pulled || Math.abs(event.clientX - pulled.x) < 3) return;
  setWeight((pulled.from + (event.clientX - pulled.x) * PER_PIXEL).toFixed(3), pulled.weight);
});
for (const end of ["pointerup", "pointercancel"]) part("lineas").addEventListener(end, () => (pulled = null));
