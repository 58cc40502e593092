//! Dónde está cada cosa del proyecto.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// La carpeta del proyecto.
pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// `cargo run` y `cargo test` dicen dónde está el miembro `aula`; si se llama al programa a secas, vale la carpeta donde se compiló.
    pub fn find() -> Result<Project, String> {
        let member = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let project = Project { root: member.parent().unwrap_or(&member).to_path_buf() };
        if project.root.to_str().is_none() {
            return Err(format!(
                "La ruta {:?} lleva letras que no son texto válido: mueve el proyecto a otra carpeta.",
                project.root
            ));
        }
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

    /// Las herramientas de Python del proyecto; dentro, el paquete `aula`.
    pub fn python(&self) -> PathBuf {
        self.root.join("aula").join("python")
    }

    pub fn requirements(&self) -> PathBuf {
        self.python().join("requirements.txt")
    }

    pub fn venv(&self) -> PathBuf {
        self.root.join(".venv")
    }

    pub fn venv_python(&self) -> PathBuf {
        self.venv_program("python")
    }

    /// Un programa del entorno.
    pub fn venv_program(&self, name: &str) -> PathBuf {
        self.venv().join(if cfg!(windows) { "Scripts" } else { "bin" }).join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Las fuentes de la biblioteca estándar que lee el núcleo.
    pub fn stdlib(&self) -> PathBuf {
        self.venv().join("std")
    }

    /// Lo que el núcleo encuentra ya compilado.
    pub fn libraries(&self) -> PathBuf {
        self.venv().join("bibliotecas")
    }

    /// Los archivos de Jupyter del entorno: el núcleo registrado y los ajustes de JupyterLab.
    pub fn jupyter(&self) -> PathBuf {
        self.venv().join("share").join("jupyter")
    }

    /// Los textos de los que se generan los cuadernos, en orden.
    pub fn sources(&self) -> Result<Vec<PathBuf>, String> {
        let folder = self.notebooks().join("fuente");
        let entries = fs::read_dir(&folder).map_err(|error| file_error("leer", &folder, &error))?;
        let mut sources: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        sources.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
        sources.sort();
        Ok(sources)
    }
}

/// Escribe en un archivo vecino y le cambia el nombre al final: nunca queda un archivo a medias.
pub fn write_whole(path: &Path, text: &str) -> Result<(), String> {
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        let part = path.with_extension("parte");
        fs::write(&part, text)?;
        fs::rename(&part, path)
    };
    write().map_err(|error| file_error("escribir", path, &error))
}

/// El mensaje de un archivo que no se pudo leer o escribir.
pub fn file_error(action: &str, path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => format!("No queda espacio en el disco para {action} {}.", path.display()),
        io::ErrorKind::PermissionDenied => format!("No tienes permiso para {action} {}.", path.display()),
        _ => format!("No se puede {action} {}: {error}", path.display()),
    }
}
