//! JupyterHub, en el mismo entorno que los cuadernos, y solo cuando alguien abre una clase.
//!
//! En el mismo, porque el servidor de cada estudiante es el JupyterLab de `.venv` y tiene que entenderse con el JupyterHub de su misma versión.

use std::fs;

use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::{Project, file_error};

pub const NO_POSIX: &str = "Una clase en un servidor necesita Linux o macOS: JupyterHub no funciona en Windows. En este computador puedes \
                            usarla dentro de WSL (https://learn.microsoft.com/es-es/windows/wsl/install).";

/// Instala en el entorno lo que dice `servidor.txt`, si falta o cambió.
pub fn ensure(project: &Project, progress: &Progress) -> Result<(), String> {
    let path = project.server_requirements();
    let requirements = fs::read_to_string(&path).map_err(|error| file_error("leer", &path, &error))?;
    // El entorno puede ser otro, recién creado: también cuenta.
    let data = format!("{}{requirements}", environment::recall(project, "python").unwrap_or_default());
    let program = project.venv_program("jupyterhub");
    if environment::is_done(project, "servidor", &data) && program.is_file() {
        return Ok(());
    }
    progress.step("python", "Instalo JupyterHub en .venv: menos de un minuto, según la conexión.", None, || {
        let mut install = environment::python(project);
        install.args(["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", "--requirement"]);
        install.arg(&path);
        process::run(install, process::quietly).map_err(|failure| failure.explain("No se pudo instalar JupyterHub."))
    })?;
    environment::done(project, "servidor", &data)
}
