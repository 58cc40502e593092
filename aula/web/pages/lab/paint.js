// Pintar mapas que llegan en bytes. Naranja es la clase 0 y azul la 1, aquí y en los puntos, y en ningún otro sitio.

const dark = matchMedia("(prefers-color-scheme: dark)");
const SCALES = {
  answer: { light: ["#e68a3c", "#faf8f5", "#4292c6"], dark: ["#b3611b", "#23262b", "#2f7fb8"] },
  height: { light: ["#f7f7f2", "#9a8fb8", "#3b2a63"], dark: ["#1b1724", "#6f5f9a", "#e2d8f7"] },
};

const hex = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
const tables = new Map();

// Los 256 colores de una escala, como los quiere una imagen.
function tableOf(scale) {
  const name = `${scale}${dark.matches}`;
  if (tables.has(name)) return tables.get(name);
  const [low, middle, high] = SCALES[scale][dark.matches ? "dark" : "light"].map(hex);
  const table = new Uint8ClampedArray(1024);
  for (let i = 0; i < 256; i += 1) {
    const [from, to, t] = i < 128 ? [low, middle, i / 127.5] : [middle, high, i / 127.5 - 1];
    for (let c = 0; c < 3; c += 1) table[4 * i + c] = from[c] + (to[c] - from[c]) * t;
    table[4 * i + 3] = 255;
  }
  const words = new Uint32Array(table.buffer);
  tables.set(name, words);
  return words;
}

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

// El lienzo tiene un píxel por casilla; agrandarlo es cosa del navegador.
function paintGrid(canvas, bytes, side, scale = "answer") {
  const table = tableOf(scale);
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = table[bytes[i]];
  context.putImageData(image, 0, 0);
}

// Segmentos [x₁, y₁, x₂, y₂, …] entre 0 y 1, como camino de un SVG.
function pathOf(segments) {
  let path = "";
  for (let i = 0; i < segments.length; i += 4)
    path += `M${segments[i]} ${segments[i + 1]}L${segments[i + 2]} ${segments[i + 3]}`;
  return path;
}

const svgNode = (name, attributes, text) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
};
const htmlNode = (name, properties, ...children) => {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
};
