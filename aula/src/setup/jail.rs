//! El programa que aísla el código de las entregas: el segundo de `exam`, que se compila aparte, para que el comando
//! tarde poco en compilar.

use std::env;
use std::fs;
use std::path::PathBuf;

use files::{digest_of_files, file_error};

use super::evcxr::cargo;
use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::Project;

/// De qué sale: lo suyo, y lo que comparte con quien lo usa.
const SOURCES: [&str; 3] = ["aula/exam/Cargo.toml", "aula/exam/src", "Cargo.lock"];

/// El programa, compilado si falta o si cambió.
pub fn ensure(project: &Project) -> Result<PathBuf, String> {
    let program = project.venv_program("jail");
    let data = digest_of_files(&project.root, &SOURCES)?;
    let is_ready = || environment::is_done(project, "aislamiento", &data) && program.is_file();
    if is_ready() {
        return Ok(program);
    }
    let _lock = environment::lock_venv(project)?;
    if is_ready() {
        return Ok(program); // lo compiló otro mientras se esperaba
    }
    let what = "Compilo el programa que aísla el código de las entregas: unos segundos, una sola vez.";
    Progress::default().step("libraries", what, None, || {
        let target = project.venv().join("jail");
        let mut build = cargo();
        build
            .args(["build", "--package", "exam", "--bin", "jail", "--features", "jail", "--manifest-path"])
            .arg(project.root.join("Cargo.toml"));
        build.arg("--target-dir").arg(&target);
        process::run(build, process::quietly)
            .map_err(|failure| failure.explain("No se pudo compilar el programa que aísla las entregas."))?;
        let built = target.join("debug").join(format!("jail{}", env::consts::EXE_SUFFIX));
        let part = program.with_extension("parte");
        fs::copy(&built, &part)
            .and_then(|_| fs::rename(&part, &program))
            .map_err(|error| file_error("escribir", &program, &error))?;
        let _ = fs::remove_dir_all(&target);
        Ok(())
    })?;
    environment::done(project, "aislamiento", &data)?;
    Ok(program)
}
