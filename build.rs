//! La huella del código de la biblioteca, en la orden que la compila.
//!
//! El núcleo de los cuadernos guarda lo que compila y lo busca por la orden de compilar, no por el código. Con la huella en la orden,
//! quien cambia el código obtiene siempre lo nuevo, y quien no lo cambia no espera a que se compile otra vez. Solo este archivo queda
//! fuera: si lo cambias, vacía esa caché (`:clear_cache` en una celda).

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    hash(Path::new("src"), &mut hasher)?;
    println!("cargo::rustc-check-cfg=cfg(code, values(any()))");
    println!("cargo::rustc-cfg=code=\"{:016x}\"", hasher.finish());
    Ok(())
}

/// Añade los archivos de `folder`, menos los de los programas, que no son de la biblioteca.
fn hash(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths.iter().filter(|path| *path != Path::new("src/bin")) {
        if path.is_dir() {
            hash(path, hasher)?;
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            (path, fs::read(path)?).hash(hasher);
        }
    }
    Ok(())
}
