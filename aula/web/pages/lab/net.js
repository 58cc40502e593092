// La red: un mapa dentro de cada neurona y una línea por peso. Verde es un peso positivo y morado, uno negativo; el grosor,
// su tamaño, con la misma escala siempre.

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const sub = (n) => SUBSCRIPTS[n];
const thickness = (w) => Math.min(9, 0.6 + 0.8 * Math.abs(w));
const MOST_LABELS = 12;

let drawn = { sizes: "", width: 0, height: 0, lines: new Map(), boxes: [] };
let chosen = "1.1.1"; // el peso elegido
const picker = new Picker("peso", (weight) => choose(weight));

const sizesNow = () => {
  const hidden = fieldsNow().get("ocultas");
  return [2, ...(hidden ? hidden.split(",").map(Number) : []), 1];
};

function neuronName(layer, i, sizes) {
  if (layer === 0) return `x${sub(i)}`;
  if (layer === sizes.length - 1) return "la salida";
  return sizes.length > 3 ? `h${sub(i)} de la capa ${layer}` : `h${sub(i)}`;
}

function weightName(weight, sizes = sizesNow()) {
  const [layer, from, to] = weight.split(".").map(Number);
  const target = neuronName(layer, to, sizes);
  return from ? `w de ${neuronName(layer - 1, from, sizes)} a ${target}` : `b, sesgo de ${target}`;
}

function weightsOf(sizes) {
  const all = [];
  for (let layer = 1; layer < sizes.length; layer += 1)
    for (let to = 1; to <= sizes[layer]; to += 1)
      for (let from = 0; from <= sizes[layer - 1]; from += 1) all.push(`${layer}.${from}.${to}`);
  return all;
}

// Coloca neuronas y líneas; solo cuando cambia la red o el sitio que hay.
function layOut() {
  const sizes = sizesNow();
  const place = part("esquema");
  const [width, height] = [place.clientWidth, place.clientHeight];
  if (!width || (drawn.sizes === sizes.join() && drawn.width === width && drawn.height === height)) return;
  const most = Math.max(...sizes);
  const side = Math.max(20, Math.min(64, height / most - 10, (width - 30) / (sizes.length * 1.7)));
  const column = (layer) => side / 2 + 14 + ((width - side - 36) * layer) / (sizes.length - 1);
  const row = (i, n) => (height * (i - 0.5)) / n;
  const svg = part("lineas");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren();
  const boxes = [];
  drawn = { sizes: sizes.join(), width, height, side, lines: new Map(), boxes, next: 0 };
  const weights = weightsOf(sizes);
  const labelled = weights.filter((weight) => weight.split(".")[1] !== "0").length <= MOST_LABELS && width > 300;
  const labels = [];
  for (const weight of weights) {
    const [layer, from, to] = weight.split(".").map(Number);
    const [x2, y2] = [column(layer), row(to, sizes[layer])];
    const group = svgNode("g", { "data-peso": weight, class: "peso" });
    if (from) {
      const [x1, y1] = [column(layer - 1), row(from, sizes[layer - 1])];
      const ends = { x1: x1 + side / 2, y1, x2: x2 - side / 2, y2 };
      group.append(svgNode("line", { ...ends, class: "roza" }), svgNode("line", { ...ends, class: "linea" }));
      if (labelled) {
        const t = 0.32; // cerca de donde salen: en el medio se cruzan
        labels.push([
          group,
          svgNode("text", { x: ends.x1 + (ends.x2 - ends.x1) * t, y: y1 + (y2 - y1) * t - 3, "text-anchor": "middle" }, ""),
        ]);
      }
    } else {
      const at = { cx: x2 - side / 2 + 2, cy: y2 + side / 2 - 2 };
      group.append(svgNode("circle", { ...at, r: 11, class: "roza" }), svgNode("circle", { ...at, r: 5, class: "linea" }));
    }
    group.append(svgNode("title", {}, weightName(weight, sizes)));
    svg.append(group);
    drawn.lines.set(weight, { group, line: group.querySelector(".linea"), label: null, look: "", wide: -1 });
  }
  for (const [group, text] of labels) {
    group.append(text);
    drawn.lines.get(group.dataset.peso).label = text;
  }
  part("neuronas").replaceChildren();
  sizes.forEach((n, layer) => {
    boxes.push(
      Array.from({ length: n }, (_, i) => {
        const box = htmlNode("div", { className: "neurona" }, document.createElement("canvas"));
        box.querySelector("canvas").setAttribute("aria-hidden", "true");
        box.append(htmlNode("span", {}));
        Object.assign(box.style, {
          left: `${column(layer) - side / 2}px`,
          top: `${row(i + 1, n) - side / 2}px`,
          width: `${side}px`,
          height: `${side}px`,
        });
        if (layer > 0 && layer < sizes.length - 1) lookable(box, layer - 1, i);
        part("neuronas").append(box);
        return box;
      }),
    );
  });
  paintInputs(boxes[0]);
  if (!weights.includes(chosen)) chosen = "1.1.1";
  picker.fit(sizes, chosen);
}

// Las entradas también son un mapa: x₁ crece hacia la derecha y x₂, hacia arriba.
function paintInputs(boxes) {
  const side = 16;
  const ramp = (i, axis) => 255 * ((axis ? side - 1 - Math.floor(i / side) : i % side) / (side - 1));
  boxes.forEach((box, axis) =>
    paintGrid(
      box.querySelector("canvas"),
      Uint8Array.from({ length: side * side }, (_, i) => ramp(i, axis)),
      side,
    ),
  );
}

// Encima de una neurona, su mapa ocupa el grande.
function lookable(box, layer, i) {
  const look = (at) => () => {
    looked = at;
    if (frame) paintMap();
  };
  box.addEventListener("pointerenter", look([layer, i]));
  box.addEventListener("pointerleave", look(null));
}

const valueOf = (layers, weight) => {
  const [layer, from, to] = weight.split(".").map(Number);
  return layers[layer - 1][from][to - 1];
};

// Con prisa, los mapas pequeños se pintan por turno: todos a la vez, en una red grande, cuestan más que un cuadro.
const IN_A_HURRY = 6;

function paintNet(hurried = false) {
  layOut();
  for (const [weight, place] of drawn.lines) paintWeight(weight, place);
  const all = drawn.boxes.slice(1).flatMap((column, layer) => column.map((box, i) => [box, layer, i]));
  const many = hurried ? Math.min(IN_A_HURRY, all.length) : all.length;
  for (let k = 0; k < many; k += 1) paintNeuron(...all[(drawn.next + k) % all.length]);
  drawn.next = (drawn.next + many) % all.length;
  if (drawn.side < 34) return;
  drawn.boxes.forEach((column, layer) =>
    column.forEach((box, i) => {
      const name = layer === 0 ? `x${sub(i + 1)}` : layer === drawn.boxes.length - 1 ? "a" : `h${sub(i + 1)}`;
      box.lastChild.textContent = `${name} = ${fixed(frame.valores[layer][i], 2)}`;
    }),
  );
}

// Solo se toca lo que cambia a la vista.
function paintWeight(weight, place) {
  const w = valueOf(frame.pesos, weight);
  const look = `peso ${w < 0 ? "menos" : "mas"}${weight === chosen ? " elegido" : ""}`;
  if (look !== place.look) place.group.setAttribute("class", (place.look = look));
  const wide = Math.round(4 * thickness(w)) / 4;
  if (place.line.localName === "line" && wide !== place.wide) place.line.setAttribute("stroke-width", (place.wide = wide));
  if (place.label) place.label.textContent = fixed(w, 2);
}

function paintNeuron(box, layer, i) {
  const last = layer === drawn.boxes.length - 2;
  const [text, side] = last ? [frame.mapa, frame.lado] : [frame.neuronas[layer][i], frame.chico];
  paintGrid(box.firstChild, bytesOf(text), side);
}
