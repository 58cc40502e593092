//! Los errores de siempre, con su nombre: qué número sale al cometerlos.

use super::close::{Numbers, close_within};
use super::record::{Record, Values, attempt};

/// Un error que una comprobación reconoce, y lo que sale al cometerlo; nada, si no se pudo calcular.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mistake {
    sentence: String,
    value: Option<Values>,
}

/// Lo que sale al cometer un error: unos números, o una función sin argumentos que los calcula.
///
/// `Kind` solo distingue un caso del otro: lo deduce el compilador.
#[diagnostic::on_unimplemented(
    message = "lo que sale al cometer un error no puede ser `{Self}`",
    label = "esto es `{Self}`",
    note = "vale un `f64`, un `Vec<f64>`, un `Array1<f64>`, un `Array2<f64>`, o una clausura sin argumentos que devuelva uno"
)]
pub trait Outcome<Kind> {
    /// Los números.
    fn outcome(self) -> impl Numbers;
}

/// Unos números escritos tal cual.
#[derive(Debug, Clone, Copy)]
pub struct Written;

/// Unos números que se calculan.
#[derive(Debug, Clone, Copy)]
pub struct Computed;

impl<T: Numbers> Outcome<Written> for T {
    fn outcome(self) -> impl Numbers {
        self
    }
}

impl<T: Numbers, F: FnOnce() -> T> Outcome<(Computed, T)> for F {
    fn outcome(self) -> impl Numbers {
        self()
    }
}

impl Mistake {
    pub fn new<Kind>(sentence: &str, value: impl Outcome<Kind>) -> Mistake {
        Mistake { sentence: sentence.into(), value: attempt(|| Values::of(&value.outcome())).ok() }
    }

    /// ¿Es esto lo que pasó?
    fn explains(&self, got: &Values, tolerance: f64) -> bool {
        self.value.as_ref().is_some_and(|value| close_within(got, value, tolerance).is_ok())
    }

    /// Qué tiene de malo el propio error, si algo: lo arregla quien escribió la prueba.
    pub fn fault(&self, expected: Option<&Values>, tolerance: f64) -> Option<String> {
        let why = match (&self.value, expected) {
            (None, _) => "se detuvo al calcular lo que sale al cometerlo",
            (Some(_), Some(expected)) if self.explains(expected, tolerance) => "al cometerlo sale lo mismo que sin él",
            _ => return None,
        };
        Some(format!("el error «{}»: {why}", self.sentence))
    }
}

/// Los nombres de los errores que dan lo que llegó: si son varios, todos.
pub(super) fn named(mistakes: &[Mistake], record: &Record, tolerance: f64) -> String {
    let Record::Returned(got) = record else { return String::new() };
    let mut sentences: Vec<&str> = Vec::new();
    for mistake in mistakes.iter().filter(|mistake| mistake.explains(got, tolerance)) {
        if !sentences.contains(&mistake.sentence.as_str()) {
            sentences.push(&mistake.sentence);
        }
    }
    sentences.join("; o bien, ")
}

#[cfg(test)]
mod tests {
    use super::super::Rubric;
    use ndarray::{Array2, array};

    /// Lo que se lee de una comprobación que espera 54, si llega `got`, con tres errores conocidos.
    fn said(got: f64) -> String {
        let rubric = Rubric::new("cadena", 2.0)
            .check("en x = 1", "repasa la regla", || got, 54.0)
            .mistake("te falta la derivada de la función interior", 27.0)
            .mistake("te falta el 3 del exponente", || 9.0 * 2.0)
            .mistake("¿derivaste el exponente dos veces?", 18.0);
        assert_eq!(rubric.score(), if got == 54.0 { 2.0 } else { 0.0 }, "un error conocido no cambia los puntos");
        rubric.report().lines().next().unwrap_or_default().into()
    }

    #[test]
    fn a_known_mistake_is_said_instead_of_the_hint() {
        let known = "❌ falla: en x = 1; se esperaba 54 y llegó 27: te falta la derivada de la función interior.";
        assert_eq!(said(27.0), known);
        let both = "se esperaba 54 y llegó 18: te falta el 3 del exponente; o bien, ¿derivaste el exponente dos veces?";
        assert_eq!(said(18.0), format!("❌ falla: en x = 1; {both}"), "de dos que dan lo mismo se dicen los dos");
        assert_eq!(said(20.0), "❌ falla: en x = 1; se esperaba 54 y llegó 20. Pista: repasa la regla.");
        assert_eq!(said(f64::NAN), "❌ falla: en x = 1; se esperaba 54 y llegó NaN. Pista: repasa la regla.");
        assert_eq!(said(54.0), "✅ bien: en x = 1");
    }

    #[test]
    fn a_mistake_belongs_to_the_check_before_it_and_may_be_anything_that_is_compared() {
        let (w, flipped): (Array2<f64>, _) = (array![[1.0, 2.0], [3.0, 4.0]], array![[1.0, 3.0], [2.0, 4.0]]);
        let rubric = Rubric::new("e", 3.0)
            .check("a", "p", || 1.0, 2.0)
            .check("b", "p", || flipped.clone(), &w)
            .mistake("transpusiste W", || w.t().to_owned())
            .mistake("la restaste", -&w)
            .within(0.1)
            .check("c", "p", || vec![1.01], vec![3.0])
            .mistake("falta el 2", vec![1.0]);
        let report = rubric.report();
        assert!(report.contains("a; se esperaba 2 y llegó 1. Pista: p."), "{report}");
        assert!(report.contains("en [[0, 1]] se esperaba 2 y llegó 3: transpusiste W."), "sin la pista: {report}");
        assert!(report.contains("llegó 1.01: falta el 2."), "con la tolerancia de su comprobación: {report}");
    }

    #[test]
    fn a_mistake_that_cannot_be_told_is_a_fault_of_the_test() {
        let rubric = Rubric::new("e", 1.0)
            .check("en 2", "p", || 4.0, 4.0)
            .mistake("sumaste en lugar de multiplicar", 2.0 + 2.0)
            .mistake("se detiene", || -> f64 { panic!("ay") })
            .mistake("otro", 5.0);
        let same = "en 2: el error «sumaste en lugar de multiplicar»: al cometerlo sale lo mismo que sin él";
        let stopped = "en 2: el error «se detiene»: se detuvo al calcular lo que sale al cometerlo";
        assert_eq!(rubric.faults(), [same, stopped]);
        assert_eq!(rubric.report(), "✅ bien: en 2\nPuntos de «e»: 1 de 1", "a quien acierta no se le dice nada");
    }

    #[test]
    #[should_panic(expected = "va detrás de una comprobación que se ve")]
    fn a_hidden_check_says_no_mistakes() {
        let _ = Rubric::new("e", 1.0).hidden(|| 1.0, Some(2.0)).mistake("uno", 1.0);
    }
}
