//! El programa que cambia soluciones, para saber si sus pruebas lo notan. Lo compila quien comprueba una tarea.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use files::{copy_whole, digest_of_files};

use super::evcxr::cargo;
use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::Project;

const SOURCES: [&str; 3] = ["aula/mutants/src", "aula/mutants/Cargo.toml", "Cargo.lock"];

/// El programa, compilado si falta o si cambió.
pub fn ensure(project: &Project) -> Result<PathBuf, String> {
    let _lock = environment::lock_venv(project)?;
    let program = project.venv_program("mutants");
    environment::once(project, "mutants", &digest_of_files(&project.root, &SOURCES)?, program.is_file(), || {
        let what = "Compilo el programa que cambia las soluciones: unos segundos, una sola vez.";
        Progress::default().step("libraries", what, None, || compile(project, &program))
    })?;
    Ok(program)
}

fn compile(project: &Project, program: &Path) -> Result<(), String> {
    let target = project.venv().join("mutants");
    let mut build = cargo();
    build.args(["build", "--package", "mutants", "--bin", "mutants", "--manifest-path"]);
    build.arg(project.root.join("Cargo.toml")).arg("--target-dir").arg(&target);
    process::run(build, process::quietly)
        .map_err(|failure| failure.explain("No se pudo compilar el programa que cambia las soluciones."))?;
    copy_whole(&target.join("debug").join(format!("mutants{}", env::consts::EXE_SUFFIX)), program)?;
    let _ = fs::remove_dir_all(&target);
    Ok(())
}
