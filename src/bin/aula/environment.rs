//! El entorno: Python, el núcleo y las bibliotecas compiladas, cada cosa una sola vez.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::process::Command;

use crate::project::{Project, file_error};
use crate::{grading, kernel, process, python};

/// Prepara lo que falte. Lo que ya está se reconoce en un momento; lo que quedó a medias se completa.
pub fn prepare(project: &Project) -> Result<(), String> {
    let _lock = lock(&project.root.join(".venv.lock"))?;
    let rust = kernel::rust_version()?;
    python::ensure(project)?;
    grading::configure(project)?;
    let kernel = kernel::ensure(project)?;
    warm_up(project, &format!("{rust}\n{kernel}"))
}

/// Un candado que dura lo que dura el archivo abierto: dos órdenes a la vez se esperan una a la otra.
pub fn lock(path: &Path) -> Result<File, String> {
    let file = File::create(path).map_err(|error| file_error("escribir", path, &error))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => println!("Otra orden está preparando el entorno; espero a que termine…"),
        Err(TryLockError::Error(error)) => return Err(file_error("bloquear", path, &error)),
    }
    file.lock().map_err(|error| file_error("bloquear", path, &error))?;
    Ok(file)
}

/// Una orden con el Python del entorno y solo su Jupyter: ni los núcleos ni los ajustes del núcleo de quien la usa intervienen.
pub fn python(project: &Project) -> Command {
    let mut command = Command::new(project.venv_python());
    command
        .env("JUPYTER_PATH", project.jupyter())
        .env("JUPYTER_PREFER_ENV_PATH", "1")
        .env("EVCXR_CONFIG_DIR", project.notebooks())
        .env("PYTHONUTF8", "1")
        .env_remove("PYTHONPATH")
        .env_remove("PYTHONHOME");
    command
}

/// La orden que llama a `cuadernos.py` con `task` y sus rutas.
pub fn notebooks(project: &Project, task: &str) -> Command {
    let mut command = python(project);
    command.arg("-B").arg(project.root.join("src/bin/aula/cuadernos.py")).arg(task);
    command
}

/// ¿Se terminó ya este paso, con estos mismos datos? La marca se escribe al final de cada paso.
pub fn is_done(project: &Project, step: &str, data: &str) -> bool {
    fs::read_to_string(mark(project, step)).is_ok_and(|text| text == data)
}

pub fn done(project: &Project, step: &str, data: &str) -> Result<(), String> {
    let path = mark(project, step);
    fs::write(&path, data).map_err(|error| file_error("escribir", &path, &error))
}

fn mark(project: &Project, step: &str) -> std::path::PathBuf {
    project.venv().join(format!("aula-{step}.txt"))
}

/// Deja compiladas en la caché del núcleo las bibliotecas que piden los cuadernos.
fn warm_up(project: &Project, tools: &str) -> Result<(), String> {
    let sources = project.sources()?;
    let mut data = tools.to_string();
    for path in sources.iter().chain([&project.root.join("Cargo.toml")]) {
        let text = fs::read_to_string(path).map_err(|error| file_error("leer", path, &error))?;
        let is_source = path.extension().is_some_and(|extension| extension == "md");
        data.extend(text.lines().filter(|line| !is_source || line.starts_with(":dep")).flat_map(|line| ["\n", line]));
    }
    if is_done(project, "bibliotecas", &data) {
        return Ok(());
    }
    println!("Compilo las bibliotecas de los cuadernos para el núcleo: una sola vez, alrededor de medio minuto.");
    let mut command = notebooks(project, "calentar");
    command.args(&sources);
    process::run(command, |_| {})
        .map_err(|failure| failure.explain("No se pudieron compilar las bibliotecas de los cuadernos."))?;
    done(project, "bibliotecas", &data)
}
