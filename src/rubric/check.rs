//! Una comprobación y lo que salió de ella.

use super::mistake::{Mistake, named};
use super::pattern::pattern;
use super::record::{Record, Values};

/// Las ocultas no tienen nombre, ni pista, ni errores conocidos.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Check {
    /// Cómo se llama, y dónde mirar si falla.
    told: Option<(String, String)>,
    /// Lo que dejó el código, o por qué no se sabe.
    came: Result<Record, &'static str>,
    expected: Option<Values>,
    tolerance: f64,
    pub mistakes: Vec<Mistake>,
}

/// Por qué no pasó.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Failure {
    pub said: String,
    /// El error que se reconoce, con su nombre; vacío, si ninguno.
    pub mistake: String,
}

impl Check {
    pub fn new(name: &str, hint: &str, record: Record, expected: Option<Values>, tolerance: f64) -> Check {
        Check { told: Some((name.into(), hint.into())), ..Check::of_hidden(record, expected, tolerance) }
    }

    pub fn of_hidden(record: Record, expected: Option<Values>, tolerance: f64) -> Check {
        Check { told: None, came: Ok(record), expected, tolerance, mistakes: vec![] }
    }

    /// La misma, con lo que dejó otro código.
    pub fn with(&self, came: Result<Record, &'static str>) -> Check {
        Check { came, ..self.clone() }
    }

    pub fn hidden(&self) -> bool {
        self.told.is_none()
    }

    pub fn name(&self) -> &str {
        self.told.as_ref().map_or("", |(name, _)| name)
    }

    pub fn hint(&self) -> &str {
        self.told.as_ref().map_or("", |(_, hint)| hint)
    }

    pub fn passed(&self) -> bool {
        self.judge().is_ok()
    }

    fn judge(&self) -> Result<(), String> {
        let record = self.came.as_ref().map_err(|why| why.to_string())?;
        record.judge(self.expected.as_ref().ok_or("falta el valor esperado")?, self.tolerance)
    }

    /// Por qué no pasó, si no pasó. Sin un error conocido, en qué se parece lo que llegó a lo que se esperaba.
    pub fn failure(&self) -> Option<Failure> {
        let mut said = self.judge().err()?;
        let (Ok(record), Some(expected)) = (&self.came, &self.expected) else {
            return Some(Failure { said, mistake: String::new() });
        };
        let mistake = named(&self.mistakes, record, self.tolerance);
        if let (true, Record::Returned(got)) = (mistake.is_empty(), record)
            && let Some(pattern) = pattern(got, expected, self.tolerance)
        {
            said = format!("{said}: {pattern}");
        }
        Some(Failure { said, mistake })
    }

    /// Como se lee en el informe.
    pub fn line(&self) -> String {
        let name = self.name();
        match self.failure() {
            None => format!("✅ bien: {name}"),
            Some(Failure { said, mistake }) if mistake.is_empty() => {
                let hint = self.hint();
                format!("❌ falla: {name}; {said}. Pista: {}", ended(hint))
            }
            Some(Failure { said, mistake }) => format!("❌ falla: {name}; {said}: {}", ended(&mistake)),
        }
    }

    pub fn faults(&self) -> impl Iterator<Item = String> {
        let fault = |mistake: &Mistake| mistake.fault(self.expected.as_ref(), self.tolerance);
        self.mistakes.iter().filter_map(fault).map(|fault| format!("{}: {fault}", self.name()))
    }
}

/// Con su punto, si no es una pregunta.
fn ended(sentence: &str) -> String {
    format!("{sentence}{}", if sentence.ends_with('?') { "" } else { "." })
}
