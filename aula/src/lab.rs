//! Abrir JupyterLab en la lección.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::process::ExitCode;

use crate::environment;
use crate::process;
use crate::project::Project;

/// El cuaderno que se abre.
const LESSON: &str = "01_leccion.ipynb";

/// Prepara lo que falte y abre JupyterLab, hasta Ctrl-C.
pub fn open(project: &Project, browser: bool, port: Option<u16>) -> Result<ExitCode, String> {
    let lesson = project.notebooks().join(LESSON);
    if !lesson.is_file() {
        return Err(format!(
            "Falta {}: recupéralo con git, o vuelve a generarlo con `cargo run -- generar`.",
            lesson.display()
        ));
    }
    if let Some(port) = port {
        check(port)?;
    }
    environment::prepare(project)?;
    let mut command = environment::python(project);
    command.arg("-B").arg(project.root.join("aula/python/aula/lab.py")).arg(lesson);
    command.arg(port.map_or("-".to_string(), |port| port.to_string())).arg(if browser { "navegador" } else { "-" });
    // Las pestañas abiertas se recuerdan aquí, sin mezclarse con las de otros proyectos de quien lo usa.
    command.env("JUPYTERLAB_WORKSPACES_DIR", project.jupyter().join("lab").join("workspaces"));
    process::hand_over(command)
}

/// ¿Se puede atender en este puerto?
fn check(port: u16) -> Result<(), String> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(format!(
            "El puerto {port} está ocupado por otro programa: elige otro con --puerto, o no lo indiques y se busca uno libre."
        )),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(format!(
            "No tienes permiso para usar el puerto {port}: elige uno mayor que 1023; por ejemplo, --puerto 8888."
        )),
        Err(error) => Err(format!("No se puede usar el puerto {port}: {error}")),
    }
}
