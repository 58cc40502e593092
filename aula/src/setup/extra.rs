//! Lo que no necesita todo el mundo: se instala en el mismo entorno, y solo cuando alguien lo pide.

use std::fs;

use files::file_error;

use super::python;
use crate::environment;
use crate::progress::Progress;
use crate::project::Project;

/// Instala lo de `requirements-NAME.txt`, si falta o cambió.
pub fn ensure(project: &Project, progress: &Progress, name: &str) -> Result<(), String> {
    let _lock = environment::lock_venv(project)?;
    let path = project.python().join(format!("requirements-{name}.txt"));
    let requirements = fs::read_to_string(&path).map_err(|error| file_error("leer", &path, &error))?;
    // El entorno puede ser otro, recién creado: entonces su marca también se fue.
    environment::once(project, name, &requirements, true, || {
        let what = format!("Instalo en .venv lo que hace falta para usar {name}: menos de un minuto, según la conexión.");
        progress.step("python", &what, None, || python::pip(project, progress, &path))
    })
}
