//! El entrenamiento: repetir adelante, atrás y actualizar, época tras época.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

use ndarray::Array2;

use crate::error::Error;
use crate::forward::Forward;
use crate::network::Network;

/// Los hiperparámetros de un entrenamiento con todos los ejemplos a la vez. En la lección: «El problema del XOR».
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Training {
    /// La tasa de aprendizaje, α.
    pub alpha: f64,
    /// Cuántas veces pasan todos los ejemplos por la red.
    pub epochs: usize,
    /// Cada cuántas épocas se anota la historia, empezando por la 0.
    pub every: usize,
}

impl Default for Training {
    /// Los de la lección: α = 0.5, 10 000 épocas y una anotación cada 1000.
    fn default() -> Training {
        Training { alpha: 0.5, epochs: 10_000, every: 1000 }
    }
}

/// Una época anotada, antes de su actualización: así la cuenta la lección.
#[derive(Debug, Clone, Copy)]
pub struct Epoch<'a> {
    /// El número de la época, desde 0.
    pub number: usize,
    /// El error absoluto medio, la media de |y − a|.
    pub error: f64,
    /// La pérdida J = ½ Σ (y − a)².
    pub loss: f64,
    /// La red, con los pesos que dieron este error.
    pub net: &'a Network,
    /// La propagación hacia adelante de esta época.
    pub forward: &'a Forward,
}

/// Lo que dejó un entrenamiento: el error, la pérdida y los gradientes cada [`every`](Training::every) épocas, y la última
/// salida.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Las épocas anotadas: 0, `every`, 2 `every`…
    pub epochs: Vec<usize>,
    /// El error absoluto medio de cada época anotada.
    pub errors: Vec<f64>,
    /// La pérdida J = ½ Σ (y − a)² de cada época anotada.
    pub losses: Vec<f64>,
    /// Por cada capa, la [norma](crate::Layer::norm) de su gradiente en cada época anotada: `gradient_norms[0]` es la
    /// historia de la primera capa oculta. Donde es pequeña, la capa casi no se mueve.
    pub gradient_norms: Vec<Vec<f64>>,
    /// La salida de la última propagación, anterior a la última actualización, `(ejemplos, salidas)`: la que imprime la
    /// lección.
    pub output: Array2<f64>,
}

impl History {
    /// Una historia vacía de una red de `layers` capas, con sitio para `reports` épocas anotadas: así anotar no reserva
    /// memoria.
    fn with_capacity(layers: usize, reports: usize) -> History {
        History {
            epochs: Vec::with_capacity(reports),
            errors: Vec::with_capacity(reports),
            losses: Vec::with_capacity(reports),
            gradient_norms: (0..layers).map(|_| Vec::with_capacity(reports)).collect(),
            output: Array2::zeros((0, 0)),
        }
    }

    /// Sigue con la historia de un entrenamiento que empezó donde acabó el anterior, en la época `start`.
    ///
    /// Entrenar a trozos es lo mismo que entrenar de una vez. A una historia vacía, `History::default()`, se le puede añadir
    /// cualquiera.
    ///
    /// ```
    /// use gradiente::{History, Network, Training, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let start = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let (mut net, mut history) = (start.clone(), History::default());
    /// for from in [0, 4000] {
    ///     let training = Training { alpha: 0.5, epochs: 4000, every: 1000 };
    ///     history.extend(from, &training.run(&mut net, &x, &y)?);
    /// }
    /// let whole = Training { alpha: 0.5, epochs: 8000, every: 1000 };
    /// assert_eq!(history, whole.run(&mut start.clone(), &x, &y)?);
    /// # Ok::<(), gradiente::Error>(())
    /// ```
    ///
    /// # Panics
    ///
    /// Si `later` es de una red con otro número de capas.
    pub fn extend(&mut self, start: usize, later: &History) {
        if self.epochs.is_empty() {
            self.gradient_norms = vec![Vec::new(); later.gradient_norms.len()];
        }
        let (layers, others) = (self.gradient_norms.len(), later.gradient_norms.len());
        assert!(layers == others, "esta historia es de una red de {layers} capas, y la que sigue, de una de {others}");
        self.epochs.extend(later.epochs.iter().map(|epoch| start + epoch));
        self.errors.extend(&later.errors);
        self.losses.extend(&later.losses);
        for (norms, later) in self.gradient_norms.iter_mut().zip(&later.gradient_norms) {
            norms.extend(later);
        }
        self.output.clone_from(&later.output);
    }
}

impl Training {
    /// Entrena `net` con los ejemplos `x`, `(ejemplos, entradas)`, e `y`, `(ejemplos, salidas)`.
    ///
    /// # Errors
    ///
    /// [`Error`] si α no es positiva y finita, si `epochs` o `every` son 0, si no hay ejemplos o si alguno no es finito. La
    /// red queda como estaba.
    ///
    /// # Panics
    ///
    /// Si las formas de `x`, `y` y la red no encajan, como [`Network::forward`] y [`Network::backward`].
    ///
    /// ```
    /// use gradiente::{Network, Training, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let history = Training { alpha: 0.5, epochs: 10_000, every: 1000 }.run(&mut net, &x, &y)?;
    /// assert_eq!(format!("{:.4}", history.errors[9]), "0.0182"); // época 9000, como en la lección
    /// assert_eq!(format!("{:.6}", history.losses[9]), "0.000662"); // J en la época 9000, con NumPy
    /// assert_eq!(format!("{:.4}", history.gradient_norms[1][0]), "0.2639"); // la capa de salida en la época 0, con NumPy
    /// # Ok::<(), gradiente::Error>(())
    /// ```
    pub fn run(&self, net: &mut Network, x: &Array2<f64>, y: &Array2<f64>) -> Result<History, Error> {
        self.run_with(net, x, y, |_| {})
    }

    /// Como [`Training::run`], y llama a `report` con cada época anotada mientras entrena.
    ///
    /// # Errors
    ///
    /// Como [`Training::run`].
    ///
    /// # Panics
    ///
    /// Como [`Training::run`].
    ///
    /// ```
    /// use gradiente::{Network, Training, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let mut net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let training = Training { alpha: 0.5, epochs: 2001, every: 1000 };
    /// let mut lines = Vec::new();
    /// training.run_with(&mut net, &x, &y, |epoch| lines.push(format!("Época {}: {:.4}", epoch.number, epoch.error)))?;
    /// assert_eq!(lines, ["Época 0: 0.4978", "Época 1000: 0.1119", "Época 2000: 0.0504"]);
    /// # Ok::<(), gradiente::Error>(())
    /// ```
    pub fn run_with(
        &self,
        net: &mut Network,
        x: &Array2<f64>,
        y: &Array2<f64>,
        mut report: impl FnMut(Epoch),
    ) -> Result<History, Error> {
        self.check(x, y)?;
        // La primera vez reservan la memoria y comprueban las formas; cada época las repite en el mismo sitio.
        let mut forward = net.forward(x);
        let mut gradients = net.backward(&forward, y);
        let mut history = History::with_capacity(net.layers.len(), self.epochs.div_ceil(self.every));

        for number in 0..self.epochs {
            net.forward_again(&mut forward);
            net.backward_again(&forward, y, &mut gradients);
            if number % self.every == 0 {
                let (error, loss) = (forward.mean_abs_error(y), forward.loss(y));
                history.epochs.push(number);
                history.errors.push(error);
                history.losses.push(loss);
                for (norms, gradient) in history.gradient_norms.iter_mut().zip(&gradients.layers) {
                    norms.push(gradient.norm());
                }
                report(Epoch { number, error, loss, net, forward: &forward });
            }
            net.update(&gradients, self.alpha);
        }
        history.output = forward.output().clone();
        Ok(history)
    }

    /// Entrena muchas redes con los mismos ejemplos, repartidas entre los núcleos del procesador.
    ///
    /// Cada red acaba igual que si la hubiera entrenado [`Training::run`] por su cuenta. Las historias van en el orden de
    /// `nets`.
    ///
    /// # Errors
    ///
    /// Como [`Training::run`].
    ///
    /// # Panics
    ///
    /// Como [`Training::run`].
    ///
    /// ```
    /// use gradiente::{Network, Training, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let start = |seed| Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(seed));
    /// let mut nets: Vec<Network> = (0..100).map(start).collect();
    /// let histories = Training::default().run_all(&mut nets, &x, &y)?;
    /// let stuck = histories.iter().filter(|history| history.errors[9] > 0.1);
    /// assert_eq!(stuck.count(), 16); // las que no aprenden XOR
    /// # Ok::<(), gradiente::Error>(())
    /// ```
    pub fn run_all(&self, nets: &mut [Network], x: &Array2<f64>, y: &Array2<f64>) -> Result<Vec<History>, Error> {
        let workers = thread::available_parallelism().map_or(1, NonZero::get);
        let share = nets.len().div_ceil(workers).max(1);
        thread::scope(|scope| {
            let train = |nets: &mut [Network]| nets.iter_mut().map(|net| self.run(net, x, y)).collect::<Result<Vec<_>, _>>();
            let workers: Vec<_> = nets.chunks_mut(share).map(|nets| scope.spawn(move || train(nets))).collect();
            let mut histories = Vec::new();
            for worker in workers {
                histories.extend(worker.join().unwrap_or_else(|panic| resume_unwind(panic))?);
            }
            Ok(histories)
        })
    }

    fn check(&self, x: &Array2<f64>, y: &Array2<f64>) -> Result<(), Error> {
        if !(self.alpha > 0.0 && self.alpha.is_finite()) {
            return Err(Error::Alpha(self.alpha));
        }
        if self.epochs == 0 {
            return Err(Error::Epochs);
        }
        if self.every == 0 {
            return Err(Error::Every);
        }
        if x.is_empty() || y.is_empty() {
            return Err(Error::NoData);
        }
        for (name, data) in [("x", x), ("y", y)] {
            if let Some(((row, column), &value)) = data.indexed_iter().find(|(_, value)| !value.is_finite()) {
                return Err(Error::Data(name, row, column, value));
            }
        }
        Ok(())
    }
}
