//! Calificar las entregas de una carpeta. El trabajo lo hacen nbgrader y los módulos de `notebooks/curso`.

use std::fs;
use std::process::ExitCode;

use crate::environment;
use crate::project::{Project, file_error};

/// Lo que leen `nbgrader`, Formgrader y el botón Validate cuando corren en el entorno del proyecto, desde cualquier carpeta.
const CONFIG: &str = "\
# Lo escribe `cargo run -- preparar`.
from pathlib import Path

load_subconfig('nbgrader_config.py', path=str(Path(__file__).resolve().parents[3] / 'notebooks' / 'curso'))
";

/// Ejecuta `calificar` con sus argumentos, tal como llegaron. El código de salida es el suyo.
pub fn grade(project: &Project, arguments: &[String]) -> Result<ExitCode, String> {
    environment::prepare(project)?;
    let status = environment::python(project)
        .env("PYTHONPATH", project.course())
        .args(["-B", "-m", "evcxr_nbgrader.grade"])
        .args(arguments)
        .status()
        .map_err(|error| format!("No se puede ejecutar el Python de .venv: {error}. Borra .venv y repite la orden."))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Deja en el entorno la configuración del curso.
pub fn configure(project: &Project) -> Result<(), String> {
    let folder = project.venv().join("etc").join("jupyter");
    let path = folder.join("nbgrader_config.py");
    if fs::read_to_string(&path).is_ok_and(|text| text == CONFIG) {
        return Ok(());
    }
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, CONFIG))
        .map_err(|error| file_error("escribir", &path, &error))
}
