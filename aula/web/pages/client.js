// La página y su motor: `openEngine()` lo pone en marcha y devuelve la función que le pregunta.

function openEngine() {
  // Solo valen las de un guion: en una página que viene de un cuaderno, cualquier otra cosa puede llevar ese nombre.
  const source = document.querySelector("script#motor").textContent;
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
  const ready = send({ module: document.querySelector("script#modulo").textContent }).then((reply) => {
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
