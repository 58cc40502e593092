// Los retos: se predice, se intenta, y la página reconoce en los números que está conseguido. Lo hecho queda en el navegador.

const STORE = "gradiente.retos";
let challenges = [];

function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {}; // un navegador que no guarda nada, o algo que no es nuestro
  }
}
function store(name, more) {
  const all = stored();
  all[name] = { ...all[name], ...more };
  try {
    localStorage.setItem(STORE, JSON.stringify(all));
  } catch {
    say("Tu navegador no guarda lo hecho en esta página.", true);
  }
}

const challengeNow = () => challenges.find(({ nombre }) => nombre === fieldsNow().get("reto"));

function listChallenges() {
  const done = stored();
  const option = ({ nombre, titulo }, i) =>
    `<option value="${nombre}">${done[nombre]?.hecho ? "✓" : "○"} ${i + 1}. ${titulo}</option>`;
  const many = challenges.filter(({ nombre }) => done[nombre]?.hecho).length;
  part("reto").innerHTML =
    `<option value="">Retos: ${many} de ${challenges.length}</option>${challenges.map(option).join("")}`;
  part("reto").value = fieldsNow().get("reto") ?? "";
}

let shownChallenge = null;
function showChallenge() {
  const challenge = challengeNow();
  part("panel-reto").hidden = !challenge;
  if (part("reto").value !== (challenge?.nombre ?? "")) part("reto").value = challenge?.nombre ?? "";
  if (!challenge) {
    shownChallenge = null;
    return;
  }
  const { nombre, titulo, tarea, pregunta, opciones, acierto, ensena } = challenge;
  const { predicho, hecho } = stored()[nombre] ?? {};
  // Sin predicción no cuenta: primero se piensa.
  if (state.logrado && predicho !== undefined && !hecho) {
    store(nombre, { hecho: true });
    listChallenges();
    say(`Reto conseguido: ${titulo}.`);
  }
  const key = `${nombre} ${predicho} ${stored()[nombre]?.hecho}`;
  if (key === shownChallenge) return;
  shownChallenge = key;
  part("titulo-reto").textContent = titulo;
  part("tarea").textContent = tarea;
  part("prediccion").hidden = predicho !== undefined;
  if (predicho === undefined) {
    part("pregunta").textContent = `Antes, predice. ${pregunta}`;
    part("opciones").innerHTML = opciones
      .map((text, i) => `<button type="button" data-opcion="${i}">${text}</button>`)
      .join("");
  }
  const won = stored()[nombre]?.hecho;
  part("predicho").textContent = predicho === undefined ? "" : `Predijiste: «${opciones[predicho]}».`;
  part("logro").hidden = !won;
  const right = predicho === acierto ? "Y lo predijiste." : `Era «${opciones[acierto]}».`;
  part("ensena").textContent = won ? `✓ Conseguido. ${right} ${ensena}` : "";
}

part("opciones").addEventListener("click", ({ target: { dataset } }) => {
  if (!dataset.opcion) return;
  store(challengeNow().nombre, { predicho: Number(dataset.opcion) });
  showChallenge();
  part("entrenar").focus();
});
function openChallenge(name) {
  const without = () => addressOf([...fieldsNow()].filter(([field]) => field !== "reto"));
  if (!name) return act(() => `abre?${without()}`, summary, true);
  part("parada").hidden = true;
  return act(`abre?reto=${name}`, () => challengeNow().titulo, true);
}
part("reto").addEventListener("change", ({ target: { value } }) => openChallenge(value));
part("dejar").addEventListener("click", () => openChallenge(""));
part("siguiente-reto").addEventListener("click", () => {
  const done = stored();
  const at = challenges.indexOf(challengeNow());
  const order = [...challenges.slice(at + 1), ...challenges.slice(0, at)];
  openChallenge((order.find(({ nombre }) => !done[nombre]?.hecho) ?? order[0]).nombre);
});
shows.push(() => challenges.length && showChallenge());
