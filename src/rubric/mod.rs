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

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Mutex, PoisonError};

use ndarray::{Array1, Array2};

/// Cuánto puede alejarse un número del esperado, en relación con su tamaño, para que [`close`] lo dé por bueno.
pub const TOLERANCE: f64 = 1e-9;

/// Los mensajes de pánico del estudiante se cortan aquí: una línea tiene que caber en la pantalla.
const MESSAGE_LENGTH: usize = 120;

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

/// El resultado de una comprobación: pasó, o qué se esperaba y qué llegó.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome(Result<(), String>);

impl From<bool> for Outcome {
    fn from(passed: bool) -> Outcome {
        Outcome(if passed { Ok(()) } else { Err("no se cumple".into()) })
    }
}

/// Lo que se puede comparar número a número: `f64`, `Vec<f64>`, `Array1<f64>` y `Array2<f64>`.
pub trait Numbers {
    /// La forma, vacía para un número suelto.
    fn shape(&self) -> Vec<usize>;
    /// Los números, por filas.
    fn numbers(&self) -> Vec<f64>;
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
        let outcome = run(test);
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
        self.hidden.count(&run(test));
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

/// Corre una comprobación con los pánicos callados: lo que haya que decir lo dice la línea del informe.
fn run<O: Into<Outcome>>(test: impl FnOnce() -> O) -> Outcome {
    // El aviso de los pánicos es uno para todo el proceso: sin turno, dos rúbricas a la vez se lo cambiarían la una a la otra.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(|| test().into()));
    drop(take_hook());
    set_hook(hook);
    result.unwrap_or_else(|payload| {
        let message = payload.downcast_ref::<&str>().map(|text| text.to_string());
        let message = message.or_else(|| payload.downcast_ref::<String>().cloned());
        // Soltar la carga puede volver a entrar en pánico, si el estudiante la fabricó así.
        std::mem::forget(payload);
        Outcome(Err(explain(message.as_deref())))
    })
}

/// Un mensaje de pánico, dicho para quien está aprendiendo.
fn explain(message: Option<&str>) -> String {
    match message {
        None => "tu código se detuvo con un pánico".into(),
        Some(text) if text.starts_with("not yet implemented") => "la función todavía no está escrita (`todo!`)".into(),
        Some(text) => {
            let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = line.chars().take(MESSAGE_LENGTH).collect();
            let dots = if short.len() < line.len() { "…" } else { "" };
            format!("tu código se detuvo con un pánico, «{short}{dots}»")
        }
    }
}

/// ¿Son iguales `got` y `expected`, salvo un error de redondeo ([`TOLERANCE`])? NaN nunca es igual a nada.
///
/// ```
/// use gradiente::rubric::{Outcome, close};
/// use ndarray::array;
///
/// assert_eq!(close(0.1 + 0.2, 0.3), Outcome::from(true));
/// assert_ne!(close(f64::NAN, f64::NAN), Outcome::from(true));
/// assert_ne!(close(array![[1.0, 2.0]], array![[1.0], [2.0]]), Outcome::from(true)); // otra forma
/// ```
pub fn close<T: Numbers>(got: T, expected: T) -> Outcome {
    close_within(got, expected, TOLERANCE)
}

/// Como [`close`], con otra tolerancia: cada número puede alejarse del esperado `tolerance` veces su tamaño, o `tolerance` a
/// secas si el esperado es menor que 1.
pub fn close_within<T: Numbers>(got: T, expected: T, tolerance: f64) -> Outcome {
    let (shape, wanted) = (got.shape(), expected.shape());
    if shape != wanted {
        return Outcome(Err(format!("se esperaba la forma {} y llegó {}", tuple(&wanted), tuple(&shape))));
    }
    for (i, (got, expected)) in got.numbers().into_iter().zip(expected.numbers()).enumerate() {
        let near = (got - expected).abs() <= tolerance * expected.abs().max(1.0);
        if !(near && got.is_finite() && expected.is_finite()) {
            return Outcome(Err(format!("{}se esperaba {} y llegó {}", place(i, &wanted), short(expected), short(got))));
        }
    }
    Outcome(Ok(()))
}

fn tuple(shape: &[usize]) -> String {
    match shape {
        [] => "de un número".into(),
        [n] => format!("({n},)"),
        [n, m, ..] => format!("({n}, {m})"),
    }
}

fn place(i: usize, shape: &[usize]) -> String {
    match shape {
        [] => String::new(),
        [_] => format!("en [{i}] "),
        [_, columns, ..] => format!("en [[{}, {}]] ", i / columns, i % columns),
    }
}

/// Seis cifras significativas: bastan para ver la diferencia y no cansan.
fn short(number: f64) -> String {
    let text = format!("{number:.5e}");
    let rounded: f64 = text.parse().unwrap_or(number);
    if rounded != 0.0 && !(1e-4..1e7).contains(&rounded.abs()) { format!("{rounded:e}") } else { format!("{rounded}") }
}

impl<T: Numbers> Numbers for &T {
    fn shape(&self) -> Vec<usize> {
        (*self).shape()
    }
    fn numbers(&self) -> Vec<f64> {
        (*self).numbers()
    }
}

impl Numbers for f64 {
    fn shape(&self) -> Vec<usize> {
        vec![]
    }
    fn numbers(&self) -> Vec<f64> {
        vec![*self]
    }
}

impl Numbers for Vec<f64> {
    fn shape(&self) -> Vec<usize> {
        vec![self.len()]
    }
    fn numbers(&self) -> Vec<f64> {
        self.clone()
    }
}

impl Numbers for Array1<f64> {
    fn shape(&self) -> Vec<usize> {
        vec![self.len()]
    }
    fn numbers(&self) -> Vec<f64> {
        self.iter().copied().collect()
    }
}

impl Numbers for Array2<f64> {
    fn shape(&self) -> Vec<usize> {
        vec![self.nrows(), self.ncols()]
    }
    fn numbers(&self) -> Vec<f64> {
        self.iter().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn problem(outcome: Outcome) -> String {
        outcome.0.unwrap_err()
    }

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

    #[test]
    fn a_long_panic_message_is_cut() {
        let line = explain(Some(&"á\n".repeat(500)));
        assert!(line.chars().count() < 200 && line.ends_with("…»") && !line.contains('\n'), "{line}");
    }

    #[test]
    fn nan_and_infinity_are_never_close() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(close(bad, 1.0).0.is_err());
            assert!(close(bad, bad).0.is_err());
            assert!(close(1.0, bad).0.is_err());
            assert!(close(array![1.0, bad], array![1.0, 2.0]).0.is_err());
        }
    }

    #[test]
    fn a_difference_says_where_it_is() {
        assert_eq!(
            problem(close(array![[1.0, 2.0], [3.0, 4.0]], array![[1.0, 2.0], [3.5, 4.0]])),
            "en [[1, 0]] se esperaba 3.5 y llegó 3"
        );
        assert_eq!(problem(close(vec![1.0], vec![1.0, 2.0])), "se esperaba la forma (2,) y llegó (1,)");
        assert_eq!(
            problem(close(Array2::zeros((2, 3)), Array2::zeros((3, 2)))),
            "se esperaba la forma (3, 2) y llegó (2, 3)"
        );
        assert_eq!(problem(close(0.123456789, 1e-9)), "se esperaba 1e-9 y llegó 0.123457");
    }

    #[test]
    fn tolerance_is_relative_above_one_and_absolute_below() {
        assert!(close_within(1001.0, 1000.0, 1e-2).0.is_ok());
        assert!(close_within(0.02, 0.001, 1e-2).0.is_err());
        assert!(close_within(0.0, 0.009, 1e-2).0.is_ok());
        assert!(close(1.0 + 1e-8, 1.0).0.is_err());
    }
}
