// Las pestañas: gradientes, espacio oculto, valle, cuentas y comienzos. Solo se dibuja la que se ve.

const tabs = [...document.querySelectorAll('[role="tab"]')];
let open = "gradientes";

function openTab(name) {
  open = name;
  for (const tab of tabs) {
    const mine = tab.dataset.vista === name;
    tab.setAttribute("aria-selected", String(mine));
    tab.tabIndex = mine ? 0 : -1;
    part(tab.getAttribute("aria-controls")).hidden = !mine;
  }
  inTurn(redraw);
}

for (const tab of tabs) {
  tab.addEventListener("click", () => openTab(tab.dataset.vista));
  tab.addEventListener("keydown", (event) => {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    const next = tabs[(tabs.indexOf(tab) + move + tabs.length) % tabs.length];
    next.focus();
    openTab(next.dataset.vista);
  });
}

async function drawHidden() {
  const space = await ask("mira?vista=oculto&lado=48");
  part("sin-oculto").textContent = space.problema ?? "";
  part("plano-oculto").hidden = Boolean(space.problema);
  if (space.problema) return;
  paintGrid(part("oculto"), bytesOf(space.mapa), space.lado);
  part("frontera-oculta").setAttribute("d", pathOf(space.frontera));
  const at = (value) => 100 * ((value - space.desde) / (space.hasta - space.desde));
  part("puntos-ocultos").replaceChildren(
    ...space.lugares.map(([a, b], i) => {
      const [x1, x2, y] = state.ejemplos[i];
      const mark = htmlNode(
        "span",
        { className: `marca c${classOf(y)}` },
        htmlNode("b", { textContent: `(${tidy(x1)}, ${tidy(x2)})` }),
      );
      // Dos que caen en el mismo sitio se nombran uno a cada lado.
      mark.classList.toggle("arriba", i % 2 === 1);
      Object.assign(mark.style, { left: `${at(a)}%`, top: `${100 - at(b)}%` });
      return mark;
    }),
  );
}

const [across, up] = ["valle-a", "valle-b"].map((id) => new Picker(id, () => inTurn(redraw)));

async function drawValley() {
  const sizes = sizesNow();
  across.fit(sizes, "1.1.1");
  up.fit(sizes, sizes.length > 2 ? `${sizes.length - 1}.1.1` : "1.2.1");
  const slice = await ask(`mira?vista=valle&a=${across.value}&b=${up.value}&lado=48`);
  part("dicho-valle").textContent =
    slice.problema ?? `De J = ${fixed(slice.menor)} (lo claro) a ${fixed(slice.mayor)}; los demás pesos, como están ahora.`;
  part("dicho-valle").classList.toggle("problema", Boolean(slice.problema));
  if (slice.problema) return;
  paintGrid(part("valle"), bytesOf(slice.mapa), slice.lado, "height");
  const at = (value, [from, to]) => (value - from) / (to - from);
  const path = slice.camino.map(([a, b]) => `${at(a, slice.a).toFixed(4)} ${(1 - at(b, slice.b)).toFixed(4)}`);
  part("camino").setAttribute("d", `M${path.join("L")}`);
  const [x, y] = path.at(-1).split(" ");
  Object.assign(part("aqui").style, { left: `${100 * x}%`, top: `${100 * y}%` });
  part("eje-a").textContent = `→ ${weightName(across.value)}: de ${fixed(slice.a[0], 1)} a ${fixed(slice.a[1], 1)}`;
  part("eje-b").textContent = `↑ ${weightName(up.value)}: de ${fixed(slice.b[0], 1)} a ${fixed(slice.b[1], 1)}`;
}

async function drawSums() {
  const sum = await ask(`mira?vista=cuentas&cuenta=${part("cuenta").value || 0}&ejemplo=${part("cuales").value || 0}`);
  if (sum.problema) {
    part("cuenta").value = 0; // la red tiene ahora menos capas
    return;
  }
  if (part("cuenta").children.length !== sum.titulos.length) {
    const value = Math.min(part("cuenta").value || 0, sum.titulos.length - 1);
    part("cuenta").innerHTML = sum.titulos.map((title, i) => `<option value="${i}">${title}</option>`).join("");
    part("cuenta").value = value;
  }
  part("formula").setAttribute("aria-label", sum.titulo);
  part("formula").innerHTML = sum.formula;
}

/* ---- veinte comienzos ---- */

let tried = "";
async function tryStarts() {
  const first = Number(fieldsNow().get("semilla"));
  const settings = settingsInWords();
  tried = settings;
  const place = part("tira");
  place.replaceChildren();
  let good = 0;
  let epochs = 0;
  for (let i = 0; i < 20 && tried === settings; i += 1) {
    const start = await ask(`comienzo?semilla=${(first + i) % 2 ** 32}`);
    if (start.problema) return say(start.problema, true);
    good += start.aprende;
    epochs = start.epocas;
    const text = `Semilla ${start.semilla}: ${start.aprende ? "aprende" : "no aprende"}, error ${fixed(start.error, 3)}`;
    const button = htmlNode("button", { type: "button", className: start.aprende ? "aprende" : "", title: text });
    button.setAttribute("aria-label", text);
    button.textContent = start.aprende ? "✓" : "✗";
    button.addEventListener("click", () =>
      reopen(
        (fields) => fields.set("semilla", start.semilla),
        () => `Semilla ${start.semilla}: otro comienzo.`,
      ),
    );
    place.append(button);
    part("dicho-tira").textContent = `Aprenden ${good} de ${i + 1}, en ${grouped(epochs)} épocas.`;
  }
  return undefined;
}
part("probar").addEventListener("click", tryStarts);
shows.push(() => {
  if (!tried || tried === settingsInWords()) return;
  tried = "";
  part("tira").replaceChildren();
  part("dicho-tira").textContent = "";
});

const DRAW = { oculto: drawHidden, valle: drawValley, cuentas: drawSums };
for (const id of ["cuenta", "cuales"]) part(id).addEventListener("change", () => inTurn(redraw));
part("cual").addEventListener("change", () => inTurn(refresh));
