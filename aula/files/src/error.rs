//! Lo que se dice de un archivo que no se pudo leer o escribir.

use std::io::{self, ErrorKind};
use std::path::Path;

/// El mensaje: qué no se pudo hacer, con qué archivo y, si se sabe, qué probar.
pub fn file_error(action: &str, path: &Path, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull => format!("No queda espacio en el disco para {action} {}.", path.display()),
        _ if is_held(error) => {
            format!("No se puede {action} {}: lo tiene abierto otro programa. Ciérralo y repite el comando.", path.display())
        }
        ErrorKind::PermissionDenied => format!("No tienes permiso para {action} {}.", path.display()),
        _ => format!("No se puede {action} {}: {error}", path.display()),
    }
}

/// En Windows, ¿tiene otro programa el archivo abierto? (`ERROR_SHARING_VIOLATION` y `ERROR_LOCK_VIOLATION`.)
pub(crate) fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}
