//! Cómo va una red con sus ejemplos, dicho de una sola manera en todas partes.

use gradiente::Network;
use ndarray::Array2;

/// Con menos error que este, y todos los aciertos, la red ha aprendido.
const LEARNED: f64 = 0.1;

/// Lo que responde una red a sus ejemplos, y cuánto se equivoca.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// El error absoluto medio.
    pub error: f64,
    /// La pérdida, J = ½ Σ (y − a)².
    pub loss: f64,
    /// Cuántos ejemplos caen del lado que se espera.
    pub right: usize,
    /// Lo que responde a cada uno.
    pub outputs: Vec<f64>,
}

impl Progress {
    /// El de `net` con los ejemplos `x` (ejemplos, 2), de los que se espera `y` (ejemplos, 1).
    ///
    /// # Panics
    ///
    /// Si las formas no encajan.
    pub fn of(net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> Progress {
        let forward = net.forward(x);
        let outputs = forward.output();
        Progress {
            error: forward.mean_abs_error(y),
            loss: forward.loss(y),
            right: outputs.iter().zip(y).filter(|&(a, y)| (*a >= 0.5) == (*y >= 0.5)).count(),
            outputs: outputs.iter().copied().collect(),
        }
    }

    /// ¿Acierta en todos, y con poco error?
    pub fn learned(&self) -> bool {
        self.right == self.outputs.len() && self.error < LEARNED
    }
}
