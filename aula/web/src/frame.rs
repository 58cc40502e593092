//! Un cuadro: todo lo que cambia a cada paso, en números, para que la página lo pinte muchas veces por segundo.

use gradiente::{Gradients, Layer, Network};
use ndarray::{Array2, Axis};

use crate::answer::Answer;
use crate::fields::Fields;
use crate::grid;
use crate::json;
use crate::session::Session;
use crate::situation::{PLANE, Weight, absent};

/// El lado del mapa de cada neurona: es del tamaño de una uña.
const SMALL: usize = 24;
/// Lo que abarca el espacio oculto: de 0 a 1, y un margen.
const HIDDEN: (f64, f64) = (-0.1, 1.1);

/// El mapa de la respuesta con su frontera, el de cada neurona, los pesos, sus gradientes y lo que vale todo en un ejemplo.
///
/// # Errors
///
/// Si un campo no tiene sentido.
pub fn frame(session: &Session, fields: &Fields) -> Answer {
    let Session { net, x, y, .. } = session;
    let side = grid::side(fields)?;
    let example = fields.integer("ejemplo", 1, 1..=x.nrows())? - 1;
    let map = outputs(net, &grid::points(side, [PLANE, PLANE]));
    let border = grid::contour(&map, side, 0.5);
    let gradients = net.backward(&net.forward(x), y);
    let shown = net.forward(&x.select(Axis(0), &[example]));
    let row = |a: &Array2<f64>| json::list(a.iter().map(|a| json::number(*a)));
    let values = json::list([row(&shown.x)].into_iter().chain(shown.a.iter().map(row)));
    Ok(json::object([
        ("lado", side.to_string()),
        ("dicho", json::text(described(&map, &border))),
        ("mapa", json::text(&grid::packed(map))),
        ("frontera", segments(&border)),
        ("chico", SMALL.to_string()),
        ("neuronas", neurons(net)),
        ("pesos", json::list(net.layers.iter().map(numbers))),
        ("gradientes", json::list(gradients.layers.iter().map(numbers))),
        ("valores", values),
    ]))
}

/// Lo que responde la red a cada fila de `x`.
fn outputs(net: &Network, x: &Array2<f64>) -> Vec<f64> {
    net.forward(x).output().iter().copied().collect()
}

/// El mapa de cada neurona oculta, capa a capa. Una sola propagación los da todos.
fn neurons(net: &Network) -> String {
    let forward = net.forward(&grid::points(SMALL, [PLANE, PLANE]));
    let hidden = &forward.a[..forward.a.len() - 1];
    let layer = |a: &Array2<f64>| json::list(a.columns().into_iter().map(|a| json::text(&grid::packed(a.iter().copied()))));
    json::list(hidden.iter().map(layer))
}

fn described(map: &[f64], border: &[[f64; 4]]) -> &'static str {
    match (border.is_empty(), map[0] >= 0.5) {
        (false, _) => "La línea es la frontera: de un lado la red responde más 1, y del otro, más 0.",
        (true, true) => "No hay frontera a la vista: la red responde más de 0.5 en todo el plano.",
        (true, false) => "No hay frontera a la vista: la red responde menos de 0.5 en todo el plano.",
    }
}

fn segments(border: &[[f64; 4]]) -> String {
    json::list(border.iter().flatten().map(|value| format!("{value:.4}")))
}

/// Los números de una capa, por filas: primero los sesgos y después los pesos de cada entrada.
fn numbers(layer: &Layer) -> String {
    let rows = [json::list(layer.b.iter().map(|b| json::number(*b)))].into_iter();
    json::list(rows.chain(layer.w.rows().into_iter().map(|row| json::list(row.iter().map(|w| json::number(*w))))))
}

/// Un peso: lo que vale, su derivada, el siguiente, y la suma que da esa derivada, ejemplo a ejemplo.
///
/// # Errors
///
/// Si la red no tiene ese peso.
pub fn weight(session: &Session, fields: &Fields) -> Answer {
    let Session { net, x, y, .. } = session;
    let weight = asked(fields, "peso")?;
    let forward = net.forward(x);
    let gradients = net.backward(&forward, y);
    let missing = || absent(weight);
    let (value, slope) = (weight.of(&net.layers).ok_or_else(missing)?, weight.of(&gradients.layers).ok_or_else(missing)?);
    let input = if weight.layer == 1 { &forward.x } else { &forward.a[weight.layer - 2] };
    let terms = (0..x.nrows()).map(|i| {
        let a = if weight.from == 0 { 1.0 } else { input[[i, weight.from - 1]] };
        json::list([a, delta(&gradients, weight, i)].map(json::number))
    });
    let step = session.situation().alpha_now() * slope;
    Ok(json::object([
        ("peso", json::text(&weight.to_string())),
        ("valor", json::number(value)),
        ("pendiente", json::number(slope)),
        ("paso", json::number(step)),
        ("siguiente", json::number(value - step)),
        ("sumandos", json::list(terms)),
    ]))
}

fn delta(gradients: &Gradients, weight: Weight, example: usize) -> f64 {
    gradients.delta[weight.layer - 1][[example, weight.to - 1]]
}

/// El peso que dice el campo `name`.
///
/// # Errors
///
/// Si no dice ninguno.
pub fn asked(fields: &Fields, name: &str) -> Result<Weight, String> {
    let text = fields.text(name).unwrap_or_default();
    Weight::read(text).ok_or_else(|| format!("«{text}» no es ningún peso: se esperaba capa.entrada.neurona, como 1.2.1."))
}

/// El espacio oculto: lo que respondería la salida en cada punto, y dónde cae cada ejemplo.
///
/// # Errors
///
/// Si la última capa oculta no tiene dos neuronas.
pub fn hidden(session: &Session, fields: &Fields) -> Answer {
    if session.situation().hidden.last() != Some(&2) {
        return Err("El espacio oculto se dibuja cuando la última capa oculta tiene dos neuronas, una por eje.".to_string());
    }
    let side = grid::side(fields)?;
    let layers = &session.net.layers;
    let last = Network { layers: layers[layers.len() - 1..].to_vec() };
    let map = outputs(&last, &grid::points(side, [HIDDEN, HIDDEN]));
    let border = grid::contour(&map, side, 0.5);
    let forward = session.net.forward(&session.x);
    let places = forward.a[forward.a.len() - 2].rows().into_iter().map(|a| json::list(a.iter().map(|a| json::number(*a))));
    Ok(json::object([
        ("lado", side.to_string()),
        ("mapa", json::text(&grid::packed(map))),
        ("frontera", segments(&border)),
        ("desde", json::number(HIDDEN.0)),
        ("hasta", json::number(HIDDEN.1)),
        ("lugares", json::list(places)),
    ]))
}
