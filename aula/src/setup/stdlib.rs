//! Las fuentes de la biblioteca estándar, con las que el núcleo deduce los tipos de las variables.
//!
//! El núcleo las lee enteras dos veces al empezar. Aquí se le prepara una copia con lo que usa: sin las instrucciones de
//! cada procesador, que son la mitad, y sin comentarios. Así empieza unos segundos antes y ocupa unos 200 MB menos.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use files::{file_error, files_below};

use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::Project;

use super::toolchain::Toolchain;

const CRATES: [&str; 3] = ["core", "alloc", "std"];

/// Deja en el entorno la copia de las fuentes de este Rust.
pub fn ensure(project: &Project, progress: &Progress, rust: &Toolchain) -> Result<(), String> {
    environment::once(project, "stdlib", &rust.version, true, || {
        let library = library(progress, rust)?;
        let copy = project.stdlib();
        let failed = |error: io::Error| file_error("copiar las fuentes de Rust en", &copy, &error);
        if copy.exists() {
            fs::remove_dir_all(&copy).map_err(failed)?;
        }
        for name in CRATES {
            strip(&library.join(name).join("src"), &copy.join(name).join("src")).map_err(failed)?;
        }
        Ok(())
    })
}

/// Las fuentes que trae Rust; si faltan, se las pide a rustup.
fn library(progress: &Progress, rust: &Toolchain) -> Result<PathBuf, String> {
    let library = rust.library();
    if !complete(&library) {
        let what =
            "Añado a Rust las fuentes de su biblioteca estándar, para que el núcleo deduzca los tipos: unos segundos.";
        progress.step("python", what, None, || {
            let mut add = Command::new("rustup");
            add.args(["component", "add", "rust-src"]);
            process::run(add, process::quietly).map_err(|failure| failure.explain(MISSING))
        })?;
    }
    if complete(&library) { Ok(library) } else { Err(format!("{MISSING}\nTendrían que estar en {}.", library.display())) }
}

const MISSING: &str = "Faltan las fuentes de la biblioteca estándar de Rust. Instálalas con `rustup component add rust-src` \
                       o, si tu Rust viene de la distribución, con su paquete rust-src.";

fn complete(library: &Path) -> bool {
    CRATES.iter().all(|name| library.join(name).join("src").join("lib.rs").is_file())
}

/// Copia los archivos de Rust de `from` en `to`, sin las líneas que son un comentario.
fn strip(from: &Path, to: &Path) -> io::Result<()> {
    for path in files_below(from)?.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
        let text = fs::read_to_string(from.join(&path))?;
        let code: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let copy = to.join(path);
        fs::create_dir_all(copy.parent().unwrap_or(to))?;
        fs::write(copy, code.join("\n"))?;
    }
    Ok(())
}
