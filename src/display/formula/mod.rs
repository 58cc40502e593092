//! Fórmulas con los números puestos: cada símbolo, seguido de lo que vale ahora.

use ndarray::{Array2, ArrayBase, ArrayView2, Data, Dimension};

use super::figure::show;
use super::latex::{self, Piece};
use super::number::short;
use crate::network::{Forward, Gradients, Layer, Network};
use crate::neuron::{Loss, Neuron};

/// Una o varias fórmulas, un renglón cada una. En un cuaderno se ven en LaTeX; `to_string` las escribe en texto corrido, con las
/// matrices como `[1 2; 3 4]`.
///
/// ```
/// use gradiente::display::Formula;
/// use gradiente::{Loss, Neuron};
///
/// let formula = Formula::step(&Neuron { w: 0.8, b: 0.2 }, 0.5, 1.0, 0.1, Loss::Error);
/// assert!(formula.to_string().contains("z = x·w + b = 0.5·0.8 + 0.2 = 0.6"));
/// assert!(formula.latex().contains(r"z &= x \cdot w + b = 0.5 \cdot 0.8 + 0.2 = 0.6"));
/// ```
#[derive(Debug, Clone)]
pub struct Formula {
    lines: Vec<Vec<Piece>>,
}

impl Formula {
    /// Una matriz o un vector con su nombre y su forma: `w1` se lee W⁽¹⁾; `dw1`, ∂J/∂W⁽¹⁾; `delta1`, δ⁽¹⁾.
    ///
    /// ```
    /// use gradiente::display::Formula;
    /// use ndarray::array;
    ///
    /// let w1 = array![[0.5, -1.0], [0.25, 2.0]];
    /// assert_eq!(Formula::matrix("w1", &w1).to_string(), "W⁽¹⁾ = [0.5 −1; 0.25 2] (2 × 2)");
    /// ```
    ///
    /// # Panics
    ///
    /// Si tiene más de dos dimensiones.
    pub fn matrix<S: Data<Elem = f64>, D: Dimension>(name: &str, matrix: &ArrayBase<S, D>) -> Formula {
        let shape = match *matrix.shape() {
            [] => (1, 1),
            [columns] => (1, columns),
            [rows, columns] => (rows, columns),
            _ => panic!("{name} es {:?}: se esperaba un vector o una matriz, de una o dos dimensiones", matrix.shape()),
        };
        let values = Array2::from_shape_vec(shape, matrix.iter().copied().collect()).expect("son los mismos elementos");
        let shape = match *matrix.shape() {
            [columns] => format!("({columns})"),
            _ => format!("({} × {})", shape.0, shape.1),
        };
        Formula { lines: vec![vec![text(format!("{} = ", symbol(name))), Piece::Matrix(values), Piece::Shape(shape)]] }
    }

    /// Los pesos y los sesgos de todas las capas.
    pub fn network(net: &Network) -> Formula {
        let layers = net.layers.iter().enumerate();
        let formulas = layers.flat_map(|(l, layer)| {
            let n = l + 1;
            [Formula::matrix(&format!("w{n}"), &layer.w), Formula::matrix(&format!("b{n}"), &layer.b)]
        });
        Formula { lines: formulas.flat_map(|formula| formula.lines).collect() }
    }

    /// El paso de una neurona, factor por factor, como [`Neuron::step`]. En la lección: «La neurona».
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
        Formula::text_lines([
            format!("z = x·w + b = {x}·{w} + {b} = {}", short(step.z)),
            format!("a = σ(z) = σ({}) = {}", z.trim_matches(['(', ')']), short(step.a)),
            loss_line,
            slope_line,
            format!("∂a/∂z = a (1 − a) = {a}·(1 − {a}) = {}", short(step.da_dz)),
            format!("∂z/∂w = x = {}", short(step.dz_dw)),
            format!("∂L/∂w = ∂L/∂a·∂a/∂z·∂z/∂w = {dl_da}·{da_dz}·{dz_dw} = {}", short(step.dl_dw)),
            format!("w ← w − α·∂L/∂w = {} − {alpha}·{dl_dw} = {}", short(neuron.w), short(step.w)),
        ])
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
        let b = b.view().insert_axis(ndarray::Axis(0));
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
        let same = gradients.delta.len() == net.layers.len() && gradients.delta[layer - 1].dim() == a.dim();
        assert!(same, "los gradientes son de otra red o de otros datos: no encajan con la capa {layer}");
        let (n, name, delta, gradient) =
            (sup(layer), input_name(layer), &gradients.delta[layer - 1], &gradients.layers[layer - 1]);
        let slope = a.mapv(|a| a * (1.0 - a));

        let (formula, arriving) = if layer == net.layers.len() {
            assert!(y.dim() == a.dim(), "y es {:?} y la salida es {:?}: tienen que tener la misma forma", y.dim(), a.dim());
            (format!("δ{n} = −(y − A{n}) ⊙ A{n} ⊙ (1 − A{n})"), a - y)
        } else {
            let next = sup(layer + 1);
            let arriving = gradients.delta[layer].dot(&net.layers[layer].w.t());
            (format!("δ{n} = δ{next}·W{next}ᵀ ⊙ A{n} ⊙ (1 − A{n})"), arriving)
        };
        let b = gradient.b.view().insert_axis(ndarray::Axis(0));
        Formula {
            lines: vec![
                vec![text(formula)],
                vec![text("= "), matrix(&arriving), text(" ⊙ "), matrix(&slope)],
                vec![text("= "), matrix(delta)],
                vec![text(format!("∂J/∂W{n} = {}·δ{n}", transposed(&name)))],
                vec![text("= "), matrix(input.t()), text("·"), matrix(delta)],
                vec![text("= "), matrix(&gradient.w)],
                vec![text(format!("∂J/∂b{n} = Σ δ{n} = ")), matrix(b)],
            ],
        }
    }

    fn text_lines(lines: impl IntoIterator<Item = String>) -> Formula {
        Formula { lines: lines.into_iter().map(|line| vec![text(line)]).collect() }
    }

    /// Las fórmulas en LaTeX, listas para un entorno matemático.
    pub fn latex(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(|line| latex::line(line)).collect();
        format!("\\begin{{aligned}}\n{}\n\\end{{aligned}}", lines.join(" \\\\[4pt]\n"))
    }

    /// Muestra las fórmulas en un cuaderno de evcxr, que llama a este método.
    pub fn evcxr_display(&self) {
        show("text/latex", &format!("$$\n{}\n$$", self.latex()));
        show("text/plain", &self.to_string());
    }
}

/// Las fórmulas en texto corrido.
impl std::fmt::Display for Formula {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<String> = self.lines.iter().map(|line| latex::plain(line)).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// Lo que hace falta de una capa, con su existencia y sus formas comprobadas: la capa, su entrada y su salida.
fn parts<'a>(net: &'a Network, forward: &'a Forward, layer: usize) -> (&'a Layer, &'a Array2<f64>, &'a Array2<f64>) {
    let layers = net.layers.len();
    assert!((1..=layers).contains(&layer), "la capa {layer} no existe: la red tiene {layers}, y se cuentan desde 1");
    assert!(forward.a.len() == layers && forward.z.len() == layers, "la propagación hacia adelante es de otra red");
    let input = if layer == 1 { &forward.x } else { &forward.a[layer - 2] };
    let part = &net.layers[layer - 1];
    let fits = input.ncols() == part.w.nrows() && forward.a[layer - 1].dim() == (input.nrows(), part.w.ncols());
    assert!(fits, "la propagación hacia adelante es de otra red: no encaja con la capa {layer}");
    (part, input, &forward.a[layer - 1])
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

fn sup(n: usize) -> String {
    format!("⁽{}⁾", latex::superscript(n))
}

fn input_name(layer: usize) -> String {
    if layer == 1 { "X".to_string() } else { format!("A{}", sup(layer - 1)) }
}

fn transposed(name: &str) -> String {
    format!("{name}ᵀ")
}

/// El símbolo de la lección para el nombre de una variable: `w1` → W⁽¹⁾.
fn symbol(name: &str) -> String {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let index = name[letters.len()..].parse().map(sup).unwrap_or_default();
    let upper = |letters: &str| match letters {
        "w" | "x" | "z" | "a" => letters.to_uppercase(),
        "delta" => "δ".to_string(),
        _ => letters.to_string(),
    };
    match letters.strip_prefix('d') {
        Some(of @ ("w" | "b" | "z" | "a")) => format!("∂J/∂{}{index}", upper(of)),
        _ => format!("{}{index}", upper(letters)),
    }
}
