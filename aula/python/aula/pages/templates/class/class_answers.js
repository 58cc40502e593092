// Las respuestas escritas, una debajo de otra, y lo que se puso a mano.

function escritas() {
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
