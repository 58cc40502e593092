//! Una neurona hacia adelante: z = x·w + b y a = σ(z).

use super::dice::Dice;
use super::number::{factor, shown, term};
use super::question::{Draft, Family, Step};
use super::sigmoid;

pub(super) const FAMILY: Family =
    Family { key: "neurona", title: "Una neurona, hacia adelante", source: "la lección, «Una sola neurona»", draft };

fn draft(dice: &mut Dice, level: u8) -> Draft {
    if level == 3 {
        return two_inputs(dice);
    }
    let (x, w, b) = if level == 1 {
        (dice.tenths(2, 20), dice.tenths(2, 15), dice.tenths(1, 9))
    } else {
        (dice.signed_tenths(2, 20), dice.signed_tenths(2, 15), dice.signed_tenths(1, 9))
    };
    let statement = format!(
        "Una neurona recibe $x = {}$. Su peso es $w = {}$ y su sesgo, $b = {}$. ¿Qué responde?",
        shown(x),
        shown(w),
        shown(b)
    );
    let z = x * w + b;
    Draft::new(statement, &[("x", x), ("w", w), ("b", b)])
        .step(linear(x, w, b))
        .step(sigmoid::activation("¿Y su activación, $a = σ(z)$?", z))
}

/// El paso que pide z = x·w + b.
pub(super) fn linear(x: f64, w: f64, b: f64) -> Step {
    let z = x * w + b;
    Step::new("¿Cuánto vale su entrada, $z = x·w + b$?", z)
        .look("Multiplica $x$ por $w$ y suma $b$, con sus signos.")
        .mistake(x * w, "Te falta sumar el sesgo, $b$.")
        .mistake(x * w - b, "El sesgo se suma, con su signo.")
        .mistake(-x * w + b, "Repasa el signo del producto $x·w$.")
        .mistake(x * (w + b), "El sesgo no se multiplica por $x$: se suma al final.")
        .mistake(x + w + b, "La entrada y el peso se multiplican, no se suman.")
        .solution(&[format!("z = x·w + b = {}·{}{} = {}", shown(x), factor(w), term(b), shown(z))])
}

fn two_inputs(dice: &mut Dice) -> Draft {
    let (x1, x2) = (dice.signed_tenths(2, 20), dice.signed_tenths(2, 20));
    let (w1, w2, b) = (dice.signed_tenths(2, 15), dice.signed_tenths(2, 15), dice.signed_tenths(1, 9));
    let statement = format!(
        "Una neurona con dos entradas recibe $x₁ = {}$ y $x₂ = {}$. Sus pesos son $w₁ = {}$ y \
         $w₂ = {}$; su sesgo, $b = {}$.",
        shown(x1),
        shown(x2),
        shown(w1),
        shown(w2),
        shown(b)
    );
    let z = x1 * w1 + x2 * w2 + b;
    Draft::new(statement, &[("x1", x1), ("x2", x2), ("w1", w1), ("w2", w2), ("b", b)])
        .step(
            Step::new("¿Cuánto vale su entrada, $z$?", z)
                .look("Cada entrada por su peso, y al final el sesgo: $z = x₁·w₁ + x₂·w₂ + b$.")
                .mistake(z - b, "Te falta sumar el sesgo, $b$.")
                .mistake(z - 2.0 * b, "El sesgo se suma, con su signo.")
                .mistake(x1 * w2 + x2 * w1 + b, "Cruzaste los pesos: $w₁$ va con $x₁$ y $w₂$, con $x₂$.")
                .mistake(x1 * w1 + b, "Te falta la segunda entrada.")
                .mistake((x1 + x2) * (w1 + w2) + b, "Cada entrada se multiplica por su peso antes de sumar.")
                .solution(&[
                    "z = x₁·w₁ + x₂·w₂ + b".to_string(),
                    format!("= {}·{} + {}·{}{} = {}", shown(x1), factor(w1), factor(x2), factor(w2), term(b), shown(z)),
                ]),
        )
        .step(sigmoid::activation("¿Y su activación, $a = σ(z)$?", z))
}
