//! El resumen de unos datos: si cambia algo, cambia. Es SHA-256, que da lo mismo en cualquier máquina, con cualquier Rust y
//! en Python.

use std::fs;
use std::io;
use std::path::Path;

use hmac_sha256::Hash;

use crate::error::file_error;
use crate::tree::files_below;

/// El de un texto, en hexadecimal.
pub fn digest(text: impl AsRef<[u8]>) -> String {
    hexadecimal(Hash::hash(text.as_ref()))
}

/// El de lo que hay en unos archivos y carpetas de `root`. Es el mismo en cualquier carpeta y en cualquier sistema: las
/// rutas se escriben con `/`, y los retornos que git añade en Windows no cuentan.
pub fn digest_of_files(root: &Path, names: &[&str]) -> Result<String, String> {
    let mut hash = Hash::new();
    for name in names {
        let path = root.join(name);
        add(&path, name, &mut hash).map_err(|error| file_error("leer", &path, &error))?;
    }
    Ok(hexadecimal(hash.finalize()))
}

/// Añade un archivo, o todos los de una carpeta.
fn add(path: &Path, name: &str, hash: &mut Hash) -> io::Result<()> {
    if !path.is_dir() {
        return add_file(path, name, hash);
    }
    for below in files_below(path)? {
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        add_file(&path.join(&below), &format!("{name}/{}", parts.join("/")), hash)?;
    }
    Ok(())
}

/// Con los largos por delante: lo que acaba un texto no se confunde con lo que empieza el siguiente.
fn add_file(path: &Path, name: &str, hash: &mut Hash) -> io::Result<()> {
    let mut content = fs::read(path)?;
    content.retain(|&byte| byte != b'\r');
    for part in [name.as_bytes(), &content] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    Ok(())
}

fn hexadecimal(bytes: [u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_digest_that_everyone_computes() {
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn it_is_of_what_the_files_say_and_not_of_where_they_are() {
        let place = std::env::temp_dir().join(format!("gradiente-resumen-{}", std::process::id()));
        let copy = |name: &str, text: &str| {
            let root = place.join(name);
            fs::create_dir_all(root.join("src/dentro")).unwrap();
            fs::write(root.join("src/dentro/a.rs"), text).unwrap();
            digest_of_files(&root, &["src"]).unwrap()
        };
        let one = copy("una", "fn a() {}\n");
        assert_eq!(copy("otra carpeta", "fn a() {}\r\n"), one);
        assert_ne!(copy("una", "fn b() {}\n"), one);
        fs::rename(place.join("una/src/dentro"), place.join("una/src/fuera")).unwrap();
        fs::write(place.join("una/src/fuera/a.rs"), "fn a() {}\n").unwrap();
        assert_ne!(digest_of_files(&place.join("una"), &["src"]).unwrap(), one);
        assert!(digest_of_files(&place, &["no-está"]).unwrap_err().contains("no-está"));
        fs::remove_dir_all(place).unwrap();
    }
}
