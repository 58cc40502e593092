//! La derivada de un peso: ∂J/∂W⁽²⁾ = A⁽¹⁾ᵀ δ⁽²⁾.

use super::dice::Dice;
use super::number::{factor, shown, sum};
use super::question::{Draft, Family, Step};

pub(super) const FAMILY: Family =
    Family { key: "peso", title: "La derivada de un peso", source: "la lección, «Un peso, a mano»", draft };

const A: [&str; 4] = ["a1", "a2", "a3", "a4"];
const D: [&str; 4] = ["d1", "d2", "d3", "d4"];
const WORDS: [&str; 4] = ["uno", "dos", "tres", "cuatro"];
const PLACES: [&str; 4] = ["primer", "segundo", "tercer", "cuarto"];

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let n = match level {
        1 => 1,
        2 => 2,
        _ => 4,
    };
    let a: Vec<f64> = (0..n).map(|_| dice.hundredths(20, 90)).collect();
    let delta: Vec<f64> = (0..n).map(|_| dice.signed_hundredths(5, 30)).collect();
    let given: Vec<_> = (0..n).flat_map(|i| [(A[i], a[i]), (D[i], delta[i])]).collect();
    let list = |values: &[f64]| values.iter().map(|&value| shown(value)).collect::<Vec<_>>().join("$; $");
    let statement = if n == 1 {
        format!(
            "Un peso une una neurona oculta, que vale $a = {}$, con la de salida, cuyo $δ$ vale ${}$. ¿Cuánto vale la \
             derivada de $J$ respecto de ese peso?",
            shown(a[0]),
            shown(delta[0])
        )
    } else {
        format!(
            "Un peso une una neurona oculta con la de salida. En {} ejemplos, la oculta vale ${}$, y el $δ$ de la salida, \
             ${}$, en el mismo orden. $J$ suma los ejemplos.",
            WORDS[n - 1],
            list(&a),
            list(&delta)
        )
    };
    let mut draft = Draft::new(statement, &given);
    if n > 1 {
        for i in 0..n {
            draft = draft.step(product(&format!("¿Cuánto aporta el {} ejemplo?", PLACES[i]), a[i], delta[i]));
        }
        draft = draft.step(total(&a, &delta));
    } else {
        draft = draft.step(product("¿Cuánto vale $∂J/∂w$?", a[0], delta[0]));
    }
    draft.step(bias(&a, &delta))
}

fn product(ask: &str, a: f64, delta: f64) -> Step {
    Step::new(ask, a * delta)
        .look("Lo que entra por el peso, $a$, por el $δ$ de la neurona a la que llega.")
        .mistake(-a * delta, "El signo es el del $δ$.")
        .mistake(delta, "Te falta lo que entra por el peso, $a$. Eso sería lo del sesgo.")
        .mistake(a + delta, "Se multiplican, no se suman.")
        .mistake(a * (1.0 - a) * delta, "El $δ$ ya lleva su factor $a (1 − a)$: aquí entra $a$ sola.")
        .solution(&[format!("a·δ = {}·{} = {}", shown(a), factor(delta), shown(a * delta))])
}

fn total(a: &[f64], delta: &[f64]) -> Step {
    let products: Vec<f64> = a.iter().zip(delta).map(|(a, delta)| a * delta).collect();
    let value: f64 = products.iter().sum();
    let (all_a, all_delta): (f64, f64) = (a.iter().sum(), delta.iter().sum());
    Step::new("¿Cuánto vale $∂J/∂w$?", value)
        .look("Suma lo que aporta cada ejemplo, con su signo.")
        .mistake(value / a.len() as f64, "$J$ suma los ejemplos: no se promedia.")
        .mistake(products.iter().map(|product| product.abs()).sum(), "Cada producto se suma con su signo.")
        .mistake(all_a * all_delta, "Primero se multiplica cada pareja y después se suma.")
        .mistake(all_delta, "Esa es la derivada del sesgo: cada $δ$ va multiplicado por su $a$.")
        .solution(&[format!("∂J/∂w = {} = {}", sum(&products), shown(value))])
}

fn bias(a: &[f64], delta: &[f64]) -> Step {
    let value: f64 = delta.iter().sum();
    let weight: f64 = a.iter().zip(delta).map(|(a, delta)| a * delta).sum();
    Step::new("¿Y la derivada respecto del sesgo de la salida, $∂J/∂b$?", value)
        .look("El sesgo entra multiplicado por 1: solo queda sumar los $δ$.")
        .mistake(weight, "Esa es la del peso: por el sesgo entra un 1, no $a$.")
        .mistake(1.0, "El 1 es el tercer factor; falta multiplicarlo por el $δ$.")
        .mistake(-value, "El signo es el de los $δ$.")
        .solution(&[format!(
            "∂J/∂b = {}{}",
            sum(delta),
            if delta.len() > 1 { format!(" = {}", shown(value)) } else { String::new() }
        )])
}
