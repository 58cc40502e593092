// La situación, entre la dirección, el motor y lo que se muestra. Aquí no se calcula nada de la red.

const part = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const fixed = (x, decimals = 4) => (x === null ? "sin número" : x.toFixed(decimals).replace("-", "−"));
const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, n > 9999 ? "\u00a0" : "");

// Un cuadro de pantalla; con la pestaña detrás de otra no los hay, y se sigue igual.
const nextFrame = () =>
  new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 100);
  });

let ask;
let state; // lo último que dijo el motor
let version = 0; // cambia con cada paso: dice qué vistas se han quedado atrás
const shows = []; // lo que hay que poner al día cuando cambia la situación: cada módulo añade lo suyo

const fieldsOf = (address) =>
  new Map(
    address
      .split("&")
      .filter(Boolean)
      .map((field) => field.split("=")),
  );
const addressOf = (fields) => [...fields].map(([name, value]) => `${name}=${value}`).join("&");
const fieldsNow = () => fieldsOf(state.direccion);
const inAddress = () => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // una dirección cortada a mitad de un carácter
  }
};

/* ---- preguntar, de una en una ---- */

let queue = Promise.resolve();
const inTurn = (act) => (queue = queue.then(act).catch((error) => say(error.message, true)));

// De lo que cambia sin parar, como un mando que se arrastra, solo interesa lo último que se pidió.
const newest = new Map();
function latest(name, act) {
  const waits = newest.has(name);
  newest.set(name, act);
  if (waits) return;
  inTurn(() => {
    const last = newest.get(name);
    newest.delete(name);
    return last();
  });
}

function say(text, problem = false) {
  part("aviso").textContent = text;
  part("aviso").classList.toggle("problema", problem);
}

// Lo que alguien escribió, como valor de un pedido.
const typed = (text) => text.trim().replace(/[&=#]/g, " ") || "nada";

// Pide algo que cambia la situación. Dice si se pudo.
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
  const before = state;
  state = reply;
  version += 1;
  for (const update of shows) update(before);
  return true;
}

const summary = () =>
  `Época ${grouped(state.epoca)}: error ${fixed(state.error)}, ${state.aciertos} de ${state.ejemplos.length} aciertos.`;

// La dirección se escribe al parar: los navegadores no dejan cambiarla sesenta veces por segundo. Con `apart`, «Atrás» del
// navegador vuelve a la situación anterior.
function remember(apart = false) {
  if (inAddress() === state.direccion) return;
  history[apart ? "pushState" : "replaceState"](null, "", `#${state.direccion}`);
}

// Un cambio que alguien pide: se hace en su turno, se cuenta, y la dirección lo recuerda.
function act(request, words = summary, apart = false) {
  stop();
  return inTurn(async () => {
    if (await step(typeof request === "function" ? request() : request)) {
      say(words());
      remember(apart);
    }
    await refresh();
  });
}

// Otra situación, que empieza por donde dicen los campos que cambian.
function reopen(change, words) {
  return act(
    () => {
      const fields = fieldsNow();
      fields.delete("recorrido");
      change(fields);
      return `abre?${addressOf(fields)}`;
    },
    words ?? (() => `Otra situación. ${summary()}`),
    true,
  );
}
