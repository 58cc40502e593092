//! La actualización de una capa: W ← W − α ∂J/∂W, b ← b − α ∂J/∂b.

use super::dice::Dice;
use super::number::{factor, shown};
use super::question::{Draft, Family, Step};
use super::weight_step::moved;

pub(super) const FAMILY: Family =
    Family {
        key: "actualizacion", title: "La actualización de una capa", source: "la lección, «Backpropagation»", draft
    };

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let alpha = dice.one_of(&[0.1, 0.5, 2.0]);
    let w = [dice.signed_tenths(2, 15), dice.signed_tenths(2, 15)];
    let b = dice.signed_tenths(2, 9);
    if level == 3 {
        return from_delta(dice, w, b, alpha);
    }
    let slopes = [dice.signed_hundredths(5, 60), dice.signed_hundredths(5, 60)];
    let db = dice.signed_hundredths(5, 60);
    if level == 1 {
        let statement = format!(
            "Un peso vale $w = {}$ y su gradiente, ${}$; el sesgo vale $b = {}$ y el suyo, ${}$. Actualízalos con $α = {}$.",
            shown(w[0]),
            shown(slopes[0]),
            shown(b),
            shown(db),
            shown(alpha)
        );
        return Draft::new(statement, &[("w1", w[0]), ("b", b), ("dw1", slopes[0]), ("db", db), ("alpha", alpha)])
            .step(moved("w", w[0], alpha, slopes[0]))
            .step(moved("b", b, alpha, db));
    }
    let statement = format!(
        "Los pesos de la capa de salida valen $w₁ = {}$ y $w₂ = {}$, y el sesgo, $b = {}$. Sus gradientes son ${}$, ${}$ y \
         ${}$, en ese orden. Actualízalos con $α = {}$.",
        shown(w[0]),
        shown(w[1]),
        shown(b),
        shown(slopes[0]),
        shown(slopes[1]),
        shown(db),
        shown(alpha)
    );
    let given = [("w1", w[0]), ("w2", w[1]), ("b", b), ("dw1", slopes[0]), ("dw2", slopes[1]), ("db", db), ("alpha", alpha)];
    Draft::new(statement, &given)
        .step(moved("w₁", w[0], alpha, slopes[0]).mistake(w[0] - alpha * slopes[1], CROSSED))
        .step(moved("w₂", w[1], alpha, slopes[1]).mistake(w[1] - alpha * slopes[0], CROSSED))
        .step(moved("b", b, alpha, db))
}

const CROSSED: &str = "Cruzaste los gradientes: cada parámetro se mueve con el suyo.";

fn from_delta(dice: &mut Dice, w: [f64; 2], b: f64, alpha: f64) -> Draft {
    let (a, delta) = ([dice.hundredths(20, 90), dice.hundredths(20, 90)], dice.signed_hundredths(10, 30));
    let statement = format!(
        "Dos neuronas ocultas valen $a₁ = {}$ y $a₂ = {}$. Llegan a la salida por los pesos $w₁ = {}$ y \
         $w₂ = {}$, con sesgo \
         $b = {}$. El $δ$ de la salida vale ${}$. Actualiza la capa con $α = {}$.",
        shown(a[0]),
        shown(a[1]),
        shown(w[0]),
        shown(w[1]),
        shown(b),
        shown(delta),
        shown(alpha)
    );
    let slope = |name: &str, a: f64| {
        Step::new(&format!("¿Cuánto vale el gradiente de {name}?"), a * delta)
            .look("Lo que entra por el peso, $a$, por el $δ$ de la salida.")
            .mistake(delta, "Te falta lo que entra por el peso, $a$.")
            .mistake(-a * delta, "El signo es el del $δ$.")
            .mistake(a * (1.0 - a) * delta, "El $δ$ ya lleva su factor $a (1 − a)$: aquí entra $a$ sola.")
            .solution(&[format!("a·δ = {}·{} = {}", shown(a), factor(delta), shown(a * delta))])
    };
    let given = [("a1", a[0]), ("a2", a[1]), ("w1", w[0]), ("w2", w[1]), ("b", b), ("d1", delta), ("alpha", alpha)];
    Draft::new(statement, &given)
        .step(slope("$w₁$", a[0]))
        .step(slope("$w₂$", a[1]))
        .step(moved("w₁", w[0], alpha, a[0] * delta))
        .step(moved("w₂", w[1], alpha, a[1] * delta))
        .step(moved("b", b, alpha, delta))
}
