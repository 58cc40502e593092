//! El peso nuevo de una neurona: w ← w − α ∂L/∂w.

use super::dice::Dice;
use super::number::{factor, shown};
use super::question::{Draft, Family, Step};
use super::sigmoid;
use crate::activation::sigmoid as activation;

pub(super) const FAMILY: Family =
    Family { key: "paso", title: "El peso nuevo de una neurona", source: "la lección, «Una sola neurona»", draft };

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let (w, alpha) = (dice.signed_tenths(2, 15), dice.one_of(&[0.1, 0.5, 2.0]));
    match level {
        1 => {
            let factors = [dice.signed_hundredths(20, 80), dice.hundredths(15, 25), dice.signed_tenths(5, 30)];
            let [first, second, x] = factors;
            let statement = format!(
                "El peso de una neurona es $w = {}$, y los tres factores de su gradiente, $∂L/∂a = {}$, $∂a/∂z = {}$ y \
                 $∂z/∂w = {}$. Da un paso del descenso con $α = {}$.",
                shown(w),
                shown(first),
                shown(second),
                shown(x),
                shown(alpha)
            );
            let given = [("w", w), ("alpha", alpha), ("dl_da", first), ("da_dz", second), ("dz_dw", x)];
            Draft::new(statement, &given).step(gradient(factors)).step(moved("w", w, alpha, factors.iter().product()))
        }
        2 => {
            let (a, y, x) = (dice.hundredths(20, 80), dice.one_of(&[0.0, 1.0]), dice.signed_tenths(5, 30));
            let statement = format!(
                "Una neurona con $w = {}$ recibió $x = {}$ y respondió $a = {}$; se esperaba $y = {}$. La pérdida es \
                 $L = ½ (y − a)²$. Da un paso del descenso con $α = {}$.",
                shown(w),
                shown(x),
                shown(a),
                shown(y),
                shown(alpha)
            );
            let factors = [a - y, a * (1.0 - a), x];
            Draft::new(statement, &[("w", w), ("x", x), ("a", a), ("y", y), ("alpha", alpha)])
                .step(gradient(factors))
                .step(moved("w", w, alpha, factors.iter().product()))
        }
        _ => whole(dice, w, alpha),
    }
}

/// Desde la entrada hasta el peso y el sesgo nuevos.
fn whole(dice: &mut Dice, w: f64, alpha: f64) -> Draft {
    let (b, y, x) = (dice.signed_tenths(1, 9), dice.one_of(&[0.0, 1.0]), dice.signed_tenths(5, 20));
    let statement = format!(
        "Una neurona tiene $w = {}$ y $b = {}$. Recibe $x = {}$ y se espera $y = {}$. La pérdida es $L = ½ (y − a)²$. Da un \
         paso del descenso con $α = {}$, en el peso y en el sesgo.",
        shown(w),
        shown(b),
        shown(x),
        shown(y),
        shown(alpha)
    );
    let a = activation(x * w + b);
    let factors = [a - y, a * (1.0 - a), x];
    Draft::new(statement, &[("w", w), ("b", b), ("x", x), ("y", y), ("alpha", alpha)])
        .step(sigmoid::activation("¿Qué responde la neurona, $a = σ(x·w + b)$?", x * w + b))
        .step(gradient(factors))
        .step(moved("w", w, alpha, factors.iter().product()))
        .step(moved("b", b, alpha, factors[0] * factors[1]))
}

fn gradient([first, second, x]: [f64; 3]) -> Step {
    let value = first * second * x;
    Step::new("¿Cuánto vale el gradiente, $∂L/∂w$?", value)
        .look("Es el producto de los tres factores: $−(y − a)$, $a (1 − a)$ y $x$.")
        .mistake(-value, "El signo es el contrario: repasa el del primer factor.")
        .mistake(first * x, "Te falta el segundo factor, $a (1 − a)$.")
        .mistake(first * second, "Te falta el tercer factor, la entrada $x$.")
        .mistake(first + second + x, "Los tres factores se multiplican, no se suman.")
        .solution(&[format!("∂L/∂w = {}·{}·{} = {}", factor(first), shown(second), factor(x), shown(value))])
}

/// El valor nuevo de un parámetro.
pub(super) fn moved(name: &str, value: f64, alpha: f64, slope: f64) -> Step {
    let next = value - alpha * slope;
    Step::new(&format!("¿Cuánto vale ${name}$ después del paso?"), next)
        .look(&format!("Al valor de antes se le resta $α$ por su gradiente, con su signo: ${name} − α·gradiente$."))
        .mistake(value + alpha * slope, "Sumaste: el gradiente descendente resta. Restar un número negativo es sumar.")
        .mistake(value - slope, "Te falta multiplicar el gradiente por $α$.")
        .mistake(alpha * slope, "Eso es lo que se mueve; falta restárselo al valor de antes.")
        .mistake(-alpha * slope, "Eso es lo que se mueve; falta sumarlo al valor de antes.")
        .mistake(slope, "Ese es el gradiente; se pide el valor nuevo.")
        .solution(&[format!("{name} ← {} − {}·{} = {}", shown(value), shown(alpha), factor(slope), shown(next))])
}
