//! Qué le pasa a una red que no aprende. La causa, solo si se sabe: porque lo dicen los datos o la red, o porque se ha probado
//! otra cosa y con ella aprende. Si no se sabe, no se dice nada.

use crate::answer::Answer;
use crate::challenge::{contradiction, faded, saturated};
use crate::json;
use crate::separable::separable;
use crate::session::Session;
use crate::situation::Situation;
use crate::starts::{affordable, trained};
use crate::words::fixed;

/// Antes de tantas épocas, cualquier red puede estar solo empezando.
const SOON: usize = 1000;
/// Cuántos comienzos se prueban antes de decir que no se sabe.
const TRIES: u32 = 6;

/// Por qué no aprende, si se sabe.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// Dos ejemplos iguales piden respuestas distintas.
    Contradiction(usize, usize),
    /// Sin capa oculta solo hay una recta, y ninguna separa los ejemplos.
    OneLine,
    /// Con una neurona por capa sigue habiendo una sola recta.
    OneNeuron,
    /// Con esta tasa más pequeña, el mismo comienzo aprende.
    Alpha(f64),
    /// La pérdida todavía baja.
    Slow,
    /// Al empezar, a la primera capa le llegaba un gradiente tantas veces menor, y con una sola capa oculta aprende.
    Faded(f64),
    /// Con esta otra semilla, la misma red aprende.
    Start(u32),
}

/// La causa de que la red de `session` no haya aprendido, si se sabe.
///
/// # Errors
///
/// Si no se puede entrenar para probarlo.
pub fn cause(session: &Session) -> Result<Option<Cause>, String> {
    if session.progress().learned() {
        return Ok(None);
    }
    if let Some(cause) = impossible(session) {
        return Ok(Some(cause));
    }
    if session.situation().done().0 < SOON { Ok(None) } else { tried(session) }
}

/// Lo que esta red no puede aprender, por mucho que entrene.
fn impossible(session: &Session) -> Option<Cause> {
    if let Some((i, j)) = contradiction(session) {
        return Some(Cause::Contradiction(i + 1, j + 1));
    }
    let hidden = &session.situation().hidden;
    if !hidden.iter().all(|size| *size == 1) {
        return None;
    }
    let of = |one: bool| -> Vec<(f64, f64)> {
        let rows = (0..session.x.nrows()).filter(|&i| (session.y[[i, 0]] >= 0.5) == one);
        rows.map(|i| (session.x[[i, 0]], session.x[[i, 1]])).collect()
    };
    match (separable(&of(true), &of(false)), hidden.is_empty()) {
        (true, _) => None,
        (false, true) => Some(Cause::OneLine),
        (false, false) => Some(Cause::OneNeuron),
    }
}

/// Lo que se sabe por haber probado otra cosa.
fn tried(session: &Session) -> Result<Option<Cause>, String> {
    let now = session.situation();
    let epochs = affordable(session, now.done().0);
    let learns = |situation: &Situation| trained(session, situation, epochs).map(|progress| progress.learned());
    let alpha = now.alpha_now();
    for smaller in [alpha / 10.0, alpha / 100.0] {
        if smaller >= 0.05 && alpha >= 5.0 && learns(&Situation { alpha: smaller, ..now.clone() })? {
            return Ok(Some(Cause::Alpha(smaller)));
        }
    }
    if still_falling(session) {
        return Ok(Some(Cause::Slow));
    }
    let faded = faded(session, &now.network());
    if now.hidden.len() > 1 && faded >= 10.0 && learns(&Situation { hidden: now.hidden[..1].to_vec(), ..now.clone() })? {
        return Ok(Some(Cause::Faded(faded)));
    }
    for seed in (1..=TRIES).map(|more| now.seed.wrapping_add(more)) {
        if learns(&Situation { seed, alpha, ..now.clone() })? {
            return Ok(Some(Cause::Start(seed)));
        }
    }
    Ok(None)
}

/// ¿Ha bajado la pérdida más de una cincuentava parte en el último cuarto del entrenamiento?
fn still_falling(session: &Session) -> bool {
    let epochs = session.situation().done().0;
    let earlier = session.losses().find(|(epoch, _)| *epoch >= 3 * epochs / 4);
    earlier.is_some_and(|(_, loss)| session.progress().loss < 0.98 * loss)
}

/// El diagnóstico, para la página: qué se ve, la causa si se sabe, y un experimento.
///
/// # Errors
///
/// Si no se puede entrenar para probarlo.
pub fn told(session: &Session) -> Answer {
    let Some(cause) = cause(session)? else {
        let unknown = session.situation().done().0 >= SOON && !session.progress().learned();
        let said = if unknown { signs(session) } else { String::new() };
        return Ok(json::object([("dicho", json::text(&said))]));
    };
    let (why, experiment) = explained(session, &cause);
    let now = session.situation();
    let fresh = Situation { trail: vec![], alpha: now.alpha_now(), ..now.clone() };
    let said = json::text(format!("{why} {}", signs(session)).trim_end());
    let mut fields = vec![("dicho", said), ("experimento", json::text(experiment))];
    if let Some(situation) = other(&cause, fresh) {
        fields.push(("direccion", json::text(&situation.to_string())));
    }
    Ok(json::object(fields))
}

/// La causa con palabras, si se sabe; si no, nada.
///
/// # Errors
///
/// Si no se puede entrenar para probarlo.
pub fn why(session: &Session) -> Answer {
    Ok(cause(session)?.map(|cause| explained(session, &cause).0).unwrap_or_default())
}

/// La causa y el experimento, con palabras.
fn explained(session: &Session, cause: &Cause) -> (String, &'static str) {
    let layers = session.situation().hidden.len();
    match cause {
        Cause::Contradiction(i, j) => (
            format!(
                "Los ejemplos {i} y {j} están en el mismo sitio y piden respuestas distintas: ninguna red acierta en los dos."
            ),
            "Mueve uno de los dos, o cambia lo que se espera de él.",
        ),
        Cause::OneLine => (
            "Sin capa oculta, la red separa el plano con una recta, y ninguna recta separa estos ejemplos.".to_string(),
            "Prueba con dos neuronas ocultas",
        ),
        Cause::OneNeuron => (
            "Con una sola neurona por capa sigue habiendo una sola recta, y ninguna separa estos ejemplos.".to_string(),
            "Prueba con dos neuronas ocultas",
        ),
        Cause::Alpha(smaller) => (
            format!("La tasa es demasiado grande: lo he probado, y con α = {smaller} este mismo comienzo aprende."),
            "Prueba con esa α",
        ),
        Cause::Slow => (
            "Todavía no ha aprendido, pero la pérdida sigue bajando: de momento solo es lenta.".to_string(),
            "Sigue entrenando, o sube α con su mando: no hace falta empezar de nuevo.",
        ),
        Cause::Faded(times) => (
            format!(
                "El gradiente se desvanece: al empezar, a la primera de las {} capas le llegaba {} veces menor que a la salida. Lo \
                 he probado: con una sola capa oculta aprende.",
                layers + 1,
                fixed(*times, 0)
            ),
            "Prueba con una sola capa oculta",
        ),
        Cause::Start(seed) => (
            format!("Es este comienzo: lo he probado, y con la semilla {seed} la misma red aprende."),
            "Prueba con esa semilla",
        ),
    }
}

/// La situación que prueba el experimento, si lo hay.
fn other(cause: &Cause, now: Situation) -> Option<Situation> {
    match cause {
        Cause::Contradiction(..) | Cause::Slow => None,
        Cause::OneLine | Cause::OneNeuron => Some(Situation { hidden: vec![2], ..now }),
        Cause::Alpha(alpha) => Some(Situation { alpha: *alpha, ..now }),
        Cause::Faded(_) => Some(Situation { hidden: now.hidden[..1].to_vec(), ..now }),
        Cause::Start(seed) => Some(Situation { seed: *seed, ..now }),
    }
}

/// Lo que se ve en los números: la pérdida donde se ha quedado, y las neuronas saturadas.
fn signs(session: &Session) -> String {
    let progress = session.progress();
    let levels = [(0.5, "½"), (1.0 / 3.0, "⅓"), (0.25, "¼")];
    let near = levels.iter().find(|(level, _)| (progress.loss - level).abs() < 0.01);
    let mut signs = Vec::new();
    if let (Some((_, name)), true) = (near, session.x.nrows() == 4 && session.situation().done().0 >= SOON) {
        signs.push(format!("Fíjate en la pérdida: J = {}, cerca de {name}.", fixed(progress.loss, 4)));
    }
    if saturated(session) {
        signs.push("Hay neuronas ocultas saturadas: responden lo mismo a todos los ejemplos.".to_string());
    }
    signs.join(" ")
}
