//! Las compuertas lógicas: cuatro ejemplos, dos entradas, una salida.

use ndarray::{Array2, array};

/// XOR, la compuerta de la lección: 1 cuando las entradas son distintas. Ninguna recta separa sus ceros de sus unos.
///
/// Devuelve `(x, y)`: x `(4, 2)` con las entradas (0, 0), (0, 1), (1, 0), (1, 1); y `(4, 1)`. En la lección: «El problema
/// del XOR».
///
/// ```
/// let (x, y) = gradiente::dataset::xor();
/// assert_eq!((x.dim(), y.dim()), ((4, 2), (4, 1)));
/// ```
pub fn xor() -> (Array2<f64>, Array2<f64>) {
    gate(|a, b| a != b)
}

/// AND: 1 solo cuando las dos entradas son 1. Una recta basta. Formas como [`xor`].
pub fn and() -> (Array2<f64>, Array2<f64>) {
    gate(|a, b| a && b)
}

/// OR: 1 cuando alguna entrada es 1. Una recta basta. Formas como [`xor`].
pub fn or() -> (Array2<f64>, Array2<f64>) {
    gate(|a, b| a || b)
}

/// NAND: 0 solo cuando las dos entradas son 1. Una recta basta. Formas como [`xor`].
pub fn nand() -> (Array2<f64>, Array2<f64>) {
    gate(|a, b| !(a && b))
}

/// XNOR: 1 cuando las entradas son iguales; tan difícil como [`xor`]. Formas como [`xor`].
pub fn xnor() -> (Array2<f64>, Array2<f64>) {
    gate(|a, b| a == b)
}

fn gate(rule: fn(bool, bool) -> bool) -> (Array2<f64>, Array2<f64>) {
    let x = array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let y = Array2::from_shape_fn((4, 1), |(i, _)| f64::from(rule(x[[i, 0]] == 1.0, x[[i, 1]] == 1.0)));
    (x, y)
}
