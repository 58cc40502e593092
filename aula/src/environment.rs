//! El entorno del proyecto, `.venv`: su candado, lo que ya se hizo en él y su Python.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

use files::{digest, file_error, write_whole};
use serde_json::Value;

use crate::project::Project;

/// Un candado que dura lo que dura el archivo abierto: dos comandos a la vez se esperan uno a otro.
pub fn lock(path: &Path) -> Result<File, String> {
    let file = File::create(path).map_err(|error| file_error("escribir", path, &error))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => println!("Otro comando está preparando el entorno; espero a que termine…"),
        Err(TryLockError::Error(error)) => return Err(file_error("bloquear", path, &error)),
    }
    file.lock().map_err(|error| file_error("bloquear", path, &error))?;
    Ok(file)
}

/// El candado de `.venv`: mientras dure, nadie más prepara nada en él.
pub fn lock_venv(project: &Project) -> Result<File, String> {
    lock(&project.root.join(".venv.lock"))
}

/// El Python del entorno.
pub fn python(project: &Project) -> Command {
    let mut command = Command::new(project.venv_python());
    command.env("PYTHONUTF8", "1").env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    command
}

/// El comando que hace una tarea del paquete `aula` de Python, con sus argumentos.
pub fn task(project: &Project, name: &str, arguments: &Value) -> Command {
    let mut command = python(project);
    command.args(["-m", "aula", name]).arg(arguments.to_string());
    command
}

/// Hace `work`, que es el paso `step`, si no se hizo ya con estos mismos datos o si lo que dejó ya no está entero.
pub fn once(
    project: &Project,
    step: &str,
    data: &str,
    intact: bool,
    work: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    if intact && is_done(project, step, data) {
        return Ok(());
    }
    work()?;
    done(project, step, data)
}

/// ¿Se terminó ya este paso, con estos mismos datos?
pub fn is_done(project: &Project, step: &str, data: &str) -> bool {
    recall(project, step).is_some_and(|known| known == digest(data))
}

/// Deja dicho que el paso se terminó con estos datos. De ellos solo se guarda el resumen: pueden ser la solución de los
/// ejercicios.
pub fn done(project: &Project, step: &str, data: &str) -> Result<(), String> {
    remember(project, step, &digest(data))
}

/// Lo que se guardó de un paso.
pub fn recall(project: &Project, step: &str) -> Option<String> {
    fs::read_to_string(mark(project, step)).ok()
}

pub fn remember(project: &Project, step: &str, text: &str) -> Result<(), String> {
    write_whole(&mark(project, step), text)
}

fn mark(project: &Project, step: &str) -> PathBuf {
    project.venv().join(format!("aula-{step}.txt"))
}
