//! La rúbrica de un ejercicio: comprobaciones con puntos y pistas.
//!
//! Una celda de prueba encadena comprobaciones y termina en los puntos:
//!
//! ```
//! use gradiente::rubric::{Rubric, close};
//!
//! fn double(x: f64) -> f64 { x + x }
//!
//! let points = Rubric::new("doble", 2.0)
//!     .check("el doble de 3", "multiplica por dos", || close(double(3.0), 6.0))
//!     .hidden(|| close(double(-1.5), -3.0))
//!     .points();
//! assert_eq!(points, 2.0);
//! ```
//!
//! Cada comprobación deja una línea en la salida, con ✅ o con ❌, y los puntos son proporcionales a las que pasan. Un pánico
//! dentro de una comprobación es una línea ❌ más: no llega a la salida de errores ni interrumpe las demás. Las pruebas ocultas
//! cuentan, pero solo dicen cuántas pasaron.
//!
//! Los métodos toman `self` por valor: así ninguno puede ser suplantado por un rasgo (*trait*) que declare el código calificado.

mod attempt;
mod close;

use attempt::attempt;

pub use close::{Numbers, Outcome, TOLERANCE, close, close_within};

/// Las comprobaciones de un ejercicio y lo que salió de cada una.
#[derive(Debug, Clone, PartialEq)]
pub struct Rubric {
    exercise: String,
    max_points: f64,
    lines: Vec<String>,
    visible: Tally,
    hidden: Tally,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally {
    passed: usize,
    total: usize,
}

impl Rubric {
    /// Una rúbrica sin comprobaciones para el ejercicio `exercise`, que vale `max_points`.
    pub fn new(exercise: &str, max_points: f64) -> Rubric {
        Rubric { exercise: exercise.into(), max_points, lines: vec![], visible: Tally::default(), hidden: Tally::default() }
    }

    /// Añade una comprobación. `what` dice qué se comprueba y `hint`, dónde mirar si falla.
    ///
    /// `test` devuelve un [`Outcome`], como [`close`], o un `bool`. Si entra en pánico, la comprobación falla.
    pub fn check<O: Into<Outcome>>(mut self, what: &str, hint: &str, test: impl FnOnce() -> O) -> Rubric {
        let outcome = attempt(test);
        self.visible.count(&outcome);
        self.lines.push(match outcome {
            Outcome(Ok(())) => format!("✅ {what}"),
            Outcome(Err(problem)) => {
                let dot = if hint.ends_with('?') { "" } else { "." };
                format!("❌ {what}: {problem}. Pista: {hint}{dot}")
            }
        });
        self
    }

    /// Añade una prueba oculta: cuenta como las demás, pero no enseña ni sus datos ni lo que esperaba.
    pub fn hidden<O: Into<Outcome>>(mut self, test: impl FnOnce() -> O) -> Rubric {
        self.hidden.count(&attempt(test));
        self
    }

    /// Escribe el informe en la salida y devuelve los puntos ganados, de 0 a `max_points`, redondeados a centésimas.
    pub fn points(self) -> f64 {
        println!("{}", self.report());
        self.score()
    }

    /// Los puntos y el informe en un solo texto que empieza por `seal`, sin escribir nada en la salida.
    ///
    /// Es la última palabra de una celda cuando quien califica no se fía de la salida: el código calificado puede escribir en
    /// ella lo que quiera, pero no conoce el sello.
    pub fn sealed(self, seal: &str) -> String {
        format!("{seal} {}\n{}", self.score(), self.report())
    }

    fn score(&self) -> f64 {
        let total = self.visible.total + self.hidden.total;
        if total == 0 {
            return 0.0;
        }
        let share = (self.visible.passed + self.hidden.passed) as f64 / total as f64;
        (100.0 * self.max_points * share).round() / 100.0
    }

    fn report(&self) -> String {
        let mut lines = self.lines.clone();
        if self.hidden.total > 0 {
            let Tally { passed, total } = self.hidden;
            lines.push(format!("{} pruebas ocultas: {passed} de {total}", if passed == total { "✅" } else { "❌" }));
        }
        lines.push(format!("Puntos de «{}»: {} de {}", self.exercise, self.score(), self.max_points));
        lines.join("\n")
    }
}

impl Tally {
    fn count(&mut self, outcome: &Outcome) {
        self.total += 1;
        self.passed += usize::from(outcome.0.is_ok());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_in_proportion_to_the_checks_passed() {
        let rubric = Rubric::new("e", 3.0).check("a", "p", || true).check("b", "p", || false).hidden(|| true);
        assert_eq!(rubric.points(), 2.0);
        assert_eq!(Rubric::new("e", 3.0).hidden(|| false).points(), 0.0);
        assert_eq!(Rubric::new("e", 3.0).points(), 0.0, "sin comprobaciones no hay puntos");
        let third = Rubric::new("e", 1.0).check("a", "p", || true).hidden(|| false).hidden(|| false);
        assert_eq!(third.points(), 0.33);
    }

    #[test]
    fn the_report_has_a_line_per_check_and_keeps_hidden_ones_to_itself() {
        let rubric = Rubric::new("e", 2.0)
            .check("la suma", "repasa el signo", || close(4.0, -4.0))
            .check("el producto", "nada", || close(1.0, 1.0))
            .hidden(|| close(0.123456, 98.7654));
        assert_eq!(
            rubric.sealed("clave"),
            "clave 0.67\n❌ la suma: se esperaba -4 y llegó 4. Pista: repasa el signo.\n✅ el producto\n\
             ❌ pruebas ocultas: 0 de 1\nPuntos de «e»: 0.67 de 2"
        );
    }

    #[test]
    fn a_panic_is_one_line_and_the_next_check_still_runs() {
        let nothing: Option<bool> = "".chars().next().map(|_| true);
        let rubric = Rubric::new("e", 2.0)
            .check("a", "p", || -> bool { todo!("escribe aquí") })
            .check("b", "p", || nothing.unwrap())
            .check("c", "p", || -> bool { std::panic::panic_any(7) })
            .check("d", "p", || true);
        assert_eq!(rubric.score(), 0.5);
        assert_eq!(rubric.lines.len(), 4);
        assert!(rubric.lines[0].contains("todavía no está escrita"), "{}", rubric.lines[0]);
        assert!(rubric.lines[1].contains("`Option::unwrap()` on a `None` value"), "{}", rubric.lines[1]);
        assert!(rubric.lines[2].contains("con un pánico. Pista"), "{}", rubric.lines[2]);
        assert!(rubric.lines.iter().all(|line| !line.contains('\n')));
    }

    #[test]
    fn a_hint_may_be_a_question() {
        let rubric = Rubric::new("e", 1.0).check("a", "¿y el signo?", || false);
        assert!(rubric.lines[0].ends_with("Pista: ¿y el signo?"));
    }
}
