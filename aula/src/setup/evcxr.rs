//! evcxr, el programa del núcleo: cuál, cómo se llama y dónde vive.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const NAME: &str = "evcxr_jupyter";
pub const VERSION: &str = "0.22.0";

/// El cargo que nos llamó, o el de siempre.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
}

pub fn file_name() -> String {
    format!("{NAME}{}", env::consts::EXE_SUFFIX)
}

pub fn program_in(folder: &Path) -> PathBuf {
    folder.join("bin").join(file_name())
}

/// La carpeta del usuario que comparten todas las copias del proyecto, una por versión del núcleo.
pub fn shared_folder() -> Result<PathBuf, String> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::home_dir().filter(|path| path.is_absolute());
    let data = if cfg!(windows) {
        absolute("LOCALAPPDATA").or_else(|| Some(home()?.join("AppData/Local")))
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        absolute("XDG_DATA_HOME").or_else(|| Some(home()?.join(".local/share")))
    };
    let data =
        data.ok_or("No sé cuál es tu carpeta personal: falta la variable HOME. Dale un valor y repite el comando.")?;
    Ok(data.join("gradiente").join(format!("{NAME}-{VERSION}")))
}

/// Lo que distingue a un archivo de otro con el mismo nombre: tamaño y fecha.
pub fn identity(path: &Path) -> String {
    let details = fs::metadata(path).and_then(|data| Ok((data.len(), data.modified()?)));
    format!("{} {:?}\n", path.display(), details.ok())
}
