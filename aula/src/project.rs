//! Dónde está cada cosa del proyecto.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// La carpeta del proyecto.
pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// La copia del programa que hay en un entorno es de su proyecto. A los demás, `cargo run` y `cargo test` les dicen dónde está el miembro
    /// `aula`; y si no, vale la carpeta donde se compilaron.
    pub fn find() -> Result<Project, String> {
        let member = || env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = of_environment().or_else(|| member().parent().map(Path::to_path_buf)).unwrap_or_default();
        let project = Project { root };
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

    /// Donde cargo guarda las fuentes de las bibliotecas que usan las celdas. Es del proyecto, y no de quien lo prepara: cargo reconoce lo ya
    /// compilado por la ruta de sus fuentes, y así es la misma para cualquier cuenta de la máquina.
    pub fn cargo_home(&self) -> PathBuf {
        self.venv().join("cargo")
    }

    /// Los archivos de Jupyter del entorno: el núcleo registrado y los ajustes de JupyterLab.
    pub fn jupyter(&self) -> PathBuf {
        self.venv().join("share").join("jupyter")
    }

    /// El proyecto, si está entero: una copia para la clase no lleva lo que usan los comandos de quien enseña.
    pub fn complete() -> Result<Project, String> {
        let project = Project::find()?;
        project.with_course().map(|()| project)
    }

    /// ¿Está el curso?
    pub fn with_course(&self) -> Result<(), String> {
        if self.course().is_dir() {
            return Ok(());
        }
        Err(format!(
            "Esta es una copia para la clase y no lleva el curso ({}): usa este comando en el proyecto completo.",
            self.course().display()
        ))
    }

    /// El curso de nbgrader, con lo que es de quien enseña. Una copia para la clase no lo lleva.
    pub fn course(&self) -> PathBuf {
        self.notebooks().join("curso")
    }

    /// Los cuadernos del proyecto, en orden: los que salen de un texto de `fuente/`, estén ya generados o no. Una copia para la clase no
    /// lleva los textos, y sus cuadernos son los que hay.
    pub fn lessons(&self) -> Result<Vec<PathBuf>, String> {
        let texts = self.notebooks().join("fuente");
        let (folder, kind) = if texts.is_dir() { (texts, "md") } else { (self.notebooks(), "ipynb") };
        let entries = fs::read_dir(&folder).map_err(|error| file_error("leer", &folder, &error))?;
        let mut lessons: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        lessons.retain(|path| path.extension().is_some_and(|extension| extension == kind));
        lessons.sort();
        let notebook = |path: &PathBuf| Some(self.notebooks().join(path.with_extension("ipynb").file_name()?));
        Ok(lessons.iter().filter_map(notebook).collect())
    }
}

/// El proyecto en cuyo `.venv` está este programa, si está en uno.
fn of_environment() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let venv = program.parent()?.parent()?;
    (venv.file_name()? == ".venv").then(|| venv.parent().map(Path::to_path_buf))?
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

/// La huella de lo que hay en unos archivos y carpetas de `root`: si cambia algo, cambia. Es la misma en cualquier carpeta y en
/// cualquier máquina.
pub fn fingerprint(root: &Path, names: &[&str]) -> Result<u64, String> {
    let mut hasher = DefaultHasher::new();
    for name in names {
        let path = root.join(name);
        add(&path, name, &mut hasher).map_err(|error| file_error("leer", &path, &error))?;
    }
    Ok(hasher.finish())
}

/// Añade un archivo, o todos los de una carpeta. `name` es su ruta, escrita igual en todos los sistemas.
fn add(path: &Path, name: &str, hasher: &mut DefaultHasher) -> io::Result<()> {
    if !path.is_dir() {
        let mut content = fs::read(path)?;
        content.retain(|&byte| byte != b'\r'); // git puede escribir los finales de línea de cada sistema
        (name, content).hash(hasher);
        return Ok(());
    }
    let mut names = fs::read_dir(path)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    names.iter().try_for_each(|own| add(&path.join(own), &format!("{name}/{}", own.display()), hasher))
}

/// El mensaje de un archivo que no se pudo leer o escribir.
pub fn file_error(action: &str, path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => format!("No queda espacio en el disco para {action} {}.", path.display()),
        io::ErrorKind::PermissionDenied => format!("No tienes permiso para {action} {}.", path.display()),
        _ => format!("No se puede {action} {}: {error}", path.display()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_of_what_the_files_say_and_not_of_where_they_are() {
        let place = env::temp_dir().join(format!("gradiente-huella-{}", std::process::id()));
        let copy = |name: &str, text: &str| {
            let root = place.join(name);
            fs::create_dir_all(root.join("src/dentro")).unwrap();
            fs::write(root.join("src/dentro/a.rs"), text).unwrap();
            fingerprint(&root, &["src"]).unwrap()
        };
        let one = copy("una", "fn a() {}\n");
        assert_eq!(copy("otra carpeta", "fn a() {}\r\n"), one);
        assert_ne!(copy("una", "fn b() {}\n"), one);
        fs::rename(place.join("una/src/dentro"), place.join("una/src/fuera")).unwrap();
        fs::write(place.join("una/src/fuera/a.rs"), "fn a() {}\n").unwrap();
        assert_ne!(fingerprint(&place.join("una"), &["src"]).unwrap(), one);
        fs::remove_dir_all(place).unwrap();
    }
}
