//! La red: capas, propagación hacia adelante, propagación hacia atrás y actualización de los pesos.

use ndarray::{Array1, Array2, Zip};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::Distribution;

use crate::activation::{sigmoid, sigmoid_derivative};
use crate::error::Error;
use crate::product::{affine, layer_gradient, product_transposed};
use crate::shape;

/// Una capa: sus pesos y sus sesgos. El gradiente de una capa tiene la misma forma y se guarda en el mismo tipo.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Los pesos, `(entradas, salidas)`.
    pub w: Array2<f64>,
    /// Los sesgos, `(salidas,)`.
    pub b: Array1<f64>,
}

/// Una red de capas sigmoides, de cualquier profundidad. La de la lección es 2-2-1.
///
/// ```
/// use gradiente::{Network, numpy};
///
/// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
/// assert_eq!(net.layers[0].w[[0, 0]], 0.3745401188473625); // np.random.seed(42); np.random.rand(2, 2)
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Las capas, desde la primera oculta hasta la de salida.
    pub layers: Vec<Layer>,
}

/// Lo que deja la propagación hacia adelante: la entrada y, por cada capa, z y a. La propagación hacia atrás lo necesita todo.
///
/// Los índices cuentan desde 0: `z[0]` y `a[0]` son Z1 y A1 en la lección.
#[derive(Debug, Clone, PartialEq)]
pub struct Forward {
    /// La entrada, `(ejemplos, entradas)`.
    pub x: Array2<f64>,
    /// La entrada lineal de cada capa, z = a·W + b, `(ejemplos, salidas de la capa)`.
    pub z: Vec<Array2<f64>>,
    /// La activación de cada capa, a = σ(z), `(ejemplos, salidas de la capa)`.
    pub a: Vec<Array2<f64>>,
}

/// El gradiente de J = ½ Σ (y − a)², sumado sobre los ejemplos.
///
/// Los índices cuentan desde 0: `layers[0].w` es ∂J/∂W1. Son gradientes verdaderos, y [`Network::update`] los **resta**. La
/// celda del XOR de la lección original los suma porque su error, y − a, ya trae el signo cambiado: los números son los mismos.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradients {
    /// ∂J/∂W y ∂J/∂b de cada capa.
    pub layers: Vec<Layer>,
    /// δ = ∂J/∂z de cada capa, `(ejemplos, salidas de la capa)`: lo que viaja hacia atrás.
    pub delta: Vec<Array2<f64>>,
}

impl Network {
    /// Una red de los tamaños dados, con los pesos y los sesgos sacados de `distribution`.
    ///
    /// `sizes` es `[entradas, ocultas…, salidas]`. Sortea W1, b1, W2, b2… en ese orden y cada matriz por filas, igual que la
    /// lección; por eso [`numpy::seed`](crate::numpy::seed) reproduce sus números dígito a dígito.
    ///
    /// # Panics
    ///
    /// Si `sizes` no describe una red; [`Network::try_random_using`] devuelve el error en su lugar.
    ///
    /// ```
    /// use gradiente::Network;
    /// use ndarray_rand::rand::SeedableRng;
    /// use ndarray_rand::rand_distr::Uniform;
    /// use rand_isaac::Isaac64Rng;
    ///
    /// let mut rng = Isaac64Rng::seed_from_u64(42);
    /// let net = Network::random_using(&[2, 2, 1], Uniform::new(0.0, 1.0)?, &mut rng);
    /// assert_eq!(net.layers[0].w.dim(), (2, 2));
    /// assert_eq!(net.layers[1].b.len(), 1);
    /// # Ok::<(), ndarray_rand::rand_distr::uniform::Error>(())
    /// ```
    pub fn random_using<D: Distribution<f64>, R: Rng + ?Sized>(sizes: &[usize], distribution: D, rng: &mut R) -> Network {
        Network::try_random_using(sizes, distribution, rng).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Como [`Network::random_using`], para tamaños que vienen de fuera del código.
    ///
    /// # Errors
    ///
    /// [`Error::Sizes`] si hay menos de dos tamaños o alguno es 0.
    ///
    /// ```
    /// use gradiente::{Network, numpy};
    ///
    /// let error = Network::try_random_using(&[2, 0, 1], numpy::Rand, &mut numpy::seed(42)).unwrap_err();
    /// assert!(error.to_string().contains("[2, 0, 1]"));
    /// ```
    pub fn try_random_using<D: Distribution<f64>, R: Rng + ?Sized>(
        sizes: &[usize],
        distribution: D,
        rng: &mut R,
    ) -> Result<Network, Error> {
        if sizes.len() < 2 || sizes.contains(&0) {
            return Err(Error::Sizes(sizes.to_vec()));
        }
        let layers = sizes.windows(2).map(|pair| Layer {
            w: Array2::random_using((pair[0], pair[1]), &distribution, rng),
            b: Array1::random_using(pair[1], &distribution, rng),
        });
        Ok(Network { layers: layers.collect() })
    }

    /// Propagación hacia adelante (*forward*): pasa la entrada `x`, `(ejemplos, entradas)`, por todas las capas.
    ///
    /// # Panics
    ///
    /// Si las columnas de `x` no son las filas de W1, o si dos capas seguidas no encajan; el mensaje nombra las dos formas.
    ///
    /// ```
    /// use gradiente::{Network, dataset, numpy};
    ///
    /// let (x, _) = dataset::xor();
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let forward = net.forward(&x);
    /// assert_eq!(forward.a[0].dim(), (4, 2)); // A1: cuatro ejemplos, dos neuronas ocultas
    /// assert!((forward.output()[[0, 0]] - 0.7501134012512863).abs() < 1e-12); // NumPy
    /// ```
    pub fn forward(&self, x: &Array2<f64>) -> Forward {
        let zeros = || self.layers.iter().map(|layer| Array2::zeros((x.nrows(), layer.b.len()))).collect::<Vec<_>>();
        let mut forward = Forward { x: x.clone(), z: zeros(), a: zeros() };
        shape::assert_forward(self, &forward);
        self.forward_again(&mut forward);
        forward
    }

    /// Repite la propagación hacia adelante de `forward.x` con los pesos de ahora, sin reservar memoria ni comprobar las formas.
    pub(crate) fn forward_again(&self, forward: &mut Forward) {
        for (l, layer) in self.layers.iter().enumerate() {
            let (before, after) = forward.a.split_at_mut(l);
            let input = before.last().unwrap_or(&forward.x); // (ejemplos, entradas)
            let (z, a) = (&mut forward.z[l], &mut after[0]); // (ejemplos, salidas)

            affine(input, layer, z); // z = entrada·W + b
            a.zip_mut_with(z, |a, &z| *a = sigmoid(z)); // a = σ(z)
        }
    }

    /// Propagación hacia atrás (*backward*): el gradiente de J = ½ Σ (y − a)² respecto de cada peso y cada sesgo.
    ///
    /// `y` tiene la forma de la salida, `(ejemplos, salidas)`. Es la regla de la cadena aplicada desde la última capa hasta la
    /// primera (Rumelhart, Hinton y Williams, «Learning representations by back-propagating errors», Nature 323, 1986).
    ///
    /// # Panics
    ///
    /// Si `y` no tiene la forma de la salida, o si `forward` es de una red de otra forma; el mensaje nombra las dos formas.
    ///
    /// ```
    /// use gradiente::{Network, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let gradients = net.backward(&net.forward(&x), &y);
    /// // NumPy da dW2[0, 0] = −0.12478241713985531 con el signo cambiado: la lección suma, aquí se resta.
    /// assert!((gradients.layers[1].w[[0, 0]] - 0.12478241713985531).abs() < 1e-12);
    /// ```
    pub fn backward(&self, forward: &Forward, y: &Array2<f64>) -> Gradients {
        shape::assert_forward(self, forward);
        shape::assert_targets(y, forward.output());
        let zeros = |layer: &Layer| Layer { w: Array2::zeros(layer.w.dim()), b: Array1::zeros(layer.b.len()) };
        let mut gradients = Gradients {
            layers: self.layers.iter().map(zeros).collect(),
            delta: forward.a.iter().map(|a| Array2::zeros(a.dim())).collect(),
        };
        self.backward_again(forward, y, &mut gradients);
        gradients
    }

    /// Repite la propagación hacia atrás sobre `gradients`, sin reservar memoria ni comprobar las formas.
    pub(crate) fn backward_again(&self, forward: &Forward, y: &Array2<f64>, gradients: &mut Gradients) {
        let last = self.layers.len() - 1;
        for l in (0..=last).rev() {
            let (delta, later) = gradients.delta[l..].split_first_mut().expect("hay un δ por capa");

            // δ = ∂J/∂z = ∂J/∂a · σ′(z) (ejemplos, salidas)
            if l == last {
                // ∂J/∂a = −(y − a) = a − y
                delta.assign(y);
                delta.zip_mut_with(&forward.a[l], |delta, &a| *delta = (a - *delta) * sigmoid_derivative(a));
            } else {
                // ∂J/∂a, lo que llega de la capa siguiente: δ·Wᵀ
                product_transposed(&later[0], &self.layers[l + 1].w, delta);
                delta.zip_mut_with(&forward.a[l], |delta, &a| *delta *= sigmoid_derivative(a));
            }

            let input = if l == 0 { &forward.x } else { &forward.a[l - 1] };
            // ∂J/∂W = entradaᵀ·δ (entradas, salidas); ∂J/∂b = Σ δ (salidas,)
            layer_gradient(input, delta, &mut gradients.layers[l]);
        }
    }

    /// Actualización (*update*), un paso del gradiente descendente: W ← W − α ∂J/∂W, b ← b − α ∂J/∂b.
    ///
    /// # Panics
    ///
    /// Si `gradients` es de una red de otra forma; el mensaje nombra las dos formas.
    ///
    /// ```
    /// use gradiente::{Network, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let before = net.forward(&x).loss(&y);
    /// net.update(&net.backward(&net.forward(&x), &y), 0.5);
    /// assert!(net.forward(&x).loss(&y) < before);
    /// ```
    pub fn update(&mut self, gradients: &Gradients, alpha: f64) {
        shape::assert_gradients(self, gradients);
        for (layer, gradient) in self.layers.iter_mut().zip(&gradients.layers) {
            layer.w.scaled_add(-alpha, &gradient.w);
            layer.b.scaled_add(-alpha, &gradient.b);
        }
    }
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

    /// La pérdida J = ½ Σ (y − a)², sumada sobre los ejemplos: la función de la que [`Network::backward`] da el gradiente.
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
