//! El núcleo, ya compilado por otros: con `cargo binstall` o de la publicación de evcxr.
//!
//! Cada manera deja el programa en una carpeta, y dice por qué no pudo; `None`, si no es para esta máquina. Quien las usa lo
//! arranca antes de darlo por bueno.

use std::env;
use std::path::Path;
use std::process::Command;

use super::evcxr::{NAME, VERSION, cargo, file_name};
use super::python;
use crate::process;
use crate::progress::Progress;
use crate::project::Project;

/// Donde publica evcxr sus programas.
const RELEASES: &str = "https://github.com/evcxr/evcxr/releases/download";

/// Otra dirección para [`RELEASES`]: un espejo, o el servidor de una prueba.
const MIRROR: &str = "AULA_EVCXR";

type Outcome = Option<Result<(), String>>;

pub fn binstall(_: &Project, progress: &Progress, folder: &Path) -> Outcome {
    process::output(cargo().args(["binstall", "-V"]))?;
    let mut command = cargo();
    command.args(["binstall", "--no-confirm", "--no-track", "--disable-strategies", "compile", "--version"]);
    command.arg(format!("={VERSION}")).arg("--install-path").arg(folder).arg(NAME);
    let what = format!("Descargo el núcleo de Rust para Jupyter ({NAME} {VERSION}) con cargo binstall.");
    Some(progress.step("kernel", &what, None, || fetch(command, folder)))
}

/// El programa de la publicación para este sistema, con el Python de la máquina: sabe de HTTPS y de archivos comprimidos.
pub fn release(project: &Project, progress: &Progress, folder: &Path) -> Outcome {
    let (target, kind) = target()?;
    let base = env::var(MIRROR).unwrap_or_else(|_| RELEASES.into());
    let address = format!("{base}/v{VERSION}/{NAME}-v{VERSION}-{target}.{kind}");
    let interpreter = python::any()?;
    let mut command = Command::new(interpreter[0]);
    command.args(&interpreter[1..]).arg("-I").arg(project.python().join("aula").join("download.py"));
    command.arg(address).arg(file_name()).arg(folder);
    let what = format!("Descargo el núcleo de Rust para Jupyter ({NAME} {VERSION}), ya compilado.");
    Some(progress.step("kernel", &what, None, || fetch(command, folder)))
}

/// Para qué sistema hay un programa publicado, y en qué formato.
fn target() -> Option<(&'static str, &'static str)> {
    match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") if cfg!(target_env = "gnu") => Some(("x86_64-unknown-linux-gnu", "tar.gz")),
        ("macos", "aarch64") => Some(("aarch64-apple-darwin", "tar.gz")),
        ("windows", "x86_64") => Some(("x86_64-pc-windows-msvc", "zip")),
        _ => None,
    }
}

/// Ejecuta la descarga; si falla, la última línea que escribió es el motivo.
fn fetch(command: Command, folder: &Path) -> Result<(), String> {
    process::run(command, process::quietly).map_err(|failure| failure.last().to_string())?;
    if folder.join(file_name()).is_file() { Ok(()) } else { Err("la descarga no traía el programa".into()) }
}
