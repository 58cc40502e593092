// Curvas: la pérdida y el error con la carrera fijada, y el gradiente de cada capa. Ningún color de aquí es de una clase.

const MARGIN = { left: 44, right: 10, top: 8, bottom: 20 };

function ticks(most, count = 4) {
  const raw = most / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const size = [1, 2, 5, 10].map((k) => k * power).find((step) => step >= raw);
  return Array.from({ length: Math.floor(most / size + 1e-9) + 1 }, (_, i) => i * size);
}

// Un gráfico en `svg`: `lines` son {points, look}; `low` dice el menor de un eje logarítmico.
function plot(svg, { lines, mostX, mostY, low, cursor }) {
  const [width, height] = [svg.clientWidth, svg.clientHeight];
  if (!width || !height) return;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const inner = { w: width - MARGIN.left - MARGIN.right, h: height - MARGIN.top - MARGIN.bottom };
  const x = (value) => MARGIN.left + (inner.w * value) / mostX;
  const share = low ? (value) => Math.log(value / low) / Math.log(mostY / low) : (value) => value / mostY;
  const y = (value) => MARGIN.top + inner.h * (1 - Math.min(1.02, Math.max(-0.02, share(value))));
  const nodes = [];
  const marks = low
    ? Array.from({ length: 40 }, (_, i) => 10 ** (i - 30)).filter((v) => v >= low && v <= mostY)
    : ticks(mostY);
  const every = Math.max(1, Math.ceil(marks.length / 5));
  marks
    .filter((_, i) => i % every === 0)
    .forEach((value) => {
      const label = low
        ? `10${[...String(Math.round(Math.log10(value)))].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c])).join("")}`
        : String(Number(value.toPrecision(3)));
      nodes.push(svgNode("line", { x1: MARGIN.left, x2: width - MARGIN.right, y1: y(value), y2: y(value), class: "raya" }));
      nodes.push(svgNode("text", { x: MARGIN.left - 5, y: y(value) + 4, "text-anchor": "end" }, label));
    });
  const anchor = (at) => (at < MARGIN.left + 20 ? "start" : at > width - 30 ? "end" : "middle");
  ticks(mostX).forEach((value) =>
    nodes.push(svgNode("text", { x: x(value), y: height - 5, "text-anchor": anchor(x(value)) }, grouped(value))),
  );
  lines.forEach(({ points, look }) => {
    const shown = points.filter(([, value]) => value !== null && (!low || value > 0));
    const d = shown.map(([a, b], i) => `${i ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
    if (shown.length) nodes.push(svgNode("path", { d, class: `curva ${look}` }));
  });
  if (cursor !== undefined)
    nodes.push(
      svgNode("line", { x1: x(cursor), x2: x(cursor), y1: MARGIN.top, y2: height - MARGIN.bottom, class: "cursor" }),
    );
  svg.replaceChildren(...nodes);
}

const pairs = (xs, ys) => xs.map((x, i) => [x, ys[i]]);
const longest = (...lists) => Math.max(10, ...lists.map((list) => list.at(-1) ?? 0));

let pinned = null; // la carrera fijada

function drawCurve(data) {
  const lines = [
    ...(pinned ? [{ points: pairs(pinned.epocas, pinned.perdidas), look: "fijada" }] : []),
    { points: pairs(data.epocas, data.errores), look: "error" },
    { points: pairs(data.epocas, data.perdidas), look: "perdida" },
  ];
  const highest = Math.max(0.1, ...data.perdidas, ...data.errores, ...(pinned?.perdidas ?? []));
  plot(part("curva"), {
    lines,
    mostX: longest(data.epocas, pinned?.epocas ?? []),
    mostY: highest * 1.05,
    cursor: data.ahora,
  });
}

function drawGradients(data) {
  const all = data.normas.flat().filter((norm) => norm > 0);
  const low = 10 ** Math.floor(Math.log10(Math.max(1e-30, Math.min(...all, 0.1))));
  const lines = data.normas.map((norms, i) => ({ points: pairs(data.epocas, norms), look: `capa capa${i}` }));
  plot(part("gradientes"), { lines, mostX: longest(data.epocas), mostY: Math.max(1, ...all), low, cursor: data.ahora });
  part("leyenda-gradientes").innerHTML = data.normas
    .map((norms, i) => {
      const name = i === data.normas.length - 1 ? "salida" : `capa ${i + 1}`;
      return `<span><svg class="muestra" aria-hidden="true"><path class="curva capa capa${i}" d="M0 6H26"/></svg>${name}: ${(norms.at(-1) ?? 0).toExponential(1)}</span>`;
    })
    .join("");
}

/* ---- recorrer las épocas, y fijar una carrera ---- */

shows.push(() => {
  part("momento").max = Math.max(1, state.momentos);
  if (document.activeElement !== part("momento") || running) part("momento").value = state.momento;
  part("momento").disabled = !state.momentos;
  part("momento").setAttribute("aria-valuetext", `Época ${state.epoca}`);
  part("epoca-momento").textContent = `${grouped(state.epoca)}`;
});

part("momento").addEventListener("input", ({ target }) => {
  stop();
  latest("momento", async () => {
    if (await step(`va?momento=${target.value}`)) await refresh(true);
    rest();
  });
});

part("fijar").addEventListener("click", () =>
  inTurn(async () => {
    pinned = pinned
      ? null
      : { ...(await ask("mira?vista=curva")), mapa: frame.mapa, lado: frame.lado, name: settingsInWords() };
    part("fijar").textContent = pinned ? "Soltar la fijada" : "Fijar esta carrera";
    part("fijar").setAttribute("aria-pressed", String(Boolean(pinned)));
    part("fijada").hidden = !pinned;
    if (pinned) {
      paintGrid(part("mapa-fijado"), bytesOf(pinned.mapa), pinned.lado);
      part("nombre-fijado").textContent =
        `Fijada: ${pinned.name}, época ${grouped(pinned.ahora)}, error ${fixed(state.error)}`;
    }
    say(
      pinned ? "Fijada. Cambia lo que quieras y entrena otra vez: se dibujan las dos." : "Ya no hay ninguna carrera fijada.",
    );
    await redraw();
  }),
);
