// Entrenar: a trozos, para que mientras tanto se pueda tocar todo lo demás.

const SLICE = 20; // milisegundos que puede tardar un trozo
let running = false;
let looping = false;
let perEpoch = 0.002; // lo que tarda una época, en milisegundos; se corrige al ver lo que tarda

function stop() {
  running = false;
  label();
}

function label() {
  for (const button of document.querySelectorAll(".entrenar")) button.textContent = running ? "❚❚ Pausar" : "▶ Entrenar";
}

function toggle() {
  const wrong = document.querySelector('#ajustes [aria-invalid="true"]');
  if (wrong && !running) {
    say("Antes de entrenar, corrige el campo marcado.", true);
    wrong.focus();
    return;
  }
  running = !running;
  label();
  if (running && !looping) loop();
}

// Cuántas épocas tocan: de una en una al principio, y cada vez más, o nadie vería cómo empieza.
function epochsNow() {
  const pace = part("ritmo").value;
  if (pace === "lento") return 1;
  if (pace === "ya" || calm.matches) return 500;
  return Math.ceil(0.03 * (state.epoca + 30));
}

async function loop() {
  looping = true;
  await inTurn(extend);
  const finished = () => state.epoca >= state.hasta;
  while (running && !finished()) {
    const still = calm.matches || part("ritmo").value === "ya";
    await inTurn(async () => {
      const most = Math.max(1, Math.min(2000, Math.floor(SLICE / perEpoch), state.hasta - state.epoca));
      const epochs = Math.min(epochsNow(), most);
      const start = performance.now();
      if (!running || !(await step(`avanza?epocas=${epochs}`))) return stop();
      perEpoch = 0.7 * perEpoch + 0.3 * Math.max(0.0005, (performance.now() - start) / epochs);
      return still && calm.matches ? undefined : refresh(true);
    });
    await nextFrame();
  }
  const whole = running;
  stop();
  looping = false;
  await inTurn(async () => {
    say(`${whole && finished() ? "Listo" : "En pausa"}. ${summary()}`);
    remember();
    await refresh();
    await diagnose();
  });
}

// Al final del entrenamiento, entrenar es seguir: otras tantas épocas, y se dice.
async function extend() {
  part("parada").hidden = true;
  if (state.epoca < state.hasta) return say("");
  const until = Math.min(100000, 2 * state.hasta);
  if (until === state.hasta)
    return say("Ha llegado a las 100\u00a0000 épocas: para entrenar otra vez, vuelve al comienzo.", true);
  const fields = fieldsNow();
  fields.set("hasta", until);
  await step(`abre?${addressOf(fields)}`);
  return say(`Sigue hasta la época ${grouped(until)}.`);
}

/* ---- por qué no ha aprendido ---- */

async function diagnose() {
  const told = await ask("diagnostica");
  part("parada").hidden = !told.dicho;
  part("por-que").textContent = told.dicho ?? "";
  part("consejo").textContent = told.direccion ? "" : (told.experimento ?? "");
  part("experimento").hidden = !told.direccion;
  part("experimento").textContent = told.experimento ?? "";
  part("experimento").dataset.direccion = told.direccion ?? "";
}
part("experimento").addEventListener("click", ({ target }) => {
  act(`abre?${target.dataset.direccion}`, () => `El experimento está listo: pulsa Entrenar. ${summary()}`, true);
  part("entrenar").focus();
});
shows.push((before) => {
  const settings = (address) => addressOf([...fieldsOf(address)].filter(([name]) => name !== "recorrido"));
  if (before && settings(before.direccion) !== settings(state.direccion)) part("parada").hidden = true;
  for (const place of document.querySelectorAll(".epoca")) place.textContent = grouped(state.epoca);
  for (const place of document.querySelectorAll(".error")) place.textContent = fixed(state.error);
  part("perdida").textContent = fixed(state.perdida, 6);
  part("aciertos").textContent = `${state.aciertos} de ${state.ejemplos.length}`;
  part("sueltos").textContent = state.sueltos;
  part("aparte").hidden = !state.sueltos;
  part("atras").disabled = !state.momento;
  for (const button of document.querySelectorAll(".vuelta")) button.disabled = !state.momento;
});

for (const button of document.querySelectorAll(".entrenar")) button.addEventListener("click", toggle);
part("una").addEventListener("click", () => act("avanza?epocas=1"));
part("ejemplo").addEventListener("click", () => {
  act("ejemplo", () => {
    const turn = ((state.sueltos - 1) % state.ejemplos.length) + 1;
    return `Un paso con el ejemplo ${turn}: error ${fixed(state.error)}.`;
  });
});
part("atras").addEventListener("click", () => act("atras"));
for (const button of document.querySelectorAll(".vuelta"))
  button.addEventListener("click", () => {
    part("parada").hidden = true;
    act(
      () => {
        const fields = fieldsNow();
        const name = fields.get("reto");
        // El comienzo de un reto es el suyo, que puede traer la red ya puesta en alguna situación.
        if (name) return `abre?reto=${name}`;
        fields.delete("recorrido");
        return `abre?${addressOf(fields)}`;
      },
      () => "La red está en su comienzo.",
    );
  });
