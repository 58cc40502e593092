//! Dónde está cada cosa del proyecto.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use files::file_error;

use crate::facts::FACTS;

/// La carpeta del proyecto.
pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// La copia del programa que hay en un entorno es de su proyecto. A los demás, `cargo run` y `cargo test` les dicen
    /// dónde está el miembro `aula`; y si no, vale la carpeta donde se compilaron.
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
        self.root.join(&FACTS.notebooks)
    }

    /// Los textos de los que salen los cuadernos. Una copia para la clase no los lleva.
    pub fn texts(&self) -> PathBuf {
        self.notebooks().join(&FACTS.texts)
    }

    /// Las herramientas de Python del proyecto; dentro, el paquete `aula`.
    pub fn python(&self) -> PathBuf {
        self.root.join("aula").join("python")
    }

    pub fn requirements(&self) -> PathBuf {
        self.python().join("requirements.txt")
    }

    pub fn venv(&self) -> PathBuf {
        self.root.join(&FACTS.venv)
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

    /// Donde cargo guarda las fuentes de las bibliotecas que usan las celdas. Es del proyecto, y no de quien lo prepara:
    /// cargo reconoce lo ya compilado por la ruta de sus fuentes, y así es la misma para cualquier cuenta de la máquina.
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
        self.notebooks().join(&FACTS.course)
    }

    /// El cuaderno del profesor, con las soluciones y las pruebas ocultas.
    pub fn teacher(&self) -> PathBuf {
        self.course().join("source").join(&FACTS.assignment).join(format!("{}.ipynb", FACTS.exercises))
    }

    /// Los cuadernos del proyecto, en orden: los que salen de un texto de `fuente/`, estén ya generados o no. Una copia para
    /// la clase no lleva los textos, y sus cuadernos son los que hay. Python no los busca: recibe estos.
    pub fn lessons(&self) -> Result<Vec<PathBuf>, String> {
        let (folder, kind) = if self.texts().is_dir() { (self.texts(), "md") } else { (self.notebooks(), "ipynb") };
        self.named_in(&folder, kind)
    }

    /// Los cuadernos de las tareas de quien enseña, que salen de los textos de `tareas/`.
    pub fn assignments(&self) -> Result<Vec<PathBuf>, String> {
        let folder = self.notebooks().join(&FACTS.assignments);
        if folder.is_dir() { self.named_in(&folder, "md") } else { Ok(Vec::new()) }
    }

    fn named_in(&self, folder: &Path, kind: &str) -> Result<Vec<PathBuf>, String> {
        let entries = fs::read_dir(folder).map_err(|error| file_error("leer", folder, &error))?;
        let mut found: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        found.retain(|path| path.extension().is_some_and(|extension| extension == kind));
        found.sort();
        let notebook = |path: &PathBuf| Some(self.notebooks().join(path.with_extension("ipynb").file_name()?));
        Ok(found.iter().filter_map(notebook).collect())
    }
}

/// 01_leccion.ipynb → fuente/01_leccion.md; el texto de una tarea está en tareas/
pub fn source_of(notebook: &Path) -> PathBuf {
    let text = notebook.with_extension("md").file_name().unwrap_or_default().to_owned();
    let [lesson, task] = [&FACTS.texts, &FACTS.assignments].map(|folder| notebook.with_file_name(folder).join(&text));
    if task.is_file() && !lesson.is_file() { task } else { lesson }
}

/// El proyecto en cuyo `.venv` está este programa, si está en uno.
fn of_environment() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let venv = program.parent()?.parent()?;
    (venv.file_name()? == FACTS.venv.as_str()).then(|| venv.parent().map(Path::to_path_buf))?
}
