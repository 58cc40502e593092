//! La orden `aula`, con el entorno ya preparado.

use std::process::{Command, Output};
use std::sync::LazyLock;

/// `aula ORDEN`. La primera vez prepara lo que falte, a la vista: puede tardar unos minutos.
pub fn aula(order: &str) -> Command {
    static PREPARED: LazyLock<()> = LazyLock::new(|| {
        let status = Command::new(env!("CARGO_BIN_EXE_aula")).arg("preparar").status().unwrap();
        assert!(status.success(), "`aula preparar` no pudo preparar el entorno");
    });
    LazyLock::force(&PREPARED);
    let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
    command.arg(order);
    command
}

/// Todo lo que escribió.
pub fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
