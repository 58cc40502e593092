//! La carpeta de trabajo de un núcleo: de nadie más, sin espacios en su ruta, y que desaparece con él.
//!
//! evcxr no funciona debajo de una ruta con espacios: sus procesos se dicen las rutas en palabras separadas por espacios.

use std::env;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

const PREFIX: &str = "gradiente-";
const LOCK: &str = "lock";

/// Una carpeta y su candado, que está echado mientras alguien la usa. Con los dos se sabe qué quedó de un núcleo que ya no
/// existe.
pub struct Scratch {
    pub folder: PathBuf,
    pub lock: File,
}

impl Scratch {
    /// Una carpeta nueva y vacía: en `preferred`, si su ruta no tiene espacios y se puede escribir, o en otro sitio de esta
    /// máquina. De paso borra las que dejaron los núcleos que murieron a la fuerza.
    pub fn create(preferred: &Path) -> Result<Scratch, String> {
        let places: Vec<_> = places(preferred).into_iter().filter(|place| !has_spaces(place)).collect();
        places.iter().for_each(|place| remove_abandoned(place));
        let tried = || places.iter().map(|place| format!("\n    {}", place.display())).collect::<String>();
        places.iter().find_map(|place| create_in(place).ok()).ok_or_else(|| {
            format!(
                "El núcleo necesita una carpeta donde escribir, con una ruta sin espacios, y en ninguna de estas se \
                 puede:{}\n\
                 Dale a la variable TMPDIR (TEMP, en Windows) una que sirva, y repite el comando.",
                tried()
            )
        })
    }

    /// Espera a que `folder` quede libre y la borra.
    pub fn remove_when_free(folder: &Path) -> io::Result<()> {
        File::open(folder.with_extension(LOCK))?.lock()?;
        remove(folder)
    }
}

/// Borra la carpeta y, lo último, su candado: si no se pudo, la siguiente vez se intenta otra vez.
pub fn remove(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::remove_file(folder.with_extension(LOCK))
}

/// Los sitios posibles, del mejor al peor.
fn places(preferred: &Path) -> Vec<PathBuf> {
    let variable = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let last = if cfg!(windows) {
        vec![variable("PUBLIC"), variable("ProgramData"), Some("C:\\gradiente".into())]
    } else {
        vec![Some("/tmp".into()), Some("/var/tmp".into())]
    };
    [Some(preferred.to_path_buf()), Some(env::temp_dir())].into_iter().chain(last).flatten().collect()
}

fn has_spaces(path: &Path) -> bool {
    path.to_string_lossy().contains(char::is_whitespace)
}

fn create_in(place: &Path) -> io::Result<Scratch> {
    fs::create_dir_all(place)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let folder = place.join(format!("{PREFIX}{}-{now:x}", process::id()));
    // Primero el candado, y con su nombre cuando ya está echado: así nadie da la carpeta por abandonada.
    let (path, part) = (folder.with_extension(LOCK), folder.with_extension("parte"));
    let lock = File::options().read(true).write(true).create_new(true).open(&part)?;
    lock.lock().and_then(|()| fs::rename(&part, &path)).inspect_err(|_| drop(fs::remove_file(&part)))?;
    private().create(&folder).inspect_err(|_| drop(fs::remove_file(&path)))?;
    Ok(Scratch { folder, lock })
}

/// Solo para quien la crea: otra persona de la misma máquina no ve lo que alguien prueba en sus celdas.
fn private() -> DirBuilder {
    #[allow(unused_mut)]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Borra en `place` las carpetas que ya no usa nadie. Lo que no se puede borrar, o acaba de borrar otro, no estorba.
fn remove_abandoned(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let path = entry.path();
        let ours =
            entry.file_name().to_string_lossy().starts_with(PREFIX) && path.extension().is_some_and(|end| end == LOCK);
        if ours && File::open(&path).is_ok_and(|lock| lock.try_lock().is_ok()) {
            let _ = remove(&path.with_extension(""));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// Como en una clase que empieza: cada una aparece mientras otros buscan qué borrar.
    #[test]
    fn nobody_takes_a_new_folder_for_an_abandoned_one() {
        let place = env::temp_dir().join(format!("carpetas-{}", process::id()));
        fs::create_dir(&place).unwrap();
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let scratch = create_in(&place).unwrap();
                        remove_abandoned(&place);
                        assert!(scratch.folder.exists() && scratch.folder.with_extension(LOCK).exists());
                        remove(&scratch.folder).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(&place).unwrap().count(), 0);
        fs::remove_dir(&place).unwrap();
    }
}
