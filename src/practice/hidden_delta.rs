//! El δ de la capa oculta: lo que llega de la siguiente, por a (1 − a).

use super::dice::Dice;
use super::number::{factor, shown};
use super::question::{Draft, Family, Step};
use super::sigmoid;

pub(super) const FAMILY: Family = Family {
    key: "delta_oculta",
    title: "El δ de la capa oculta",
    source: "la lección, «La capa oculta»; Rumelhart, Hinton y Williams, «Learning representations by back-propagating \
             errors», Nature 323, 1986",
    draft,
};

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let delta = dice.signed_hundredths(8, 30);
    let (a1, w1) = (dice.hundredths(20, 80), dice.signed_tenths(5, 25));
    match level {
        1 => {
            let statement = format!(
                "Una neurona oculta vale $a = {}$ y llega a la salida por el peso $w = {}$. El $δ$ de la salida vale ${}$. \
                 ¿Cuánto vale el $δ$ de la neurona oculta?",
                shown(a1),
                shown(w1),
                shown(delta)
            );
            one(Draft::new(statement, &[("a1", a1), ("w1", w1), ("d1", delta)]), "la neurona oculta", a1, w1, delta)
        }
        2 => {
            let (a2, w2) = (dice.hundredths(20, 80), dice.signed_tenths(5, 25));
            let statement = format!(
                "Dos neuronas ocultas valen $a₁ = {}$ y $a₂ = {}$, y llegan a la salida por los pesos $w₁ = {}$ y \
                 $w₂ = {}$. \
                 El $δ$ de la salida vale ${}$. Calcula el de cada una.",
                shown(a1),
                shown(a2),
                shown(w1),
                shown(w2),
                shown(delta)
            );
            let draft = Draft::new(statement, &[("a1", a1), ("a2", a2), ("w1", w1), ("w2", w2), ("d1", delta)]);
            one(one(draft, "la primera", a1, w1, delta), "la segunda", a2, w2, delta)
        }
        _ => fan(dice, delta, w1),
    }
}

fn one(draft: Draft, which: &str, a: f64, w: f64, delta: f64) -> Draft {
    draft
        .step(
            Step::new(&format!("¿Cuánto llega a {which} desde la salida, $∂J/∂a$?"), delta * w)
                .look("El $δ$ de la salida vuelve multiplicado por el mismo peso por el que se llegó.")
                .mistake(delta * a, "El $δ$ vuelve multiplicado por el peso, no por la activación.")
                .mistake(delta, "Te falta multiplicar por el peso.")
                .mistake(-delta * w, "Repasa el signo del producto.")
                .mistake(delta + w, "Se multiplican, no se suman.")
                .solution(&[format!("δ⁽²⁾·w = {}·{} = {}", factor(delta), factor(w), shown(delta * w))]),
        )
        .step(arrived(which, a, delta * w, &format!("{}·{}", factor(delta), factor(w))))
}

/// El δ, desde lo que llega de la capa siguiente, que se escribe `written`.
fn arrived(which: &str, a: f64, arriving: f64, written: &str) -> Step {
    let slope = a * (1.0 - a);
    Step::new(&format!("¿Cuánto vale el $δ$ de {which}?"), arriving * slope)
        .look("Lo que llega, por la derivada de la sigmoide en esta neurona, $a (1 − a)$.")
        .mistake(arriving * a, "Al factor de la sigmoide le falta $(1 − a)$.")
        .mistake(arriving, "Te falta la derivada de la sigmoide de esta neurona, $a (1 − a)$.")
        .mistake(slope, "Te falta lo que llega de la salida.")
        .mistake(-arriving * slope, "Repasa el signo.")
        .solution(&[format!(
            "δ⁽¹⁾ = {written}·a (1 − a) = {}·{}·(1 − {}) = {}",
            factor(arriving),
            shown(a),
            shown(a),
            shown(arriving * slope)
        )])
}

/// Una neurona que llega a dos de la capa siguiente, y que se conoce por su z.
fn fan(dice: &mut Dice, delta: f64, w: f64) -> Draft {
    let (delta, w) = ([delta, dice.signed_hundredths(8, 30)], [w, dice.signed_tenths(5, 25)]);
    let z = dice.signed_tenths(2, 15);
    let statement = format!(
        "La entrada de una neurona oculta vale $z = {}$. Llega a dos neuronas de la capa siguiente por los pesos \
         $w₁ = {}$ y \
         $w₂ = {}$; los $δ$ de esas dos valen ${}$ y ${}$. ¿Cuánto vale el suyo?",
        shown(z),
        shown(w[0]),
        shown(w[1]),
        shown(delta[0]),
        shown(delta[1])
    );
    let arriving = delta[0] * w[0] + delta[1] * w[1];
    let a = crate::activation::sigmoid(z);
    let given = [("z", z), ("w1", w[0]), ("w2", w[1]), ("d1", delta[0]), ("d2", delta[1])];
    let written = format!("{}·{} + {}·{}", factor(delta[0]), factor(w[0]), factor(delta[1]), factor(w[1]));
    Draft::new(statement, &given)
        .step(sigmoid::activation("¿Cuánto vale su activación, $a = σ(z)$?", z))
        .step(
            Step::new("¿Cuánto le llega de la capa siguiente, $∂J/∂a$?", arriving)
                .look("Lo que vuelve por cada peso se suma: $δ₁·w₁ + δ₂·w₂$.")
                .mistake(delta[0] * w[1] + delta[1] * w[0], "Cruzaste los pesos: cada $δ$ va con el suyo.")
                .mistake(delta[0] * w[0], "Te falta lo que vuelve por el segundo peso.")
                .mistake((delta[0] + delta[1]) * (w[0] + w[1]), "Primero se multiplica cada pareja y después se suma.")
                .mistake(arriving / 2.0, "Se suma lo que vuelve por los dos pesos: no se promedia.")
                .solution(&[format!("{written} = {}", shown(arriving))]),
        )
        .step(arrived("la neurona oculta", a, arriving, &factor(arriving)))
}
