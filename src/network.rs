//! La red: capas, propagación hacia adelante, propagación hacia atrás y actualización de los pesos.

use ndarray::{Array1, Array2};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::Distribution;

use crate::activation::{sigmoid, sigmoid_derivative};
use crate::error::Error;
use crate::layer::{affine, layer_gradient, product_transposed};
use crate::shape;

pub use crate::forward::Forward;
pub use crate::layer::Layer;

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

/// El gradiente de J = ½ Σ (y − a)², sumado sobre los ejemplos.
///
/// Los índices cuentan desde 0: `layers[0].w` es ∂J/∂W⁽¹⁾. Son gradientes verdaderos, y [`Network::update`] los **resta**.
/// La celda del XOR de la lección original los suma porque su error, y − a, ya trae el signo cambiado: los números son los
/// mismos.
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
    /// `sizes` es `[entradas, ocultas…, salidas]`. Sortea W⁽¹⁾, b⁽¹⁾, W⁽²⁾, b⁽²⁾… en ese orden y cada matriz por filas,
    /// igual que la lección; por eso [`numpy::seed`](crate::numpy::seed) reproduce sus números dígito a dígito.
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
    /// Si las columnas de `x` no son las filas de W⁽¹⁾, o si dos capas seguidas no encajan; el mensaje nombra las dos
    /// formas.
    ///
    /// ```
    /// use gradiente::{Network, dataset, numpy};
    ///
    /// let (x, _) = dataset::xor();
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let forward = net.forward(&x);
    /// assert_eq!(forward.a[0].dim(), (4, 2)); // A⁽¹⁾: cuatro ejemplos, dos neuronas ocultas
    /// assert!((forward.output()[[0, 0]] - 0.7501134012512863).abs() < 1e-12); // NumPy
    /// ```
    pub fn forward(&self, x: &Array2<f64>) -> Forward {
        let zeros = || self.layers.iter().map(|layer| Array2::zeros((x.nrows(), layer.b.len()))).collect::<Vec<_>>();
        let mut forward = Forward { x: x.clone(), z: zeros(), a: zeros() };
        shape::assert_forward(&self.layers, &forward.x, &forward.z, &forward.a);
        self.forward_again(&mut forward);
        forward
    }

    /// Repite la propagación hacia adelante de `forward.x` con los pesos de ahora, sin reservar memoria ni comprobar las
    /// formas.
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
    /// `y` tiene la forma de la salida, `(ejemplos, salidas)`. Es la regla de la cadena aplicada desde la última capa hasta
    /// la primera (Rumelhart, Hinton y Williams, «Learning representations by back-propagating errors», Nature 323, 1986).
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
        shape::assert_forward(&self.layers, &forward.x, &forward.z, &forward.a);
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
        shape::assert_gradients(&self.layers, &gradients.layers);
        for (layer, gradient) in self.layers.iter_mut().zip(&gradients.layers) {
            layer.w.scaled_add(-alpha, &gradient.w);
            layer.b.scaled_add(-alpha, &gradient.b);
        }
    }
}
