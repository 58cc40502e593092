
// La barra: pregunta cada poco cómo va la preparación y muestra lo que le responden, siempre como texto.

const part = (name) => document.getElementById(`aula-${name}`);
const bar = part("bar");
const title = document.title;
const MARKS = { ready: "✓ Listo — ", failed: "✗ Detenido — ", silent: "… — ", closed: "Cerrado — " };
const FAILED =
  "Lo que ya está hecho se conserva: cierra el programa con Ctrl-C y ejecuta de nuevo `cargo run`. Mientras tanto " +
  "puedes seguir leyendo.";
const CLOSED = {
  stage: "closed",
  text: "El programa se cerró.",
  time:
    "Lo que ya está hecho se conserva: para seguir desde ahí, ejecuta de nuevo `cargo run`. Mientras no cierres esta " +
    "página, puedes seguir leyéndola.",
  percent: null,
};

// `código` del texto, como código.
function write(place, text) {
  const pieces = text.split("`").map((piece, i) => {
    if (i % 2 === 0) return piece;
    const code = document.createElement("code");
    code.textContent = piece;
    return code;
  });
  place.replaceChildren(...pieces);
}

function show(state) {
  const working = !(state.stage in MARKS);
  const percent = state.percent === null ? "" : `${state.percent} %`;
  const detail = state.stage === "failed" ? FAILED : [working ? percent : "", state.time].filter(Boolean).join(" · ");
  const changed = bar.dataset.stage !== state.stage;
  bar.dataset.stage = state.stage;
  write(part("text"), state.text);
  write(part("detail"), detail);

  part("open").hidden = state.stage !== "ready";
  part("track").hidden = !working;
  part("fill").style.width = percent ? `${state.percent}%` : "";
  part("track").setAttribute("aria-valuetext", [percent, state.text, state.time].filter(Boolean).join(", "));
  if (percent) part("track").setAttribute("aria-valuenow", state.percent);
  else part("track").removeAttribute("aria-valuenow");

  if (state.message !== undefined && part("message").textContent !== state.message) {
    part("message").textContent = state.message;
  }
  part("failure").hidden = !part("message").textContent;

  document.title = (MARKS[state.stage] ?? (percent && `${percent} — `)) + title;
  // Cada fase se anuncia una vez; cada pieza, no: sería no dejar leer.
  if (changed) part("status").textContent = `${part("text").textContent} ${part("detail").textContent}`;
}

let failures = 0;
let timer;

async function ask() {
  clearTimeout(timer);
  try {
    const answer = await fetch(bar.dataset.progress, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(answer.status);
    show(await answer.json());
    failures = 0;
  } catch {
    failures += 1;
    if (failures > 1) show(CLOSED); // una vez puede ser casualidad
  }
  const settled = failures > 2 || ["ready", "failed"].includes(bar.dataset.stage);
  clearTimeout(timer);
  timer = setTimeout(ask, settled ? 5000 : 1500);
}

// La contraseña de la dirección ya está en una cookie: fuera de la vista, y de la dirección que se guarde o se comparta.
if (new URLSearchParams(location.search).has("token")) {
  history.replaceState(history.state, "", location.pathname + location.hash);
}
document.addEventListener("visibilitychange", () => document.hidden || ask());
ask();
