//! El aislamiento: quita a un programa todo lo que no necesita y le deja su sitio.
//!
//! `jail run` es para lo que escribió un estudiante, que puede ser cualquier cosa; `jail compile`, para el compilador, que
//! es de fiar pero lee lo que el estudiante le pide. El programa hereda el entorno, la carpeta y la entrada y las salidas de
//! quien llama, que pone lo demás: un entorno vacío, el plazo y cuánto se lee de lo que escribe.
//!
//! Se lee en este orden: `arguments` (qué se pide), el módulo del sistema (`linux` es el completo), `limits` (cuánto puede
//! gastar) y `check` (si todo esto funciona aquí).

mod arguments;
mod check;
#[cfg(unix)]
mod limits;
#[cfg(target_os = "linux")]
#[path = "linux/mod.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod system;
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
#[path = "other.rs"]
mod system;

use std::process::ExitCode;

use arguments::Request;
use exam::jail::{FAILURE, refusal};

fn main() -> ExitCode {
    let (seal, reason) = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Request::Check) => return check::check(),
        Ok(Request::Probe) => return check::probe(),
        Ok(Request::Confine(jail)) => {
            let Err(reason) = system::confine(&jail);
            (jail.seal, reason)
        }
        Err(reason) => (Default::default(), reason),
    };
    eprintln!("{}", refusal(&seal.to_string_lossy(), &reason));
    ExitCode::from(FAILURE)
}

/// El programa ocupa este mismo proceso: quien lo espera, lo mide o termina con él no nota el aislamiento. Solo se vuelve si
/// falla.
#[cfg(unix)]
fn replace(command: &mut std::process::Command) -> Result<std::convert::Infallible, String> {
    let error = std::os::unix::process::CommandExt::exec(command);
    Err(format!("no se puede ejecutar {}: {error}", command.get_program().display()))
}
