//! Un paso del gradiente descendente: θ ← θ − α ∇J(θ).

use super::dice::Dice;
use super::number::{factor, shown, term};
use super::question::{Draft, Family, Step};

pub(super) const FAMILY: Family =
    Family { key: "descenso", title: "Un paso del descenso", source: "la lección, «Gradiente descendente»", draft };

fn draft(dice: &mut Dice, level: u8) -> Draft {
    match level {
        1 => one(dice),
        2 => two(dice),
        _ => twice(dice),
    }
}

/// J = aθ².
fn one(dice: &mut Dice) -> Draft {
    let (a, theta, alpha) = (dice.whole(2, 4), dice.signed(1, 5), dice.one_of(&[0.1, 0.2]));
    let slope = 2.0 * a * theta;
    let statement = format!(
        "La pérdida es $J(θ) = {}θ²$ y estamos en $θ = {}$. Da un paso del gradiente descendente con $α = {}$.",
        shown(a),
        shown(theta),
        shown(alpha)
    );
    let next = theta - alpha * slope;
    Draft::new(statement, &[("a", a), ("theta", theta), ("alpha", alpha)])
        .step(
            Step::new("¿Cuánto vale la derivada, $dJ/dθ$?", slope)
                .look("La derivada de $θ²$ es $2θ$.")
                .mistake(a * theta, "Te falta el 2: la derivada de $θ²$ es $2θ$.")
                .mistake(2.0 * a, "Te falta la $θ$: la derivada de $θ²$ es $2θ$.")
                .mistake(a * theta * theta, "Ese es el valor de $J$, no el de su derivada.")
                .solution(&[format!("dJ/dθ = 2·{}·θ = {}·{} = {}", shown(a), shown(2.0 * a), factor(theta), shown(slope))]),
        )
        .step(moved("θ", theta, alpha, slope))
        .step(
            Step::new("¿Cuánto vale ahora la pérdida?", a * next * next)
                .look("Evalúa $J$ en la $θ$ nueva.")
                .mistake(a * theta * theta, "Esa es la de antes del paso.")
                .mistake(next * next, "Te falta el número que multiplica a $θ²$.")
                .mistake(a * next, "Falta elevar $θ$ al cuadrado.")
                .solution(&[format!("J = {}·{}² = {}", shown(a), factor(next), shown(a * next * next))]),
        )
}

/// El paso de un parámetro.
fn moved(name: &str, theta: f64, alpha: f64, slope: f64) -> Step {
    let next = theta - alpha * slope;
    Step::new(&format!("¿Adónde lleva el paso: cuánto vale ahora ${name}$?"), next)
        .look(&format!("El paso resta $α$ veces la derivada: ${name} − α·derivada$."))
        .mistake(
            theta + alpha * slope,
            "Sumaste: el descenso resta, porque el gradiente señala hacia donde la pérdida crece.",
        )
        .mistake(theta - slope, "Te falta multiplicar la derivada por $α$.")
        .mistake(alpha * slope, "Eso es lo que se mueve; falta restárselo a lo que valía.")
        .mistake(-alpha * slope, "Eso es lo que se mueve; falta sumarlo a lo que valía.")
        .mistake(theta - alpha, "Te falta la derivada: se resta $α$ por ella.")
        .solution(&[format!(
            "{name} ← {name} − α·derivada = {} − {}·{} = {}",
            shown(theta),
            shown(alpha),
            factor(slope),
            shown(next)
        )])
}

/// `J = aθ₁² + bθ₂`, el ejemplo de la lección.
fn two(dice: &mut Dice) -> Draft {
    let (a, b, alpha) = (dice.whole(2, 4), dice.signed(2, 6), dice.one_of(&[0.1, 0.2]));
    let (t1, t2) = (dice.signed(1, 4), dice.signed(1, 4));
    let name = format!("{}θ₁²{}θ₂", shown(a), term(b));
    let statement = format!(
        "La pérdida es $J(θ) = {name}$ y estamos en $θ₁ = {}$ y $θ₂ = {}$. Da un paso con $α = {}$.",
        shown(t1),
        shown(t2),
        shown(alpha)
    );
    let slope = 2.0 * a * t1;
    Draft::new(statement, &[("a", a), ("b", b), ("theta1", t1), ("theta2", t2), ("alpha", alpha)])
        .step(
            Step::new("¿Cuánto vale $∂J/∂θ₁$?", slope)
                .look("Se mueve solo $θ₁$; lo demás es una constante.")
                .mistake(slope + b, "Lo que no lleva $θ₁$ es una constante, y su derivada es 0.")
                .mistake(a * t1, "Te falta el 2: la derivada de $θ₁²$ es $2θ₁$.")
                .mistake(2.0 * a, "Te falta la $θ₁$: la derivada de $θ₁²$ es $2θ₁$.")
                .solution(&[format!("∂J/∂θ₁ = 2·{}·θ₁ = {}·{} = {}", shown(a), shown(2.0 * a), factor(t1), shown(slope))]),
        )
        .step(
            Step::new("¿Cuánto vale $∂J/∂θ₂$?", b)
                .look("Se mueve solo $θ₂$; lo demás es una constante.")
                .mistake(b * t2, "Al derivar, $θ₂$ desaparece: queda el número que la multiplica.")
                .mistake(slope + b, "Lo que no lleva $θ₂$ es una constante, y su derivada es 0.")
                .solution(&[format!("∂J/∂θ₂ = {}", shown(b))]),
        )
        .step(moved("θ₁", t1, alpha, slope))
        .step(moved("θ₂", t2, alpha, b))
}

/// `J = aθ² + bθ`, dos pasos seguidos.
fn twice(dice: &mut Dice) -> Draft {
    let (a, b, alpha) = (dice.whole(2, 4), dice.signed(2, 6), dice.one_of(&[0.1, 0.2]));
    let theta = dice.signed(1, 4);
    let name = format!("{}θ²{}θ", shown(a), term(b));
    let statement = format!(
        "La pérdida es $J(θ) = {name}$ y estamos en $θ = {}$. Da dos pasos seguidos con $α = {}$.",
        shown(theta),
        shown(alpha)
    );
    let slope = |theta: f64| 2.0 * a * theta + b;
    let next = theta - alpha * slope(theta);
    let derivative = |ask: &str, at: f64| {
        Step::new(ask, slope(at))
            .look(&format!("La derivada es ${}θ{}$; evalúala en la $θ$ de ahora.", shown(2.0 * a), term(b)))
            .mistake(2.0 * a * at, &format!("Te falta la derivada de ${}θ$, que no es 0.", shown(b)))
            .mistake(a * at + b, "Te falta el 2: la derivada de $θ²$ es $2θ$.")
            .solution(&[format!("dJ/dθ = {}·{}{} = {}", shown(2.0 * a), factor(at), term(b), shown(slope(at)))])
    };
    Draft::new(statement, &[("a", a), ("b", b), ("theta", theta), ("alpha", alpha)])
        .step(derivative("¿Cuánto vale la derivada, $dJ/dθ$, al principio?", theta))
        .step(moved("θ", theta, alpha, slope(theta)))
        .step(
            derivative("¿Y la derivada, en la $θ$ nueva?", next)
                .mistake(slope(theta), "Después del paso la pendiente es otra: se evalúa en la $θ$ nueva."),
        )
        .step(moved("θ", next, alpha, slope(next)))
}
