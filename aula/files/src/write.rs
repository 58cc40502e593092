//! Escribir un archivo entero o no tocarlo.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use crate::error::{file_error, is_held};

/// Lo que se espera, en total, a que otro programa suelte el archivo: un antivirus tarda milésimas.
const PATIENCE: [u64; 5] = [10, 40, 100, 250, 600];

/// Escribe `content` en un archivo vecino y le cambia el nombre al final: nunca queda un archivo a medias.
pub fn write_whole(path: &Path, content: &(impl AsRef<[u8]> + ?Sized)) -> Result<(), String> {
    replace(path, |part| fs::write(part, content))
}

/// Copia el archivo `from` en `to` de la misma manera, con sus permisos.
pub fn copy_whole(from: &Path, to: &Path) -> Result<(), String> {
    replace(to, |part| fs::copy(from, part).map(drop))
}

fn replace(path: &Path, fill: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), String> {
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        let part = part_of(path);
        fill(&part).and_then(|()| rename(&part, path)).inspect_err(|_| drop(fs::remove_file(&part)))
    };
    write().map_err(|error| file_error("escribir", path, &error))
}

/// Un nombre de nadie más: dos hilos o dos programas pueden escribir el mismo archivo a la vez, y queda el del último.
fn part_of(path: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}-{}.parte", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    path.with_file_name(name)
}

/// Cambia de nombre un archivo o una carpeta. En Windows, lo que otro programa está leyendo, como un antivirus lo recién
/// escrito, no se puede mover ni reemplazar hasta que lo suelta.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    for wait in PATIENCE {
        match fs::rename(from, to) {
            Err(error) if is_held(&error) || cfg!(windows) && error.kind() == ErrorKind::PermissionDenied => {
                thread::sleep(Duration::from_millis(wait));
            }
            done => return done,
        }
    }
    fs::rename(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("gradiente-escribir-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn several_may_write_the_same_file_at_once() {
        let folder = folder("a-la-vez");
        let path = folder.join("dentro").join("nota.json");
        thread::scope(|scope| {
            for text in ["a", "b", "c", "d"] {
                let path = &path;
                scope.spawn(move || (0..100).for_each(|_| write_whole(path, &text.repeat(10_000)).unwrap()));
            }
        });
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.len() == 10_000 && text.chars().all(|letter| text.starts_with(letter)));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no queda nada a medias");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing() {
        let folder = folder("imposible");
        let path = folder.join("ocupado");
        fs::create_dir_all(path.join("dentro")).unwrap();
        let message = write_whole(&path, "texto").unwrap_err();
        assert!(message.contains("escribir") && message.contains("ocupado"), "{message}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }
}
