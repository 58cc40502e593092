//! Preparar: cada cosa que falte, una sola vez, y en qué orden.
//!
//! El núcleo tarda mucho más que lo demás: se empieza por él, y a la vez se prepara Python. Lo que ya está se reconoce en un
//! momento; lo que quedó a medias se completa.

mod toolchain;
mod python;
mod spanish;
mod stdlib;
mod nbgrader;
mod evcxr;
mod download;
mod jobs;
mod compile;
mod kernel;
mod registration;
mod sources;
mod libraries;
mod grading;
mod jail;
mod sharing;
mod extra;

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::thread;

use crate::environment;
use crate::progress::Progress;
use crate::project::Project;
use toolchain::Toolchain;

/// Prepara lo que falte.
pub fn prepare(project: &Project) -> Result<(), String> {
    prepare_reading(project, &Progress::default(), || Ok(()))
}

/// Prepara solo Python: para escribir páginas no hace falta el núcleo.
pub fn prepare_python(project: &Project) -> Result<(), String> {
    let _lock = environment::lock_venv(project)?;
    python::ensure(project, &Progress::default(), python::find(project)?)
}

const NO_POSIX: &str = "Una clase en un servidor necesita Linux o macOS: JupyterHub no funciona en Windows. En este \
                        computador puedes usarla dentro de WSL (https://learn.microsoft.com/es-es/windows/wsl/install).";

/// Prepara lo que falte para una clase en esta máquina: también JupyterHub y, si cada estudiante va a tener su cuenta, que
/// todas las cuentas lleguen a lo que usan los cuadernos.
pub fn prepare_server(project: &Project) -> Result<(), String> {
    if cfg!(not(unix)) {
        return Err(NO_POSIX.to_string());
    }
    let progress = Progress::default();
    let share = sharing::is_root();
    steps(project, &progress, share, || Ok(()))?;
    extra(project, "servidor")?; // JupyterHub: en el mismo entorno, porque abre el JupyterLab que hay en él
    jail(project)?; // quien enseña califica con una cuenta que no puede compilarlo en .venv
    #[cfg(unix)]
    if share {
        let _lock = environment::lock_venv(project)?;
        sharing::check(project)?;
    }
    Ok(())
}

/// Prepara lo que falte. Si en cuanto hay Python todavía falta algo, llama a `read`: se puede ir leyendo.
pub fn prepare_reading(
    project: &Project,
    progress: &Progress,
    read: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    steps(project, progress, false, read)
}

fn steps(
    project: &Project,
    progress: &Progress,
    share: bool,
    read: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    let _lock = environment::lock_venv(project)?;
    let rust = Toolchain::find()?;
    let interpreter = python::find(project)?; // antes de empezar nada: sin Python no hay nada que hacer
    let with_python = OnceLock::new(); // cuando se sabe, cómo fue
    thread::scope(|scope| {
        let kernel = scope.spawn(|| kernel::ensure(project, progress, &with_python));
        let ready = python::ensure(project, progress, interpreter)
            .and_then(|()| spanish::ensure(project))
            .and_then(|()| nbgrader::ensure(project))
            .and_then(|()| stdlib::ensure(project, progress, &rust));
        let _ = with_python.set(ready.clone());
        ready?;
        let missing = !kernel::is_ready(project) || !libraries::is_ready(project, &rust);
        if missing {
            read()?;
        }
        let program = kernel.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        let (rust, program) = sharing::in_use(project, rust, program, share)?;
        registration::register(project, &rust, &program)?;
        libraries::ensure(project, progress, &rust, &program)
    })
}

/// Instala en el entorno, ya preparado, lo que pide `aula/python/requirements-NOMBRE.txt`: lo que solo necesita quien lo
/// usa.
pub fn extra(project: &Project, name: &str) -> Result<(), String> {
    extra::ensure(project, &Progress::default(), name)
}

/// El programa que aísla el código de las entregas: se compila la primera vez que alguien califica.
pub fn jail(project: &Project) -> Result<PathBuf, String> {
    jail::ensure(project)
}
