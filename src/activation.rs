//! La función sigmoide y su derivada.

/// La función sigmoide, σ(z) = 1 / (1 + e⁻ᶻ): lleva cualquier número al intervalo [0, 1].
///
/// Nunca se desborda. Para z muy negativo (desde −710, más o menos) e⁻ᶻ es infinito y el resultado, 0 exacto; para z mayor
/// que 36.7 la suma ya no se distingue de 1 y el resultado es 1 exacto. σ(−∞) = 0, σ(+∞) = 1 y σ(NaN) = NaN.
///
/// Se aplica a una matriz elemento a elemento con [`mapv`](ndarray::ArrayRef::mapv). En la lección: «Una sola neurona».
///
/// ```
/// use gradiente::sigmoid;
/// use ndarray::array;
///
/// assert_eq!(sigmoid(0.0), 0.5);
/// assert_eq!(array![-745.0, 745.0].mapv(sigmoid), array![0.0, 1.0]);
/// ```
#[inline]
pub fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// La derivada de la sigmoide, σ′(z) = a (1 − a), escrita en función de la **activación** a = σ(z).
///
/// El argumento es `a`, no `z`: cuando toca derivar, la activación ya está calculada y no hace falta otra exponencial.
/// Pasarle `z` es el error más común de la retropropagación. Con a en [0, 1] el resultado está en [0, ¼]; una neurona
/// saturada (a = 0 o a = 1) da 0 y deja de aprender. NaN da NaN.
///
/// En la lección: «Una sola neurona», factor `da_dz`.
///
/// ```
/// use gradiente::{sigmoid, sigmoid_derivative};
///
/// let a = sigmoid(0.6);
/// let h = 1e-6;
/// let numeric = (sigmoid(0.6 + h) - sigmoid(0.6 - h)) / (2.0 * h);
/// assert!((sigmoid_derivative(a) - numeric).abs() < 1e-9);
/// ```
#[inline]
pub fn sigmoid_derivative(a: f64) -> f64 {
    a * (1.0 - a)
}
