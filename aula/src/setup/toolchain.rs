//! El Rust con que trabaja el núcleo.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process;

/// El Rust de esta máquina.
pub struct Toolchain {
    /// Lo que dice `rustc --version`.
    pub version: String,
    /// La carpeta donde está instalado.
    pub sysroot: PathBuf,
}

impl Toolchain {
    /// El que hay, si sirve.
    pub fn find() -> Result<Toolchain, String> {
        let version = process::output(Command::new("rustc").arg("--version")).ok_or(
            "No encuentro Rust: hace falta para las celdas de los cuadernos. Instálalo \
             (https://www.rust-lang.org/es/tools/install) y repite el comando.",
        )?;
        let oldest = env!("CARGO_PKG_RUST_VERSION"); // la que pide este proyecto es también la primera que compila el núcleo
        if let (Some(found), Some(needed)) = (numbers(&version), numbers(oldest))
            && found < needed
        {
            return Err(format!(
                "Tu Rust es {}.{}, y hace falta {oldest} o posterior. Actualízalo con `rustup update stable` y repite el \
                 comando.",
                found.0, found.1
            ));
        }
        let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))
            .ok_or("rustc no dice dónde está instalado. Reinstala Rust y repite el comando.")?;
        Ok(Toolchain { version, sysroot: sysroot.into() })
    }

    /// La carpeta con cargo y rustc, que `kernel.json` recuerda.
    pub fn tools(&self) -> PathBuf {
        self.sysroot.join("bin")
    }

    /// Dónde están las fuentes de su biblioteca estándar, si las trae.
    pub fn library(&self) -> PathBuf {
        ["lib", "rustlib", "src", "rust", "library"]
            .iter()
            .fold(self.sysroot.clone(), |path: PathBuf, name| path.join(Path::new(name)))
    }
}

/// «rustc 1.95.0 (59807616e 2026-04-14)» y «1.95» → (1, 95)
fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split([' ', '.', '-']).filter_map(|part| part.parse().ok());
    Some((numbers.next()?, numbers.next()?))
}
