//! Los pasos de la lección con sus números: el de una neurona, y adelante y atrás en una capa.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::{Formula, sup};
use crate::activation::sigmoid_derivative;
use crate::display::writing::notation::Piece;
use crate::display::writing::number::short;
use crate::forward::Forward;
use crate::layer::Layer;
use crate::network::{Gradients, Network};
use crate::neuron::{Loss, Neuron};
use crate::shape;

impl Formula {
    /// El paso de una neurona, factor por factor, como [`Neuron::step`]. En la lección: «Una sola neurona».
    pub fn step(neuron: &Neuron, x: f64, y: f64, alpha: f64, loss: Loss) -> Formula {
        let step = neuron.step(x, y, alpha, loss);
        let [w, b, x, y, alpha] = [neuron.w, neuron.b, x, y, alpha].map(factor);
        let [z, a, dl_da, da_dz, dz_dw, dl_dw] =
            [step.z, step.a, step.dl_da, step.da_dz, step.dz_dw, step.dl_dw].map(factor);
        let loss_line = match loss {
            Loss::Error => format!("L = y − a = {y} − {a} = {}", short(step.loss)),
            Loss::HalfSquare => format!("L = ½ (y − a)² = ½ ({y} − {a})² = {}", short(step.loss)),
        };
        let slope_line = match loss {
            Loss::Error => "∂L/∂a = −1".to_string(),
            Loss::HalfSquare => format!("∂L/∂a = −(y − a) = −({y} − {a}) = {}", short(step.dl_da)),
        };
        let lines = [
            format!("z = x·w + b = {x}·{w} + {b} = {}", short(step.z)),
            format!("a = σ(z) = σ({}) = {}", z.trim_matches(['(', ')']), short(step.a)),
            loss_line,
            slope_line,
            format!("∂a/∂z = a (1 − a) = {a}·(1 − {a}) = {}", short(step.da_dz)),
            format!("∂z/∂w = x = {}", short(step.dz_dw)),
            format!("∂L/∂w = ∂L/∂a·∂a/∂z·∂z/∂w = {dl_da}·{da_dz}·{dz_dw} = {}", short(step.dl_dw)),
            format!("w ← w − α·∂L/∂w = {} − {alpha}·{dl_dw} = {}", short(neuron.w), short(step.w)),
        ];
        Formula { lines: lines.into_iter().map(|line| vec![text(line)]).collect() }
    }

    /// La propagación hacia adelante en la capa `layer`, que cuenta desde 1 como en la lección.
    ///
    /// # Panics
    ///
    /// Si la red no tiene esa capa, o si `forward` no es suya.
    pub fn forward(net: &Network, forward: &Forward, layer: usize) -> Formula {
        let (Layer { w, b }, input, a) = parts(net, forward, layer);
        let (n, name) = (sup(layer), input_name(layer));
        let z = &forward.z[layer - 1];
        let b = b.view().insert_axis(Axis(0));
        Formula {
            lines: vec![
                vec![text(format!("Z{n} = {name}·W{n} + b{n}"))],
                vec![text("= "), matrix(input), text("·"), matrix(w), text(" + "), matrix(b)],
                vec![text("= "), matrix(z)],
                vec![text(format!("A{n} = σ(Z{n}) = ")), matrix(a)],
            ],
        }
    }

    /// La propagación hacia atrás en la capa `layer`, que cuenta desde 1: de su δ a los gradientes de sus pesos y sesgos.
    ///
    /// # Panics
    ///
    /// Si la red no tiene esa capa, o si `forward`, `gradients` e `y` no son suyos.
    pub fn backward(net: &Network, forward: &Forward, gradients: &Gradients, y: &Array2<f64>, layer: usize) -> Formula {
        let (_, input, a) = parts(net, forward, layer);
        shape::assert_gradients(&net.layers, &gradients.layers);
        shape::assert_deltas(&forward.a, &gradients.delta);
        let (n, name, delta, gradient) =
            (sup(layer), input_name(layer), &gradients.delta[layer - 1], &gradients.layers[layer - 1]);
        let slope = a.mapv(sigmoid_derivative);

        let (formula, arriving) = if layer == net.layers.len() {
            shape::assert_targets(y, a);
            (format!("δ{n} = −(y − A{n}) ⊙ A{n} ⊙ (1 − A{n})"), a - y)
        } else {
            let next = sup(layer + 1);
            let arriving = gradients.delta[layer].dot(&net.layers[layer].w.t());
            (format!("δ{n} = δ{next}·W{next}ᵀ ⊙ A{n} ⊙ (1 − A{n})"), arriving)
        };
        let b = gradient.b.view().insert_axis(Axis(0));
        Formula {
            lines: vec![
                vec![text(formula)],
                vec![text("= "), matrix(&arriving), text(" ⊙ "), matrix(&slope)],
                vec![text("= "), matrix(delta)],
                vec![text(format!("∂J/∂W{n} = {name}ᵀ·δ{n}"))],
                vec![text("= "), matrix(input.t()), text("·"), matrix(delta)],
                vec![text("= "), matrix(&gradient.w)],
                vec![text(format!("∂J/∂b{n} = Σ δ{n} = ")), matrix(b)],
            ],
        }
    }

    /// La actualización de la capa `layer`, que cuenta desde 1, con tasa de aprendizaje `alpha`: W ← W − α ∂J/∂W, y lo mismo
    /// para b.
    ///
    /// # Panics
    ///
    /// Si la red no tiene esa capa, o si `gradients` no es suyo.
    ///
    /// ```
    /// use gradiente::display::Formula;
    /// use gradiente::{Network, dataset, numpy};
    ///
    /// let (x, y) = dataset::xor();
    /// let net = Network::random_using(&[2, 2, 1], numpy::Rand, &mut numpy::seed(42));
    /// let gradients = net.backward(&net.forward(&x), &y);
    /// let formula = Formula::update(&net, &gradients, 0.5, 2).to_string();
    /// assert!(formula.contains("= [0.05808; 0.8662] − 0.5·[0.1248; 0.1300]\n= [−0.004308; 0.8012]")); // NumPy
    /// ```
    pub fn update(net: &Network, gradients: &Gradients, alpha: f64, layer: usize) -> Formula {
        shape::assert_gradients(&net.layers, &gradients.layers);
        let (Layer { w, b }, n) = (existing(net, layer), sup(layer));
        let gradient = &gradients.layers[layer - 1];
        let row = |b: &Array1<f64>| b.view().insert_axis(Axis(0)).to_owned();
        let lines = |name: &str, value: &Array2<f64>, gradient: &Array2<f64>| {
            [
                vec![text(format!("{name}{n} ← {name}{n} − α·∂J/∂{name}{n}"))],
                vec![text("= "), matrix(value), text(format!(" − {}·", factor(alpha))), matrix(gradient)],
                vec![text("= "), matrix(&(value - &(alpha * gradient)))],
            ]
        };
        let (b, db) = (row(b), row(&gradient.b));
        Formula { lines: lines("W", w, &gradient.w).into_iter().chain(lines("b", &b, &db)).collect() }
    }
}

/// La capa número `layer`, que cuenta desde 1.
fn existing(net: &Network, layer: usize) -> &Layer {
    let layers = net.layers.len();
    assert!((1..=layers).contains(&layer), "la capa {layer} no existe: la red tiene {layers}, y se cuentan desde 1");
    &net.layers[layer - 1]
}

/// Lo que hace falta de una capa, con su existencia y sus formas comprobadas: la capa, su entrada y su salida.
fn parts<'a>(net: &'a Network, forward: &'a Forward, layer: usize) -> (&'a Layer, &'a Array2<f64>, &'a Array2<f64>) {
    let found = existing(net, layer);
    shape::assert_forward(&net.layers, &forward.x, &forward.z, &forward.a);
    let input = if layer == 1 { &forward.x } else { &forward.a[layer - 2] };
    (found, input, &forward.a[layer - 1])
}

fn text(text: impl Into<String>) -> Piece {
    Piece::Text(text.into())
}

fn matrix<'a>(matrix: impl Into<ArrayView2<'a, f64>>) -> Piece {
    Piece::Matrix(matrix.into().to_owned())
}

/// Un número dentro de una cuenta: entre paréntesis si lleva signo o potencia.
fn factor(value: f64) -> String {
    let text = short(value);
    if text.starts_with('−') || text.contains(['×', '⁻']) { format!("({text})") } else { text }
}

fn input_name(layer: usize) -> String {
    if layer == 1 { "X".to_string() } else { format!("A{}", sup(layer - 1)) }
}
