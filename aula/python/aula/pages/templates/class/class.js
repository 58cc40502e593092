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

// Cada sección: lo que lleva, o nada si no hay de qué hablar.
const SECTIONS = {
  entregas() {
    const {in: all, graded, ungraded, troubles} = data.handed;
    const rest = all - graded;
    const parts = [
      make(
        "p",
        {},
        `Entregaron ${people(all)}: ` +
          `${graded} ${graded === 1 ? "entrega calificada" : "entregas calificadas"}, ` +
          `${rest ? `${rest} sin calificar` : "y ninguna se quedó sin calificar"}.`,
      ),
    ];
    if (ungraded.length && data.named) {
      const rows = ungraded.map((each, at) => [view.hidden ? `Sin calificar ${at + 1}` : each.name, each.why]);
      parts.push(table("Entregas sin calificar", [["Sin calificar"], ["Por qué"]], rows));
    }
    if (troubles.length && data.named) {
      const rows = troubles.map(each => [called(each.who), titled(each.exercise), each.why]);
      parts.push(make("p", {}, "Ejercicios que no se pudieron probar enteros:"));
      parts.push(
        table("Ejercicios que no se pudieron probar enteros", [["Persona"], ["Ejercicio"], ["Por qué"]], rows),
      );
    }
    return parts;
  },

  totales() {
    const parts = [];
    if (data.totals) {
      const [low, middle, high] = data.totals.quartiles.map(value => number(value));
      parts.push(
        make(
          "p",
          {},
          `La mitad de la clase tiene ${middle} puntos o más, de ${number(data.most)}. ` +
            `La mitad de en medio, entre ${low} y ${high}: son los cuartiles.`,
        ),
      );
    }
    if (data.marks?.letters) {
      const letters = Object.entries(data.marks.letters).map(([letter, count]) => `${letter}, ${people(count)}`);
      parts.push(make("p", {}, `Las notas van ${data.marks.said}. Hay: ${letters.join("; ")}.`));
    } else if (data.marks) {
      const [low, middle, high] = data.marks.quartiles.map(value => number(value));
      parts.push(
        make(
          "p",
          {},
          `Las notas van ${data.marks.said}. La mediana es ${middle}, y los cuartiles, ${low} y ${high}. ` +
            `No llegan al ${number(data.marks.passing)} con que se aprueba: ${people(data.marks.below)}.`,
        ),
      );
    }
    const pending = data.exercises.filter(each => each.pending);
    if (pending.length) {
      parts.push(
        make(
          "p",
          {class: "aviso"},
          `Los totales no llevan lo que falta por leer: ${quoted(pending.map(each => each.name))}.`,
        ),
      );
    }
    return data.totals ? parts : null;
  },

  hablar() {
    const said = {
      blank: () => "No respondieron nada",
      stopped: name => `Se quedaron en el mismo ejercicio: desde «${titled(name)}» no respondieron nada`,
      lost: name =>
        `Otra vez tuvieron más puntos en «${titled(name)}» que ahora: algo se estropeó, o cambiaron sus pruebas`,
    };
    const rows = data.talk.map(row =>
      make("li", {}, make("strong", {}, said[row.why](row.exercise)), ": ", listed(row.who.map(called)), "."),
    );
    return rows.length ? [make("ul", {}, rows)] : null;
  },

  ejercicios() {
    const headers = [
      ["Ejercicio"],
      ["Vale", true],
      ["Bien", true],
      ["A medias", true],
      ["Nada", true],
      ["Sin responder", true],
      ["Dificultad", true],
      ["Discriminación", true],
    ];
    const rows = data.exercises.map(each => [
      each.title,
      number(each.worth),
      each.right,
      each.half,
      each.nothing,
      each.unanswered + (each.pending ? ` (y ${each.pending} sin leer)` : ""),
      percent(each.difficulty),
      each.discrimination === null ? "—" : number(each.discrimination),
    ]);
    const few = data.handed.graded < data.few;
    return [
      table("Los ejercicios", headers, rows),
      make(
        "p",
        {class: "suave"},
        "La dificultad es la parte de los puntos que se pierde, de media. " +
          "La discriminación dice si quien hace bien un ejercicio hace bien los demás " +
          "(la correlación entre sus puntos y los del resto): cerca de 1, separa a quien sabe de quien no; " +
          "cerca de 0, no dice nada; y si es negativa, conviene mirar qué se pide en él.",
      ),
      few
        ? make("p", {class: "aviso"}, `Con menos de ${data.few} personas, la discriminación no dice nada, y no se da.`)
        : null,
    ];
  },

  errores() {
    const rows = data.mistakes.map(each => [each.mistake, titled(each.exercise), who(each)]);
    return rows.length ? [table("Los errores", [["Error"], ["Ejercicio"], ["Quién"]], rows)] : null;
  },

  compilador() {
    const rows = data.compile_errors.map(each => [each.kind, listed(each.exercises.map(titled)), who(each)]);
    return rows.length ? [table("Lo que no compila", [["Qué"], ["Ejercicios"], ["Quién"]], rows)] : null;
  },

  comprobaciones() {
    const failed = data.checks.filter(each => each.failed);
    const rows = failed.map(each => [
      each.hidden ? "Alguna de las ocultas" : each.name,
      titled(each.exercise),
      `${each.failed} de ${each.of}`,
      who(each),
    ]);
    if (!rows.length) return null;
    const headers = [["No pasan"], ["Ejercicio"], ["Cuántas", true], ["Quién"]];
    return [make("p", {}, "De quienes respondieron cada ejercicio."), table("Las comprobaciones", headers, rows)];
  },

  formas() {
    if (!data.forms.length) return null;
    const headers = [
      ["Forma"],
      ["Personas", true],
      ["Mediana", true],
      ...data.exercises.map(each => [each.title, true]),
    ];
    const rows = data.forms.map(each => [
      each.form || "(sin forma)",
      each.people,
      number(each.quartiles[1]),
      ...data.exercises.map(exercise => percent(each.difficulty[exercise.name])),
    ]);
    const middles = data.forms.map(each => each.quartiles[1]);
    const apart = Math.max(...middles) - Math.min(...middles);
    const few = data.forms.some(each => each.people < data.few);
    const verdict = few
      ? `Con menos de ${data.few} personas en una forma, no se puede decir si es más difícil que otra.`
      : apart > 0.1 * data.most
        ? `Las medianas se separan ${number(apart)} puntos: puede que una forma sea más difícil. Mira en qué ejercicio.`
        : "Las medianas se parecen: ninguna forma resulta más difícil que otra.";
    return [
      make("p", {}, verdict),
      table("Las formas", headers, rows),
      make("p", {class: "suave"}, "De cada ejercicio, la parte de los puntos que se pierde, de media."),
    ];
  },

  personas() {
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
  },

  escritas() {
    const questions = data.written_answers.filter(each => each.answers.length);
    if (!questions.length) return null;
    return [
      make(
        "p",
        {class: "pantalla"},
        "Pon los puntos, y un comentario si quieres. " + "Con «Guardar puntos.csv» se descargan; después, ",
        make("code", {}, "calificar … --a-mano puntos.csv"),
        " los lleva a las notas y a las páginas.",
      ),
      questions.map(question),
      make(
        "p",
        {class: "pantalla"},
        make("button", {type: "button", class: "accion", onclick: save}, "Guardar puntos.csv"),
      ),
    ];
  },

  parejas() {
    if (data.pairs === null) return null;
    if (data.few_to_compare) return [make("p", {}, "Con tan pocas personas no se sabe qué es raro: no se compara.")];
    if (!data.compared) return [make("p", {}, "Son demasiadas personas para compararlas de dos en dos.")];
    if (!data.pairs.length) {
      return [make("p", {}, "Nadie comparte con nadie más de lo que se comparte por azar en una clase como esta.")];
    }
    return [
      make(
        "p",
        {class: "aviso"},
        "Esto no dice que nadie haya copiado. " +
          "Dice qué comparten dos personas que casi nadie más comparte: puede que estudiaran juntas, " +
          "que siguieran los mismos apuntes o que alguien las ayudara. Lo que no se ve aquí tampoco prueba lo contrario. " +
          "Antes de decidir nada, mira las respuestas y pregunta.",
      ),
      data.groups.length
        ? make("p", {}, `En grupo: ${data.groups.map(group => listed(group.map(called))).join("; ")}.`)
        : null,
      data.pairs.map(pair),
    ];
  },
};

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

function question(each) {
  const criterion = make(
    "aside",
    {class: "criterio", "aria-label": `Criterio de ${each.title}`},
    make("h4", {}, "El enunciado"),
    make("pre", {}, each.statement),
    make("h4", {}, "Lo que se espera"),
    make("pre", {}, each.expected),
  );
  const answers = each.answers.map(answer => {
    const key = `${each.exercise} ${answer.who}`;
    const kept = written.get(key) ?? {points: answer.points ?? "", comment: answer.comment};
    const change = (what, value) => {
      written.set(key, {...kept, ...written.get(key), [what]: value});
      saved = false;
    };
    return make(
      "article",
      {class: "respuesta"},
      make("h4", {}, called(answer.who)),
      make("pre", {}, answer.text),
      make(
        "div",
        {class: "controles"},
        make(
          "label",
          {},
          `Puntos, de 0 a ${number(each.worth)}`,
          make("input", {
            type: "number",
            min: 0,
            max: each.worth,
            step: "any",
            value: kept.points,
            oninput: event => change("points", event.target.value),
          }),
        ),
        make(
          "label",
          {},
          "Comentario",
          make("textarea", {oninput: event => change("comment", event.target.value)}, kept.comment),
        ),
      ),
    );
  });
  return make(
    "div",
    {},
    make("h3", {}, each.title),
    make("div", {class: "pregunta"}, make("div", {}, answers), criterion),
  );
}

function pair(each) {
  const chance =
    each.chance < 0.001
      ? "Tanto en común no se ve por azar ni una vez en mil clases como esta."
      : `Por azar, una pareja con tanto en común se ve una vez cada ${Math.round(1 / each.chance)} clases como esta.`;
  const kinds = {
    name: "el nombre",
    comment: "el comentario",
    number: "el número, escrito así,",
    text: "el texto",
    foreign: "un número de la otra forma,",
  };
  const shared = each.shared.map(it =>
    make("li", {}, `${kinds[it.kind]} `, make("q", {}, it.what), ` (${it.people} de ${people(data.handed.graded)})`),
  );
  return make(
    "article",
    {class: "pareja"},
    make("h3", {}, listed(each.people.map(called))),
    make("p", {}, `${chance} Lo marcado es lo que casi nadie más tiene.`),
    shared.length ? [make("p", {}, "Comparten también:"), make("ul", {}, shared)] : null,
    each.exercises.map(exercise =>
      make(
        "details",
        {open: each === data.pairs[0]},
        make("summary", {}, titled(exercise.name)),
        make(
          "div",
          {class: "lados"},
          exercise.texts.map((parts, at) =>
            make(
              "div",
              {},
              make("h4", {}, called(each.people[at])),
              make(
                "pre",
                {},
                parts.map(([text, rare]) => (rare ? make("mark", {}, text) : text)),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

// El archivo que lee `calificar --a-mano`, y que abre bien una hoja de cálculo en español.
function save() {
  const rows = [["estudiante", "id", "puntos", "comentario"]];
  for (const each of data.written_answers)
    for (const answer of each.answers) {
      const {points, comment} = written.get(`${each.exercise} ${answer.who}`) ?? answer;
      const name = data.people[answer.who].name;
      if ((points !== null && points !== "") || comment) {
        rows.push([
          /^[=+\-@]/.test(name) ? `'${name}` : name,
          each.exercise,
          String(points ?? "").replace(".", ","),
          comment,
        ]);
      }
    }
  const field = text => `"${text.replaceAll('"', '""')}"`;
  const content = rows.map(row => row.map(field).join(";")).join("\r\n") + "\r\n";
  const address = URL.createObjectURL(new Blob(["\ufeff", content], {type: "text/csv"}));
  make("a", {href: address, download: "puntos.csv"}).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  saved = true;
}

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
