//! Un comando, una tarea de Python: generar, comprobar, medir, exportar, repartir y calificar.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use serde_json::{Value, json};

use crate::arguments::{Grading, Serving};
use crate::environment;
use crate::process;
use crate::project::Project;
use crate::setup;

pub fn generate(project: &Project, names: &[String]) -> Result<ExitCode, String> {
    run(project, "generate", json!({"notebooks": named(project, names)?}))
}

pub fn check(project: &Project, names: &[String]) -> Result<ExitCode, String> {
    run(project, "check", json!({"notebooks": named(project, names)?}))
}

/// Mide cuánto se espera a los cuadernos de `names`, o a todos.
pub fn measure(project: &Project, names: &[String]) -> Result<ExitCode, String> {
    run(project, "measure", json!({"notebooks": built(project, names)?}))
}

/// Escribe los cuadernos de `names`, o todos, como páginas HTML en `folder`, con la portada y el laboratorio.
pub fn export(project: &Project, names: &[String], folder: Option<PathBuf>) -> Result<ExitCode, String> {
    let folder = absolute(&folder.unwrap_or_else(|| project.root.join("paginas")))?;
    let arguments = json!({"notebooks": built(project, names)?, "folder": folder});
    setup::prepare_python(project)?;
    process::hand_over(environment::task(project, "export", &arguments))
}

/// Escribe la copia para la clase en el archivo `path`, o en `clase.zip`.
pub fn hand_out(project: &Project, path: Option<PathBuf>) -> Result<ExitCode, String> {
    let path = absolute(&path.unwrap_or_else(|| project.root.join("clase.zip")))?;
    run(project, "hand-out", json!({"path": path}))
}

/// Califica las entregas de una clase.
pub fn grade(project: &Project, grading: &Grading) -> Result<ExitCode, String> {
    if grading.confined && grading.cluster.is_none() {
        setup::jail(project)?; // lo primero: que falte se sabe antes de empezar
    }
    let arguments = json!({
        "submissions": absolute(&grading.submissions)?,
        "output": absolute(&grading.output)?,
        "sheet": grading.sheet.as_deref().map(absolute).transpose()?,
        "jobs": grading.jobs.unwrap_or_else(processors),
        "confined": grading.confined,
        "cluster": grading.cluster,
    });
    setup::prepare(project)?;
    if grading.cluster.is_some() {
        setup::extra(project, "dask")?;
    }
    process::hand_over(environment::task(project, "grade", &arguments))
}

/// Califica lo que reparta el coordinador de `address`, `jobs` entregas a la vez. Si aquí no se puede aislar, se dice antes de instalar nada.
pub fn work(project: &Project, address: &str, jobs: Option<u32>) -> Result<ExitCode, String> {
    setup::prepare(project)?;
    exam::check(project)?;
    setup::extra(project, "dask")?;
    let arguments = json!({"address": address, "jobs": jobs.unwrap_or_else(processors)});
    process::hand_over(environment::task(project, "work", &arguments))
}

/// Es el coordinador de un clúster de Dask.
pub fn coordinate(project: &Project, port: u16) -> Result<ExitCode, String> {
    setup::prepare(project)?;
    setup::extra(project, "dask")?;
    process::hand_over(environment::task(project, "coordinate", &json!({"port": port})))
}

fn processors() -> u32 {
    thread::available_parallelism().map_or(1, NonZero::get) as u32
}

/// Abre una clase en esta máquina, hasta Ctrl-C; o la mide.
pub fn serve(project: &Project, serving: &Serving) -> Result<ExitCode, String> {
    setup::prepare_server(project)?;
    if serving.prepare_only {
        println!("Todo listo para abrir la clase: cargo run -- servidor");
        return Ok(ExitCode::SUCCESS);
    }
    let arguments = json!({
        "password": serving.password,
        "teacher": serving.teacher,
        "data": serving.data.as_deref().map(absolute).transpose()?,
        "port": serving.port,
        "address": serving.address,
        "megabytes": serving.megabytes,
        "processes": serving.processes,
        "idle_minutes": serving.idle_minutes,
    });
    match serving.simulated {
        None => process::hand_over(environment::task(project, "serve", &arguments)),
        Some(students) => {
            let arguments = json!({"students": students, "settings": arguments});
            process::hand_over(environment::task(project, "simulate", &arguments))
        }
    }
}

/// Prepara lo que falte y deja el sitio a la tarea: su código de salida es el del comando.
fn run(project: &Project, task: &str, arguments: Value) -> Result<ExitCode, String> {
    setup::prepare(project)?;
    process::hand_over(environment::task(project, task, &arguments))
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
        [] => project.lessons(),
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
    let path = absolute(&if path.components().count() == 1 { project.notebooks().join(path) } else { path })?;
    if path.is_file() || source_of(&path).is_file() {
        return Ok(path);
    }
    let known: Vec<_> = project.lessons()?.iter().filter_map(|path| Some(path.file_stem()?.display().to_string())).collect();
    Err(format!("No existe el cuaderno «{name}»; los del proyecto son: {}.", known.join(", ")))
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("No entiendo la ruta «{}»: {error}", path.display()))
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
