//! Las partes vivas de la lección: sus mismas figuras, con otros números.

use gradiente::display::{Boundary, Chain, Curves, Formula};
use gradiente::{Loss, Neuron};

use crate::answer::Answer;
use crate::diagnosis;
use crate::fields::Fields;
use crate::json;
use crate::session::Session;
use crate::situation::{Piece, Situation, generator};
use crate::views::{drawn, width};
use crate::words::{fixed, shown};

/// Las épocas que entrena la lección.
const EPOCHS: usize = 10_000;

/// «La regla de la cadena»: f(x) = (3x + 2)² con su tangente en `x`, y el grafo de sus derivadas.
///
/// # Errors
///
/// Si un campo no tiene sentido.
pub fn chain(fields: &Fields) -> Answer {
    let x = fields.number("x", 1.0, -100.0..=100.0)?;
    let f = |x: f64| (3.0 * x + 2.0).powi(2);
    let chain = Chain::new("x", x).then("u = 3x + 2", |x| 3.0 * x + 2.0, |_| 3.0).then("f = u²", |u| u * u, |u| 2.0 * u);
    let slope = chain.derivative();
    let curves = Curves::new("La derivada es la pendiente de la tangente")
        .x("x")
        .y("f(x)")
        .function("f(x) = (3x + 2)²", f, -2.0..=1.5)
        .tangent(format!("tangente en x = {}, con pendiente {}", shown(x), fixed(slope, 4)), (x, f(x)), slope)
        .x_range(-2.0..=1.5)
        .y_range(-10.0..=70.0)
        .width(width(fields)?);
    Ok(answer(
        &format!("En x = {}, f vale {} y su derivada, {}.", shown(x), fixed(f(x), 4), fixed(slope, 4)),
        [("curva", drawn(&curves.figure())), ("grafo", drawn(&chain.figure()))],
    ))
}

/// «Una sola neurona»: `pasos` pasos del descenso desde el peso `w` con tasa `alfa`, sobre la curva de la pérdida. Se espera
/// ½, que está a mitad de σ: así la pérdida es un valle, con su fondo a la vista.
///
/// # Errors
///
/// Si un campo no tiene sentido.
pub fn neuron(fields: &Fields) -> Answer {
    let w = fields.number("w", 4.0, -8.0..=10.0)?;
    let alpha = fields.number("alfa", 20.0, 0.001..=1000.0)?;
    let steps = fields.integer("pasos", 1, 1..=50)?;
    let (x, y, loss) = (0.5, 0.5, Loss::HalfSquare);
    let at = |w: f64| loss.value(y, Neuron { w, b: 0.2 }.forward(x));
    let slope = Neuron { w, b: 0.2 }.step(x, y, alpha, loss).dl_dw;
    let mut path = vec![w];
    for i in 0..steps {
        path.push(Neuron { w: path[i], b: 0.2 }.step(x, y, alpha, loss).w);
    }
    let (before, after) = (path[steps - 1], path[steps]);
    let curves = Curves::new("La pérdida de la neurona según su peso: un valle")
        .x("peso w")
        .y("pérdida L = ½(½ − a)²")
        .function("pérdida", at, -8.0..=10.0)
        .tangent(format!("tangente en w = {}", shown(w)), (w, at(w)), slope)
        .path(if steps == 1 { "un paso" } else { "los pasos" }, path.iter().map(|&w| (w, at(w))))
        .x_range(-8.0..=10.0)
        .y_range(0.0..=0.14)
        .width(width(fields)?);
    let formula = Formula::step(&Neuron { w: before, b: 0.2 }, x, y, alpha, loss);
    Ok(answer(
        &format!(
            "El paso {steps} lleva el peso de {} a {}, y la pérdida, de {} a {}. El fondo del valle está en w = −0.4.",
            fixed(before, 4),
            fixed(after, 4),
            fixed(at(before), 6),
            fixed(at(after), 6)
        ),
        [("curva", drawn(&curves.figure())), ("formula", json::text(&formula.mathml()))],
    ))
}

/// «El problema del XOR»: la red 2-2-1 de la lección, con otra `alfa` y otra `semilla`, tras 10 000 épocas.
///
/// # Errors
///
/// Si un campo no tiene sentido.
pub fn xor(fields: &Fields) -> Answer {
    let alpha = fields.number("alfa", 0.5, 0.001..=100.0)?;
    let seed = fields.integer("semilla", 42, 0..=u32::MAX)?;
    let (generator, trail) = (generator(fields)?, vec![Piece::Epochs(EPOCHS)]);
    let start = Situation::read(&Fields::parse("")?)?;
    let session = Session::open(Situation { alpha, generator, seed, trail, ..start })?;
    let width = width(fields)?;
    let curves = Curves::training("La pérdida y el error, mientras la red aprende", &session.history()?)
        .x_range(0.0..=EPOCHS as f64)
        .y_range(0.0..=0.7)
        .width(width);
    let progress = session.progress();
    let outputs = progress.outputs.iter().map(|a| format!("{a:.4}")).collect::<Vec<_>>().join(", ");
    let verdict = if progress.learned() { "La red ha aprendido XOR" } else { "Todavía no ha aprendido XOR" };
    let why = diagnosis::why(&session)?;
    let said =
        format!("{verdict}: tras 10\u{a0}000 épocas el error medio es {:.4}, y responde {outputs}. {why}", progress.error);
    let boundary = Boundary::new(&session.net, &session.x, &session.y).width(width);
    Ok(answer(said.trim_end(), [("curva", drawn(&curves.figure())), ("frontera", drawn(&boundary.figure()))]))
}

/// Lo que se dice y lo que se ve.
fn answer<const N: usize>(said: &str, parts: [(&str, String); N]) -> String {
    json::object([("dicho", json::text(said))].into_iter().chain(parts))
}
