//! ¿Son iguales estos números? Y si no lo son, cuál no, y qué se esperaba en su sitio.

use ndarray::{Array1, Array2};

/// Cuánto puede alejarse un número del esperado, en relación con su tamaño, para que [`close`] lo dé por bueno.
pub const TOLERANCE: f64 = 1e-9;

/// El resultado de una comprobación: pasó, o qué se esperaba y qué llegó.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome(pub(super) Result<(), String>);

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
