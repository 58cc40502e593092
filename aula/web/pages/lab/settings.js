// Los ajustes: cada uno cambia solo lo suyo. El que no vale se queda marcado, y no toca a los demás.

const GATES = { xor: "XOR", and: "AND", or: "OR", nand: "NAND", xnor: "XNOR" };
const FIELDS = ["semilla", "hasta"];

function settingsInWords() {
  const fields = fieldsNow();
  const gate = GATES[fields.get("compuerta")] ?? "mis puntos";
  const hidden = fields.get("ocultas") || "sin capa oculta";
  const source = fields.get("azar") === "isaac" ? ", con ISAAC" : "";
  return `${gate}, ${hidden.includes("sin") ? hidden : `ocultas ${hidden}`}, α = ${state.alfa}, semilla ${fields.get("semilla")}${source}`;
}

function mark(id, wrong) {
  part(id).setAttribute("aria-invalid", String(wrong));
}
const isWrong = (id) => part(id).getAttribute("aria-invalid") === "true";

shows.push(() => {
  const fields = fieldsNow();
  const gate = fields.get("compuerta") ?? "puntos";
  for (const radio of document.querySelectorAll('[name="compuerta"]')) radio.checked = radio.value === gate;
  part("mis-puntos").hidden = gate !== "puntos";
  const sizes = fields.get("ocultas") ? fields.get("ocultas").split(",") : [];
  part("capas").value = sizes.length;
  for (let i = 0; i < 4; i += 1) {
    part(`capa${i}`).parentElement.hidden = i >= sizes.length;
    part(`capa${i}`).value = sizes[i] ?? 2;
  }
  part("azar").value = fields.get("azar");
  for (const id of FIELDS) if (!isWrong(id) && document.activeElement !== part(id)) part(id).value = fields.get(id);
  if (!isWrong("alfa") && document.activeElement !== part("alfa")) part("alfa").value = state.alfa;
  if (document.activeElement !== part("mando-alfa")) part("mando-alfa").value = Math.log10(state.alfa);
  part("resumen").textContent =
    `${settingsInWords()}. ${summary()} Pérdida J = ${fixed(state.perdida, 6)}. ${location.href.split("#")[0]}#${state.direccion}`;
});

// Un campo de texto: el motor dice si vale.
function field(id, request) {
  part(id).addEventListener("change", ({ target: { value } }) => {
    stop();
    inTurn(async () => {
      const accepted = await step(request(typed(value)));
      mark(id, !accepted);
      if (!accepted) return;
      say(id === "alfa" ? `α = ${state.alfa}, desde ahora.` : summary());
      remember(true);
      await refresh();
    });
  });
}
const openWith = (name, keep) => (value) => {
  const fields = fieldsNow();
  fields.set(name, value);
  if (!keep) fields.delete("recorrido");
  return `abre?${addressOf(fields)}`;
};
field("semilla", openWith("semilla", false));
field("hasta", openWith("hasta", true)); // entrenar más tiempo no cambia lo ya entrenado
field("alfa", (value) => `alfa?alfa=${value}`);

// α, mientras se arrastra y también mientras se entrena.
part("mando-alfa").addEventListener("input", ({ target }) => {
  const alpha = Number((10 ** Number(target.value)).toPrecision(2));
  latest("alfa", async () => {
    if (!(await step(`alfa?alfa=${alpha}`))) return;
    mark("alfa", false);
    part("alfa").value = state.alfa;
    if (!running) await refresh(true);
  });
});

for (const radio of document.querySelectorAll('[name="compuerta"]'))
  radio.addEventListener("change", ({ target: { value } }) =>
    reopen((fields) => {
      fields.delete("puntos");
      fields.delete("reto");
      fields.set("compuerta", value);
    }),
  );

const chosenSizes = () =>
  Array.from({ length: Number(part("capas").value) }, (_, i) => part(`capa${i}`).value || 2).join(",");
for (const id of ["capas", "capa0", "capa1", "capa2", "capa3"])
  part(id).addEventListener("change", () => {
    const sizes = chosenSizes();
    reopen((fields) => fields.set("ocultas", sizes));
  });
part("azar").addEventListener("change", ({ target: { value } }) => reopen((fields) => fields.set("azar", value)));
part("otra").addEventListener("click", () => {
  mark("semilla", false);
  reopen(
    (fields) => fields.set("semilla", (Number(fields.get("semilla")) + 1) % 2 ** 32),
    () => `Semilla ${fieldsNow().get("semilla")}: otro comienzo.`,
  );
});
part("ajustes").addEventListener("submit", (event) => event.preventDefault());

part("copiar").addEventListener("click", async () => {
  remember();
  try {
    await navigator.clipboard.writeText(location.href);
    say("Enlace copiado: quien lo abra verá lo mismo.");
  } catch {
    say("Tu navegador no deja copiar desde aquí: copia la dirección de arriba.", true);
  }
});
