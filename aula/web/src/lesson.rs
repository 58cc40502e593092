//! Las partes vivas de la lección: sus mismas figuras, con otros números.

use gradiente::display::{Boundary, Chain, Curves, Formula};
use gradiente::{Loss, Neuron, Training, dataset};

use crate::answer::Answer;
use crate::fields::Fields;
use crate::json;
use crate::situation::{generator, start};
use crate::views::{drawn, width};

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

/// «Una sola neurona»: un paso del descenso desde el peso `w` con tasa `alfa`, sobre la curva de la pérdida cuadrática.
///
/// # Errors
///
/// Si un campo no tiene sentido.
pub fn neuron(fields: &Fields) -> Answer {
    let w = fields.number("w", 0.8, -8.0..=10.0)?;
    let alpha = fields.number("alfa", 0.1, 0.001..=1000.0)?;
    let at = |w: f64| Loss::HalfSquare.value(1.0, Neuron { w, b: 0.2 }.forward(0.5));
    let neuron = Neuron { w, b: 0.2 };
    let step = neuron.step(0.5, 1.0, alpha, Loss::HalfSquare);
    let curves = Curves::new("La pérdida de la neurona según su peso")
        .x("peso w")
        .y("pérdida L = ½(1 − a)²")
        .function("pérdida", at, -8.0..=10.0)
        .tangent(format!("tangente en w = {}", shown(w)), (w, at(w)), step.dl_dw)
        .path("un paso", [(w, at(w)), (step.w, at(step.w))])
        .x_range(-8.0..=10.0)
        .y_range(0.0..=0.5)
        .width(width(fields)?);
    let formula = Formula::step(&neuron, 0.5, 1.0, alpha, Loss::HalfSquare);
    Ok(answer(
        &format!(
            "Desde w = {}, el paso lleva a {}: la pérdida pasa de {} a {}.",
            shown(w),
            fixed(step.w, 8),
            fixed(step.loss, 6),
            fixed(at(step.w), 6)
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
    let (x, y) = dataset::xor();
    let mut net = start(&[2, 2, 1], generator(fields)?, seed);
    let training = Training { alpha, epochs: 10_000, every: 20 };
    let history = training.run(&mut net, &x, &y).map_err(|error| error.to_string())?;
    let width = width(fields)?;
    let curves = Curves::training("La pérdida y el error, mientras la red aprende", &history).width(width);
    let forward = net.forward(&x);
    let (error, outputs) =
        (forward.mean_abs_error(&y), forward.output().iter().map(|a| format!("{a:.4}")).collect::<Vec<_>>());
    let verdict = if error > 0.1 { "Este comienzo se ha atascado" } else { "La red ha aprendido XOR" };
    Ok(answer(
        &format!("{verdict}: tras 10 000 épocas el error medio es {error:.4}, y responde {}.", outputs.join(", ")),
        [("curva", drawn(&curves.figure())), ("frontera", drawn(&Boundary::new(&net, &x, &y).width(width).figure()))],
    ))
}

/// Un número con `decimals` cifras y con el signo menos de verdad.
fn fixed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('-', "−")
}

/// Un número tal como se pidió, con el signo menos de verdad.
fn shown(value: f64) -> String {
    value.to_string().replace('-', "−")
}

/// Lo que se dice y lo que se ve.
fn answer<const N: usize>(said: &str, parts: [(&str, String); N]) -> String {
    json::object([("dicho", json::text(said))].into_iter().chain(parts))
}
