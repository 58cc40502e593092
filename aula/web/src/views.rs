//! Lo que se ve de una red que aprende.

use gradiente::display::{Boundary, Curves, Diagram, Figure, Formula};
use ndarray::Axis;

use crate::answer::Answer;
use crate::fields::Fields;
use crate::frame;
use crate::json;
use crate::session::Session;
use crate::situation::PLANE;
use crate::valley;

/// Una de las vistas, por su nombre. `cuadro`, `oculto`, `valle`, `curva` y `peso` son números que pinta la página;
/// `cuentas`, una fórmula; y `palabras`, lo que cuenta con palabras la figura `figura`.
///
/// # Errors
///
/// Si no hay tal vista, o no la tiene esta red.
pub fn view(session: &Session, fields: &Fields) -> Answer {
    match fields.text("vista").unwrap_or_default() {
        "cuadro" => frame::frame(session, fields),
        "oculto" => frame::hidden(session, fields),
        "peso" => frame::weight(session, fields),
        "valle" => valley::slice(session, fields),
        "curva" => curve(session),
        "cuentas" => sums(session, fields),
        "palabras" => words(session, fields),
        other => Err(format!("No hay ninguna vista «{other}».")),
    }
}

/// Lo anotado a lo largo de las épocas: la pérdida, el error y la norma del gradiente de cada capa.
fn curve(session: &Session) -> Answer {
    let history = session.history()?;
    let row = |values: &[f64]| json::list(values.iter().map(|value| json::number(*value)));
    Ok(json::object([
        ("ahora", session.situation().done().0.to_string()),
        ("epocas", json::list(history.epochs.iter().map(usize::to_string))),
        ("perdidas", row(&history.losses)),
        ("errores", row(&history.errors)),
        ("normas", json::list(history.gradient_norms.iter().map(|norms| row(norms)))),
    ]))
}

/// Una figura, contada con palabras y números.
fn words(session: &Session, fields: &Fields) -> Answer {
    let Session { net, x, y, .. } = session;
    let example = fields.integer("ejemplo", 1, 1..=x.nrows())?;
    let plane = || PLANE.0..=PLANE.1;
    let text = match fields.text("figura").unwrap_or_default() {
        "frontera" => Boundary::new(net, x, y).range(plane(), plane()).text(),
        "neuronas" => Boundary::neurons(net, x, y).range(plane(), plane()).text(),
        "oculto" if session.situation().hidden.last() == Some(&2) => Boundary::hidden_space(net, x, y).text(),
        "red" => {
            let title = format!("La red, con lo que vale en el ejemplo {example}");
            Diagram::new(net).title(title).example(&x.row(example - 1).to_vec()).text()
        }
        "curva" => Curves::training("La pérdida y el error, época a época", &session.history()?).text(),
        "gradientes" => Curves::gradients("El gradiente de cada capa", &session.history()?).text(),
        other => return Err(format!("No hay palabras para «{other}».")),
    };
    Ok(json::object([("texto", json::text(&text))]))
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

/// Una de las cuentas de la próxima época, con sus números: hacia adelante, hacia atrás o el paso. Y los títulos de todas.
///
/// De una en una: las ocho por ocho neuronas de una red grande, todas a la vez, detienen la página.
fn sums(session: &Session, fields: &Fields) -> Answer {
    let Session { net, x, y, .. } = session;
    let example = fields.integer("ejemplo", 0, 0..=x.nrows())?;
    let rows: Vec<usize> = if example == 0 { (0..x.nrows()).collect() } else { vec![example - 1] };
    let (x, y) = (x.select(Axis(0), &rows), y.select(Axis(0), &rows));
    let depth = net.layers.len();
    let chosen = fields.integer("cuenta", 0, 0..=3 * depth - 1)?;
    let (forward, alpha) = (net.forward(&x), session.situation().alpha_now());
    let gradients = net.backward(&forward, &y);
    let formula = match (chosen / depth, chosen % depth) {
        (0, layer) => Formula::forward(net, &forward, layer + 1),
        (1, layer) => Formula::backward(net, &forward, &gradients, &y, depth - layer),
        (_, layer) => Formula::update(net, &gradients, alpha, layer + 1),
    };
    let titles = (0..3 * depth).map(|chosen| json::text(&title(chosen, depth)));
    Ok(json::object([
        ("titulos", json::list(titles)),
        ("titulo", json::text(&title(chosen, depth))),
        ("formula", json::text(&formula.mathml())),
    ]))
}

fn title(chosen: usize, depth: usize) -> String {
    let name = |layer: usize| if layer == depth { "la salida".to_string() } else { format!("la capa oculta {layer}") };
    match (chosen / depth, chosen % depth) {
        (0, layer) => format!("Hacia adelante: {}", name(layer + 1)),
        (1, layer) => format!("Hacia atrás: {}", name(depth - layer)),
        (_, layer) => format!("El paso: {}", name(layer + 1)),
    }
}
