//! Correr una comprobación sin que un pánico suyo llegue a nadie más.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Mutex, PoisonError};

use super::close::Outcome;

/// Los mensajes de pánico del estudiante se cortan aquí: una línea tiene que caber en la pantalla.
const MESSAGE_LENGTH: usize = 120;

/// Corre una comprobación con los pánicos callados: lo que haya que decir lo dice la línea del informe.
pub(super) fn attempt<O: Into<Outcome>>(test: impl FnOnce() -> O) -> Outcome {
    // El aviso de los pánicos es uno para todo el proceso: sin turno, dos rúbricas a la vez se lo cambiarían la una a la otra.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(|| test().into()));
    drop(take_hook());
    set_hook(hook);
    result.unwrap_or_else(|payload| {
        let message = payload.downcast_ref::<&str>().map(|text| text.to_string());
        let message = message.or_else(|| payload.downcast_ref::<String>().cloned());
        // Soltar la carga puede volver a entrar en pánico, si el estudiante la fabricó así.
        std::mem::forget(payload);
        Outcome(Err(explain(message.as_deref())))
    })
}

/// Un mensaje de pánico, dicho para quien está aprendiendo.
fn explain(message: Option<&str>) -> String {
    match message {
        None => "tu código se detuvo con un pánico".into(),
        Some(text) if text.starts_with("not yet implemented") => "la función todavía no está escrita (`todo!`)".into(),
        Some(text) => {
            let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = line.chars().take(MESSAGE_LENGTH).collect();
            let dots = if short.len() < line.len() { "…" } else { "" };
            format!("tu código se detuvo con un pánico, «{short}{dots}»")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_panic_message_is_cut() {
        let line = explain(Some(&"á\n".repeat(500)));
        assert!(line.chars().count() < 200 && line.ends_with("…»") && !line.contains('\n'), "{line}");
    }
}
