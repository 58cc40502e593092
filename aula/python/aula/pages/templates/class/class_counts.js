// Lo que se cuenta de la clase. Cada función da lo que lleva una sección, o nada si no hay de qué hablar.

function entregas() {
  const {in: all, graded, ungraded, troubles} = data.handed;
  const rest = all - graded;
  const parts = [
    make(
      "p",
      {},
      `${all === 1 ? "Entregó" : "Entregaron"} ${people(all)}: ` +
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
    parts.push(table("Ejercicios que no se pudieron probar enteros", [["Persona"], ["Ejercicio"], ["Por qué"]], rows));
  }
  return parts;
}

function totales() {
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
}

function hablar() {
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
}

function ejercicios() {
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
}

function errores() {
  const rows = data.mistakes.map(each => [each.mistake, titled(each.exercise), who(each)]);
  return rows.length ? [table("Los errores", [["Error"], ["Ejercicio"], ["Quién"]], rows)] : null;
}

function compilador() {
  const rows = data.compile_errors.map(each => [each.kind, listed(each.exercises.map(titled)), who(each)]);
  return rows.length ? [table("Lo que no compila", [["Qué"], ["Ejercicios"], ["Quién"]], rows)] : null;
}

function comprobaciones() {
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
}

function formas() {
  if (!data.forms.length) return null;
  const headers = [["Forma"], ["Personas", true], ["Mediana", true], ...data.exercises.map(each => [each.title, true])];
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
}
