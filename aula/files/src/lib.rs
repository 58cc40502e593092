//! Lo que todos los cuartos de `aula` hacen con archivos, cada cosa en un solo sitio: escribirlos enteros (`write`),
//! recorrer y copiar carpetas (`tree`), resumir lo que dicen (`digest`) y contar qué falló (`error`).

mod digest;
mod error;
mod tree;
mod write;

pub use digest::{digest, digest_of_files};
pub use error::file_error;
pub use tree::{copy_tree, files_below, last_written};
pub use write::{copy_whole, rename, write_whole};
