//! ¿Son iguales estos números? Y si no lo son, cuál no, y qué se esperaba en su sitio.

use std::fmt;

use ndarray::{Array1, Array2};

/// Cuánto puede alejarse un número del esperado, en relación con su tamaño, para que [`close`] lo dé por bueno.
pub const TOLERANCE: f64 = 1e-9;

/// En qué se diferencia lo que llegó de lo que se esperaba. Se escribe como una frase: «se esperaba 6 y llegó 9».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference(String);

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Difference {}

/// Lo que se puede comparar número a número: `f64`, `Vec<f64>`, `Array1<f64>`, `Array2<f64>` y referencias a ellos.
#[diagnostic::on_unimplemented(
    message = "una comprobación no sabe comparar `{Self}`",
    label = "esto es `{Self}`",
    note = "se comparan `f64`, `Vec<f64>`, `Array1<f64>` y `Array2<f64>`: revisa los tipos de tu función"
)]
pub trait Numbers {
    /// La forma, vacía para un número suelto.
    fn shape(&self) -> Vec<usize>;
    /// Los números, por filas: tantos como pide la forma.
    fn numbers(&self) -> impl Iterator<Item = f64>;
}

/// ¿Son iguales `got` y `expected`, salvo un error de redondeo ([`TOLERANCE`])? NaN nunca es igual a nada.
///
/// ```
/// use gradiente::rubric::close;
/// use ndarray::array;
///
/// assert!(close(0.1 + 0.2, 0.3).is_ok());
/// assert!(close(f64::NAN, f64::NAN).is_err());
///
/// let difference = close(array![[1.0, 2.0]], array![[1.0], [2.0]]).unwrap_err();
/// assert_eq!(difference.to_string(), "se esperaba una matriz de 2 filas y 1 columna y llegó una de 1 fila y 2 columnas");
/// ```
///
/// # Errors
///
/// Si la forma o algún número son otros: la forma, o el primer número que falla.
pub fn close<G: Numbers, E: Numbers>(got: G, expected: E) -> Result<(), Difference> {
    close_within(got, expected, TOLERANCE)
}

/// Como [`close`], con otra tolerancia: cada número puede alejarse del esperado `tolerance` veces su tamaño, o `tolerance` a
/// secas si el esperado es menor que 1.
///
/// ```
/// use gradiente::rubric::close_within;
///
/// assert!(close_within(1001.0, 1000.0, 1e-2).is_ok());
/// assert!(close_within(0.02, 0.001, 1e-2).is_err());
/// ```
///
/// # Errors
///
/// Como [`close`].
pub fn close_within<G: Numbers, E: Numbers>(got: G, expected: E, tolerance: f64) -> Result<(), Difference> {
    let (shape, wanted) = (got.shape(), expected.shape());
    if shape != wanted {
        return Err(Difference(format!(
            "se esperaba {} y llegó {}",
            described(&wanted, None),
            described(&shape, Some(&wanted))
        )));
    }
    let mut numbers = got.numbers();
    for (i, expected) in expected.numbers().enumerate() {
        let Some(got) = numbers.next() else { return Err(Difference("no llegaron todos sus números".into())) };
        let near = (got - expected).abs() <= tolerance * expected.abs().max(1.0);
        if !(near && got.is_finite() && expected.is_finite()) {
            let place = place(i, &wanted);
            return Err(Difference(format!("{place}se esperaba {} y llegó {}", short(expected), short(got))));
        }
    }
    match numbers.next() {
        None => Ok(()),
        Some(_) => Err(Difference("llegaron números de más".into())),
    }
}

/// Una forma, con palabras. Si ya se nombró otra igual en todo menos en el tamaño, no se repite qué es.
fn described(shape: &[usize], named: Option<&[usize]>) -> String {
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let again = named.is_some_and(|named| named.len() == shape.len());
    match shape {
        [] => "un número".into(),
        [n] if again => format!("uno de {n}"),
        [n] => format!("un vector de {}", count(*n, "número", "números")),
        [n, m, ..] => {
            let what = if again { "una" } else { "una matriz" };
            format!("{what} de {} y {}", count(*n, "fila", "filas"), count(*m, "columna", "columnas"))
        }
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
    fn numbers(&self) -> impl Iterator<Item = f64> {
        (*self).numbers()
    }
}

impl Numbers for f64 {
    fn shape(&self) -> Vec<usize> {
        vec![]
    }
    fn numbers(&self) -> impl Iterator<Item = f64> {
        std::iter::once(*self)
    }
}

impl Numbers for Vec<f64> {
    fn shape(&self) -> Vec<usize> {
        vec![self.len()]
    }
    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.iter().copied()
    }
}

impl Numbers for Array1<f64> {
    fn shape(&self) -> Vec<usize> {
        vec![self.len()]
    }
    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.iter().copied()
    }
}

impl Numbers for Array2<f64> {
    fn shape(&self) -> Vec<usize> {
        vec![self.nrows(), self.ncols()]
    }
    fn numbers(&self) -> impl Iterator<Item = f64> {
        self.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn problem(comparison: Result<(), Difference>) -> String {
        comparison.unwrap_err().to_string()
    }

    #[test]
    fn nan_and_infinity_are_never_close() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(close(bad, 1.0).is_err());
            assert!(close(bad, bad).is_err());
            assert!(close(1.0, bad).is_err());
            assert!(close(array![1.0, bad], array![1.0, 2.0]).is_err());
        }
    }

    #[test]
    fn a_difference_says_where_it_is() {
        assert_eq!(
            problem(close(array![[1.0, 2.0], [3.0, 4.0]], array![[1.0, 2.0], [3.5, 4.0]])),
            "en [[1, 0]] se esperaba 3.5 y llegó 3"
        );
        assert_eq!(problem(close(vec![1.0], vec![1.0, 2.0])), "se esperaba un vector de 2 números y llegó uno de 1");
        assert_eq!(
            problem(close(Array2::zeros((2, 3)), Array2::zeros((3, 2)))),
            "se esperaba una matriz de 3 filas y 2 columnas y llegó una de 2 filas y 3 columnas"
        );
        assert_eq!(problem(close(0.123456789, 1e-9)), "se esperaba 1e-9 y llegó 0.123457");
    }

    #[test]
    fn tolerance_is_relative_above_one_and_absolute_below() {
        assert!(close_within(1001.0, 1000.0, 1e-2).is_ok());
        assert!(close_within(0.02, 0.001, 1e-2).is_err());
        assert!(close_within(0.0, 0.009, 1e-2).is_ok());
        assert!(close(1.0 + 1e-8, 1.0).is_err());
    }
}
