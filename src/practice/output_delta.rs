//! El δ de la salida: δ⁽²⁾ = −(y − a) a (1 − a).

use super::dice::Dice;
use super::factors::error_slope;
use super::forward::output;
use super::number::{factor, shown, sum};
use super::question::{Draft, Family, Step};
use super::sigmoid;
use crate::activation::sigmoid as activation;

pub(super) const FAMILY: Family =
    Family { key: "delta_salida", title: "El δ de la salida", source: "la lección, «El problema del XOR»", draft };

fn draft(dice: &mut Dice, level: u8) -> Draft {
    match level {
        1 => {
            let (a, y) = (dice.hundredths(20, 85), dice.one_of(&[0.0, 1.0]));
            let statement = format!(
                "La neurona de salida respondió $a = {}$ y se esperaba $y = {}$. La pérdida es $J = ½ (y − a)²$. ¿Cuánto \
                 vale su $δ$, la derivada de $J$ respecto de la entrada $z$ de esa neurona?",
                shown(a),
                shown(y)
            );
            steps(Draft::new(statement, &[("a", a), ("y", y)]), a, y, None)
        }
        2 => from_hidden(dice),
        _ => two_examples(dice),
    }
}

fn steps(draft: Draft, a: f64, y: f64, z: Option<f64>) -> Draft {
    draft
        .step(error_slope("¿Cuánto vale el primer factor, $∂J/∂a$?", a, y))
        .step(sigmoid::slope("¿Y el segundo, $∂a/∂z$?", a, z))
        .step(delta("¿Cuánto vale $δ$?", a, y))
}

fn delta(ask: &str, a: f64, y: f64) -> Step {
    let (first, second) = (a - y, a * (1.0 - a));
    Step::new(ask, first * second)
        .look("Es $−(y − a)$ por $a (1 − a)$.")
        .mistake(-first * second, "El signo es el contrario: $δ$ lleva un menos delante de $(y − a)$.")
        .mistake(first, "Te falta el factor $a (1 − a)$, la derivada de la sigmoide.")
        .mistake(second, "Te falta el factor $−(y − a)$.")
        .mistake(first * a, "Al segundo factor le falta $(1 − a)$.")
        .mistake(first + second, "Los dos factores se multiplican, no se suman.")
        .solution(&[format!("δ = −(y − a)·a (1 − a) = {}·{} = {}", factor(first), shown(second), shown(first * second))])
}

fn from_hidden(dice: &mut Dice) -> Draft {
    let a = [dice.hundredths(20, 85), dice.hundredths(20, 85)];
    let v = [dice.signed_tenths(3, 20), dice.signed_tenths(3, 20)];
    let (c, y) = (dice.signed_tenths(1, 9), dice.one_of(&[0.0, 1.0]));
    let statement = format!(
        "Las dos neuronas ocultas dan $a₁ = {}$ y $a₂ = {}$. Los pesos de la salida son $w₁ = {}$ y $w₂ = {}$; su sesgo, \
         $b = {}$. Se espera $y = {}$, y la pérdida es $J = ½ (y − a)²$. ¿Cuánto vale el $δ$ de la salida?",
        shown(a[0]),
        shown(a[1]),
        shown(v[0]),
        shown(v[1]),
        shown(c),
        shown(y)
    );
    let z = a[0] * v[0] + a[1] * v[1] + c;
    let given = [("a1", a[0]), ("a2", a[1]), ("v1", v[0]), ("v2", v[1]), ("c", c), ("y", y)];
    let draft = Draft::new(statement, &given)
        .step(output(a, a, v, c))
        .step(sigmoid::activation("¿Cuánto responde la red, $a = σ(z)$?", z));
    steps(draft, activation(z), y, Some(z))
}

fn two_examples(dice: &mut Dice) -> Draft {
    let a = [dice.hundredths(20, 85), dice.hundredths(20, 85)];
    let y = dice.one_of(&[[0.0, 1.0], [1.0, 0.0]]);
    let statement = format!(
        "A dos ejemplos la red responde {} y {}; se esperaba {} y {}. La pérdida es $J = ½ Σ (y − a)²$, sumada sobre los \
         dos. Calcula el $δ$ de cada ejemplo y la derivada de $J$ respecto del sesgo de la salida.",
        shown(a[0]),
        shown(a[1]),
        shown(y[0]),
        shown(y[1])
    );
    let deltas = [0, 1].map(|i| (a[i] - y[i]) * a[i] * (1.0 - a[i]));
    let total = deltas[0] + deltas[1];
    Draft::new(statement, &[("a1", a[0]), ("a2", a[1]), ("y1", y[0]), ("y2", y[1])])
        .step(delta("¿Cuánto vale el $δ$ del primer ejemplo?", a[0], y[0]))
        .step(delta("¿Y el del segundo?", a[1], y[1]))
        .step(
            Step::new("¿Cuánto vale $∂J/∂b$?", total)
                .look("El sesgo entra en $z$ multiplicado por 1: su derivada es la suma de los $δ$.")
                .mistake(total / 2.0, "$J$ suma los ejemplos: se suman los $δ$, no se promedian.")
                .mistake(deltas[0] * deltas[1], "Los $δ$ se suman, no se multiplican.")
                .mistake(deltas[0] - deltas[1], "Los $δ$ se suman, cada uno con su signo.")
                .mistake(-total, "El signo es el contrario.")
                .solution(&[format!("∂J/∂b = Σ δ = {} = {}", sum(&deltas), shown(total))]),
        )
}
