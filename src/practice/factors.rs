//! El gradiente de una neurona, factor por factor: ∂L/∂w = ∂L/∂a · ∂a/∂z · ∂z/∂w.

use super::dice::Dice;
use super::neuron;
use super::number::{factor, shown};
use super::question::{Draft, Family, Step};
use super::sigmoid;
use crate::activation::sigmoid as activation;

pub(super) const FAMILY: Family = Family {
    key: "factores",
    title: "El gradiente de una neurona, factor por factor",
    source: "la lección, «Una sola neurona» y «¿Por qué la derivada ∂L/∂a es −1?»",
    draft,
};

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let y = dice.one_of(&[0.0, 1.0]);
    let x = if level == 1 { dice.tenths(5, 25) } else { dice.signed_tenths(5, 25) };
    if level == 1 {
        let a = dice.hundredths(20, 80);
        let statement = format!(
            "Una neurona recibió $x = {}$ y respondió $a = {}$; se esperaba $y = {}$. La pérdida es $L = ½ (y − a)²$. \
             Calcula su derivada respecto del peso, factor por factor.",
            shown(x),
            shown(a),
            shown(y)
        );
        return chain(Draft::new(statement, &[("x", x), ("a", a), ("y", y)]), x, a, y, None, None);
    }
    let (w, b) = (dice.signed_tenths(2, 12), dice.signed_tenths(1, 9));
    let statement = format!(
        "Una neurona tiene $w = {}$ y $b = {}$. Recibe $x = {}$ y se espera $y = {}$. La pérdida es $L = ½ (y − a)²$. \
         Calcula su derivada respecto del peso{}, factor por factor.",
        shown(w),
        shown(b),
        shown(x),
        shown(y),
        if level == 3 { " y del sesgo" } else { "" }
    );
    let z = x * w + b;
    let a = activation(z);
    let start = Draft::new(statement, &[("x", x), ("w", w), ("b", b), ("y", y)])
        .step(neuron::linear(x, w, b))
        .step(sigmoid::activation("¿Y la activación, $a = σ(z)$?", z));
    let draft = chain(start, x, a, y, Some(z), Some(w));
    if level == 2 { draft } else { draft.step(bias(a, y, x)) }
}

fn chain(draft: Draft, x: f64, a: f64, y: f64, z: Option<f64>, w: Option<f64>) -> Draft {
    let input = Step::new("¿El tercero, $∂z/∂w$?", x)
        .look("En $z = x·w + b$, mira qué multiplica a $w$.")
        .mistake(1.0, "Eso es $∂z/∂b$; al peso lo multiplica la entrada.")
        .mistake(0.0, "$w$ sí está en $z$, multiplicado por la entrada.")
        .solution(&[format!("∂z/∂w = x = {}", shown(x))]);
    let input = match w {
        Some(w) => input.mistake(w, "Esa es $∂z/∂x$; respecto de $w$ queda la entrada."),
        None => input,
    };
    let draft = draft.step(error_slope("¿Cuánto vale el primer factor, $∂L/∂a$?", a, y)).step(sigmoid::slope(
        "¿El segundo, $∂a/∂z$?",
        a,
        z,
    ));
    draft.step(input).step(product(a, y, x))
}

/// El paso que pide ∂L/∂a = −(y − a).
pub(super) fn error_slope(ask: &str, a: f64, y: f64) -> Step {
    Step::new(ask, a - y)
        .look("La derivada de $½ (y − a)²$ respecto de $a$ es $−(y − a)$.")
        .mistake(y - a, "El signo es el contrario: delante de $a$ hay un menos.")
        .mistake(-1.0, "Ese $−1$ es el de la pérdida $L = y − a$; la de aquí es cuadrática.")
        .mistake(0.5 * (y - a).powi(2), "Ese es el valor de la pérdida, no el de su derivada.")
        .mistake(2.0 * (a - y), "El ½ y el 2 del cuadrado se van el uno con el otro.")
        .solution(&[format!("−(y − a) = −({} − {}) = {}", shown(y), shown(a), shown(a - y))])
}

fn product(a: f64, y: f64, x: f64) -> Step {
    let (first, second) = (a - y, a * (1.0 - a));
    let value = first * second * x;
    Step::new("¿Y la derivada de la pérdida respecto del peso, $∂L/∂w$?", value)
        .look("Es el producto de los tres factores.")
        .mistake(-value, "El signo es el contrario: repasa el del primer factor.")
        .mistake(first * x, "Te falta el segundo factor, $a (1 − a)$.")
        .mistake(second * x, "Te falta el primer factor, $−(y − a)$.")
        .mistake(first * second, "Te falta el tercer factor, la entrada $x$.")
        .mistake(first + second + x, "Los tres factores se multiplican, no se suman.")
        .solution(&[
            "∂L/∂w = ∂L/∂a·∂a/∂z·∂z/∂w".to_string(),
            format!("= {}·{}·{} = {}", factor(first), shown(second), factor(x), shown(value)),
        ])
}

fn bias(a: f64, y: f64, x: f64) -> Step {
    let (first, second) = (a - y, a * (1.0 - a));
    let value = first * second;
    Step::new("¿Y respecto del sesgo, $∂L/∂b$?", value)
        .look("Comparte los dos primeros factores; el tercero, $∂z/∂b$, es 1.")
        .mistake(value * x, "Esa es la del peso: el tercer factor del sesgo es 1, no $x$.")
        .mistake(first, "Te falta el segundo factor, $a (1 − a)$.")
        .mistake(-value, "El signo es el contrario: repasa el del primer factor.")
        .solution(&[format!("∂L/∂b = {}·{}·1 = {}", factor(first), shown(second), shown(value))])
}
