//! La práctica en un cuaderno: se pide una pregunta en una celda y se contesta en otra.

use std::fmt;

use super::exercise::Exercise;
use super::question::{Step, Verdict};
use super::{draw, notes, number::shown};
use crate::display::{Formula, MimeBundle, Prose};

/// Pide la pregunta de esa familia y esa semilla, en el nivel 1. Como última expresión de una celda, se muestra sola; se
/// contesta con [`answer`].
///
/// ```
/// use gradiente::practice;
///
/// assert!(practice::ask("neurona", 7).to_string().contains("¿Cuánto vale su entrada, z = x·w + b?"));
/// assert!(practice::answer(f64::NAN).to_string().contains("Este intento no cuenta"));
/// assert!(practice::ask("neuronas", 7).to_string().contains("las que hay son cadena, medida"));
/// ```
pub fn ask(family: &str, seed: u32) -> Asked {
    ask_level(family, 1, seed)
}

/// Como [`ask`], en otro nivel, del 1 al 3.
pub fn ask_level(family: &str, level: u8, seed: u32) -> Asked {
    match draw(family, level, seed) {
        Ok(question) => {
            let mut asked = Asked::default();
            asked.prose(&format!("**{}** (nivel {level}, semilla {seed})", question.family().title));
            asked.prose_of(question.statement());
            question.data().into_iter().for_each(|data| asked.formula(data));
            let exercise = Exercise::new(question);
            asked.step(&exercise);
            notes::start(family, level, seed);
            asked
        }
        Err(error) => {
            Asked::saying(&format!("No se puede preguntar eso: {error}. La pregunta de antes, si la había, sigue ahí."))
        }
    }
}

/// Contesta al paso que toca de la pregunta pedida. Si está bien, muestra el siguiente; si no, dice qué error parece.
pub fn answer(value: impl Into<f64>) -> Asked {
    let value = value.into();
    with_exercise(|mut exercise, step| {
        let verdict = exercise.answer(value);
        let mut asked = Asked::default();
        asked.prose_of(&said(verdict, step, value).into());
        if verdict != Verdict::Unreadable {
            notes::answered(Some(value));
        }
        if verdict == Verdict::Right {
            asked.step(&exercise);
        }
        asked
    })
}

/// Muestra cómo se hace el paso que toca, y pasa al siguiente.
pub fn solution() -> Asked {
    with_exercise(|mut exercise, step| {
        exercise.show();
        notes::answered(None);
        let mut asked = Asked::default();
        asked.formula(step.worked());
        asked.step(&exercise);
        asked
    })
}

fn said(verdict: Verdict, step: &Step, value: f64) -> String {
    match verdict {
        Verdict::Right => format!("✅ Bien: {}.", shown(value)),
        Verdict::Unreadable => verdict.sentence(step),
        _ => format!("❌ {} Prueba otra vez, o pide `gradiente::practice::solution()`.", verdict.sentence(step)),
    }
}

/// Hace algo con la pregunta pedida y su paso de ahora, si los hay.
fn with_exercise(act: impl FnOnce(Exercise, &Step) -> Asked) -> Asked {
    let Some(exercise) = notes::current() else {
        return Asked::saying(
            "Todavía no hay ninguna pregunta: pide una, por ejemplo, con `gradiente::practice::ask(\"neurona\", 7)`.",
        );
    };
    match exercise.step().cloned() {
        Some(step) => act(exercise, &step),
        None => Asked::saying("Esa pregunta ya está entera. Pide otra con `gradiente::practice::ask` y otra semilla."),
    }
}

/// Lo que se muestra de una pregunta: en Markdown, y en texto corrido.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    markdown: Vec<String>,
    plain: Vec<String>,
}

impl Asked {
    fn saying(text: &str) -> Asked {
        let mut asked = Asked::default();
        asked.prose(text);
        asked
    }

    fn prose(&mut self, text: &str) {
        self.markdown.push(text.to_string());
        self.plain.push(text.replace(['*', '`'], ""));
    }

    fn prose_of(&mut self, prose: &Prose) {
        self.markdown.push(prose.markdown());
        self.plain.push(prose.to_string().replace('`', ""));
    }

    fn formula(&mut self, formula: &Formula) {
        self.markdown.push(format!("$$\n{}\n$$", formula.latex()));
        self.plain.push(formula.to_string());
    }

    /// El paso que toca; si ya están todos, la solución.
    fn step(&mut self, exercise: &Exercise) {
        let (done, all) = (exercise.outcomes().len(), exercise.question().steps().len());
        let Some(step) = exercise.step() else {
            self.prose("Pregunta terminada. Entera, es así:");
            return self.formula(&exercise.question().solution());
        };
        self.prose_of(&step.ask().between(&format!("Paso {} de {all}. ", done + 1), &format!(" {}", step.form())));
        step.options().iter().enumerate().for_each(|(i, option)| self.prose(&format!("{}. {option}", i + 1)));
        self.prose("Contesta con `gradiente::practice::answer(…)`.");
    }
}

impl MimeBundle for Asked {
    fn mime_bundle(&self) -> Vec<(&'static str, String)> {
        vec![("text/markdown", self.markdown.join("\n\n")), ("text/plain", self.to_string())]
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain.join("\n"))
    }
}
