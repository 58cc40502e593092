//! Recorrer y copiar carpetas.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

/// Los archivos que hay debajo de la carpeta `root`, en orden y con su ruta desde ella.
pub fn files_below(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(root).follow_links(true).sort_by_file_name() {
        let entry = entry?;
        if !entry.file_type().is_dir() {
            found.push(entry.path().strip_prefix(root).unwrap_or(entry.path()).to_path_buf());
        }
    }
    Ok(found)
}

/// Cuándo se escribió el último de los archivos que hay debajo de la carpeta `root`.
pub fn last_written(root: &Path) -> io::Result<SystemTime> {
    let mut last = SystemTime::UNIX_EPOCH;
    for below in files_below(root)? {
        last = last.max(fs::metadata(root.join(below))?.modified()?);
    }
    Ok(last)
}

/// Copia lo que hay en la carpeta `from` a la carpeta `to`, con sus fechas: por ellas sabe cargo que no tiene que compilar
/// nada.
pub fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    for entry in WalkDir::new(from).follow_links(true) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target)?;
        } else {
            fs::copy(entry.path(), &target)?;
            File::options().write(true).open(&target)?.set_modified(entry.metadata()?.modified()?)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn a_copy_has_the_same_files_and_dates() {
        let place = std::env::temp_dir().join(format!("gradiente-copiar-{}", std::process::id()));
        let (from, to) = (place.join("de"), place.join("a").join("otra"));
        fs::create_dir_all(from.join("dentro").join("vacía")).unwrap();
        let old = SystemTime::now() - Duration::from_secs(1_000_000);
        for name in ["dentro/b.rs", "a.txt", "dentro/a.rs"] {
            fs::write(from.join(name), name).unwrap();
            File::options().write(true).open(from.join(name)).unwrap().set_modified(old).unwrap();
        }
        copy_tree(&from, &to).unwrap();
        let names: Vec<_> = ["a.txt", "dentro/a.rs", "dentro/b.rs"].iter().map(PathBuf::from).collect();
        assert_eq!(files_below(&to).unwrap(), names);
        for name in names {
            assert_eq!(fs::read(from.join(&name)).unwrap(), fs::read(to.join(&name)).unwrap());
            assert_eq!(fs::metadata(to.join(&name)).unwrap().modified().unwrap(), old);
        }
        assert!(to.join("dentro").join("vacía").is_dir());
        assert_eq!(last_written(&to).unwrap(), old);
        let later = old + Duration::from_secs(60);
        File::options().write(true).open(to.join("dentro/a.rs")).unwrap().set_modified(later).unwrap();
        assert_eq!(last_written(&to).unwrap(), later);
        fs::remove_dir_all(place).unwrap();
    }
}
