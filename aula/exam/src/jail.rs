//! Cómo dice el programa `jail` que no pudo aislar: lo que saben igual él y quien lo llama.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::process::ExitStatus;

/// Termina con este código.
pub const FAILURE: u8 = 125;

/// Y lo que escribe empieza así.
const SIGN: &str = "aislamiento";

/// La línea con que lo dice. El sello se lo dio quien llama, y el programa aislado, que ya ocupa su sitio, no puede saber
/// cuál es: así no hace pasar su final por uno de estos.
pub fn refusal(seal: &str, reason: &str) -> String {
    match seal {
        "" => format!("{SIGN}: {reason}"),
        seal => format!("{SIGN} {seal}: {reason}"),
    }
}

/// El motivo, si acabó así y escribió eso: el programa aislado no llegó a empezar.
pub fn refused<'a>(status: ExitStatus, said: &'a str, seal: &str) -> Option<&'a str> {
    let reason = said.lines().next()?.strip_prefix(&refusal(seal, ""))?;
    (status.code() == Some(FAILURE.into())).then_some(reason)
}

/// Un sello que nadie adivina: std saca las claves de sus tablas del azar del sistema.
pub fn seal() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}
