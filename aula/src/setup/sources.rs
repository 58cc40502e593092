//! Las fuentes de las bibliotecas de los cuadernos, con las que el núcleo deduce los tipos de las variables.
//!
//! El núcleo, que lleva dentro rust-analyzer, lee y analiza todas las que hay dentro del proyecto: también las que solo se
//! compilan en otros sistemas, y las que dibujan o hablan con el sistema operativo, que `gradiente` usa por dentro y cuyos
//! tipos no salen en ningún cuaderno. Son más de 100 MB de memoria por cada núcleo. Ya compiladas, y comprobadas con `cargo
//! check`, su texto no hace falta, y aquí se vacían. Cargo no vuelve a mirar las fuentes que bajó; antes de compilar otra
//! vez se le quitan, y las saca de nuevo de lo que tiene guardado.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use files::files_below;

/// Las que solo se compilan para un navegador, para WASI o para UEFI.
const FOREIGN: [&str; 9] = [
    "js-sys",
    "r-efi",
    "wasip2",
    "wasm-bindgen",
    "wasm-bindgen-macro",
    "wasm-bindgen-macro-support",
    "wasm-bindgen-shared",
    "web-sys",
    "wit-bindgen",
];

/// Las que `gradiente` usa solo por dentro.
const INTERNAL: [&str; 17] = [
    "ab_glyph",
    "ab_glyph_rasterizer",
    "base64",
    "bitflags",
    "crc32fast",
    "fdeflate",
    "flate2",
    "getrandom",
    "libc",
    "libm",
    "miniz_oxide",
    "owned_ttf_parser",
    "plotters",
    "plotters-backend",
    "png",
    "simd-adler32",
    "ttf-parser",
];

/// Vacía las fuentes de unas y otras que hay en la carpeta de cargo `home`.
///
/// Si una celda pide otra biblioteca que obliga a compilar una de ellas otra vez, lo que encuentra dice cómo recuperarlas.
pub fn lighten(home: &Path) -> io::Result<()> {
    let sources = sources(home);
    let way_back = format!(
        "compile_error!(r#\"Esta biblioteca está sin fuentes, para que el núcleo ocupe menos memoria. Para compilarla otra \
         vez, borra la carpeta {} y reinicia el núcleo.\"#);\n",
        sources.display()
    );
    for package in packages(&sources)? {
        let folder = package.file_name().unwrap_or_default().to_string_lossy();
        let name = &folder[..version_start(&folder)];
        if FOREIGN.contains(&name) || INTERNAL.contains(&name) {
            let code = package.join("src");
            empty(&code)?;
            fs::write(code.join("lib.rs"), &way_back)?;
        }
    }
    Ok(())
}

/// «ppv-lite86-0.2.17» → dónde acaba el nombre: en el primer guion al que sigue una cifra.
fn version_start(folder: &str) -> usize {
    let bytes = folder.as_bytes();
    bytes.windows(2).position(|pair| pair[0] == b'-' && pair[1].is_ascii_digit()).unwrap_or(folder.len())
}

/// Quita las fuentes: cargo vuelve a ponerlas enteras.
pub fn restore(home: &Path) -> io::Result<()> {
    match fs::remove_dir_all(sources(home)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Donde cargo deja las fuentes que baja.
fn sources(home: &Path) -> PathBuf {
    home.join("registry").join("src")
}

/// Las carpetas de las bibliotecas que bajó, cada una con su versión en el nombre.
fn packages(sources: &Path) -> io::Result<Vec<PathBuf>> {
    let mut packages = Vec::new();
    if !sources.exists() {
        return Ok(packages); // unas bibliotecas que no piden ninguna otra
    }
    for index in fs::read_dir(sources)? {
        for package in fs::read_dir(index?.path())? {
            packages.push(package?.path());
        }
    }
    Ok(packages)
}

/// Borra los archivos de Rust de una carpeta.
fn empty(folder: &Path) -> io::Result<()> {
    let code = files_below(folder)?.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    code.into_iter().try_for_each(|path| fs::remove_file(folder.join(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Un nombre que ya no usa nadie no vacía nada, y despista.
    #[test]
    fn every_name_is_of_a_library_in_use() {
        let lock = include_str!("../../../Cargo.lock");
        for name in FOREIGN.iter().chain(&INTERNAL) {
            assert!(lock.contains(&format!("\nname = \"{name}\"\n")), "{name}");
        }
    }

    #[test]
    fn a_folder_says_the_name_of_its_library() {
        for (folder, name) in [
            ("ppv-lite86-0.2.17", "ppv-lite86"),
            ("libc-0.2.191", "libc"),
            ("rustc_apfloat-0.2.3+llvm-462a31f5a5ab", "rustc_apfloat"),
        ] {
            assert_eq!(&folder[..version_start(folder)], name);
        }
    }
}
