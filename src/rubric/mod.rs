//! La rúbrica de un ejercicio: comprobaciones con puntos y pistas.
//!
//! Una celda de prueba encadena comprobaciones y termina en los puntos:
//!
//! ```
//! use gradiente::rubric::Rubric;
//!
//! fn double(x: f64) -> f64 { x + x }
//!
//! let points = Rubric::new("doble", 2.0)
//!     .check("el doble de 3", "multiplica por dos", || double(3.0), 6.0)
//!     .hidden(|| double(-1.5), gradiente::secret!(-3.0))
//!     .points();
//! assert_eq!(points, 2.0);
//! ```
//!
//! Cada comprobación deja una línea en la salida, con «✅ bien» o con «❌ falla», y los puntos son proporcionales a las que
//! pasan. Un pánico dentro de una comprobación es una línea «❌ falla» más: no llega a la salida de errores ni interrumpe las
//! demás. Las pruebas ocultas cuentan, pero solo dicen cuántas pasaron.
//!
//! Una comprobación es una función, que da un valor, y lo que se espera de ella. Van por separado para que quien califica
//! pueda correr la función en un proceso y comparar en otro ([`exam`]): la prueba es la misma en los dos y en el cuaderno.
//!
//! Los métodos toman `self` por valor: así ninguno puede ser suplantado por un rasgo (*trait*) que declare el código
//! calificado.

mod check;
mod close;
pub mod exam;
mod mistake;
mod panics;
mod pattern;
mod record;
pub(crate) mod scores;
mod secret;

use check::Check;
use mistake::Mistake;
use record::{Record, Values};

pub use close::{Difference, Numbers, TOLERANCE, close, close_within};
pub use exam::Recorder;
pub use mistake::{Computed, Outcome, Written};
pub use panics::explain_panic;
pub(crate) use record::{attempt, why};

/// Las comprobaciones de un ejercicio y lo que salió de cada una.
#[derive(Debug, Clone, PartialEq)]
pub struct Rubric {
    exercise: String,
    max_points: f64,
    tolerance: f64,
    checks: Vec<Check>,
}

impl Rubric {
    /// Una rúbrica sin comprobaciones para el ejercicio `exercise`, que vale `max_points`.
    pub fn new(exercise: &str, max_points: f64) -> Rubric {
        Rubric { exercise: exercise.into(), max_points, tolerance: TOLERANCE, checks: vec![] }
    }

    /// Cambia la tolerancia, que es [`TOLERANCE`], para las comprobaciones que siguen, como hace [`close_within`].
    ///
    /// ```
    /// use gradiente::rubric::Rubric;
    ///
    /// let rubric = Rubric::new("raíz", 1.0).within(1e-3).check("de 2", "¿cuánto es 1.414²?", || 1.414, 2.0_f64.sqrt());
    /// assert_eq!(rubric.points(), 1.0);
    /// ```
    pub fn within(mut self, tolerance: f64) -> Rubric {
        self.tolerance = tolerance;
        self
    }

    /// Añade una comprobación: que `got` devuelva `expected`, en el sentido de [`close`].
    ///
    /// `what` dice qué se comprueba y `hint`, dónde mirar si falla. Si `got` entra en pánico, la comprobación falla. También
    /// falla si devuelve más de 10 000 números: nadie escribe a mano una prueba así, y una respuesta equivocada puede
    /// devolver muchísimos.
    pub fn check<G: Numbers, E: Numbers>(mut self, what: &str, hint: &str, got: impl FnOnce() -> G, expected: E) -> Rubric {
        let (record, expected) = (Record::of(got), Some(Values::of(&expected)));
        self.checks.push(Check::new(what, hint, record, expected, self.tolerance));
        self
    }

    /// Da nombre a un error de los que se cometen en la comprobación anterior: `value` es lo que sale al cometerlo, o una
    /// clausura que lo calcula, y `sentence`, qué error es, en minúscula y sin punto final.
    ///
    /// Si la comprobación falla y lo que llegó es `value`, la frase ocupa el sitio de la pista. Puede haber cuantos se
    /// quiera; si varios dan lo mismo, se dicen todos. Nunca cambia los puntos.
    ///
    /// ```
    /// use gradiente::rubric::Rubric;
    ///
    /// // La derivada de (2x − 5)³ es 3 (2x − 5)² · 2. Aquí falta el último factor.
    /// fn derivative(x: f64) -> f64 { 3.0 * (2.0 * x - 5.0).powi(2) }
    ///
    /// // ❌ falla: en x = 1; se esperaba 54 y llegó 27: te falta la derivada de la función interior, que es 2.
    /// Rubric::new("cadena", 2.0)
    ///     .check("en x = 1", "repasa la regla de la cadena", || derivative(1.0), 54.0)
    ///     .mistake("te falta la derivada de la función interior, que es 2", 27.0)
    ///     .mistake("derivaste también la interior", || 3.0 * 2.0_f64.powi(2) * 2.0)
    ///     .points();
    /// ```
    ///
    /// # Panics
    ///
    /// Si delante no hay ninguna comprobación, o es una oculta, de la que no se dice nada.
    pub fn mistake<Kind>(mut self, sentence: &str, value: impl Outcome<Kind>) -> Rubric {
        match self.checks.last_mut() {
            Some(check) if !check.hidden() => check.mistakes.push(Mistake::new(sentence, value)),
            _ => panic!("el error «{sentence}» va detrás de una comprobación que se ve"),
        }
        self
    }

    /// Añade una prueba oculta: cuenta como las demás, pero no enseña ni sus datos ni lo que esperaba.
    ///
    /// El valor esperado se escribe con [`secret!`](crate::secret), que lo deja fuera del programa que corre el código
    /// calificado. Sin él, `None`, la prueba no pasa.
    pub fn hidden<G: Numbers, E: Numbers>(mut self, got: impl FnOnce() -> G, expected: Option<E>) -> Rubric {
        let expected = expected.map(|expected| Values::of(&expected));
        self.checks.push(Check::of_hidden(Record::of(got), expected, self.tolerance));
        self
    }

    /// Escribe el informe en la salida y devuelve los puntos ganados, de 0 a `max_points`, redondeados a centésimas.
    pub fn points(self) -> f64 {
        exam::publish(&self);
        self.score()
    }

    fn score(&self) -> f64 {
        if self.checks.is_empty() {
            return 0.0;
        }
        let passed = self.checks.iter().filter(|check| check.passed()).count();
        (100.0 * self.max_points * passed as f64 / self.checks.len() as f64).round() / 100.0
    }

    fn report(&self) -> String {
        let (hidden, visible): (Vec<_>, Vec<_>) = self.checks.iter().partition(|check| check.hidden());
        let mut lines: Vec<String> = visible.into_iter().map(Check::line).collect();
        if !hidden.is_empty() {
            let (passed, total) = (hidden.iter().filter(|check| check.passed()).count(), hidden.len());
            let word = if passed == total { "✅ bien" } else { "❌ falla" };
            lines.push(format!("{word}: pruebas ocultas, {passed} de {total}"));
        }
        lines.push(format!("Puntos de «{}»: {} de {}", self.exercise, self.score(), self.max_points));
        lines.join("\n")
    }

    /// Lo que tiene de malo la propia prueba: los errores que no se distinguen de acertar, o que no se pueden calcular.
    fn faults(&self) -> Vec<String> {
        self.checks.iter().flat_map(Check::faults).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn points_are_in_proportion_to_the_checks_passed() {
        let (right, wrong) = (|| 1.0, || 2.0);
        let rubric = Rubric::new("e", 3.0).check("a", "p", right, 1.0).check("b", "p", wrong, 1.0).hidden(right, Some(1.0));
        assert_eq!(rubric.points(), 2.0);
        assert_eq!(Rubric::new("e", 3.0).hidden(wrong, Some(1.0)).points(), 0.0);
        assert_eq!(Rubric::new("e", 3.0).points(), 0.0, "sin comprobaciones no hay puntos");
        assert_eq!(Rubric::new("e", 3.0).hidden(right, None::<f64>).points(), 0.0, "sin valor esperado no pasa");
        let third = Rubric::new("e", 1.0).check("a", "p", right, 1.0).hidden(wrong, Some(1.0)).hidden(wrong, Some(1.0));
        assert_eq!(third.points(), 0.33);
    }

    #[test]
    fn the_report_has_a_line_per_check_and_keeps_hidden_ones_to_itself() {
        let rubric = Rubric::new("e", 2.0)
            .check("la suma", "repasa el signo", || 4.0, -4.0)
            .check("el producto", "nada", || 1.0, 1.0)
            .hidden(|| 0.123456, crate::secret!(98.7654));
        assert_eq!(
            rubric.report(),
            "❌ falla: la suma; se esperaba -4 y llegó 4: tiene el signo contrario. Pista: repasa el signo.\n✅ bien: el producto\n\
             ❌ falla: pruebas ocultas, 0 de 1\nPuntos de «e»: 0.67 de 2"
        );
    }

    #[test]
    fn a_tolerance_is_for_what_follows() {
        let near = || 1.001;
        let rubric = Rubric::new("e", 3.0).check("a", "p", near, 1.0).within(0.1).check("b", "p", near, 1.0);
        assert_eq!(rubric.hidden(near, Some(1.0)).points(), 2.0);
    }

    #[test]
    fn what_arrives_and_what_is_expected_may_be_owned_or_borrowed() {
        let matrix = array![[1.0, 2.0]];
        let rubric = Rubric::new("e", 1.0)
            .check("a", "p", || matrix.clone(), &matrix)
            .check("b", "p", || &matrix, matrix.clone())
            .check("c", "p", || vec![1.0], array![1.0]);
        assert_eq!(rubric.points(), 1.0);
    }

    #[test]
    fn a_panic_is_one_line_and_the_next_check_still_runs() {
        let nothing: Option<f64> = "".chars().next().map(|_| 1.0);
        let rubric = Rubric::new("e", 2.0)
            .check("a", "p", || -> f64 { todo!("escribe aquí") }, 1.0)
            .check("b", "p", || nothing.unwrap(), 1.0)
            .check("c", "p", || -> f64 { std::panic::panic_any(7) }, 1.0)
            .check("d", "p", || 1.0, 1.0);
        assert_eq!(rubric.score(), 0.5);
        let report = rubric.report();
        let lines: Vec<&str> = report.lines().collect();
        assert_eq!(lines.len(), 5);
        assert!(lines[0].contains("todavía no está escrita"), "{report}");
        assert!(lines[1].contains("`Option::unwrap()` on a `None` value"), "{report}");
        assert!(lines[2].contains("con un pánico. Pista"), "{report}");
    }

    #[test]
    fn a_hint_may_be_a_question() {
        let rubric = Rubric::new("e", 1.0).check("a", "¿y el signo?", || 1.0, -1.0);
        assert!(rubric.report().contains("Pista: ¿y el signo?\n"));
    }
}
