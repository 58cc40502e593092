//! El programa que aísla el código de las entregas: el segundo de `exam`, que se compila aparte, para que el comando
//! tarde poco en compilar.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use files::{copy_whole, digest_of_files};

use super::evcxr::cargo;
use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::Project;

/// De qué sale: lo suyo, y lo que comparte con quien lo usa.
const SOURCES: [&str; 4] = ["aula/exam/src/bin/jail", "aula/exam/src/jail.rs", "aula/exam/Cargo.toml", "Cargo.lock"];

const STEP: &str = "jail";

/// El programa, compilado si falta o si cambió.
pub fn ensure(project: &Project) -> Result<PathBuf, String> {
    let program = project.venv_program("jail");
    if !environment::is_done(project, STEP, &data(project)?) || !program.is_file() {
        let _lock = environment::lock_venv(project)?;
        build(project)?;
    }
    Ok(program)
}

/// Lo compila, si hace falta, quien ya tiene el candado de `.venv`.
pub fn build(project: &Project) -> Result<(), String> {
    let program = project.venv_program("jail");
    environment::once(project, STEP, &data(project)?, program.is_file(), || {
        let what = "Compilo el programa que aísla el código de las entregas: unos segundos, una sola vez.";
        Progress::default().step("libraries", what, None, || compile(project, &program))
    })
}

/// El resumen de su código, que una copia para la clase no trae: no califica.
fn data(project: &Project) -> Result<String, String> {
    if project.root.join(SOURCES[0]).is_dir() {
        return digest_of_files(&project.root, &SOURCES);
    }
    Err(format!(
        "Esta copia no lleva el programa que aísla el código de las entregas (la carpeta `{}`): califica con el proyecto \
         completo. Si confías en todas, añade --sin-aislamiento: correrán con tus permisos.",
        SOURCES[0]
    ))
}

fn compile(project: &Project, program: &Path) -> Result<(), String> {
    let target = project.venv().join("jail");
    let mut build = cargo();
    build.args(["build", "--package", "exam", "--bin", "jail", "--features", "jail", "--manifest-path"]);
    build.arg(project.root.join("Cargo.toml")).arg("--target-dir").arg(&target);
    process::run(build, process::quietly)
        .map_err(|failure| failure.explain("No se pudo compilar el programa que aísla las entregas."))?;
    copy_whole(&target.join("debug").join(format!("jail{}", env::consts::EXE_SUFFIX)), program)?;
    let _ = fs::remove_dir_all(&target);
    Ok(())
}
