//! Las bibliotecas de los cuadernos, compiladas una vez: cada núcleo empieza con una copia, y no compila ninguna.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use ::kernel::launcher::{self, WRAPPER, libraries_lock, preferred};
use ::kernel::scratch::{self, Scratch};
use files::{copy_tree, digest_of_files, file_error, last_written};
use serde_json::json;

use super::kernel;
use super::registration;
use super::sources;
use super::toolchain::Toolchain;
use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::Project;

/// Cómo se compilan las celdas y las bibliotecas: el único sitio que lo dice.
const CELLS: &str = include_str!("cells.toml");

const STEP: &str = "libraries";

/// Lo que suele tardar compilarlas, con dos procesadores.
const USUAL: Duration = Duration::from_secs(35);

pub fn is_ready(project: &Project, rust: &Toolchain) -> bool {
    data(project, rust).is_ok_and(|data| environment::is_done(project, STEP, &data)) && project.libraries().is_dir()
}

/// Las compila si faltan, o si cambió algo de lo que dependen: su código, los ajustes del núcleo o Rust.
pub fn ensure(project: &Project, progress: &Progress, rust: &Toolchain, evcxr: &Path) -> Result<(), String> {
    environment::once(project, STEP, &data(project, rust)?, project.libraries().is_dir(), || {
        let what = "Compilo las bibliotecas de los cuadernos: una sola vez, alrededor de un minuto.";
        progress.step("libraries", what, Some(USUAL), || compile(project, rust, evcxr))
    })
}

fn compile(project: &Project, rust: &Toolchain, evcxr: &Path) -> Result<(), String> {
    let libraries = project.libraries();
    let scratch = Scratch::create(&preferred(&libraries))?;
    let folder = &scratch.folder;
    let mut environment = registration::environment_of(project);
    environment["CARGO_NET_OFFLINE"] = json!("false"); // alguna vez hay que bajarlas, y es ahora
    // Lo que cargo averigua de rustc vale también para los núcleos, que lo llaman así.
    environment[WRAPPER] = json!(project.venv_program("aula"));
    for (name, value) in launcher::rust(&rust.tools()) {
        environment[name] = json!(value.to_string_lossy());
    }
    let task = json!({"program": evcxr, "folder": folder, "environment": environment});
    let made = fs::create_dir_all(folder.join(".cargo"))
        .and_then(|()| fs::write(folder.join(".cargo").join("config.toml"), CELLS))
        .and_then(|()| inherit_settings(&project.cargo_home()))
        .and_then(|()| sources::restore(&project.cargo_home()))
        .map_err(|error| file_error("escribir en", folder, &error))
        .and_then(|()| {
            process::run(environment::task(project, "libraries", &task), process::quietly)
                .map_err(|failure| failure.explain("No se pudieron compilar las bibliotecas de los cuadernos."))
        })
        .and_then(|()| {
            let home = project.cargo_home();
            sources::lighten(&home).map_err(|error| file_error("aligerar", &home, &error))
        })
        .and_then(|()| install(folder, &libraries).map_err(|error| file_error("escribir", &libraries, &error)));
    let _ = scratch::remove(folder);
    made
}

/// Los ajustes de cargo de quien prepara valen también aquí: por dónde se sale a Internet, o de qué copia de crates.io se
/// baja.
fn inherit_settings(home: &Path) -> io::Result<()> {
    fs::create_dir_all(home)?;
    let theirs = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    match theirs.map(|folder| folder.join("config.toml")).filter(|path| path.is_file()) {
        Some(settings) => fs::copy(settings, home.join("config.toml")).map(drop),
        None => Ok(()),
    }
}

/// Pone las nuevas en lugar de las de antes; espera a los núcleos que las estén copiando.
fn install(folder: &Path, libraries: &Path) -> io::Result<()> {
    let (fresh, old) = (libraries.with_extension("parte"), libraries.with_extension("anterior"));
    for left in [&fresh, &old] {
        if left.exists() {
            fs::remove_dir_all(left)?;
        }
    }
    copy_tree(folder, &fresh)?;
    let lock = fs::File::create(libraries_lock(libraries))?;
    lock.lock()?;
    if libraries.exists() {
        files::rename(libraries, &old)?;
    }
    files::rename(&fresh, libraries)?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

/// De qué dependen. También de la fecha de su código, que es lo que mira cargo: si otro programa lo escribió otra vez, aunque
/// diga lo mismo, cada núcleo las compilaría al empezar.
fn data(project: &Project, rust: &Toolchain) -> Result<String, String> {
    let code = digest_of_files(
        &project.root,
        &["src", "Cargo.toml", "Cargo.lock", "notebooks/evcxr.toml", "aula/python/aula/notebooks/prepare.py"],
    )?;
    let source = project.root.join("src");
    let written = last_written(&source).map_err(|error| file_error("leer", &source, &error))?;
    let evcxr = environment::recall(project, kernel::STEP).unwrap_or_default();
    let seconds = written.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    Ok(format!("{}\n{evcxr}{}\n{CELLS}{code}\n{seconds}", rust.version, project.cargo_home().display()))
}
