//! La biblioteca en WebAssembly, para las páginas: se construye con `modulo` y se guarda en el repositorio, con el resumen
//! de sus fuentes.
//!
//! Quien prueba o exporta no necesita el compilador de WebAssembly; a cambio, una prueba falla si el resumen ya no es el de
//! las fuentes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use files::{digest_of_files, file_error, write_whole};

use crate::process;
use crate::project::Project;

const TARGET: &str = "wasm32-unknown-unknown";

/// De qué sale el módulo.
const SOURCES: [&str; 6] = ["Cargo.toml", "Cargo.lock", "src", "aula/web/Cargo.toml", "aula/web/build.rs", "aula/web/src"];

/// Construye el módulo y lo deja en `aula/web/`, con el resumen de sus fuentes.
pub fn build(project: &Project) -> Result<ExitCode, String> {
    if !has_target() {
        return Err(format!(
            "A tu Rust le falta {TARGET}, para el que se compila el módulo. Se instala así: rustup target add {TARGET}\n\
             Si tu Rust no vino con rustup, busca en tu sistema un paquete con ese nombre, como \
             rust-std-wasm32-unknown-unknown."
        ));
    }
    // Nadie pide azar al sistema: las semillas las pone quien usa la página.
    let flags = ["--cfg", "getrandom_backend=\"unsupported\""].join("\u{1f}");
    let status = cargo(project)
        .args(["build", "--quiet", "--locked", "--package", "web", "--profile", "web", "--target", TARGET])
        .env("CARGO_ENCODED_RUSTFLAGS", flags)
        .status()
        .map_err(|error| format!("No se puede ejecutar cargo: {error}"))?;
    if !status.success() {
        return Ok(kernel::exit_code(status));
    }
    let built = target_folder(project).join(TARGET).join("web").join("web.wasm");
    let bytes = fs::read(&built).map_err(|error| file_error("leer", &built, &error))?;
    let lean = without_custom_sections(&bytes).ok_or("El módulo que escribió cargo está a medias: repite el comando.")?;
    let (place, mark) = places(project);
    write_whole(&place, &lean)?;
    write_whole(&mark, &(digest_of_files(&project.root, &SOURCES)? + "\n"))?;
    println!("{}: {} KB, antes de comprimir", place.display(), lean.len() / 1000);
    Ok(ExitCode::SUCCESS)
}

/// Dice si el módulo guardado es el de las fuentes de ahora.
pub fn check(project: &Project) -> Result<ExitCode, String> {
    let (place, mark) = places(project);
    let saved = fs::read_to_string(&mark).map_err(|error| file_error("leer", &mark, &error))?;
    if saved.trim() != digest_of_files(&project.root, &SOURCES)? || !place.is_file() {
        return Err("El módulo de las páginas no es el de las fuentes de ahora: constrúyelo con `cargo run -- modulo` y \
                    guárdalo con el cambio."
            .into());
    }
    println!("El módulo de las páginas está al día.");
    Ok(ExitCode::SUCCESS)
}

/// Dónde se guardan el módulo y el resumen de sus fuentes.
fn places(project: &Project) -> (PathBuf, PathBuf) {
    let folder = project.root.join("aula").join("web");
    (folder.join("gradiente.wasm"), folder.join("sources.sha256"))
}

fn cargo(project: &Project) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(&project.root);
    cargo
}

/// ¿Tiene este Rust la biblioteca estándar de WebAssembly?
fn has_target() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = process::output(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]));
    folder.is_some_and(|folder| Path::new(&folder).is_dir())
}

/// La carpeta donde cargo deja lo que compila.
fn target_folder(project: &Project) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| project.root.join("target"), |folder| project.root.join(folder))
}

/// El módulo sin sus secciones con nombre, que no se ejecutan: casi todas son notas de wasm-bindgen, que aquí nadie lee.
/// Nada, si no es un módulo entero. (Sección 5.5.2 de la especificación de WebAssembly: un byte dice qué sección es, y le
/// sigue su largo.)
fn without_custom_sections(module: &[u8]) -> Option<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(8)?;
    let mut lean = header.to_vec();
    while let [kind, after @ ..] = rest {
        let (length, body) = leb128(after)?;
        let (_, next) = body.split_at_checked(length)?;
        let section = &rest[..rest.len() - next.len()];
        if *kind != 0 {
            lean.extend_from_slice(section);
        }
        rest = next;
    }
    Some(lean)
}

/// Un entero sin signo en LEB128, y lo que le sigue.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)?;
    let value = bytes[..=end].iter().rev().fold(0u64, |value, byte| value << 7 | u64::from(byte & 0x7f));
    Some((usize::try_from(value).ok()?, &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_custom_sections_go() {
        // La cabecera, una sección con nombre de 3 bytes y una de tipos, de 130, con su largo en dos bytes.
        let types = [vec![1, 0x82, 0x01], vec![7; 130]].concat();
        let module = [&b"\0asm\x01\0\0\0"[..], &[0, 3, 1, 2, 3], &types].concat();
        assert_eq!(without_custom_sections(&module), Some([&b"\0asm\x01\0\0\0"[..], &types].concat()));
        assert_eq!(without_custom_sections(&module[..20]), None); // a medias
    }
}
