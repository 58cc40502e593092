//! Lo que comparten los bancos de prueba: el límite escalar y los problemas que se miden.

use gradiente::{Network, Training, dataset, numpy, sigmoid, sigmoid_derivative};
use ndarray::Array2;
use ndarray_rand::RandomExt;

/// El entrenamiento de la lección escrito a mano para 2-2-1, número por número: no sirve para ninguna otra red, y por eso es
/// el límite práctico con que se compara la biblioteca. Devuelve la última salida.
pub fn scalar_limit(net: &Network, training: Training) -> [f64; 4] {
    let (x, y) = ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0.0, 1.0, 1.0, 0.0]);
    let (hidden, last) = (&net.layers[0], &net.layers[1]);
    let mut w1 = [[hidden.w[[0, 0]], hidden.w[[0, 1]]], [hidden.w[[1, 0]], hidden.w[[1, 1]]]];
    let mut b1 = [hidden.b[0], hidden.b[1]];
    let mut w2 = [last.w[[0, 0]], last.w[[1, 0]]];
    let mut b2 = last.b[0];
    let mut output = [0.0; 4];

    for _ in 0..training.epochs {
        let (mut dw1, mut db1, mut dw2, mut db2) = ([[0.0; 2]; 2], [0.0; 2], [0.0; 2], 0.0);
        for i in 0..4 {
            let z1 = |j: usize| x[i][0] * w1[0][j] + x[i][1] * w1[1][j] + b1[j];
            let a1 = [sigmoid(z1(0)), sigmoid(z1(1))];
            let a2 = sigmoid(a1[0] * w2[0] + a1[1] * w2[1] + b2);
            let delta2 = (a2 - y[i]) * sigmoid_derivative(a2);
            db2 += delta2;
            for j in 0..2 {
                dw2[j] += delta2 * a1[j];
                let delta1 = delta2 * w2[j] * sigmoid_derivative(a1[j]);
                db1[j] += delta1;
                dw1[0][j] += delta1 * x[i][0];
                dw1[1][j] += delta1 * x[i][1];
            }
            output[i] = a2;
        }
        b2 -= training.alpha * db2;
        for j in 0..2 {
            w2[j] -= training.alpha * dw2[j];
            b1[j] -= training.alpha * db1[j];
            w1[0][j] -= training.alpha * dw1[0][j];
            w1[1][j] -= training.alpha * dw1[1][j];
        }
    }
    output
}

/// El comienzo de la lección.
pub fn lesson_start(seed: u32) -> Network {
    Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(seed))
}

/// El entrenamiento de la lección con la biblioteca.
pub fn lesson_run() -> Array2<f64> {
    let (x, y) = dataset::xor();
    Training::default().run(&mut lesson_start(42), &x, &y).expect("los de la lección").output
}

/// Cuántos pasos se dan seguidos al medir uno: la reserva de memoria del principio se reparte entre todos.
pub const STEPS: usize = 100;

/// Una red de los tamaños dados con un lote de ejemplos, lista para dar pasos.
pub struct Steps {
    net: Network,
    x: Array2<f64>,
    y: Array2<f64>,
}

impl Steps {
    pub fn new(sizes: &[usize], batch: usize) -> Steps {
        let rng = &mut numpy::seed(42);
        let net = Network::random_using(sizes, numpy::Rand, rng);
        let x = Array2::random_using((batch, sizes[0]), numpy::Rand, rng);
        let y = Array2::random_using((batch, sizes[sizes.len() - 1]), numpy::Rand, rng);
        Steps { net, x, y }
    }

    /// [`STEPS`] pasos con todo el lote: adelante, atrás y actualizar. La α es tan pequeña que la red apenas cambia.
    pub fn run(&mut self) {
        let training = Training { alpha: 1e-9, epochs: STEPS, every: STEPS };
        training.run(&mut self.net, &self.x, &self.y).expect("un entrenamiento con sentido");
    }
}
