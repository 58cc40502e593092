//! Generar, comprobar, medir y exportar los cuadernos.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::environment;
use crate::process;
use crate::project::Project;

/// Hace `task`, «generar» o «comprobar», con los cuadernos de `names`, o con todos. El código de salida es el de la tarea.
pub fn run(project: &Project, task: &str, names: &[String]) -> Result<ExitCode, String> {
    let notebooks = named(project, names)?;
    environment::prepare(project)?;
    let mut command = environment::notebooks(project, task);
    command.args(notebooks);
    process::hand_over(command)
}

/// Escribe los cuadernos de `names`, o todos, como páginas HTML en `folder`.
pub fn export(project: &Project, names: &[String], folder: Option<&Path>) -> Result<ExitCode, String> {
    let notebooks = built(project, names)?;
    let folder = folder.map_or_else(|| project.root.join("paginas"), Path::to_path_buf);
    environment::prepare(project)?;
    let mut command = environment::python(project);
    command.arg("-B").arg(project.root.join("aula/python/aula/export.py")).arg(folder).args(notebooks);
    process::hand_over(command)
}

/// Mide cuánto se espera a los cuadernos de `names`, o a todos.
pub fn measure(project: &Project, names: &[String]) -> Result<ExitCode, String> {
    let notebooks = built(project, names)?;
    environment::prepare(project)?;
    let mut command = environment::python(project);
    command.arg("-B").arg(project.root.join("aula/python/aula/measure.py")).args(notebooks);
    process::hand_over(command)
}

/// Como [`named`], pero tienen que estar ya generados.
fn built(project: &Project, names: &[String]) -> Result<Vec<PathBuf>, String> {
    let notebooks = named(project, names)?;
    match notebooks.iter().find(|path| !path.is_file()) {
        Some(missing) => Err(format!("Falta {}: genéralo antes con `cargo run -- generar`.", missing.display())),
        None => Ok(notebooks),
    }
}

/// Los cuadernos que se llaman así, o todos.
fn named(project: &Project, names: &[String]) -> Result<Vec<PathBuf>, String> {
    match names {
        [] => Ok(project.sources()?.iter().map(|source| notebook_of(source)).collect()),
        names => names.iter().map(|name| find(project, name)).collect(),
    }
}

/// El cuaderno que se llama `name`: un nombre, como `01_leccion`, o la ruta del cuaderno o de su texto.
fn find(project: &Project, name: &str) -> Result<PathBuf, String> {
    let path = Path::new(name);
    let path = match path.extension().and_then(|extension| extension.to_str()) {
        Some("ipynb") => path.to_path_buf(),
        Some("md") => notebook_of(path),
        _ => path.with_file_name(format!("{name}.ipynb", name = path.file_name().unwrap_or_default().display())),
    };
    let path = if path.components().count() == 1 { project.notebooks().join(path) } else { path };
    let path = std::path::absolute(path).map_err(|error| format!("No entiendo la ruta «{name}»: {error}"))?;
    if path.is_file() || source_of(&path).is_file() {
        return Ok(path);
    }
    let known: Vec<_> =
        project.sources()?.iter().filter_map(|source| Some(source.file_stem()?.display().to_string())).collect();
    Err(format!("No existe el cuaderno «{name}»; los del proyecto son: {}.", known.join(", ")))
}

/// fuente/01_leccion.md → 01_leccion.ipynb
fn notebook_of(source: &Path) -> PathBuf {
    let folder = source.parent().and_then(Path::parent).unwrap_or(Path::new(""));
    folder.join(source.with_extension("ipynb").file_name().unwrap_or_default())
}

/// 01_leccion.ipynb → fuente/01_leccion.md
fn source_of(notebook: &Path) -> PathBuf {
    notebook.with_file_name("fuente").join(notebook.with_extension("md").file_name().unwrap_or_default())
}
