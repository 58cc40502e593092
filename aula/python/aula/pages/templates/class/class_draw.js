// Pone cada sección en su sitio.
const SECTIONS = {
  entregas,
  totales,
  hablar,
  ejercicios,
  errores,
  compilador,
  comprobaciones,
  formas,
  personas,
  escritas,
  parejas,
};

function draw() {
  document.getElementById("cuando").textContent = `Calificado el ${data.written}.`;
  const links = [];
  for (const [name, fill] of Object.entries(SECTIONS)) {
    const section = document.getElementById(name);
    const parts = fill();
    section.hidden = parts === null;
    section.querySelector(":scope > div").replaceChildren(...(parts ?? []).flat().filter(Boolean));
    if (parts !== null)
      links.push(make("li", {}, make("a", {href: `#${name}`}, section.querySelector("h2").textContent)));
  }
  document.getElementById("indice").replaceChildren(...links);
}

document.getElementById("ocultar")?.addEventListener("change", event => {
  view.hidden = event.target.checked;
  draw();
});
addEventListener("beforeunload", event => {
  if (!saved) event.preventDefault();
});
addEventListener("beforeprint", () =>
  document.querySelectorAll("details").forEach(each => {
    each.open = true;
  }),
);
draw();
