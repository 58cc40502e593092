//! Una neurona con una entrada: un paso del gradiente descendente, con cada factor de la regla de la cadena por su nombre.

use crate::activation::{sigmoid, sigmoid_derivative};

/// La función de pérdida con que se mide el error de una neurona.
///
/// La lección usa una en su código y deriva otra en su texto; por eso están las dos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// El error sin más, L = y − a. Su derivada es ∂L/∂a = −1: la que usa el código de la lección.
    ///
    /// Solo sirve mientras a < y: sigue empujando aunque la neurona ya haya acertado.
    Error,
    /// La mitad del error al cuadrado, L = ½ (y − a)². Su derivada es ∂L/∂a = −(y − a): la que deduce la lección.
    HalfSquare,
}

impl Loss {
    /// El valor de la pérdida para la salida esperada `y` y la activación `a`.
    pub fn value(self, y: f64, a: f64) -> f64 {
        match self {
            Loss::Error => y - a,
            Loss::HalfSquare => 0.5 * (y - a).powi(2),
        }
    }

    /// ∂L/∂a: cuánto cambia la pérdida cuando cambia la activación.
    pub fn derivative(self, y: f64, a: f64) -> f64 {
        match self {
            Loss::Error => -1.0,
            Loss::HalfSquare => -(y - a),
        }
    }
}

/// Una neurona sigmoide con una entrada: z = x·w + b, a = σ(z). En la lección: «Una sola neurona».
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neuron {
    /// El peso.
    pub w: f64,
    /// El sesgo. En la lección queda fijo: solo se ajusta el peso.
    pub b: f64,
}

/// Un paso del gradiente descendente, factor por factor: ∂L/∂w = ∂L/∂a · ∂a/∂z · ∂z/∂w.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// La entrada lineal de la neurona, z = x·w + b.
    pub z: f64,
    /// La activación, a = σ(z).
    pub a: f64,
    /// La pérdida L antes del paso.
    pub loss: f64,
    /// ∂L/∂a, según la [`Loss`] elegida.
    pub dl_da: f64,
    /// ∂a/∂z = a (1 − a).
    pub da_dz: f64,
    /// ∂z/∂w = x.
    pub dz_dw: f64,
    /// El producto de los tres factores, ∂L/∂w.
    pub dl_dw: f64,
    /// El peso después del paso, w − α ∂L/∂w.
    pub w: f64,
}

impl Neuron {
    /// La activación de la neurona para la entrada `x`: σ(x·w + b).
    ///
    /// ```
    /// let neuron = gradiente::Neuron { w: 0.8, b: 0.2 };
    /// assert!((neuron.forward(0.5) - 0.6457).abs() < 5e-5); // NumPy: 0.6456563062257954
    /// ```
    pub fn forward(&self, x: f64) -> f64 {
        sigmoid(x * self.w + self.b)
    }

    /// Calcula un paso con tasa de aprendizaje `alpha`; la neurona no cambia hasta que tomes el peso nuevo.
    ///
    /// ```
    /// use gradiente::{Loss, Neuron};
    ///
    /// let neuron = Neuron { w: 0.8, b: 0.2 };
    /// let step = neuron.step(0.5, 1.0, 0.1, Loss::Error);
    /// assert_eq!(format!("{:.8}", step.w), "0.81143921"); // el resultado de la lección, con NumPy
    /// let step = neuron.step(0.5, 1.0, 0.1, Loss::HalfSquare);
    /// assert_eq!(format!("{:.8}", step.w), "0.80405341"); // NumPy, con −(y − a) en lugar de −1
    /// ```
    pub fn step(&self, x: f64, y: f64, alpha: f64, loss: Loss) -> Step {
        let z = x * self.w + self.b;
        let a = sigmoid(z);

        let dl_da = loss.derivative(y, a);
        let da_dz = sigmoid_derivative(a);
        let dz_dw = x;
        let dl_dw = dl_da * da_dz * dz_dw;

        Step { z, a, loss: loss.value(y, a), dl_da, da_dz, dz_dw, dl_dw, w: self.w - alpha * dl_dw }
    }
}
