//! El proyecto, donde lleguen las cuentas de los estudiantes.
//!
//! Si quien prueba es root, cada estudiante es otro usuario del sistema, que tiene que poder leer `.venv`; y la carpeta
//! personal de root está cerrada a los demás. Entonces las pruebas usan una copia del proyecto, que preparan en una carpeta
//! abierta. Queda ahí para la próxima vez, porque prepararla lleva unos minutos.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::command;
use crate::fresh;

/// Una cuenta que no es dueña de nada.
const ANYBODY: u32 = 65_534;

/// La carpeta del proyecto que usan estas pruebas.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> =
        LazyLock::new(|| if anybody_enters(command::root()) { command::root().into() } else { open_copy() });
    &ROOT
}

/// `aula COMANDO`, en ese proyecto.
pub fn aula(name: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
    command.arg(name).env("CARGO_MANIFEST_DIR", root().join("aula"));
    command
}

/// Un programa de su entorno.
pub fn program(name: &str) -> PathBuf {
    root().join(".venv/bin").join(name)
}

/// Una carpeta temporal en la que entre cualquiera.
pub fn reachable_temp() -> PathBuf {
    let places = [std::env::temp_dir(), "/tmp".into(), "/var/tmp".into()];
    places
        .into_iter()
        .find(|place| anybody_enters(place))
        .expect("hace falta una carpeta temporal en la que entre cualquiera")
}

/// ¿Entra cualquier cuenta en `folder`? Si quien prueba no es root, da igual: nadie corre con otra cuenta.
fn anybody_enters(folder: &Path) -> bool {
    let is_root = command::text(&Command::new("id").arg("-u").output().unwrap()).trim() == "0";
    !is_root || Command::new("ls").arg(folder).uid(ANYBODY).gid(ANYBODY).current_dir("/").output().unwrap().status.success()
}

/// Una copia de las fuentes de ahora. Lo que ya se preparó en ella sigue ahí, y lo que no cambió conserva su fecha: por ella
/// sabe cargo que la biblioteca ya está compilada.
fn open_copy() -> PathBuf {
    let copy = reachable_temp().join("gradiente-para-las-pruebas-de-root");
    println!(
        "En {} no entran las demás cuentas: se prueba con una copia, en {}.",
        command::root().display(),
        copy.display()
    );
    let now = copy.with_extension("nueva");
    let _ = fs::remove_dir_all(&now);
    fresh::copy(&now);
    for code in ["aula", "src"] {
        remove_the_rest(&now.join(code), &copy.join(code));
    }
    update(&now, &copy);
    fs::remove_dir_all(&now).unwrap();
    copy
}

/// Quita de `to` lo que no está en `from`.
fn remove_the_rest(from: &Path, to: &Path) {
    for entry in fs::read_dir(to).into_iter().flatten().flatten() {
        let (path, original) = (entry.path(), from.join(entry.file_name()));
        match (path.is_dir(), original.exists()) {
            (true, true) => remove_the_rest(&original, &path),
            (true, false) => fs::remove_dir_all(&path).unwrap(),
            (false, true) => {}
            (false, false) => fs::remove_file(&path).unwrap(),
        }
    }
}

/// Pone en `to` lo que en `from` es nuevo o distinto.
fn update(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, place) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            update(&path, &place);
        } else if fs::read(&place).ok() != Some(fs::read(&path).unwrap()) {
            fs::copy(&path, &place).unwrap();
        }
    }
}
