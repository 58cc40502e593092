//! ¿Está bien el gradiente? Se compara con el que dan las diferencias centradas, que no saben nada de la regla de la cadena.

use ndarray::Array2;

use crate::network::Network;

/// El paso h que se usa si no hay motivo para otro: cerca de ∛ε, donde el error de truncamiento (h²) y el de redondeo (ε/h)
/// de la diferencia centrada se equilibran (Press y otros, «Numerical Recipes», 3.ª ed., §5.7).
pub const STEP: f64 = 1e-5;

/// La derivada numérica de `f` en `x` por diferencia centrada, (f(x + h) − f(x − h)) / 2h.
///
/// ```
/// use gradiente::gradcheck;
///
/// let f = |x: f64| (3.0 * x + 2.0).powi(2);
/// let analytic = 6.0 * (3.0 * 1.0 + 2.0); // 6 (3x + 2) en x = 1, por la regla de la cadena
/// assert!(gradcheck::relative_error(analytic, gradcheck::central_difference(f, 1.0, gradcheck::STEP)) < 1e-9);
/// ```
pub fn central_difference(mut f: impl FnMut(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x - h)) / (2.0 * h)
}

/// El error relativo entre dos derivadas, |a − n| / max(|a|, |n|); 0 si las dos son 0, NaN si alguna lo es.
///
/// La fórmula y los umbrales son los de los apuntes de cs231n (Stanford), «Gradient checks»: por encima de 1e-2 casi seguro
/// que hay un error; entre 1e-2 y 1e-4, mala señal; hasta 1e-4 sirve si la función tiene picos; 1e-7 o menos, bien.
pub fn relative_error(analytic: f64, numeric: f64) -> f64 {
    if analytic == numeric {
        return 0.0;
    }
    (analytic - numeric).abs() / analytic.abs().max(numeric.abs())
}

/// Un parámetro de la red, con su derivada calculada de las dos maneras.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// El nombre del parámetro, como en la lección: `w1[[0, 1]]`, `b2[0]`.
    pub name: String,
    /// ∂J/∂θ según [`Network::backward`].
    pub analytic: f64,
    /// ∂J/∂θ según la diferencia centrada.
    pub numeric: f64,
}

impl Check {
    /// El [`relative_error`] entre las dos.
    pub fn relative_error(&self) -> f64 {
        relative_error(self.analytic, self.numeric)
    }
}

/// Comprueba la propagación hacia atrás parámetro por parámetro, con diferencias centradas de paso `h` sobre la pérdida.
///
/// `x` es `(ejemplos, entradas)` e `y`, `(ejemplos, salidas)`. Los parámetros van en el orden w1, b1, w2, b2…, por filas.
///
/// # Panics
///
/// Si las formas no encajan, como [`Network::forward`] y [`Network::backward`].
///
/// ```
/// use gradiente::{Network, dataset, gradcheck, numpy};
///
/// let (x, y) = dataset::xor();
/// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
/// let checks = gradcheck::check(&net, &x, &y, gradcheck::STEP);
/// assert_eq!(checks.len(), 9); // 4 + 2 + 2 + 1 parámetros
/// assert!(checks.iter().all(|check| check.relative_error() < 1e-7));
/// ```
pub fn check(net: &Network, x: &Array2<f64>, y: &Array2<f64>, h: f64) -> Vec<Check> {
    let gradients = net.backward(&net.forward(x), y);
    let mut net = net.clone();
    let mut checks = Vec::new();

    for l in 0..net.layers.len() {
        let n = l + 1;
        for ((i, j), &analytic) in gradients.layers[l].w.indexed_iter() {
            let numeric = slope(&mut net, x, y, h, |net| &mut net.layers[l].w[[i, j]]);
            checks.push(Check { name: format!("w{n}[[{i}, {j}]]"), analytic, numeric });
        }
        for (j, &analytic) in gradients.layers[l].b.indexed_iter() {
            let numeric = slope(&mut net, x, y, h, |net| &mut net.layers[l].b[j]);
            checks.push(Check { name: format!("b{n}[{j}]"), analytic, numeric });
        }
    }
    checks
}

/// La pendiente de la pérdida al mover un solo parámetro, que después vuelve a su sitio.
fn slope(net: &mut Network, x: &Array2<f64>, y: &Array2<f64>, h: f64, parameter: impl Fn(&mut Network) -> &mut f64) -> f64 {
    let theta = *parameter(net);
    let loss_at = |value| {
        *parameter(net) = value;
        net.forward(x).loss(y)
    };
    let numeric = central_difference(loss_at, theta, h);
    *parameter(net) = theta;
    numeric
}
