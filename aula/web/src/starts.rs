//! Otros comienzos: la misma red y los mismos ejemplos, con otra semilla, y si aprenden.

use gradiente::{Network, Training};

use crate::answer::Answer;
use crate::fields::Fields;
use crate::json;
use crate::progress::Progress;
use crate::session::Session;
use crate::situation::{Situation, start};

/// Los productos que se hacen de una vez: más tendrían el motor ocupado mucho más de medio segundo.
const WORK: usize = 100_000_000;

/// Entrena un comienzo con la semilla que se pide, como la situación de ahora.
///
/// # Errors
///
/// Si la semilla no tiene sentido.
pub fn one(session: &Session, fields: &Fields) -> Answer {
    let seed = fields.integer("semilla", 0, 0..=u32::MAX)?;
    let situation = session.situation();
    let epochs = affordable(session, situation.until);
    let progress = trained(session, &Situation { seed, alpha: situation.alpha_now(), ..situation.clone() }, epochs)?;
    Ok(json::object([
        ("semilla", seed.to_string()),
        ("epocas", epochs.to_string()),
        ("error", json::number(progress.error)),
        ("aciertos", progress.right.to_string()),
        ("aprende", progress.learned().to_string()),
    ]))
}

/// Cuántas de `epochs` épocas se pueden entrenar de una vez.
pub fn affordable(session: &Session, epochs: usize) -> usize {
    let weights: usize = session.net.layers.iter().map(|layer| layer.w.len() + layer.b.len()).sum();
    epochs.clamp(1, (WORK / (weights * session.x.nrows())).max(1))
}

/// Cómo va la red de `situation`, con los ejemplos de la sesión, tras `epochs` épocas desde su comienzo.
///
/// # Errors
///
/// Si no se puede entrenar.
pub fn trained(session: &Session, situation: &Situation, epochs: usize) -> Result<Progress, String> {
    let sizes: Vec<usize> = [2].iter().chain(&situation.hidden).chain(&[1]).copied().collect();
    let mut net: Network = start(&sizes, situation.generator, situation.seed);
    let training = Training { alpha: situation.alpha, epochs, every: epochs };
    training.run(&mut net, &session.x, &session.y).map_err(|error| error.to_string())?;
    Ok(Progress::of(&net, &session.x, &session.y))
}
