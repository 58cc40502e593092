// El motor: la biblioteca, en otro hilo, para que la página no se detenga mientras ella calcula y dibuja.
//
// Recibe el módulo una vez (comprimido y en base64) y, después, pedidos en texto; a cada uno contesta con lo que diga la
// biblioteca.

const encoder = new TextEncoder();
const decoder = new TextDecoder();
let compiled;
let library;

async function load(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  // Safari no deja leer aquí un `Blob` si la página se abrió desde un archivo; una respuesta, sí.
  const stream = new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"));
  compiled = await WebAssembly.compile(await new Response(stream).arrayBuffer());
  start();
}

// Lo que el módulo pide a la página llega de plotters, y nada de lo que se usa aquí lo llama: basta con que exista.
function start() {
  const imports = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) {
    imports[module] ??= {};
    imports[module][name] = () => {
      throw new Error(`nadie llama a ${name}`);
    };
  }
  library = new WebAssembly.Instance(compiled, imports).exports;
}

function ask(request) {
  const bytes = encoder.encode(request);
  const place = library.reserve(bytes.length); // reservar puede mudar la memoria: primero esto
  new Uint8Array(library.memory.buffer, place, bytes.length).set(bytes);
  const length = library.answer();
  return JSON.parse(decoder.decode(new Uint8Array(library.memory.buffer, library.reply(), length)));
}

self.onmessage = async ({ data: { id, module, request } }) => {
  let reply;
  try {
    reply = module === undefined ? ask(request) : (await load(module), {});
  } catch (error) {
    // Un fallo de la biblioteca la deja a medias: empieza otra.
    if (compiled) start();
    reply = { averia: true, problema: `La biblioteca se ha detenido y ha vuelto a empezar (${error.message}).` };
  }
  self.postMessage({ id, reply });
};
