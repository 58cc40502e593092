// La práctica: pregunta al motor, enseña lo que dice y le lleva lo que se contesta. Aquí no se calcula ni se juzga nada.

const part = (id) => document.getElementById(id);
const MEMORY = "gradiente-practica"; // con qué nombre guarda el navegador el código

let ask;
let state; // lo último que dijo el motor

let queue = Promise.resolve();
const inTurn = (act) => (queue = queue.then(act).catch((error) => say(error.message, true)));

function say(text, problem = false) {
  part("aviso").textContent = text;
  part("aviso").classList.toggle("problema", problem);
}

/* ---- lo que se recuerda: donde el navegador no deja, la práctica dura lo que la página ---- */

function remember(code) {
  try {
    localStorage.setItem(MEMORY, code);
  } catch {
    // sin memoria también se practica
  }
}

function remembered() {
  try {
    return localStorage.getItem(MEMORY);
  } catch {
    return null;
  }
}

/* ---- preguntar ---- */

// Lo que separa los campos de un pedido no puede ir dentro de uno.
const plain = (text) => text.replace(/[&=]/g, " ");
const anySeed = () => crypto.getRandomValues(new Uint32Array(1))[0];

async function send(request) {
  const reply = await ask(request);
  if (reply.averia) await ask(`practica?codigo=${state?.codigo ?? ""}`);
  if (reply.problema) {
    say(reply.problema, true);
    return null;
  }
  show(reply);
  return reply;
}

// La dirección puede pedir una familia y una semilla: `practica.html#familia=neurona&semilla=7`.
function inAddress() {
  const fields = new URLSearchParams(location.hash.slice(1));
  return ["familia", "semilla"].filter((name) => fields.has(name)).map((name) => [name, plain(fields.get(name))]);
}

async function start() {
  const code = remembered();
  const asked = inAddress();
  const fields = Object.entries({ semilla: anySeed(), ...Object.fromEntries(asked) }).map((field) => field.join("="));
  if (asked.length) {
    if (await send(`practica?${fields.join("&")}`)) return;
  } else if (code && (await send(`practica?codigo=${plain(code)}`))) {
    if (state.terminadas) say("Sigues donde lo dejaste.");
    return;
  }
  const problem = part("aviso").textContent;
  await send(`practica?semilla=${anySeed()}`);
  if (asked.length) say(`La dirección trae algo que no entiendo. ${problem}`, true);
  else say("");
}

/* ---- mostrar ---- */

function show(reply) {
  const fresh = !state || state.enunciado !== reply.enunciado || reply.hechos < state.hechos;
  state = reply;
  remember(reply.codigo);
  if (reply.familias) {
    const options = reply.familias.map(({ clave, titulo }, i) => new Option(`${i + 1}. ${titulo}`, clave));
    part("familia").replaceChildren(part("familia").options[0], ...options);
  }
  part("familia").value = reply.familia;
  part("titulo").textContent = reply.titulo;
  part("nivel").textContent = `Nivel ${reply.nivel} de 3. Se explica en ${reply.fuente}.`;
  if (fresh) part("enunciado").innerHTML = `<p>${reply.enunciado}</p>${reply.datos ?? ""}`;
  part("pasos").innerHTML = reply.pasos.slice(0, reply.hechos).map(done).join("");
  const over = reply.hechos === reply.hay;
  part("respuesta").hidden = over;
  part("siguiente").parentElement.hidden = !over;
  if (!over) showGap(reply.pasos[reply.hechos], reply.hechos + 1, reply.hay);
  part("cuenta").textContent =
    `Llevas ${reply.terminadas} ${reply.terminadas === 1 ? "pregunta terminada" : "preguntas terminadas"}, ` +
    `${reply.limpias} a la primera.`;
  part("codigo").textContent = reply.codigo;
}

function done({ pide, valor, limpio, formula }) {
  const words = `${pide} <span class="hecho">${valor}${limpio ? " ✓" : ""}</span>`;
  return `<li><div class="rueda">${words}${formula}</div></li>`;
}

function showGap({ pide, forma, opciones }, number, all) {
  const text = `<span>Paso ${number} de ${all}. ${pide}</span> <span class="forma">${forma}</span>`;
  const place = part("hueco");
  if (opciones.length) {
    const option = (words, i) =>
      `<label class="opcion"><input type="radio" name="opcion" value="${i + 1}"> <span>${words}</span></label>`;
    place.innerHTML = `<fieldset><legend>${text}</legend>${opciones.map(option).join("")}</fieldset>`;
  } else {
    place.innerHTML =
      `<label for="valor">${text}</label><div class="linea"><input id="valor" type="text" inputmode="decimal" ` +
      `autocomplete="off" maxlength="20"><button type="button" id="signo" aria-label="Cambiar el signo">±</button></div>`;
    // El teclado de números de algunos teléfonos no tiene el signo menos.
    part("signo").addEventListener("click", () => {
      const input = part("valor");
      input.value = /^[-−–]/.test(input.value) ? input.value.slice(1) : `−${input.value}`;
      input.focus();
    });
  }
}

const gap = () => part("hueco").querySelector("input");
const written = () =>
  part("hueco").querySelector("fieldset") ? (part("hueco").querySelector(":checked")?.value ?? "") : part("valor").value;

/* ---- contestar ---- */

function finished() {
  const clean = state.pasos.every(({ limpio }) => limpio);
  say(clean ? "Bien. Pregunta terminada, entera a la primera." : "Pregunta terminada.");
  part("siguiente").focus();
}

part("respuesta").addEventListener("submit", (event) => {
  event.preventDefault();
  inTurn(async () => {
    const before = state.hechos;
    const [value, kept] = [written(), part("hueco").querySelector(":checked")?.value];
    const reply = await send(`responde?valor=${plain(value)}`);
    if (!reply) return;
    if (reply.hechos === reply.hay) return finished();
    say(reply.dicho, !reply.bien);
    if (reply.hechos === before) {
      // Sigue el mismo paso: lo escrito se queda, para corregirlo.
      if (part("valor")) part("valor").value = value;
      else if (kept) part("hueco").querySelector(`[value="${kept}"]`).checked = true;
    }
    gap().focus();
    gap().select?.();
  });
});

part("solucion").addEventListener("click", () =>
  inTurn(async () => {
    const reply = await send("solucion");
    if (!reply) return;
    if (reply.hechos === reply.hay) return finished();
    say(`Era ${reply.pasos[reply.hechos - 1].valor}. Arriba está cómo se hace; sigue con el paso ${reply.hechos + 1}.`);
    gap().focus();
  }),
);

async function next(request) {
  if (!(await send(request))) return;
  say("");
  part("titulo").focus();
}

part("siguiente").addEventListener("click", () => inTurn(() => next("pregunta")));
part("familia").addEventListener("change", () =>
  inTurn(async () => {
    if (!(await send(`pregunta?familia=${part("familia").value}`))) return;
    say("Otra pregunta.");
  }),
);

/* ---- el código ---- */

part("copiar").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(state.codigo);
    say("Código copiado.");
  } catch {
    getSelection().selectAllChildren(part("codigo"));
    say("Tu navegador no deja copiarlo solo: ya está marcado, cópialo tú.");
  }
});

part("nueva").addEventListener("click", () => inTurn(() => next(`practica?semilla=${anySeed()}`)));

part("seguir").addEventListener("submit", (event) => {
  event.preventDefault();
  inTurn(async () => {
    if (!(await send(`practica?codigo=${plain(part("otro").value)}`))) return;
    part("otro").value = "";
    say("Sigues desde ese código.");
    part("titulo").focus();
  });
});

/* ---- el comienzo ---- */

inTurn(async () => {
  try {
    ask = openEngine();
    await start();
  } catch {
    say(TOO_OLD, true);
    for (const control of document.querySelectorAll("button, input, select")) control.disabled = true;
  }
});
