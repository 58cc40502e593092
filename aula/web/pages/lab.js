// El laboratorio: los ajustes y los botones preguntan al motor, y lo que él contesta se muestra. Aquí no se calcula nada de
// la red.

const part = (id) => document.getElementById(id);
const PLANE = { from: -0.5, to: 1.5 };
const STEP = 0.05; // lo que mueve una flecha
const WHOLE_RUN = 5000; // lo que dura un entrenamiento a ritmo normal, en milisegundos

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const fixed = (x, decimals = 4) => (x === null ? "sin número" : x.toFixed(decimals).replace("-", "−"));
// Unos veinticinco dibujos por segundo bastan, y dejan sitio a lo demás.
const nextFrame = () => new Promise((resolve) => setTimeout(resolve, 40));

let ask;
let state; // lo último que dijo el motor
let running = false;
let version = 0; // cambia con cada paso: dice qué vistas se han quedado atrás

/* ---- la situación, entre la dirección, los ajustes y el motor ---- */

const fieldsOf = (address) =>
  new Map(
    address
      .split("&")
      .filter(Boolean)
      .map((field) => field.split("=")),
  );
const addressOf = (fields) => [...fields].map(([name, value]) => `${name}=${value}`).join("&");
const inAddress = () => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // una dirección cortada a mitad de un carácter
  }
};

function fromSettings() {
  const gate = part("compuerta").value;
  const points = fieldsOf(state.direccion).get("puntos");
  return new Map([
    gate || !points ? ["compuerta", gate || "xor"] : ["puntos", points],
    ["ocultas", [...part("ocultas").querySelectorAll("input")].map((input) => input.value || 0).join(",")],
    ["alfa", part("alfa").value || "0"],
    ["azar", part("azar").value],
    ["semilla", part("semilla").value || "-"],
    ["hasta", part("hasta").value || "0"],
  ]);
}

function toSettings(fields) {
  const gate = fields.get("compuerta") ?? "";
  part("compuerta").value = gate;
  part("compuerta").querySelector('[value=""]').hidden = gate !== "";
  const sizes = fields.get("ocultas") ? fields.get("ocultas").split(",") : [];
  showSizes(sizes);
  for (const name of ["alfa", "azar", "semilla", "hasta"]) part(name).value = fields.get(name);
}

function showSizes(sizes) {
  part("capas").value = sizes.length;
  const place = part("ocultas");
  if (place.children.length !== sizes.length) {
    place.replaceChildren(
      ...sizes.map((_, i) => {
        const field = document.createElement("div");
        field.className = "campo";
        field.innerHTML =
          `<label for="capa${i}">Neuronas, capa ${i + 1}</label>` +
          `<input id="capa${i}" type="number" min="1" max="8" step="1" inputmode="numeric">`;
        return field;
      }),
    );
  }
  sizes.forEach((size, i) => (part(`capa${i}`).value = size));
}

/* ---- preguntar, de una en una ---- */

let queue = Promise.resolve();
const inTurn = (act) => (queue = queue.then(act).catch((error) => say(error.message, true)));

function say(text, problem = false) {
  part("aviso").textContent = text;
  part("aviso").classList.toggle("problema", problem);
}

async function step(request) {
  const reply = await ask(request);
  if (reply.averia) {
    const again = await ask(`abre?${state?.direccion ?? ""}`);
    if (!again.problema) show(again);
  }
  if (reply.problema) {
    say(reply.problema, true);
    return false;
  }
  return show(reply);
}

function show(reply) {
  const samePoints =
    state &&
    JSON.stringify(state.ejemplos.map((row) => row.slice(0, 3))) ===
      JSON.stringify(reply.ejemplos.map((row) => row.slice(0, 3)));
  const settings = (address) => addressOf([...fieldsOf(address)].filter(([name]) => name !== "recorrido"));
  if (!state || settings(state.direccion) !== settings(reply.direccion)) toSettings(fieldsOf(reply.direccion));
  state = reply;
  version += 1;
  part("epoca").textContent = reply.epoca;
  part("sueltos").textContent = reply.sueltos;
  part("aparte").hidden = !reply.sueltos;
  part("error").textContent = fixed(reply.error);
  part("perdida").textContent = fixed(reply.perdida, 6);
  part("aciertos").textContent = `${reply.aciertos} de ${reply.ejemplos.length}`;
  part("atras").disabled = part("vuelta").disabled = !(reply.epoca || reply.sueltos);
  if (part("parada").hidden !== !reply.parada) part("parada").hidden = !reply.parada;
  if (!samePoints) showPoints();
  else reply.ejemplos.forEach(([, , , output], i) => (part("tabla").rows[i].cells[4].textContent = fixed(output)));
  return true;
}

const summary = () => `Época ${state.epoca}: error ${fixed(state.error)}, ${part("aciertos").textContent} aciertos.`;
// La dirección se escribe al parar: los navegadores no dejan cambiarla sesenta veces por segundo.
const remember = () => history.replaceState(null, "", `#${state.direccion}`);

function act(request, words = summary) {
  running = false;
  return inTurn(async () => {
    if (await step(request)) {
      say(words());
      remember();
    }
    await refresh();
  });
}

const open = (fields, words) => act(`abre?${addressOf(fields)}`, words);

/* ---- entrenar ---- */

async function train() {
  const fields = fieldsOf(state.direccion);
  if (state.epoca >= state.hasta) {
    fields.delete("recorrido");
    if (!(await step(`abre?${addressOf(fields)}`))) return;
  }
  running = true;
  label();
  say("");
  const [pace, from, start] = [part("ritmo").value, state.epoca, performance.now()];
  const atOnce = pace === "ya" || calm.matches;
  while (running && state.epoca < state.hasta) {
    let epochs = 1;
    if (atOnce) epochs = 500;
    else if (pace === "normal") {
      const due = from + (state.hasta - from) * Math.min(1, (performance.now() - start) / WHOLE_RUN) ** 2;
      epochs = Math.ceil(due) - state.epoca;
    }
    const most = state.hasta - state.epoca;
    if (!(await step(`avanza?epocas=${Math.max(1, Math.min(epochs, 2000, most))}`))) break;
    if (atOnce) continue;
    await refresh(true);
    await nextFrame();
  }
  const finished = running;
  running = false;
  label();
  await refresh();
  say(finished ? `Listo. ${summary()}` : `En pausa. ${summary()}`);
  remember();
}

function label() {
  part("entrenar").textContent = running ? "Pausar" : "Entrenar";
}

/* ---- las vistas: se dibujan las que se ven, cuando se han quedado atrás ---- */

const views = [...document.querySelectorAll(".vista")].map((section) => ({
  section,
  name: section.dataset.vista,
  place: section.querySelector(".figura, .cuentas"),
  seen: false,
  drawn: -1,
  width: 0,
  cost: 0,
  at: 0,
}));

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) views.find((view) => view.section === entry.target).seen = entry.isIntersecting;
    if (!running && state) inTurn(() => refresh());
  },
  { rootMargin: "200px" },
);
views.forEach((view) => watcher.observe(view.section));

// Cuando todo está quieto se dibujan, una a una, también las que no se ven: así la página se imprime entera.
let idle;
function rest() {
  clearTimeout(idle);
  idle = setTimeout(() => {
    const unseen = views.find((view) => view.drawn !== version);
    if (!running && unseen) inTurn(() => refresh(false, unseen));
  }, 600);
}

async function refresh(hurried = false, unseen = null) {
  if (!hurried) rest();
  for (const view of views) {
    const late = (view.seen || view === unseen) && view.drawn !== version;
    // Con prisa, una vista que tarda se dibuja menos veces: que no espere el entrenamiento.
    if (!late || (hurried && performance.now() - view.at < 4 * view.cost)) continue;
    const start = performance.now();
    view.drawn = version;
    view.width = widthOf(view.place);
    const example = view.name === "red" ? part("cual").value || 1 : view.name === "cuentas" ? part("cuales").value || 0 : 0;
    const reply = await ask(`mira?vista=${view.name}&ancho=${view.width}&ejemplo=${example}`);
    if (reply.cuentas) showSums(view.place, reply.cuentas);
    else if (reply.svg) draw(view.place, reply);
    else view.place.replaceChildren(Object.assign(document.createElement("p"), { textContent: reply.problema }));
    if (view.name === "frontera" && reply.svg) placePoints();
    view.cost = performance.now() - start;
    view.at = performance.now();
    if (!hurried) await nextFrame();
  }
}

function showSums(place, sums) {
  place.innerHTML = sums
    .map(({ titulo, formula }) => `<div tabindex="0" role="group" aria-label="${titulo}"><h3>${titulo}</h3>${formula}</div>`)
    .join("");
}

const redraw = (name) => {
  views.find((view) => view.name === name).drawn = -1;
  if (!running) inTurn(() => refresh());
};

// Una vista que cambia de ancho se dibuja de nuevo; lo que quita o pone una barra de desplazamiento no cuenta.
const sizes = new ResizeObserver(() => {
  const changed = views.filter((view) => view.width && Math.abs(widthOf(view.place) - view.width) > 20);
  changed.forEach((view) => (view.drawn = -1));
  if (changed.length && !running) inTurn(() => refresh());
});
views.forEach((view) => sizes.observe(view.place));

/* ---- los ejemplos: una lista, y por donde se agarra cada punto en el plano ---- */

const pointName = ([x1, x2, y], i) =>
  `Punto ${i + 1}: x₁ ${fixed(x1, 2)}, x₂ ${fixed(x2, 2)}, se espera ${y >= 0.5 ? 1 : 0}`;
const points = () => state.ejemplos.map(([x1, x2, y]) => [x1, x2, y]);

function showPoints() {
  const rows = points();
  const cell = (text) => `<td>${text}</td>`;
  part("tabla").innerHTML = rows
    .map(
      ([x1, x2, y], i) =>
        `<tr><th scope="row">${i + 1}</th>${[fixed(x1, 2), fixed(x2, 2), y, fixed(state.ejemplos[i][3])].map(cell).join("")}` +
        `<td><button type="button" data-flip="${i}" aria-label="Cambiar lo que se espera del punto ${i + 1}">y</button>` +
        `<button type="button" data-drop="${i}" aria-label="Quitar el punto ${i + 1}">Quitar</button></td></tr>`,
    )
    .join("");
  const options = rows.map((_, i) => `<option value="${i + 1}">${i + 1}</option>`).join("");
  for (const [select, first] of [
    ["cual", ""],
    ["cuales", '<option value="0">todos</option>'],
  ]) {
    const value = part(select).value;
    part(select).innerHTML = first + options;
    part(select).value = value && value <= rows.length ? value : select === "cual" ? 1 : 0;
  }
  placePoints();
}

// El mapa es la imagen mayor del dibujo: en ella caen los puntos.
function frame() {
  const svg = views[0].place.querySelector("svg");
  if (!svg) return null;
  const read = (image) => ["x", "y", "width", "height"].map((name) => Number(image.getAttribute(name)));
  const [x, y, w, h] = [...svg.querySelectorAll("image")].map(read).sort((a, b) => b[2] - a[2])[0];
  const { width: W, height: H } = svg.viewBox.baseVal;
  return { left: x / W, top: y / H, width: w / W, height: h / H };
}

function placePoints() {
  const area = frame();
  if (!area) return;
  const svg = views[0].place.querySelector("svg");
  Object.assign(part("puntos").style, { width: `${svg.clientWidth}px`, height: `${svg.clientHeight}px` });
  const rows = points();
  const place = part("puntos");
  while (place.children.length > rows.length) place.lastChild.remove();
  while (place.children.length < rows.length)
    place.append(Object.assign(document.createElement("button"), { type: "button", className: "punto" }));
  rows.forEach((row, i) => {
    const button = place.children[i];
    button.setAttribute("aria-label", pointName(row, i));
    move(button, row, area);
  });
}

const unit = (value) => (value - PLANE.from) / (PLANE.to - PLANE.from);

function move(button, [x1, x2], area = frame()) {
  button.style.left = `${100 * (area.left + area.width * unit(x1))}%`;
  button.style.top = `${100 * (area.top + area.height * (1 - unit(x2)))}%`;
}

// El punto del plano que hay bajo el puntero, en pasos de una flecha.
function under(event) {
  const [area, box] = [frame(), part("puntos").getBoundingClientRect()];
  const u = ((event.clientX - box.left) / box.width - area.left) / area.width;
  const v = 1 - ((event.clientY - box.top) / box.height - area.top) / area.height;
  const inside = u >= 0 && u <= 1 && v >= 0 && v <= 1;
  return { inside, at: [u, v].map((t) => snap(PLANE.from + t * (PLANE.to - PLANE.from))) };
}

const snap = (value) => Math.round(Math.min(PLANE.to, Math.max(PLANE.from, value)) / STEP) * STEP;

function learnFrom(rows, words) {
  const written = rows.map(([x1, x2, y]) => [Number(x1.toFixed(2)), Number(x2.toFixed(2)), y].join(",")).join("_");
  const fields = fieldsOf(state.direccion);
  fields.delete("compuerta");
  fields.delete("recorrido");
  fields.set("puntos", written);
  return open(new Map([["puntos", written], ...fields]), () => words);
}

function change(i, values, words) {
  const rows = points();
  rows[i] = values;
  return learnFrom(rows, words ?? `${pointName(values, i)}. La red vuelve a su comienzo.`);
}

function flip(i) {
  const [x1, x2, y] = points()[i];
  return change(i, [x1, x2, y >= 0.5 ? 0 : 1]);
}

async function drop(i) {
  await learnFrom(
    points().filter((_, j) => j !== i),
    `Punto ${i + 1}, quitado. La red vuelve a su comienzo.`,
  );
  (part("puntos").children[Math.max(0, i - 1)] ?? part("anadir")).focus();
}

async function add(at) {
  const rows = [...points(), [...at, Number(part("valor").value)]];
  await learnFrom(rows, `${pointName(rows.at(-1), rows.length - 1)}, añadido. La red vuelve a su comienzo.`);
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
let dragged = null;

part("puntos").addEventListener("keydown", (event) => {
  const i = [...part("puntos").children].indexOf(event.target);
  if (i < 0) return;
  const arrow = ARROWS[event.key];
  if (arrow) {
    const [x1, x2, y] = points()[i];
    const [dx, dy] = arrow.map((d) => d * STEP * (event.shiftKey ? 5 : 1));
    change(i, [snap(x1 + dx), snap(x2 + dy), y]);
  } else if (event.key === "Enter" || event.key === " ") flip(i);
  else if (event.key === "Delete" || event.key === "Backspace") drop(i);
  else return;
  event.preventDefault();
});

part("puntos").addEventListener("pointerdown", (event) => {
  const i = [...part("puntos").children].indexOf(event.target);
  if (i < 0 || event.button) return;
  dragged = { i, at: null };
  event.target.setPointerCapture(event.pointerId);
});

part("puntos").addEventListener("pointermove", (event) => {
  if (!dragged) return;
  dragged.at = under(event).at;
  event.target.classList.add("movido");
  move(event.target, dragged.at);
});

const release = (event) => {
  if (!dragged) return;
  const { i, at } = dragged;
  dragged = null;
  event.target.classList.remove("movido");
  if (at) change(i, [...at, points()[i][2]]);
};
part("puntos").addEventListener("pointerup", release);
part("puntos").addEventListener("pointercancel", release);

part("puntos").addEventListener("click", (event) => {
  if (event.target !== part("puntos")) return;
  const { inside, at } = under(event);
  if (inside) add(at);
});

part("anadir").addEventListener("click", async () => {
  await add([0.5, 0.5]);
  part("puntos").lastChild?.focus();
});

part("tabla").addEventListener("click", ({ target: { dataset } }) => {
  if (dataset.flip) flip(Number(dataset.flip));
  if (dataset.drop) drop(Number(dataset.drop));
});

/* ---- los botones y los ajustes ---- */

part("entrenar").addEventListener("click", () => {
  if (running) running = false;
  else inTurn(train);
});
part("una").addEventListener("click", () => act("avanza?epocas=1"));
part("ejemplo").addEventListener("click", () => {
  const turn = (state.sueltos % state.ejemplos.length) + 1;
  act("ejemplo", () => `Un paso con el ejemplo ${turn}: error ${fixed(state.error)}.`);
});
part("atras").addEventListener("click", () => act("atras"));
part("vuelta").addEventListener("click", () => {
  const fields = fieldsOf(state.direccion);
  fields.delete("recorrido");
  open(fields, () => "La red está en su comienzo.");
});
part("otra").addEventListener("click", () => {
  const fields = fieldsOf(state.direccion);
  fields.delete("recorrido");
  fields.set("semilla", (Number(fields.get("semilla")) + 1) % 2 ** 32);
  open(fields, () => `Semilla ${state ? fieldsOf(state.direccion).get("semilla") : ""}: otro comienzo.`);
  part("entrenar").focus();
});

part("ajustes").addEventListener("change", ({ target }) => {
  if (target.id === "ritmo") return;
  if (target.id === "capas") {
    const layers = Math.min(4, Math.max(0, Math.round(Number(target.value)) || 0));
    const sizes = [...part("ocultas").querySelectorAll("input")].map((input) => input.value);
    showSizes(Array.from({ length: layers }, (_, i) => sizes[i] ?? 2));
  }
  const fields = fromSettings();
  // Entrenar más tiempo no cambia lo ya entrenado; lo demás es otra red.
  const trail = fieldsOf(state.direccion).get("recorrido");
  if (target.id === "hasta" && trail) fields.set("recorrido", trail);
  open(fields, () => (target.id === "hasta" ? summary() : `Otra situación. ${summary()}`));
});
part("ajustes").addEventListener("submit", (event) => event.preventDefault());
part("cual").addEventListener("change", () => redraw("red"));
part("cuales").addEventListener("change", () => redraw("cuentas"));

addEventListener("hashchange", () => {
  if (!state || inAddress() !== state.direccion) act(`abre?${inAddress()}`);
});

/* ---- el comienzo ---- */

part("cajon").open = innerWidth >= 700; // en un teléfono, primero la figura

// Va en la cola, como lo demás: lo que se pulse antes de que haya motor espera su turno.
inTurn(async () => {
  try {
    ask = openEngine();
    const first = await ask(`abre?${inAddress()}`);
    if (first.problema) {
      show(await ask("abre?"));
      say(`La dirección trae algo que no entiendo. ${first.problema} Empiezo por el XOR de la lección.`, true);
    } else show(first);
    label();
    await refresh();
  } catch {
    say(TOO_OLD, true);
    for (const control of document.querySelectorAll("button, input, select")) control.disabled = true; // sin motor no mueven nada
  }
});
