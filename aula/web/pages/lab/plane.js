// El mapa grande: lo que responde la red, su frontera y los ejemplos, que se arrastran.

const PLANE = { from: -0.5, to: 1.5 };
const STEP = 0.05; // lo que mueve una flecha
const MOVED = 5; // píxeles: menos no es arrastrar, es tocar

const unit = (value) => (value - PLANE.from) / (PLANE.to - PLANE.from);
const snap = (value) => Math.round(Math.min(PLANE.to, Math.max(PLANE.from, value)) / STEP) * STEP;
const tidy = (value) => Number(value.toFixed(4));
const points = () => state.ejemplos.map(([x1, x2, y]) => [x1, x2, y]);
const classOf = (value) => (value >= 0.5 ? 1 : 0);

let frame; // el último cuadro que dio el motor
let looked = null; // la neurona que se mira en grande, [capa, número]

function paintMap() {
  const neuron = looked && frame.neuronas[looked[0]]?.[looked[1]];
  if (neuron) paintGrid(part("mapa"), bytesOf(neuron), frame.chico);
  else paintGrid(part("mapa"), bytesOf(frame.mapa), frame.lado);
  part("frontera").setAttribute("d", neuron ? "" : pathOf(frame.frontera));
  part("leyenda-mapa").textContent = neuron
    ? `Lo que ve la neurona h${looked[1] + 1} de la capa ${looked[0] + 1}`
    : frame.dicho;
}

/* ---- los puntos ---- */

const pointName = ([x1, x2, y, a], i) =>
  `Ejemplo ${i + 1}: (${fixed(x1, 2)}, ${fixed(x2, 2)}), se espera ${classOf(y)}, responde ${fixed(a, 2)}`;

function placePoints() {
  const place = part("puntos");
  while (place.children.length > state.ejemplos.length) place.lastChild.remove();
  while (place.children.length < state.ejemplos.length)
    place.append(htmlNode("button", { type: "button" }, htmlNode("span", {})));
  state.ejemplos.forEach((row, i) => {
    const button = place.children[i];
    const [x1, x2, y, a] = row;
    button.className = `punto c${classOf(y)}${classOf(y) === classOf(a) ? "" : " mal"}${dragged?.i === i ? " movido" : ""}`;
    button.setAttribute("aria-label", pointName(row, i));
    button.style.left = `${100 * unit(x1)}%`;
    button.style.top = `${100 * (1 - unit(x2))}%`;
  });
}

// Otros ejemplos. La red repite con ellos lo que llevaba entrenado, si es poco; si no, vuelve a su comienzo.
async function learnFrom(rows) {
  const fields = fieldsNow();
  if (!state.ligera) fields.delete("recorrido");
  fields.delete("compuerta");
  fields.set("puntos", rows.map((row) => row.map(tidy).join(",")).join("_"));
  return step(`abre?${addressOf(fields)}`);
}

// Cambia los ejemplos que haya cuando llegue su turno, no los de cuando se pidió.
function edit(change, words) {
  stop();
  return inTurn(async () => {
    const rows = points();
    const changed = change(rows) ?? rows;
    if (await learnFrom(changed)) {
      const again = state.epoca || state.sueltos ? " La red ha repetido su entrenamiento con eso." : "";
      say(words(changed) + again);
      remember(true);
    }
    await refresh();
  });
}

const told = (i) => () => `${pointName(state.ejemplos[i], i)}.`;

function flip(i) {
  return edit((rows) => void (rows[i][2] = 1 - classOf(rows[i][2])), told(i));
}

async function drop(i) {
  await edit(
    (rows) => rows.filter((_, j) => j !== i),
    () => `Ejemplo ${i + 1}, quitado.`,
  );
  (part("puntos").children[Math.max(0, i - 1)] ?? part("anadir")).focus();
}

// En el primer sitio libre: dos puntos uno encima de otro parecen uno.
function free(rows, [x1, x2]) {
  const taken = (at) => rows.some(([a, b]) => Math.abs(a - at[0]) < 0.04 && Math.abs(b - at[1]) < 0.04);
  let at = [x1, x2];
  for (let k = 1; taken(at) && k < 200; k += 1)
    at = [snap(x1 + 0.1 * ((k % 9) - 4)), snap(x2 + 0.1 * (Math.floor(k / 9) % 9) - 0.2)];
  return at;
}

function add(at) {
  const value = Number(part("valor").value);
  return edit(
    (rows) => void rows.push([...free(rows, at), value]),
    (rows) => `${pointName(state.ejemplos[rows.length - 1], rows.length - 1)}, añadido.`,
  );
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const indexOf = (target) => [...part("puntos").children].indexOf(target.closest(".punto"));

part("puntos").addEventListener("keydown", (event) => {
  const i = indexOf(event.target);
  if (i < 0) return;
  const arrow = ARROWS[event.key];
  if (arrow) {
    const [dx, dy] = arrow.map((d) => d * STEP * (event.shiftKey ? 5 : 1));
    edit((rows) => void (rows[i] = [snap(rows[i][0] + dx), snap(rows[i][1] + dy), rows[i][2]]), told(i));
  } else if (event.key === "Enter" || event.key === " ") flip(i);
  else if (event.key === "Delete" || event.key === "Backspace") drop(i);
  else return;
  event.preventDefault();
});

let dragged = null;
const under = ({ clientX, clientY }) => {
  const box = part("puntos").getBoundingClientRect();
  const at = (t) => snap(PLANE.from + (PLANE.to - PLANE.from) * t);
  return [at((clientX - box.left) / box.width), at(1 - (clientY - box.top) / box.height)];
};

part("puntos").addEventListener("pointerdown", (event) => {
  const i = indexOf(event.target);
  if (event.button || dragged) return;
  dragged = { i, x: event.clientX, y: event.clientY, far: false };
  part("puntos").setPointerCapture(event.pointerId);
  if (i >= 0) part("puntos").children[i].focus();
});

part("puntos").addEventListener("pointermove", (event) => {
  if (!dragged || dragged.i < 0) return;
  dragged.far ||= Math.hypot(event.clientX - dragged.x, event.clientY - dragged.y) > MOVED;
  if (!dragged.far) return;
  const { i } = dragged;
  const [x1, x2] = under(event);
  stop();
  latest("punto", async () => {
    const rows = points();
    if (!rows[i] || (rows[i][0] === x1 && rows[i][1] === x2)) return;
    rows[i] = [x1, x2, rows[i][2]];
    if (await learnFrom(rows)) await refresh(true);
  });
});

function release(event) {
  if (!dragged) return;
  const { i, far, x, y } = dragged;
  dragged = null;
  if (event.type === "pointercancel") return inTurn(refresh);
  const still = Math.hypot(event.clientX - x, event.clientY - y) <= MOVED;
  if (i < 0) return still && add(under(event));
  if (!far) return flip(i);
  return inTurn(async () => {
    say(told(i)());
    remember(true);
    await refresh();
  });
}
part("puntos").addEventListener("pointerup", release);
part("puntos").addEventListener("pointercancel", release);
part("anadir").addEventListener("click", () => add([0.5, 0.5]).then(() => part("puntos").lastChild?.focus()));

/* ---- la lista de ejemplos ---- */

function showTable(before) {
  const same = before && JSON.stringify(before.ejemplos.map((row) => row.slice(0, 3))) === JSON.stringify(points());
  if (same) {
    state.ejemplos.forEach(([, , , a], i) => (part("tabla").rows[i].cells[4].textContent = fixed(a)));
    return;
  }
  const cell = (text) => `<td>${text}</td>`;
  part("tabla").innerHTML = state.ejemplos
    .map(
      ([x1, x2, y, a], i) =>
        `<tr><th scope="row">${i + 1}</th>${[fixed(x1, 2), fixed(x2, 2), y, fixed(a)].map(cell).join("")}` +
        `<td><button type="button" data-flip="${i}" aria-label="Cambiar lo que se espera del ejemplo ${i + 1}">y</button>` +
        `<button type="button" data-drop="${i}" aria-label="Quitar el ejemplo ${i + 1}">Quitar</button></td></tr>`,
    )
    .join("");
  const name = ([x1, x2, y], i) => `${i + 1}: (${tidy(x1)}, ${tidy(x2)}) → ${tidy(y)}`;
  for (const [select, first] of [
    ["cual", ""],
    ["cuales", '<option value="0">todos</option>'],
  ]) {
    const value = part(select).value;
    part(select).innerHTML =
      first + state.ejemplos.map((row, i) => `<option value="${i + 1}">${name(row, i)}</option>`).join("");
    part(select).value = value && value <= state.ejemplos.length ? value : select === "cual" ? 1 : 0;
  }
}
part("tabla").addEventListener("click", ({ target: { dataset } }) => {
  if (dataset.flip) flip(Number(dataset.flip));
  if (dataset.drop) drop(Number(dataset.drop));
});
shows.push(showTable, placePoints);
