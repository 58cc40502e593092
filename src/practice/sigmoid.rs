//! La sigmoide y su derivada.

use super::dice::Dice;
use super::number::shown;
use super::question::{Draft, Family, Step};
use crate::activation::{sigmoid, sigmoid_derivative};

pub(super) const FAMILY: Family =
    Family { key: "sigmoide", title: "La sigmoide y su derivada", source: "la lección, «Una sola neurona»", draft };

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let z = match level {
        1 => dice.tenths(2, 20),
        2 => -dice.tenths(2, 20),
        _ => dice.signed_tenths(21, 35),
    };
    let a = sigmoid(z);
    let statement = format!(
        "La entrada de una neurona es $z = {}$. Calcula su activación, $a = σ(z) = 1 / (1 + e⁻ᶻ)$, y la derivada ahí.",
        shown(z)
    );
    let draft = Draft::new(statement, &[("z", z)]).step(activation("¿Cuánto vale $a = σ(z)$?", z));
    let draft = if level < 3 {
        draft
    } else {
        let ask = format!("Sin otra exponencial: ¿cuánto vale $σ({})$, la del número opuesto?", shown(-z));
        draft.step(
            Step::new(&ask, 1.0 - a)
                .look("$σ(z)$ y $σ(−z)$ suman 1.")
                .mistake(a, "Esa es la de $z$: la del opuesto es lo que le falta para llegar a 1.")
                .mistake(-a, "Cambiar el signo de $z$ no cambia el de la activación: siempre está entre 0 y 1.")
                .solution(&[format!("σ({}) = 1 − σ({}) = 1 − {} = {}", shown(-z), shown(z), shown(a), shown(1.0 - a))]),
        )
    };
    draft.step(slope("¿Cuánto vale la derivada, $σ′(z)$?", a, Some(z)))
}

/// El paso que pide a = σ(z).
pub(super) fn activation(ask: &str, z: f64) -> Step {
    let a = sigmoid(z);
    Step::new(ask, a)
        .look("Cambia el signo de $z$, calcula la exponencial, súmale 1 y divide 1 entre eso.")
        .mistake(1.0 - a, "El exponente lleva un signo menos: es $−z$.")
        .mistake(1.0 / a, "Falta dividir 1 entre eso.")
        .mistake((-z).exp(), "Eso es solo la exponencial; falta sumarle 1 y dividir 1 entre el resultado.")
        .mistake(sigmoid_derivative(a), "Eso es la derivada, $a (1 − a)$; se pide la activación.")
        .mistake(z, "Falta aplicar la sigmoide.")
        .solution(&[format!("a = σ({}) = 1 / (1 + {}) = {}", shown(z), shown((-z).exp()), shown(a))])
}

/// El paso que pide a (1 − a); `z`, si se conoce.
pub(super) fn slope(ask: &str, a: f64, z: Option<f64>) -> Step {
    let slope = sigmoid_derivative(a);
    let step = Step::new(ask, slope)
        .look("Es $a (1 − a)$, con la activación que ya tienes.")
        .mistake(a * a, "El segundo factor es $1 − a$, no $a$.")
        .mistake(1.0 - a, "Te falta multiplicar por $a$.")
        .mistake(a, "Esa es la activación; su derivada es $a (1 − a)$.")
        .mistake(a * (1.0 + a), "El segundo factor es $1 − a$, no $1 + a$.")
        .solution(&[format!("a (1 − a) = {}·(1 − {}) = {}", shown(a), shown(a), shown(slope))]);
    match z {
        Some(z) => {
            step.mistake(z * (1.0 - z), &format!("Pusiste $z = {}$: la derivada se escribe con $a$, no con $z$.", shown(z)))
        }
        None => step,
    }
}
