//! Lo que deja la propagación hacia adelante: las activaciones, y cuánto le falta a la salida para ser la esperada.

use ndarray::{Array2, Zip};

use crate::shape;

/// Lo que deja la propagación hacia adelante: la entrada y, por cada capa, z y a. La propagación hacia atrás lo necesita
/// todo.
///
/// Los índices cuentan desde 0: `z[0]` y `a[0]` son Z⁽¹⁾ y A⁽¹⁾ en la lección.
#[derive(Debug, Clone, PartialEq)]
pub struct Forward {
    /// La entrada, `(ejemplos, entradas)`.
    pub x: Array2<f64>,
    /// La entrada lineal de cada capa, z = a·W + b, `(ejemplos, salidas de la capa)`.
    pub z: Vec<Array2<f64>>,
    /// La activación de cada capa, a = σ(z), `(ejemplos, salidas de la capa)`.
    pub a: Vec<Array2<f64>>,
}

impl Forward {
    /// La salida de la red, la activación de la última capa, `(ejemplos, salidas)`.
    ///
    /// # Panics
    ///
    /// Si no hay ninguna capa.
    pub fn output(&self) -> &Array2<f64> {
        self.a.last().expect("la propagación no tiene capas: hace falta al menos una")
    }

    /// El error, y − a, con la forma de la salida: `(ejemplos, salidas)`.
    ///
    /// # Panics
    ///
    /// Si `y` no tiene la forma de la salida; el mensaje nombra las dos formas.
    pub fn error(&self, y: &Array2<f64>) -> Array2<f64> {
        shape::assert_targets(y, self.output());
        y - self.output()
    }

    /// La pérdida J = ½ Σ (y − a)², sumada sobre los ejemplos: la función de la que
    /// [`Network::backward`](crate::Network::backward) da el gradiente.
    ///
    /// # Panics
    ///
    /// Como [`Forward::error`].
    pub fn loss(&self, y: &Array2<f64>) -> f64 {
        0.5 * self.sum_of(y, |error| error * error)
    }

    /// El error absoluto medio, la media de |y − a|: el «Error» que la lección muestra cada 1000 épocas.
    ///
    /// # Panics
    ///
    /// Como [`Forward::error`].
    ///
    /// ```
    /// use gradiente::{Network, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// assert_eq!(format!("{:.4}", net.forward(&x).mean_abs_error(&y)), "0.4978"); // la primera línea de la lección
    /// ```
    pub fn mean_abs_error(&self, y: &Array2<f64>) -> f64 {
        self.sum_of(y, f64::abs) / y.len() as f64
    }

    /// Σ f(y − a), sin guardar el error.
    fn sum_of(&self, y: &Array2<f64>, f: impl Fn(f64) -> f64) -> f64 {
        shape::assert_targets(y, self.output());
        Zip::from(y).and(self.output()).fold(0.0, |sum, y, a| sum + f(y - a))
    }
}
