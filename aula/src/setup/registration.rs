//! El núcleo, registrado en el entorno del proyecto: `kernel.json` lleva todo lo que necesita.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use files::{copy_whole, file_error, write_whole};
use kernel::launcher::KERNEL;
use serde_json::json;

use super::evcxr::identity;
use super::toolchain::Toolchain;
use crate::environment;
use crate::process;
use crate::project::Project;

/// Registra el núcleo en el entorno, con todo lo que necesita: lo arranca cualquier programa, desde cualquier carpeta.
pub fn register(project: &Project, rust: &Toolchain, evcxr: &Path) -> Result<(), String> {
    let launcher = project.venv_program("aula");
    if cfg!(windows) {
        remove_old_ones(&launcher);
    }
    let spec = json!({
        "argv": [launcher, KERNEL, evcxr, project.notebooks(), project.libraries(), rust.tools(), "{connection_file}"],
        "display_name": "Rust",
        "language": "rust",
        "interrupt_mode": "message",
        "env": environment_of(project),
    });
    let spec = format!("{spec:#}\n");
    let ourselves = env::current_exe().map_err(|error| format!("No se sabe dónde está este programa: {error}"))?;
    let data = format!("{}{}{spec}", identity(&ourselves), identity(evcxr));
    if environment::is_done(project, "registration", &data) {
        return Ok(());
    }
    if ourselves != launcher {
        if cfg!(windows) && launcher.is_file() {
            set_aside(&launcher).map_err(|error| file_error("reemplazar", &launcher, &error))?;
        }
        copy_whole(&ourselves, &launcher)?;
    }
    // evcxr escribe sus dibujos y un kernel.json suyo; el nuestro lo sustituye.
    let mut install = Command::new(evcxr);
    install.arg("--install").env("JUPYTER_PATH", project.jupyter());
    process::run(install, process::quietly)
        .map_err(|failure| failure.explain("No se pudo registrar el núcleo en el entorno."))?;
    write_whole(&project.jupyter().join("kernels").join("rust").join("kernel.json"), &spec)?;
    environment::done(project, "registration", &data)
}

/// Deja libre el nombre de un programa que quizá alguien está usando: un núcleo abierto. En Windows no se puede reemplazar
/// ni borrar mientras tanto, pero sí cambiarle el nombre: se queda al lado hasta que no lo use nadie.
fn set_aside(program: &Path) -> io::Result<()> {
    let free = old_ones(program).find(|path| !path.exists());
    free.map_or(Ok(()), |free| files::rename(program, &free))
}

/// Borra los que se dejaron a un lado y ya no usa nadie.
fn remove_old_ones(program: &Path) {
    for path in old_ones(program).take(50) {
        let _ = fs::remove_file(path); // el que no está, o el que alguien usa todavía
    }
}

/// Cómo se llaman los que se dejan a un lado.
fn old_ones(program: &Path) -> impl Iterator<Item = PathBuf> {
    (0..).map(|number: u32| program.with_extension(format!("anterior-{number}")))
}

/// Las variables del núcleo: los ajustes y las fuentes del proyecto, y no los de quien lo usa ni su registro de núcleos. Y
/// sin conexión: todo está ya bajado, y un aula sin red no se detiene.
pub fn environment_of(project: &Project) -> serde_json::Value {
    json!({
        "CARGO_HOME": project.cargo_home(),
        "CARGO_NET_OFFLINE": "true",
        "EVCXR_CONFIG_DIR": project.notebooks(),
        "JUPYTER_PATH": project.jupyter(),
        // El núcleo reserva memoria con mimalloc: sin las páginas grandes del sistema, que deja a medio usar, ocupa unos 70
        // MB menos.
        "MIMALLOC_ALLOW_THP": "0",
        "RUST_SRC_PATH": project.stdlib(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Una carpeta no se borra como un archivo: hace de programa que alguien está usando.
    #[test]
    fn a_program_in_use_is_replaced_any_number_of_times() {
        let folder = env::temp_dir().join(format!("gradiente-anterior-{}", std::process::id()));
        let program = folder.join("aula.exe");
        fs::create_dir_all(folder.join("aula.anterior-0")).unwrap();
        for version in ["uno", "dos", "tres"] {
            fs::write(&program, version).unwrap();
            remove_old_ones(&program);
            set_aside(&program).unwrap();
            assert!(!program.exists());
            assert_eq!(fs::read_to_string(folder.join("aula.anterior-1")).unwrap(), version);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "los que ya no usa nadie no se quedan");
        fs::write(&program, "cuatro").unwrap();
        set_aside(&program).unwrap();
        assert_eq!(fs::read_to_string(folder.join("aula.anterior-2")).unwrap(), "cuatro", "con dos en uso");
        fs::remove_dir_all(folder).unwrap();
    }
}
