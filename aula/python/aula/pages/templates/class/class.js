"use strict";
// Muestra los datos de la página. Todo lo que se escribe entra como texto, nunca como HTML.
const data = JSON.parse(document.getElementById("clase").textContent);
const titles = new Map(data.exercises.map(each => [each.name, each.title]));
const written = new Map(); // lo que se va poniendo a mano: «ejercicio persona» → {points, comment}
const view = {hidden: false, sort: "name", down: false, text: "", only: ""};
let saved = true;

const STATES = {
  right: ["●", "bien"],
  half: ["◐", "a medias"],
  nothing: ["○", "nada"],
  unanswered: ["–", "sin responder"],
  pending: ["?", "sin leer"],
};

function make(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined));
  return made;
}

const number = (value, digits = 2) =>
  value === null || value === undefined ? "" : value.toLocaleString("es", {maximumFractionDigits: digits});
const percent = value => (value === null || value === undefined ? "—" : `${Math.round(100 * value)} %`);
const people = count => `${count} ${count === 1 ? "persona" : "personas"}`;
const called = id => (view.hidden ? `Persona ${id + 1}` : data.people[id].name);
const titled = name => titles.get(name) ?? name;
const quoted = names => listed(names.map(name => `«${titled(name)}»`));
const listed = names => new Intl.ListFormat("es").format(names);

function table(caption, headers, rows) {
  const head = headers.map(([text, numeric]) => make("th", {scope: "col", class: numeric ? "numero" : null}, text));
  const body = rows.map(row =>
    make(
      "tr",
      {},
      row.map((cell, at) => {
        const content = cell instanceof Node ? cell : String(cell);
        return at === 0
          ? make("th", {scope: "row"}, content)
          : make("td", {class: headers[at][1] ? "numero" : null}, content);
      }),
    ),
  );
  return scrolled(caption, make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, body)));
}

function scrolled(label, content) {
  return make("div", {class: "tabla", role: "region", "aria-label": label, tabindex: "0"}, content);
}

function who(row) {
  if (!row.who) return people(row.count ?? row.failed);
  if (!row.who.length) return "nadie";
  return make("details", {}, make("summary", {}, people(row.who.length)), listed(row.who.map(called)));
}
