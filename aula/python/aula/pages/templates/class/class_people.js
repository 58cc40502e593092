// Las personas: una tabla que se ordena y se filtra.

function personas() {
  if (!data.people.length) return null;
  const find = make("input", {
    type: "search",
    value: view.text,
    oninput: event => {
      view.text = event.target.value;
      rows();
    },
  });
  const options = [
    ["", "todas"],
    ["stopped", "las que se quedaron a medio camino"],
    ["pending", "con algo sin leer"],
    ["notes", "con observaciones"],
    ...data.exercises.map(each => [`no ${each.name}`, `sin «${each.title}» bien`]),
  ];
  const only = make(
    "select",
    {
      onchange: event => {
        view.only = event.target.value;
        rows();
      },
    },
    options.map(([value, text]) => make("option", {value, selected: value === view.only}, text)),
  );
  const body = make("tbody");
  const counted = make("p", {class: "suave", role: "status"});
  const columns = [
    ["name", "Persona"],
    ["total", "Total"],
    ...(data.marks ? [["mark", "Nota"]] : []),
    ...(data.forms.length ? [["form", "Forma"]] : []),
    ["stopped", "Se quedó en"],
    ...data.exercises.map((each, at) => [each.name, numbered(each, at), each.title]),
  ];
  const heads = columns.map(([key, text, title]) =>
    make(
      "th",
      {scope: "col", title},
      make(
        "button",
        {
          type: "button",
          "aria-label": title ? `${text}: ordenar por «${title}»` : `${text}: ordenar`,
          onclick: () => {
            view.down = view.sort === key ? !view.down : key !== "name" && key !== "form";
            view.sort = key;
            rows();
          },
        },
        text,
      ),
    ),
  );

  function rows() {
    columns.forEach(([key], at) => {
      if (key === view.sort) heads[at].setAttribute("aria-sort", view.down ? "descending" : "ascending");
      else heads[at].removeAttribute("aria-sort");
    });
    const shown = data.people
      .map((each, id) => ({...each, id}))
      .filter(matches)
      .sort(before);
    body.replaceChildren(...shown.map(row));
    counted.textContent = `Se ven ${shown.length} de ${people(data.people.length)}.`;
  }

  rows();
  return [
    make("div", {class: "controles"}, make("label", {}, "Buscar a", find), make("label", {}, "Mostrar", only)),
    counted,
    scrolled("Las personas", make("table", {}, make("thead", {}, make("tr", {}, heads)), body)),
    make(
      "p",
      {class: "suave"},
      Object.values(STATES)
        .map(([mark, text]) => `${mark} ${text}`)
        .join(" · "),
    ),
  ];
}

// El número de un ejercicio; si tiene varias partes, con una letra.
function numbered(exercise, at) {
  const digits = each => each.title.match(/^\d+/)?.[0];
  const parts = data.exercises.filter(each => digits(each) && digits(each) === digits(exercise));
  return parts.length > 1
    ? `${digits(exercise)}${"abcdefghij"[parts.indexOf(exercise)]}`
    : (digits(exercise) ?? String(at + 1));
}

function matches(person) {
  const text = called(person.id).toLowerCase();
  if (view.text && !text.includes(view.text.toLowerCase())) return false;
  if (view.only === "stopped") return person.stopped !== null;
  if (view.only === "pending") return Object.values(person.states).includes("pending");
  if (view.only === "notes") return person.notes.length > 0;
  return !view.only || person.states[view.only.slice(3)] !== "right";
}

function before(one, other) {
  const order = data.exercises.map(each => each.name);
  const value = person =>
    ({
      name: called(person.id),
      total: person.total,
      mark: data.marks?.letters ? person.mark : Number(person.mark),
      form: person.form,
      stopped: person.stopped === null ? order.length : order.indexOf(person.stopped),
    })[view.sort] ??
    person.scores[view.sort] ??
    -1;
  const [a, b] = [value(one), value(other)];
  const sign = typeof a === "string" ? a.localeCompare(b, "es", {numeric: true}) : a - b;
  return (view.down ? -sign : sign) || one.id - other.id;
}

function row(person) {
  const name = person.page && !view.hidden ? make("a", {href: person.page}, called(person.id)) : called(person.id);
  const notes =
    person.notes.length && !view.hidden
      ? make("details", {}, make("summary", {}, `${person.notes.length} obs.`), person.notes.join("; "))
      : null;
  return make(
    "tr",
    {},
    make("th", {scope: "row"}, name, notes),
    make("td", {class: "numero"}, number(person.total)),
    data.marks ? make("td", {class: "numero"}, person.mark.replace(".", ",")) : null,
    data.forms.length ? make("td", {}, person.form) : null,
    make("td", {}, person.stopped === null ? "" : titled(person.stopped)),
    data.exercises.map(each => {
      const [mark, text] = STATES[person.states[each.name]];
      const points = person.scores[each.name];
      const said =
        points === null || points === undefined ? text : `${text}, ${number(points)} de ${number(each.worth)}`;
      return make("td", {class: "estado"}, make("span", {role: "img", "aria-label": said, title: said}, mark));
    }),
  );
}
