//! El valle: cuánto valdría la pérdida con otros valores de dos pesos, y por dónde pasó el entrenamiento.

use gradiente::Network;

use crate::answer::Answer;
use crate::fields::Fields;
use crate::frame::asked;
use crate::grid;
use crate::json;
use crate::session::Session;
use crate::situation::{Weight, absent};

/// Lo que se ve, por lo menos, a cada lado: con menos, casi todo es cuesta.
const REACH: f64 = 4.0;

/// Un corte de la pérdida por los pesos `a` y `b`; los demás, como están ahora.
///
/// El mapa va en raíces de la pérdida: así se distingue también el fondo.
///
/// # Errors
///
/// Si la red no tiene esos dos pesos, o son el mismo.
pub fn slice(session: &Session, fields: &Fields) -> Answer {
    let (a, b) = (asked(fields, "a")?, asked(fields, "b")?);
    if a == b {
        return Err("Un corte necesita dos pesos distintos.".to_string());
    }
    let side = grid::side(fields)?;
    let at = |weight: Weight, net: &Network| weight.of(&net.layers).ok_or_else(|| absent(weight));
    let path: Vec<(f64, f64)> = session.path().map(|net| Ok((at(a, net)?, at(b, net)?))).collect::<Result<_, String>>()?;
    let ranges = [range(path.iter().map(|at| at.0)), range(path.iter().map(|at| at.1))];

    let mut net = session.net.clone();
    let losses: Vec<f64> = grid::points(side, ranges)
        .rows()
        .into_iter()
        .map(|at| {
            a.set(&mut net.layers, at[0]);
            b.set(&mut net.layers, at[1]);
            net.forward(&session.x).loss(&session.y)
        })
        .collect();
    let (least, most) = losses.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), &j| (least.min(j), most.max(j)));
    let height = (most - least).max(f64::MIN_POSITIVE);
    let place = |(a, b): &(f64, f64)| json::list([*a, *b].map(json::number));
    Ok(json::object([
        ("lado", side.to_string()),
        ("mapa", json::text(&grid::packed(losses.iter().map(|j| ((j - least) / height).sqrt())))),
        ("a", json::list([ranges[0].0, ranges[0].1].map(json::number))),
        ("b", json::list([ranges[1].0, ranges[1].1].map(json::number))),
        ("menor", json::number(least)),
        ("mayor", json::number(most)),
        ("camino", json::list(path.iter().map(place))),
    ]))
}

/// De dónde a dónde: el camino entero, un margen, y no menos que lo que alcanza [`REACH`].
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (least, most) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), value| (a.min(value), b.max(value)));
    let margin = (0.15 * (most - least)).max(REACH - 0.5 * (most - least));
    (least - margin, most + margin)
}
