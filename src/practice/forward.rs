//! La red 2-2-1 hacia adelante, con un ejemplo.

use ndarray::{Array2, array};

use super::dice::Dice;
use super::number::{factor, shown, sum, term};
use super::question::{Draft, Family, Step};
use super::sigmoid;
use crate::activation::sigmoid as activation;
use crate::display::Formula;

pub(super) const FAMILY: Family =
    Family { key: "adelante", title: "La red 2-2-1, hacia adelante", source: "la lección, «El problema del XOR»", draft };

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let mut weight = || if level == 1 { dice.tenths(2, 15) } else { dice.signed_tenths(2, 15) };
    let [w11, w12, w21, w22, b1, b2, v1, v2, c] = std::array::from_fn(|_| weight());
    let (x1, x2) = if level == 1 { dice.one_of(&[(0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]) } else { pair(dice) };
    let x: Array2<f64> = array![[x1, x2]];
    let data = [
        Formula::matrix("x", &x),
        Formula::matrix("w1", &array![[w11, w12], [w21, w22]]),
        Formula::matrix("b1", &array![b1, b2]),
        Formula::matrix("w2", &array![[v1], [v2]]),
        Formula::matrix("b2", &array![c]),
    ];
    let (z1, z2) = (x1 * w11 + x2 * w21 + b1, x1 * w12 + x2 * w22 + b2);
    let (a1, a2) = (activation(z1), activation(z2));
    let z = a1 * v1 + a2 * v2 + c;
    let inputs = [("x1", x1), ("x2", x2), ("w11", w11), ("w12", w12), ("w21", w21), ("w22", w22)];
    let rest = [("b1", b1), ("b2", b2), ("v1", v1), ("v2", v2), ("c", c)];
    let expected = if level == 3 { Some(dice.one_of(&[0.0, 1.0])) } else { None };
    let target = expected.map_or(String::new(), |y| format!(" Se espera $y = {}$.", shown(y)));
    let statement =
        format!("Esta red tiene dos entradas, dos neuronas ocultas y una de salida. ¿Qué responde a $X$?{target}");
    let mut given = [inputs.as_slice(), &rest].concat();
    given.extend(expected.map(|y| ("y", y)));
    let a = activation(z);
    let draft = Draft::new(statement, &given)
        .data(data)
        .step(hidden("primera", "columna", [x1, x2], [w11, w21], [w11, w12], b1))
        .step(hidden("segunda", "columna", [x1, x2], [w12, w22], [w21, w22], b2))
        .step(sigmoid::activation("¿La activación de la primera neurona oculta?", z1))
        .step(sigmoid::activation("¿La de la segunda?", z2))
        .step(output([a1, a2], [z1, z2], [v1, v2], c))
        .step(sigmoid::activation("¿Y la respuesta de la red?", z));
    match expected {
        Some(y) => draft.step(loss(y, a)),
        None => draft,
    }
}

fn pair(dice: &mut Dice) -> (f64, f64) {
    (dice.signed_tenths(2, 20), dice.signed_tenths(2, 20))
}

fn hidden(name: &str, part: &str, x: [f64; 2], w: [f64; 2], row: [f64; 2], b: f64) -> Step {
    let z = x[0] * w[0] + x[1] * w[1] + b;
    Step::new(&format!("¿Cuánto vale la entrada $z$ de la {name} neurona oculta?"), z)
        .look(&format!("Cada entrada por su peso de la {name} {part} de $W⁽¹⁾$, más su sesgo."))
        .mistake(z - b, "Te falta sumar el sesgo.")
        .mistake(x[0] * row[0] + x[1] * row[1] + b, "Tomaste una fila de $W⁽¹⁾$: los pesos de una neurona son una columna.")
        .mistake(w[0] + w[1] + b, "Cada peso se multiplica por su entrada.")
        .mistake(activation(z), "Esa es la activación; se pide la entrada, $z$.")
        .solution(&[format!(
            "z = {}·{} + {}·{}{} = {}",
            shown(x[0]),
            factor(w[0]),
            factor(x[1]),
            factor(w[1]),
            term(b),
            shown(z)
        )])
}

/// El paso que pide la z de la salida, desde las activaciones ocultas.
pub(super) fn output(a: [f64; 2], z: [f64; 2], v: [f64; 2], c: f64) -> Step {
    let value = a[0] * v[0] + a[1] * v[1] + c;
    Step::new("¿Cuánto vale la entrada $z$ de la neurona de salida?", value)
        .look("Cada activación oculta por su peso de $W⁽²⁾$, más el sesgo $b⁽²⁾$.")
        .mistake(value - c, "Te falta sumar el sesgo, $b⁽²⁾$.")
        .mistake(z[0] * v[0] + z[1] * v[1] + c, "A la salida llegan las activaciones, $a$, no las entradas $z$.")
        .mistake(a[0] * v[1] + a[1] * v[0] + c, "Cruzaste los pesos: el primero va con la primera neurona oculta.")
        .mistake(sum_of(a) + c, "Cada activación se multiplica por su peso.")
        .solution(&[format!(
            "z⁽²⁾ = {}·{} + {}·{}{} = {}",
            shown(a[0]),
            factor(v[0]),
            shown(a[1]),
            factor(v[1]),
            term(c),
            shown(value)
        )])
}

fn sum_of(values: [f64; 2]) -> f64 {
    values.iter().sum()
}

fn loss(y: f64, a: f64) -> Step {
    let value = 0.5 * (y - a).powi(2);
    Step::new("¿Cuánto vale la pérdida, $J = ½ (y − a)²$?", value)
        .look("Eleva al cuadrado lo que falta y toma la mitad.")
        .mistake(2.0 * value, "Te falta el ½.")
        .mistake((y - a).abs(), "Ese es el error; la pérdida es la mitad de su cuadrado.")
        .mistake(a - y, "Esa es la derivada de la pérdida respecto de $a$.")
        .mistake(0.5 * (y - a), "Te falta elevar al cuadrado.")
        .solution(&[format!("J = ½ ({})² = {}", sum(&[y, -a]), shown(value))])
}
