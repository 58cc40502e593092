// La página y su motor: `openEngine()` lo pone en marcha y devuelve la función que le pregunta.

function openEngine() {
  const source = document.getElementById("motor").textContent;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const waiting = new Map();
  let last = 0;
  const send = (message) =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      worker.postMessage({ id: last, ...message });
    });
  worker.onmessage = ({ data: { id, reply } }) => {
    waiting.get(id)(reply);
    waiting.delete(id);
  };
  const ready = send({ module: document.getElementById("modulo").textContent }).then((reply) => {
    if (reply.problema) throw new Error(reply.problema);
  });
  return async (request) => {
    await ready;
    return send({ request });
  };
}

const TOO_OLD =
  "Tu navegador no puede ejecutar esta página viva: hace falta uno de 2023 o posterior (Chrome, Edge, Firefox o Safari), con " +
  "WebAssembly permitido.";

// El ancho de una figura que llena `place`: el que tiene, sin pasar de `most`.
const widthOf = (place, most = 760) => Math.min(most, Math.max(330, Math.floor(place.clientWidth)));

// Pone una figura en su sitio: el dibujo, y debajo lo mismo con palabras.
function draw(place, { svg, texto }) {
  place.innerHTML = svg;
  const words = place.parentElement.querySelector(".palabras");
  if (words) words.textContent = texto;
}
