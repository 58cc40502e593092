//! Una pregunta a medio contestar.

use super::question::{Question, Step, Verdict};

/// Cómo fue un paso.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Lo primero que se contestó; nada, si se pidió la solución sin intentarlo.
    pub first: Option<Verdict>,
    /// ¿Se pidió la solución?
    pub shown: bool,
}

impl Outcome {
    /// ¿Salió a la primera y sin ayuda?
    pub fn is_clean(self) -> bool {
        self.first == Some(Verdict::Right) && !self.shown
    }
}

/// Una pregunta y lo que se lleva contestado de ella.
///
/// ```
/// use gradiente::practice::{Exercise, Verdict, draw};
///
/// let mut exercise = Exercise::new(draw("formas", 1, 3)?);
/// assert_eq!(exercise.answer(f64::NAN), Verdict::Unreadable); // no cuenta
/// let right = exercise.step().unwrap().value();
/// assert_eq!(exercise.answer(right), Verdict::Right);
/// exercise.show(); // la solución del segundo paso
/// assert_eq!(exercise.outcomes().iter().map(|outcome| outcome.is_clean()).collect::<Vec<_>>(), [true, false]);
/// # Ok::<(), gradiente::practice::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Exercise {
    question: Question,
    outcomes: Vec<Outcome>,
    first: Option<Verdict>,
}

impl Exercise {
    /// La pregunta, sin contestar.
    pub fn new(question: Question) -> Exercise {
        Exercise { question, outcomes: vec![], first: None }
    }

    /// La pregunta.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// El paso que toca; nada, si ya están todos.
    pub fn step(&self) -> Option<&Step> {
        self.question.steps().get(self.outcomes.len())
    }

    /// Cómo fueron los pasos ya hechos.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// Juzga `got` como respuesta del paso que toca, y pasa al siguiente si está bien. Con todos hechos, no hay nada que
    /// juzgar.
    pub fn answer(&mut self, got: f64) -> Verdict {
        let verdict = self.step().map_or(Verdict::Unreadable, |step| step.judge(got));
        if verdict != Verdict::Unreadable {
            self.first.get_or_insert(verdict);
        }
        if verdict == Verdict::Right {
            self.next(false);
        }
        verdict
    }

    /// Se rinde en el paso que toca: su solución se puede mirar, y se pasa al siguiente.
    pub fn show(&mut self) {
        if self.step().is_some() {
            self.next(true);
        }
    }

    fn next(&mut self, shown: bool) {
        self.outcomes.push(Outcome { first: self.first.take(), shown });
    }
}
