//! Las fuentes de las bibliotecas de los cuadernos, con las que el núcleo deduce los tipos de las variables.
//!
//! El núcleo las lee y las analiza todas: también las que solo sirven en otros sistemas, y las que dibujan o hablan con el sistema operativo, que
//! `gradiente` usa por dentro y cuyos tipos no salen en ningún cuaderno. Son unos 130 MB de memoria por cada núcleo. Ya compiladas, su texto
//! no hace falta, y aquí se vacían. Cargo no vuelve a mirar las fuentes que bajó; antes de compilar otra vez se le quitan, y las saca de nuevo
//! de lo que tiene guardado.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Las que `gradiente` usa solo por dentro.
const INTERNAL: [&str; 18] = [
    "ab_glyph",
    "ab_glyph_rasterizer",
    "base64",
    "bitflags",
    "crc32fast",
    "dejavu",
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

/// Vacía, en la carpeta de cargo `home`, las fuentes de las internales y de las que no están entre las compiladas de `libraries`.
pub fn lighten(home: &Path, libraries: &Path) -> io::Result<()> {
    let mut compiled = HashSet::new();
    names_of_libraries(libraries, &mut compiled)?;
    for package in packages(home)? {
        let folder = package.file_name().unwrap_or_default().to_string_lossy();
        let Some((name, _version)) = folder.split_at_checked(version_start(&folder)) else { continue };
        if INTERNAL.contains(&name) || !compiled.contains(&name.replace('-', "_")) {
            empty(&package)?;
            fs::create_dir_all(package.join("src"))?;
            fs::write(package.join("src").join("lib.rs"), "")?;
        }
    }
    Ok(())
}

/// «ppv-lite86-0.2.17» → dónde acaba el nombre: en el primer guion al que sigue una cifra.
fn version_start(folder: &str) -> usize {
    let bytes = folder.as_bytes();
    bytes.windows(2).position(|pair| pair[0] == b'-' && pair[1].is_ascii_digit()).unwrap_or(folder.len())
}

/// Añade los nombres de las bibliotecas compiladas que hay en una carpeta: libnum_traits-….rlib es num_traits.
fn names_of_libraries(folder: &Path, names: &mut HashSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            names_of_libraries(&entry.path(), names)?;
        } else if let Some((name, _hash)) = file.strip_suffix(".rlib").and_then(|file| file.rsplit_once('-')) {
            names.insert(name.strip_prefix("lib").unwrap_or(name).to_string());
        }
    }
    Ok(())
}

/// Quita las fuentes: cargo vuelve a ponerlas enteras.
pub fn restore(home: &Path) -> io::Result<()> {
    match fs::remove_dir_all(home.join("registry").join("src")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Las carpetas de las bibliotecas que bajó cargo, cada una con su versión en el nombre.
fn packages(home: &Path) -> io::Result<Vec<PathBuf>> {
    let mut packages = Vec::new();
    let sources = home.join("registry").join("src");
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
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            empty(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
