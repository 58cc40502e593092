//! El programa que aísla el código de las entregas: un miembro del espacio de trabajo que se compila aparte, para que el comando
//! tarde poco en compilar.

use std::env;
use std::fs;
use std::path::PathBuf;

use super::evcxr::cargo;
use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::{Project, file_error, fingerprint};

/// El programa, compilado si falta o si cambió. Una copia para la clase no trae su código, y no califica.
pub fn ensure(project: &Project) -> Result<PathBuf, String> {
    if !project.root.join("jail").is_dir() {
        return Err(
            "Esta copia no lleva el programa que aísla el código de las entregas (la carpeta `jail`): califica con el \
                    proyecto completo. Si confías en todas, añade --sin-aislamiento: correrán con tus permisos."
                .into(),
        );
    }
    let program = project.venv_program("jail");
    let data = format!("{:016x}", fingerprint(&project.root, &["jail", "Cargo.lock"])?);
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
        build.args(["build", "--package", "jail", "--manifest-path"]).arg(project.root.join("Cargo.toml"));
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
