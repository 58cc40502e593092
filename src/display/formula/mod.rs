//! Fórmulas con los números puestos: cada símbolo, seguido de lo que vale ahora.

mod steps;

use ndarray::{Array2, ArrayBase, Data, Dimension};

use super::mime::MimeBundle;
use super::writing::notation::{self, Piece};
use super::writing::number::superscript;
use super::writing::{latex, mathml};
use crate::network::Network;

/// Una o varias fórmulas, un renglón cada una. En un cuaderno se ven en LaTeX; `to_string` las escribe en texto corrido, con
/// las matrices como `[1 2; 3 4]`.
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
    /// Unos renglones escritos en Unicode, como se leen.
    ///
    /// ```
    /// use gradiente::display::Formula;
    ///
    /// let formula = Formula::written(["z = x₁·w₁ + b = 0.6"]);
    /// assert_eq!(formula.to_string(), "z = x₁·w₁ + b = 0.6");
    /// assert!(formula.latex().contains(r"z &= x_{1} \cdot w_{1} + b = 0.6"));
    /// ```
    pub fn written<L: Into<String>>(lines: impl IntoIterator<Item = L>) -> Formula {
        Formula { lines: lines.into_iter().map(|line| vec![Piece::Text(line.into())]).collect() }
    }

    /// Los renglones de unas fórmulas, seguidos.
    pub(crate) fn joined(formulas: impl IntoIterator<Item = Formula>) -> Formula {
        Formula { lines: formulas.into_iter().flat_map(|formula| formula.lines).collect() }
    }

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
        Formula {
            lines: vec![vec![Piece::Text(format!("{} = ", symbol(name))), Piece::Matrix(values), Piece::Shape(shape)]],
        }
    }

    /// Los pesos y los sesgos de todas las capas.
    pub fn network(net: &Network) -> Formula {
        let layers = net.layers.iter().enumerate();
        let formulas = layers.flat_map(|(l, layer)| {
            let n = l + 1;
            [Formula::matrix(&format!("w{n}"), &layer.w), Formula::matrix(&format!("b{n}"), &layer.b)]
        });
        Formula::joined(formulas)
    }

    /// Las fórmulas en LaTeX, listas para un entorno matemático.
    pub fn latex(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(|line| latex::line(line)).collect();
        format!("\\begin{{aligned}}\n{}\n\\end{{aligned}}", lines.join(" \\\\[4pt]\n"))
    }

    /// Las fórmulas en MathML, listas para una página.
    ///
    /// ```
    /// use gradiente::display::Formula;
    /// use ndarray::array;
    ///
    /// let formula = Formula::matrix("b1", &array![0.25, -1.0]).mathml();
    /// assert!(formula.starts_with("<math ") && formula.contains("<mtd><mo>−</mo><mn>1</mn></mtd>"));
    /// ```
    pub fn mathml(&self) -> String {
        mathml::lines(self.lines.iter().map(Vec::as_slice))
    }
}

impl MimeBundle for Formula {
    fn mime_bundle(&self) -> Vec<(&'static str, String)> {
        vec![("text/latex", format!("$$\n{}\n$$", self.latex())), ("text/plain", self.to_string())]
    }
}

/// Las fórmulas en texto corrido.
impl std::fmt::Display for Formula {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<String> = self.lines.iter().map(|line| notation::plain(line)).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// El símbolo de la lección para el nombre de una variable: `w1` → W⁽¹⁾.
fn symbol(name: &str) -> String {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let index = name[letters.len()..].parse::<usize>().map(sup).unwrap_or_default();
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

/// El número de una capa, como lo lleva un símbolo: ⁽¹⁾.
fn sup(n: usize) -> String {
    format!("⁽{}⁾", superscript(n))
}
