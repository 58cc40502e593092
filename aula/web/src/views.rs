//! Lo que se ve de una red que aprende.

use gradiente::display::{Boundary, Curves, Diagram, Figure, Formula};
use gradiente::{Forward, Gradients, Network};
use ndarray::{Array2, Axis};

use crate::answer::Answer;
use crate::fields::Fields;
use crate::json;
use crate::session::Session;
use crate::situation::PLANE;

/// Una de las vistas, por su nombre: `frontera`, `neuronas`, `oculto`, `red`, `curvas`, `gradientes` o `cuentas`.
///
/// `ancho` es el de la figura en píxeles, y `ejemplo`, el número del que muestran `red` y `cuentas`; con 0, `cuentas` los
/// muestra todos.
///
/// # Errors
///
/// Si no hay tal vista, o no la tiene esta red.
pub fn view(session: &Session, fields: &Fields) -> Answer {
    let Session { net, x, y, .. } = session;
    let width = width(fields)?;
    let example = fields.integer("ejemplo", 0, 0..=x.nrows())?;
    let plane = || PLANE.0..=PLANE.1;
    let figure = match fields.text("vista").unwrap_or_default() {
        "frontera" => Boundary::new(net, x, y).range(plane(), plane()).width(width).figure(),
        "neuronas" => Boundary::neurons(net, x, y).range(plane(), plane()).width(width).figure(),
        "oculto" if session.situation().hidden.last() == Some(&2) => {
            Boundary::hidden_space(net, x, y).range(-0.1..=1.1, -0.1..=1.1).width(width).figure()
        }
        "oculto" => {
            return Err(
                "El espacio oculto se dibuja cuando la última capa oculta tiene dos neuronas, una por eje.".to_string()
            );
        }
        "red" => {
            let i = example.saturating_sub(1);
            let title = format!("La red, con lo que vale en el ejemplo {}", i + 1);
            Diagram::new(net).title(title).example(&x.row(i).to_vec()).width(width).figure()
        }
        "curvas" => Curves::training("La pérdida y el error, época a época", &session.history()?).width(width).figure(),
        "gradientes" => Curves::gradients("El gradiente de cada capa", &session.history()?).width(width).figure(),
        "cuentas" => return Ok(sums(session, example)),
        other => return Err(format!("No hay ninguna vista «{other}».")),
    };
    Ok(drawn(&figure))
}

/// El ancho que se pide para una figura, en píxeles.
///
/// # Errors
///
/// Si no es un ancho posible.
pub fn width(fields: &Fields) -> Result<u32, String> {
    fields.integer("ancho", 600, 100..=4000)
}

/// Una figura, en SVG y en palabras.
pub fn drawn(figure: &Figure) -> String {
    json::object([("svg", json::text(figure.svg())), ("texto", json::text(figure.text()))])
}

/// Las cuentas de la próxima época, con sus números: hacia adelante, hacia atrás y la actualización.
fn sums(session: &Session, example: usize) -> String {
    let Session { net, x, y, .. } = session;
    let rows: Vec<usize> = if example == 0 { (0..x.nrows()).collect() } else { vec![example - 1] };
    let (x, y) = (x.select(Axis(0), &rows), y.select(Axis(0), &rows));
    let forward = net.forward(&x);
    let gradients = net.backward(&forward, &y);
    let layers = 1..=net.layers.len();
    let name = |layer: usize| {
        if layer == net.layers.len() { "la salida".to_string() } else { format!("la capa oculta {layer}") }
    };
    let ahead = layers
        .clone()
        .map(|layer| entry(&format!("Hacia adelante: {}", name(layer)), &Formula::forward(net, &forward, layer)));
    let back = layers.clone().rev().map(|layer| back(net, (&forward, &gradients), &y, layer, &name(layer)));
    let update = layers.map(|layer| {
        entry(&format!("El paso: {}", name(layer)), &Formula::update(net, &gradients, session.situation().alpha, layer))
    });
    json::object([("cuentas", json::list(ahead.chain(back).chain(update)))])
}

fn back(net: &Network, (forward, gradients): (&Forward, &Gradients), y: &Array2<f64>, layer: usize, name: &str) -> String {
    entry(&format!("Hacia atrás: {name}"), &Formula::backward(net, forward, gradients, y, layer))
}

fn entry(title: &str, formula: &Formula) -> String {
    json::object([("titulo", json::text(title)), ("formula", json::text(&formula.mathml()))])
}
