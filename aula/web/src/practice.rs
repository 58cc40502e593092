//! La práctica: una pregunta cada vez, paso a paso, hasta donde se quiera.

use gradiente::practice::{Exercise, FAMILIES, Family, Session, Step, Verdict, family, read};

use crate::answer::Answer;
use crate::fields::Fields;
use crate::json;

/// Una práctica en marcha: lo terminado, y la pregunta de ahora.
pub struct Practice {
    session: Session,
    only: Option<&'static Family>,
    exercise: Exercise,
}

impl Practice {
    /// Empieza con la `semilla` que se pide, o sigue donde dice un `codigo`; con una `familia`, de esa sola.
    ///
    /// # Errors
    ///
    /// Si el código no se puede leer, o la semilla o la familia no existen.
    pub fn open(fields: &Fields) -> Result<Practice, String> {
        let session = match fields.text("codigo") {
            Some(code) => Session::from_code(code).map_err(sentence)?,
            None => Session::new(fields.integer("semilla", 0, 0..=u32::MAX)?),
        };
        let only = chosen(fields)?;
        Ok(Practice { exercise: Exercise::new(session.next(only)), session, only })
    }

    /// La pregunta siguiente. La de ahora, si no está entera, se deja y no cuenta.
    ///
    /// # Errors
    ///
    /// Si la `familia` que se pide no existe.
    pub fn next(&mut self, fields: &Fields) -> Result<(), String> {
        if fields.text("familia").is_some() {
            self.only = chosen(fields)?;
        }
        self.exercise = Exercise::new(self.session.next(self.only));
        Ok(())
    }

    /// Juzga el `valor` que se contesta al paso de ahora, con coma o con punto.
    ///
    /// # Errors
    ///
    /// Si ya están todos los pasos.
    pub fn answer(&mut self, fields: &Fields) -> Answer {
        let step = self.exercise.step().cloned().ok_or("Esta pregunta ya está entera: pide la siguiente.")?;
        let verdict = self.exercise.answer(read(fields.text("valor").unwrap_or_default()).unwrap_or(f64::NAN));
        self.keep();
        let said = json::text(&verdict.sentence(&step));
        Ok(self.status([("bien", (verdict == Verdict::Right).to_string()), ("dicho", said)]))
    }

    /// Enseña cómo se hace el paso de ahora, y pasa al siguiente.
    pub fn show(&mut self) {
        self.exercise.show();
        self.keep();
    }

    /// Si la pregunta acaba de terminar, queda anotada.
    fn keep(&mut self) {
        let done = self.exercise.outcomes().len();
        if self.exercise.step().is_none() && done > 0 && !self.is_kept() {
            self.session.record(&self.exercise);
        }
    }

    /// La pregunta de ahora salió de lo que había antes de anotarla.
    fn is_kept(&self) -> bool {
        self.exercise.question().seed() != self.session.seed_of(self.session.records.len())
    }

    /// Lo que se ve: la pregunta con sus pasos hasta el de ahora, y lo que se lleva hecho.
    pub fn status<const N: usize>(&self, more: [(&str, String); N]) -> String {
        let question = self.exercise.question();
        let records = &self.session.records;
        let clean = records.iter().filter(|record| record.is_clean()).count();
        let done = self.exercise.outcomes();
        let steps = question.steps().iter().take(done.len() + 1).enumerate();
        let steps = steps.map(|(i, step)| step_json(step, done.get(i).map(|outcome| outcome.is_clean())));
        let data = question.data().map_or("null".to_string(), |data| json::text(&data.mathml()));
        let fields = [
            ("codigo", json::text(&self.session.code())),
            ("terminadas", records.len().to_string()),
            ("limpias", clean.to_string()),
            ("familia", json::text(self.only.map_or("", |family| family.key))),
            ("titulo", json::text(question.family().title)),
            ("fuente", json::text(question.family().source)),
            ("nivel", question.level().to_string()),
            ("enunciado", json::text(&question.statement().html())),
            ("datos", data),
            ("pasos", json::list(steps)),
            ("hay", question.steps().len().to_string()),
            ("hechos", done.len().to_string()),
        ];
        json::object(fields.into_iter().chain(more))
    }
}

/// Las familias que hay, para elegir.
pub fn families() -> String {
    json::list(
        FAMILIES
            .iter()
            .map(|family| json::object([("clave", json::text(family.key)), ("titulo", json::text(family.title))])),
    )
}

/// Un paso. Cómo se hace y cuánto da, solo si ya está hecho: `clean` dice si salió a la primera.
fn step_json(step: &Step, clean: Option<bool>) -> String {
    let asked = [
        ("pide", json::text(&step.ask().html())),
        ("forma", json::text(step.form())),
        ("opciones", json::list(step.options().iter().map(|option| json::text(option)))),
    ];
    let value = match step.options() {
        [] => step.shown(),
        options => options[step.value() as usize - 1].to_string(),
    };
    let worked = clean.map(|clean| {
        [("valor", json::text(&value)), ("limpio", clean.to_string()), ("formula", json::text(&step.worked().mathml()))]
    });
    json::object(asked.into_iter().chain(worked.into_iter().flatten()))
}

/// La familia que se pide; vacía, todas.
fn chosen(fields: &Fields) -> Result<Option<&'static Family>, String> {
    match fields.text("familia").unwrap_or_default() {
        "" => Ok(None),
        key => family(key).map(Some).map_err(sentence),
    }
}

/// Un error de la biblioteca, como frase.
fn sentence(error: gradiente::practice::Error) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let start: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{start}{}.", letters.as_str())
}
