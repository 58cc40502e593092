//! El núcleo de los cuadernos, que no sabe nada del comando: cómo arranca (`launcher`), en qué carpeta trabaja (`scratch`),
//! quién avisa si se queda sin proceso (`watch`) y cómo se compilan sus celdas (`wrapper`), con los errores en español
//! (`explain`).

mod cell;
pub mod explain;
#[cfg(windows)]
pub mod job;
pub mod launcher;
pub mod scratch;
pub mod watch;
pub mod wrapper;

use std::process::{ExitCode, ExitStatus};

/// El código de salida de otro programa, como si fuera nuestro.
pub fn exit_code(status: ExitStatus) -> ExitCode {
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}
