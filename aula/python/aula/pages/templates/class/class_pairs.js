// Las respuestas que se parecen, una al lado de otra.

function parejas() {
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
