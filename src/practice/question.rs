//! Una pregunta: su enunciado, sus pasos y los errores que cada paso conoce.

use super::dice::Dice;
use super::number::shown;
use crate::display::{Formula, Prose};

/// Cuánto puede alejarse una respuesta con decimales: cinco unidades de la cuarta cifra, para quien redondea por el camino.
pub const TOLERANCE: f64 = 5e-4;

/// Lo que se suma a una tolerancia para que el borde cuente: 0.6005 dista de 0.6 un poco más de 0.0005.
const EDGE: f64 = 1e-9;

/// Un tipo de pregunta.
#[derive(Debug)]
pub struct Family {
    /// Cómo se pide: `neurona`.
    pub key: &'static str,
    /// Cómo se lee.
    pub title: &'static str,
    /// La sección de la lección, o el libro, de donde sale.
    pub source: &'static str,
    pub(super) draft: fn(&mut Dice, u8) -> Draft,
}

impl Family {
    /// La pregunta de este nivel y esta semilla, que existen. Si la que sale se presta a confusión, sortea otra.
    pub(super) fn draw(&'static self, level: u8, seed: u32) -> Question {
        let mut dice = Dice::new(self.key, level, seed);
        let draft = loop {
            let draft = (self.draft)(&mut dice, level);
            if draft.is_fair() {
                break draft;
            }
        };
        Question { family: self, level, seed, draft }
    }
}

/// Una pregunta entera, con su respuesta.
#[derive(Debug, Clone)]
pub struct Question {
    family: &'static Family,
    level: u8,
    seed: u32,
    draft: Draft,
}

impl Question {
    /// De qué familia es.
    pub fn family(&self) -> &'static Family {
        self.family
    }

    /// De qué nivel.
    pub fn level(&self) -> u8 {
        self.level
    }

    /// De qué semilla salió.
    pub fn seed(&self) -> u32 {
        self.seed
    }

    /// Lo que se cuenta, con todos los números que hacen falta salvo los de [`Question::data`].
    pub fn statement(&self) -> &Prose {
        &self.draft.statement
    }

    /// Las matrices del enunciado, si las lleva.
    pub fn data(&self) -> Option<&Formula> {
        self.draft.data.as_ref()
    }

    /// Los pasos, en orden.
    pub fn steps(&self) -> &[Step] {
        &self.draft.steps
    }

    /// El número del enunciado que se llama así: `w`, `x1`…
    pub fn given(&self, name: &str) -> Option<f64> {
        self.draft.given.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// La solución entera, paso a paso.
    pub fn solution(&self) -> Formula {
        Formula::joined(self.steps().iter().map(|step| step.worked().clone()))
    }
}

/// Un paso: un número que se pide.
// En una caja, para que las familias lo escriban encadenando llamadas sin copiarlo entero en cada una: el módulo de la página,
// comprimido, ocupa unos 8 KB menos.
#[derive(Debug, Clone)]
pub struct Step(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    ask: Prose,
    value: f64,
    tolerance: f64,
    choices: Vec<&'static str>,
    hint: Prose,
    mistakes: Vec<Mistake>,
    solution: Formula,
}

/// Un error conocido: el número que da y cómo se llama.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// El número al que lleva.
    pub value: f64,
    /// Qué se hizo.
    pub sentence: Prose,
}

/// Qué tal está una respuesta.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Bien.
    Right,
    /// Un error conocido: el que ocupa ese lugar en [`Step::mistakes`].
    Known(usize),
    /// Otro número.
    Other,
    /// No era un número: se pide otra vez y no cuenta.
    Unreadable,
}

impl Verdict {
    /// Lo que se dice a quien contestó.
    pub fn sentence(self, step: &Step) -> String {
        match self {
            Verdict::Right => "Bien.".to_string(),
            Verdict::Known(i) => step.mistakes()[i].sentence.to_string(),
            Verdict::Other => format!("No es eso. {}", step.hint()),
            Verdict::Unreadable => match step.options().len() {
                0 => "Escribe un número, con coma o con punto; por ejemplo, 0.5. Este intento no cuenta.".to_string(),
                n => format!("Escribe el número de una de las opciones, del 1 al {n}. Este intento no cuenta."),
            },
        }
    }
}

impl Step {
    #[inline(never)]
    pub(super) fn new(ask: &str, value: f64) -> Step {
        Step(Box::new(Parts {
            ask: ask.into(),
            value,
            tolerance: TOLERANCE,
            choices: vec![],
            hint: Prose::new(""),
            mistakes: vec![],
            solution: Formula::written([""; 0]),
        }))
    }

    /// La respuesta es un entero, y solo vale ese.
    pub(super) fn exact(mut self) -> Step {
        self.0.tolerance = 0.0;
        self
    }

    /// La respuesta es una de estas, que se cuentan desde 1.
    pub(super) fn choices(mut self, choices: &[&'static str]) -> Step {
        self.0.choices = choices.to_vec();
        self.exact()
    }

    #[inline(never)]
    pub(super) fn look(mut self, hint: &str) -> Step {
        self.0.hint = hint.into();
        self
    }

    /// Un error que aquí dé la respuesta no se nota, y no se dice. Si dos dan el mismo número, se dicen los dos.
    #[inline(never)]
    pub(super) fn mistake(mut self, value: f64, sentence: &str) -> Step {
        let sentence = Prose::from(sentence);
        let same = |other: f64| (value - other).abs() <= EDGE;
        if same(self.0.value) {
            return self;
        }
        match self.0.mistakes.iter_mut().find(|mistake| same(mistake.value)) {
            Some(mistake) => mistake.sentence = mistake.sentence.or(&sentence),
            None => self.0.mistakes.push(Mistake { value, sentence }),
        }
        self
    }

    #[inline(never)]
    pub(super) fn solution(mut self, lines: &[String]) -> Step {
        self.0.solution = Formula::written(lines.iter().cloned());
        self
    }

    /// Lo que se pide.
    pub fn ask(&self) -> &Prose {
        &self.0.ask
    }

    /// La respuesta.
    pub fn value(&self) -> f64 {
        self.0.value
    }

    /// La respuesta, como se escribe.
    pub fn shown(&self) -> String {
        shown(self.0.value)
    }

    /// Cuánto puede alejarse de ella lo que se conteste: [`TOLERANCE`], o 0 si se pide un entero.
    pub fn tolerance(&self) -> f64 {
        self.0.tolerance
    }

    /// Las opciones, si hay que elegir una: la respuesta es su número, desde 1.
    pub fn options(&self) -> &[&'static str] {
        &self.0.choices
    }

    /// Cómo se escribe la respuesta.
    pub fn form(&self) -> &'static str {
        match (self.0.choices.is_empty(), self.0.tolerance == 0.0) {
            (false, _) => "Elige una.",
            (true, true) => "Es un número entero.",
            (true, false) => "Con cuatro decimales, si los tiene.",
        }
    }

    /// Dónde mirar cuando el error no es de los conocidos.
    pub fn hint(&self) -> &Prose {
        &self.0.hint
    }

    /// Los errores conocidos.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.0.mistakes
    }

    /// Cómo se hace.
    pub fn worked(&self) -> &Formula {
        &self.0.solution
    }

    /// Juzga una respuesta.
    pub fn judge(&self, got: f64) -> Verdict {
        let near = |value: f64| (got - value).abs() <= self.0.tolerance + EDGE;
        if !got.is_finite() || (!self.0.choices.is_empty() && !(1..=self.0.choices.len()).any(|i| got == i as f64)) {
            Verdict::Unreadable
        } else if near(self.0.value) {
            Verdict::Right
        } else {
            self.0.mistakes.iter().position(|mistake| near(mistake.value)).map_or(Verdict::Other, Verdict::Known)
        }
    }
}

/// Lo que escribe una familia; todavía hay que ver si se presta a confusión.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    statement: Prose,
    data: Option<Formula>,
    given: Vec<(&'static str, f64)>,
    steps: Vec<Step>,
}

impl Draft {
    #[inline(never)]
    pub fn new(statement: impl Into<Prose>, given: &[(&'static str, f64)]) -> Draft {
        Draft { statement: statement.into(), data: None, given: given.to_vec(), steps: vec![] }
    }

    pub fn data(mut self, formulas: impl IntoIterator<Item = Formula>) -> Draft {
        self.data = Some(Formula::joined(formulas));
        self
    }

    #[inline(never)]
    pub fn step(mut self, step: Step) -> Draft {
        self.steps.push(step);
        self
    }

    /// ¿Se distinguen la respuesta y los errores de cada paso, y cabe todo en un papel?
    fn is_fair(&self) -> bool {
        self.steps.iter().all(|step| {
            let values: Vec<f64> = [step.value()].into_iter().chain(step.mistakes().iter().map(|m| m.value)).collect();
            let short = values.iter().all(|value| value.is_finite() && value.abs() < 10_000.0);
            // Con una respuesta muy pequeña, acercarse a la tolerancia no diría nada.
            let visible = step.tolerance() == 0.0 || step.value().abs() >= 20.0 * step.tolerance();
            let apart = |i: usize| values[..i].iter().all(|other| (values[i] - other).abs() > 4.0 * step.tolerance());
            short && visible && (1..values.len()).all(apart)
        })
    }
}
