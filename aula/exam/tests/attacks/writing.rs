//! Todo lo que se puede hacer con los archivos de una carpeta que ya tiene `viejo` y `otro`.
include!("said.rs");
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
fn main() {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let old = folder.join("viejo");
    said("cambiar permisos", fs::set_permissions(&old, fs::Permissions::from_mode(0o600)).is_ok());
    said("añadir", fs::OpenOptions::new().append(true).open(&old).is_ok());
    said("vaciar", fs::OpenOptions::new().write(true).truncate(true).open(&old).is_ok());
    said("enlazar", fs::hard_link(&old, folder.join("duro")).is_ok());
    said("enlazar con un nombre", symlink(&old, folder.join("blando")).is_ok());
    said("cambiar de nombre", fs::rename(folder.join("otro"), folder.join("otro2")).is_ok());
    said("borrar", fs::remove_file(&old).is_ok());
    said("crear", fs::write(folder.join("nuevo"), "x").is_ok());
    said("crear una carpeta", fs::create_dir(folder.join("carpeta")).is_ok());
    said("crear en /tmp", fs::write(std::env::args().nth(2).unwrap(), "x").is_ok());
}
