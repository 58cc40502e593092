//! En Windows, la ruta del proyecto no puede ser muy larga: dentro hay archivos con nombres largos, y una ruta entera tiene
//! un límite.

use std::path::Path;
use std::process::Command;

use crate::process;
use crate::project::Project;

/// Lo que puede medir: lo que cabe en una ruta de Windows, menos lo más largo que se guarda debajo, que son las piezas de la
/// compilación incremental en `.venv\bibliotecas`.
const LONGEST: usize = 259 - 181;

/// Antes de hacer nada: ¿cabrá lo que se va a guardar?
pub fn check(project: &Project) -> Result<(), String> {
    let fits = fits(&project.root);
    if cfg!(windows) && fits.is_err() && !allows_long_paths() { fits } else { Ok(()) }
}

fn fits(root: &Path) -> Result<(), String> {
    let root = root.to_string_lossy();
    let length = root.encode_utf16().count(); // así las cuenta Windows
    if length <= LONGEST {
        return Ok(());
    }
    Err(format!(
        "La ruta del proyecto, {root}, tiene {length} letras, y aquí caben hasta {LONGEST}: dentro hay archivos con nombres \
         largos, y Windows no admite rutas de más de 259. Mueve el proyecto a una carpeta con una ruta más corta, como \
         C:\\gradiente, y repite el comando. O permite las rutas largas: \
         https://learn.microsoft.com/es-es/windows/win32/fileio/maximum-file-path-limitation"
    ))
}

/// ¿Permite este Windows rutas largas?
fn allows_long_paths() -> bool {
    let key = r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem";
    let said = process::output(Command::new("reg").args(["query", key, "/v", "LongPathsEnabled"]));
    said.is_some_and(|said| said.trim_end().ends_with("0x1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_root_is_said_with_its_length_and_what_to_do() {
        assert_eq!(fits(Path::new(&"ñ".repeat(LONGEST))), Ok(()));
        let message = fits(Path::new(&"ñ".repeat(LONGEST + 1))).unwrap_err();
        assert!(message.contains(&format!("tiene {} letras, y aquí caben hasta {LONGEST}", LONGEST + 1)), "{message}");
        assert!(message.contains("C:\\gradiente"), "{message}");
    }
}
