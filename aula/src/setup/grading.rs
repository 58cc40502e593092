//! Lo que la preparación da a quien califica.

use std::env;
use std::path::PathBuf;

use exam::{Engine, Rust, Tools};
use files::digest_of_files;

use super::jail;
use super::toolchain::Toolchain;
use crate::project::Project;

/// Todo lo que puede cambiar una nota o sus palabras: la biblioteca con que se compila, lo que califica, lo que explica los errores y cómo se
/// compilan unas y otras. Sirve igual a lo ya calificado en esta máquina y a dos máquinas que se reparten una clase.
const CODE: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "aula/exam/src",
    "aula/files/src",
    "aula/kernel/src",
    "aula/src/setup/cells.toml",
    "aula/python/aula/notebooks/prepare.py",
    "notebooks/evcxr.toml",
];

impl Tools for Project {
    fn rust(&self) -> Result<Rust, String> {
        let rust = Toolchain::find()?;
        Ok(Rust { rustc: rust.tools().join(format!("rustc{}", env::consts::EXE_SUFFIX)), sysroot: rust.sysroot })
    }

    fn libraries(&self) -> PathBuf {
        Project::libraries(self)
    }

    fn scratch(&self) -> PathBuf {
        kernel::launcher::preferred(&Project::libraries(self))
    }

    fn jail(&self) -> Result<PathBuf, String> {
        jail::ensure(self)
    }

    fn engine(&self) -> Result<Engine, String> {
        Ok(Engine { rust: Toolchain::find()?.version, code: digest_of_files(&self.root, &CODE)? })
    }
}
