// Las partes vivas de la lección: unos mandos debajo de una figura guardada. Al llegar a ellos, la figura pasa a ser la que la
// biblioteca dibuja ahora, con los ejes que tendrá mientras se muevan.

const PARTS = {
  cadena: {
    title: "Muévelo: la tangente en otro punto",
    controls: [{ name: "x", text: "x", min: -2, max: 1.5, step: 0.1, value: 1 }],
  },
  neurona: {
    title: "Muévelo: baja al valle, paso a paso",
    note: "Aquí la neurona tiene que responder ½, que está a mitad de σ: así la pérdida tiene un fondo. Con una α enorme, el paso lo salta.",
    controls: [
      { name: "w", text: "Peso w", min: -8, max: 10, step: 0.1, value: 4 },
      { name: "alfa", text: "Tasa de aprendizaje α", log: true, min: -1, max: 3, step: 0.1, value: 1.3 },
    ],
    steps: true,
    inside: true,
  },
  xor: {
    title: "Pruébalo: otra tasa, otro comienzo",
    controls: [
      { name: "alfa", text: "Tasa de aprendizaje α", log: true, min: -3, max: 2, step: 0.1, value: -0.3 },
      { name: "semilla", text: "Semilla", number: true, min: 0, max: 4294967295, step: 1, value: 42 },
    ],
    inside: true,
    lab: (query) => `laboratorio.html#compuerta=xor&${query}&recorrido=10000`,
  },
};

let engine;
const ask = (request) => (engine ??= openEngine())(request); // la biblioteca se despierta al llegar a una parte

const rounded = (value) => Number(value.toPrecision(2));
const valueOf = ({ log }, text) => (log ? rounded(10 ** Number(text)) : text || "-");
const shown = (value) => String(value).replace("-", "−");

class Part {
  constructor(place) {
    this.place = place;
    this.name = place.dataset.parte;
    Object.assign(this, PARTS[this.name], { taken: 1, busy: false, again: false });
    this.frame = place.previousElementSibling.querySelector(".jp-RenderedImage");
    this.stored = this.frame.querySelector("img"); // la figura que ya estaba
    this.build();
    this.listen();
    // Antes de que nadie lo toque: los ejes no saltan con el primer movimiento.
    new IntersectionObserver((entries, watcher) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      this.update();
    }).observe(place);
  }

  input(control) {
    return document.getElementById(`${this.name}-${control.name}`);
  }

  build() {
    const field = (control) => {
      const id = `${this.name}-${control.name}`;
      const kind = control.number ? 'type="number" inputmode="numeric"' : 'type="range"';
      return (
        `<div class="campo"><label for="${id}">${control.text}</label><span><input id="${id}" ${kind} min="${control.min}" ` +
        `max="${control.max}" step="${control.step}" value="${control.value}">` +
        `${control.number ? "" : `<output for="${id}"></output>`}</span></div>`
      );
    };
    this.place.innerHTML =
      `<p><strong>${this.title}</strong></p><div class="campos">${this.controls.map(field).join("")}` +
      `${this.steps ? '<button type="button" class="otro">Otro paso</button>' : ""}<button type="button" class="igual">Como al principio</button></div>` +
      `${this.note ? `<p>${this.note}</p>` : ""}<p class="dicho"></p><p class="oido" role="status"></p><div class="mas"></div><p class="al-lab" hidden></p>`;
    this.place.hidden = false;
    [this.said, this.heard, this.more, this.toLab] = [".dicho", ".oido", ".mas", ".al-lab"].map((name) =>
      this.place.querySelector(name),
    );
    this.live = Object.assign(document.createElement("div"), { className: "figura", hidden: true });
    // La que cuenta otra cosa que la guardada, o va con otra, se ve junto a los mandos; si no, en el sitio de la guardada.
    if (this.inside) this.more.before(this.live);
    else this.frame.append(this.live);
    this.values();
  }

  values() {
    for (const control of this.controls.filter(({ number }) => !number)) {
      const value = shown(valueOf(control, this.input(control).value));
      this.input(control).nextElementSibling.textContent = value;
      this.input(control).setAttribute("aria-valuetext", value);
    }
  }

  listen() {
    for (const control of this.controls)
      this.input(control).addEventListener(control.number ? "change" : "input", () => {
        this.taken = 1;
        this.update();
      });
    this.place.querySelector(".otro")?.addEventListener("click", () => {
      this.taken = Math.min(50, this.taken + 1);
      this.update();
    });
    this.place.querySelector(".igual").addEventListener("click", () => {
      for (const control of this.controls) this.input(control).value = control.value;
      this.taken = 1;
      this.update();
    });
  }

  // Mientras la biblioteca dibuja, solo se recuerda que hay algo nuevo que pedir.
  async update() {
    this.values();
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    const query = this.controls.map((control) => `${control.name}=${valueOf(control, this.input(control).value)}`).join("&");
    try {
      const room =
        this.inside && this.place.clientWidth > 700 ? this.place.clientWidth / 2 - 24 : this.frame.clientWidth || 600;
      const reply = await ask(
        `${this.name}?${query}${this.steps ? `&pasos=${this.taken}` : ""}&ancho=${Math.round(Math.max(330, Math.min(680, room)))}`,
      );
      this.said.classList.toggle("problema", Boolean(reply.problema));
      this.say(reply.problema ?? reply.dicho);
      if (!reply.problema) this.show(reply, query);
    } catch {
      this.say(TOO_OLD);
    }
    this.busy = false;
    if (this.again) {
      this.again = false;
      this.update();
    }
  }

  // Se ve enseguida; se oye cuando el mando se queda quieto.
  say(text) {
    this.said.textContent = text;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (this.heard.textContent = text), 800);
  }

  show({ curva, formula, ...rest }, query) {
    this.live.innerHTML = curva.svg;
    this.live.hidden = false;
    this.stored.hidden = !this.inside;
    const box = (label, html) => `<div class="rueda" tabindex="0" role="group" aria-label="${label}">${html}</div>`;
    const figures = ["grafo", "frontera"].filter((name) => rest[name]);
    this.more.innerHTML =
      figures.map((name) => box("Otra figura", `<div class="figura">${rest[name].svg}</div>`)).join("") +
      (formula ? box("Las cuentas del paso", formula) : "");
    // En el sitio hay un laboratorio al que ir; en la página de lectura, no.
    if (!this.lab || !document.querySelector('a[href="laboratorio.html"]')) return;
    this.toLab.innerHTML = `<a href="${this.lab(query)}">Abrir esta red en el laboratorio</a>`;
    this.toLab.hidden = false;
  }
}

for (const place of document.querySelectorAll(".parte")) new Part(place);
