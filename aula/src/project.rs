//! Dónde está cada cosa del proyecto.

use std::path::{Path, PathBuf};

/// La carpeta del proyecto.
pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// `cargo run` y `cargo test` dicen dónde está; si se llama al programa a secas, vale la carpeta donde se compiló.
    pub fn find() -> Result<Project, String> {
        let root = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let project = Project { root };
        if project.requirements().is_file() {
            return Ok(project);
        }
        Err(format!(
            "No encuentro los cuadernos en {}: ejecuta `cargo run` en la carpeta del proyecto.",
            project.root.display()
        ))
    }

    pub fn notebooks(&self) -> PathBuf {
        self.root.join("notebooks")
    }

    /// El curso de nbgrader: la fuente del profesor y lo que hace falta para calificar.
    pub fn course(&self) -> PathBuf {
        self.notebooks().join("curso")
    }

    pub fn requirements(&self) -> PathBuf {
        self.root.join("aula/python/requirements.txt")
    }

    pub fn venv(&self) -> PathBuf {
        self.root.join(".venv")
    }

    /// Donde trabajan los núcleos, en lugar de la carpeta temporal del sistema.
    pub fn scratch(&self) -> PathBuf {
        self.venv().join("tmp")
    }

    /// Las fuentes de la biblioteca estándar que lee el núcleo.
    pub fn stdlib(&self) -> PathBuf {
        self.venv().join("std")
    }

    pub fn venv_python(&self) -> PathBuf {
        self.venv().join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
    }

    /// Los archivos de Jupyter del entorno: el núcleo registrado y los ajustes de JupyterLab.
    pub fn jupyter(&self) -> PathBuf {
        self.venv().join("share").join("jupyter")
    }

    /// Los textos de los que se generan los cuadernos, en orden.
    pub fn sources(&self) -> Result<Vec<PathBuf>, String> {
        let folder = self.notebooks().join("fuente");
        let entries = std::fs::read_dir(&folder).map_err(|error| file_error("leer", &folder, &error))?;
        let mut sources: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        sources.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
        sources.sort();
        Ok(sources)
    }
}

/// El mensaje de un archivo que no se pudo leer o escribir.
pub fn file_error(action: &str, path: &Path, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::StorageFull => format!("No queda espacio en el disco para {action} {}.", path.display()),
        std::io::ErrorKind::PermissionDenied => format!("No tienes permiso para {action} {}.", path.display()),
        _ => format!("No se puede {action} {}: {error}", path.display()),
    }
}
