//! El núcleo, registrado en el entorno del proyecto: `kernel.json` lleva todo lo que necesita.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use files::{file_error, write_whole};
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
        // Con otro nombre y de una vez: puede haber núcleos abiertos que lo estén usando.
        let part = launcher.with_extension("parte");
        let old = launcher.with_extension("anterior");
        fs::copy(&ourselves, &part)
            .and_then(|_| if cfg!(windows) && launcher.is_file() { fs::rename(&launcher, &old) } else { Ok(()) })
            .and_then(|()| fs::rename(&part, &launcher))
            .map_err(|error| file_error("escribir", &launcher, &error))?;
    }
    // evcxr escribe sus dibujos y un kernel.json suyo; el nuestro lo sustituye.
    let mut install = Command::new(evcxr);
    install.arg("--install").env("JUPYTER_PATH", project.jupyter());
    process::run(install, process::quietly)
        .map_err(|failure| failure.explain("No se pudo registrar el núcleo en el entorno."))?;
    write_whole(&project.jupyter().join("kernels").join("rust").join("kernel.json"), &spec)?;
    environment::done(project, "registration", &data)
}

/// Las variables del núcleo: los ajustes y las fuentes del proyecto, y no los de quien lo usa ni su registro de núcleos. Y sin conexión:
/// todo está ya bajado, y un aula sin red no se detiene.
pub fn environment_of(project: &Project) -> serde_json::Value {
    json!({
        "CARGO_HOME": project.cargo_home(),
        "CARGO_NET_OFFLINE": "true",
        "EVCXR_CONFIG_DIR": project.notebooks(),
        "JUPYTER_PATH": project.jupyter(),
        // El núcleo reserva memoria con mimalloc: sin las páginas grandes del sistema, que deja a medio usar, ocupa unos 70 MB menos.
        "MIMALLOC_ALLOW_THP": "0",
        "RUST_SRC_PATH": project.stdlib(),
    })
}
