//! En macOS, `sandbox-exec` con un perfil corto: parte de lo que permite el sistema y quita la red, escribir, los archivos
//! de las personas y, al ejecutar, los procesos nuevos. Los hilos, las señales y la memoria se quedan como estaban.

use std::convert::Infallible;
use std::path::Path;
use std::process::Command;

use crate::arguments::{Jail, Purpose};
use crate::{limits, replace};

pub const PARTIAL: Option<&str> = Some(
    "en macOS el aislamiento es parcial: impide la red, escribir, abrir programas y leer carpetas de usuarios, pero no \
     limita la memoria",
);

/// Manda la última regla que coincide.
const COMMON: &str = r#"(version 1)
(allow default)
(deny network*)
(deny file-write*)
(allow file-write* (literal "/dev/null"))
(deny file-read-data (subpath "/Users") (subpath "/Volumes") (subpath "/private/tmp") (subpath "/private/var/folders"))
(allow file-read-data (literal (param "PROGRAM")))
"#;

pub fn confine(jail: &Jail) -> Result<Infallible, String> {
    let program = existing(&jail.program)?;
    let mut profile = COMMON.to_string();
    let mut parameters = vec![("PROGRAM".to_string(), program.clone())];
    match &jail.purpose {
        Purpose::Run => {
            profile += r#"(deny process-fork) (deny process-exec) (allow process-exec (literal (param "PROGRAM")))"#
        }
        Purpose::Compile(files) => {
            for (position, path) in files.read.iter().enumerate() {
                let name = format!("READ{position}");
                profile += &format!(r#"(allow file-read-data (subpath (param "{name}")))"#);
                parameters.push((name, existing(path)?));
            }
            profile += r#"(allow file-read-data file-write* (subpath (param "OWN")))"#;
            parameters.push(("OWN".to_string(), existing(&files.own)?));
        }
    }
    limits::set(jail, 64)?;
    let mut command = Command::new("/usr/bin/sandbox-exec");
    for (name, value) in parameters {
        command.arg("-D").arg(format!("{name}={value}"));
    }
    command.args(["-p", &profile]).arg(program).args(&jail.arguments);
    replace(&mut command)
}

/// La ruta sin enlaces, que es la que compara el sistema.
fn existing(path: &Path) -> Result<String, String> {
    let path = path.canonicalize().map_err(|error| format!("no se encuentra {}: {error}", path.display()))?;
    path.into_os_string().into_string().map_err(|path| format!("la ruta {} no es UTF-8", path.display()))
}
