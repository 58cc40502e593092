// Las partes vivas de la lección: unos mandos debajo de una figura guardada. Al moverlos, la figura es la que la biblioteca
// dibuja ahora.

const PARTS = {
  cadena: {
    title: "Muévelo: la tangente en otro punto",
    controls: [{ name: "x", text: "x", min: -2, max: 1.5, step: 0.1, value: 1 }],
  },
  neurona: {
    title: "Muévelo: otro peso, otro paso",
    controls: [
      { name: "w", text: "Peso w", min: -8, max: 10, step: 0.1, value: 0.8 },
      { name: "alfa", text: "Tasa de aprendizaje α", number: true, min: 0.001, max: 1000, step: "any", value: 0.1 },
    ],
  },
  xor: {
    title: "Pruébalo: otra tasa, otro comienzo",
    controls: [
      { name: "alfa", text: "Tasa de aprendizaje α", number: true, min: 0.001, max: 100, step: "any", value: 0.5 },
      { name: "semilla", text: "Semilla", number: true, min: 0, max: 4294967295, step: 1, value: 42 },
    ],
  },
};

let engine;
const ask = (request) => (engine ??= openEngine())(request); // la biblioteca se despierta cuando alguien toca un mando

document.querySelectorAll(".parte").forEach((place) => {
  const name = place.dataset.parte;
  const frame = place.previousElementSibling.querySelector(".jp-RenderedImage");
  const stored = frame.querySelector("img"); // la figura que ya estaba
  const { title, controls } = PARTS[name];
  const id = (control) => `${name}-${control.name}`;
  const field = (control) =>
    `<div class="campo"><label for="${id(control)}">${control.text}</label><input id="${id(control)}" ` +
    `type="${control.number ? "number" : "range"}" min="${control.min}" max="${control.max}" step="${control.step}" ` +
    `value="${control.value}" ${control.number ? 'inputmode="decimal"' : ""}></div>`;
  place.innerHTML =
    `<p><strong>${title}</strong></p><div class="campos">${controls.map(field).join("")}` +
    `<button type="button">Como en la lección</button></div><p class="dicho"></p><p class="oido" role="status"></p><div class="mas"></div>`;
  place.hidden = false;
  const input = (control) => document.getElementById(id(control));
  const said = place.querySelector(".dicho");
  const heard = place.querySelector(".oido");
  const more = place.querySelector(".mas");
  const live = document.createElement("div");
  live.className = "figura";
  live.hidden = true;
  frame.append(live);

  // Se ve enseguida; se oye cuando el mando se queda quieto.
  let quiet;
  function say(text) {
    said.textContent = text;
    clearTimeout(quiet);
    quiet = setTimeout(() => (heard.textContent = text), 800);
  }

  let busy = false;
  let again = false;
  // Mientras la biblioteca dibuja, solo se recuerda que hay algo nuevo que pedir.
  async function update() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    const query = controls.map((control) => `${control.name}=${input(control).value || "-"}`).join("&");
    try {
      const reply = await ask(`${name}?${query}&ancho=${Math.max(330, Math.min(680, frame.clientWidth))}`);
      said.classList.toggle("problema", Boolean(reply.problema));
      say(reply.problema ?? reply.dicho);
      if (!reply.problema) show(reply);
    } catch {
      say(TOO_OLD);
    }
    busy = false;
    if (again) {
      again = false;
      update();
    }
  }

  function show({ curva, ...rest }) {
    live.innerHTML = curva.svg;
    live.hidden = false;
    stored.hidden = true;
    more.innerHTML = ["grafo", "frontera"]
      .filter((figure) => rest[figure])
      .map(
        (figure) =>
          `<div class="rueda" tabindex="0" role="group" aria-label="Otra figura"><div class="figura">${rest[figure].svg}</div></div>`,
      )
      .concat(
        rest.formula
          ? [`<div class="rueda" tabindex="0" role="group" aria-label="Las cuentas del paso">${rest.formula}</div>`]
          : [],
      )
      .join("");
  }

  controls.forEach((control) => input(control).addEventListener(control.number ? "change" : "input", update));
  place.querySelector("button").addEventListener("click", () => {
    controls.forEach((control) => (input(control).value = control.value));
    live.hidden = true;
    stored.hidden = false;
    more.replaceChildren();
    say("");
  });
});
