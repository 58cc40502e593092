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
mod mutants;
mod sharing;
mod extra;
mod length;

use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread;

use crate::environment;
use crate::progress::Progress;
use crate::project::Project;
use toolchain::Toolchain;

pub use mutants::ensure as mutants;

/// Prepara lo que falte.
pub fn prepare(project: &Project) -> Result<(), String> {
    steps(project, &Progress::default(), false, |_| Ok(()))
}

/// Prepara solo Python: lo que no ejecuta celdas no necesita el núcleo.
pub fn prepare_python(project: &Project) -> Result<(), String> {
    length::check(project)?;
    let _lock = environment::lock_venv(project)?;
    python::ensure(project, &Progress::default(), python::find(project)?)
}

/// Prepara lo que falte. Si en cuanto hay Python todavía falta algo largo, llama a `read`: se puede ir leyendo.
pub fn prepare_reading(
    project: &Project,
    progress: &Progress,
    read: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    steps(project, progress, false, |long| if long { read() } else { Ok(()) })
}

/// Prepara lo que falte para calificar, también el programa que aísla. Que aquí no se pueda lo dice `check`, en cuanto hay
/// dónde probarlo: antes de esperar al núcleo.
pub fn prepare_grading(project: &Project, check: impl FnOnce(&Project) -> Result<(), String>) -> Result<(), String> {
    steps(project, &Progress::default(), false, |_| jail::build(project).and_then(|()| check(project)))
}

/// Prepara lo que falte para una clase en esta máquina: también JupyterHub y, si cada estudiante va a tener su cuenta, que
/// todas las cuentas lleguen a lo que usan los cuadernos.
#[cfg(unix)]
pub fn prepare_server(project: &Project) -> Result<(), String> {
    let share = sharing::is_root();
    if share {
        sharing::can_enter(project)?; // lo primero: si hay que mover el proyecto, que sea antes de esperar
    }
    // Quien enseña califica con una cuenta que no puede compilar en .venv: el programa que aísla se le deja hecho.
    steps(project, &Progress::default(), share, |_| jail::build(project))?;
    extra(project, "servidor")?; // JupyterHub: en el mismo entorno, porque abre el JupyterLab que hay en él
    if share {
        let _lock = environment::lock_venv(project)?;
        sharing::share(project)?;
    }
    Ok(())
}

#[cfg(not(unix))]
pub fn prepare_server(_: &Project) -> Result<(), String> {
    Err("Una clase en un servidor necesita Linux o macOS: JupyterHub no funciona en Windows. En este computador puedes \
         usarla dentro de WSL (https://learn.microsoft.com/es-es/windows/wsl/install)."
        .into())
}

/// Todos los pasos. En cuanto hay Python, mientras quizá se compila el núcleo, llama a `meanwhile` y le dice si falta algo
/// largo.
fn steps(
    project: &Project,
    progress: &Progress,
    share: bool,
    meanwhile: impl FnOnce(bool) -> Result<(), String>,
) -> Result<(), String> {
    length::check(project)?;
    let _lock = environment::lock_venv(project)?;
    let rust = Toolchain::find()?;
    let interpreter = python::find(project)?; // antes de empezar nada: sin Python no hay nada que hacer
    let with_python = OnceLock::new(); // cuando se sabe, cómo fue
    thread::scope(|scope| {
        let kernel = scope.spawn(|| kernel::ensure(project, progress, &with_python));
        let ready = python::ensure(project, progress, interpreter)
            .and_then(|()| spanish::ensure(project))
            .and_then(|()| nbgrader::ensure(project))
            .and_then(|()| stdlib::ensure(project, progress, &rust))
            .and_then(|()| meanwhile(!kernel::is_ready(project) || !libraries::is_ready(project, &rust)));
        let _ = with_python.set(ready.clone());
        ready?;
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
