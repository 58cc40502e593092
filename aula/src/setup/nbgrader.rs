//! El curso de nbgrader: su configuración, en el entorno, y el cuaderno del profesor, que sale del texto de los ejercicios.

use std::fs;
use std::io;
use std::ops::ControlFlow;

use serde_json::json;

use crate::environment;
use crate::process;
use crate::project::{Project, file_error, write_whole};

/// Lo que leen `nbgrader`, Formgrader y el botón Validate cuando corren en el entorno del proyecto, desde cualquier carpeta.
const CONFIG: &str = "\
# Lo escribe `cargo run -- preparar`.
from aula.grading.course import configure
from aula.project import COURSE

if COURSE.is_dir():
    load_subconfig('nbgrader_config.py', path=str(COURSE))
else:  # una copia para la clase no lleva el curso
    configure(get_config(), COURSE)
";

/// Deja en el entorno la configuración del curso y, en el curso, el cuaderno del profesor.
pub fn ensure(project: &Project) -> Result<(), String> {
    let source = project.notebooks().join("fuente").join("03_ejercicios.md");
    let text = match fs::read_to_string(&source) {
        Ok(text) => text,
        // Una copia para estudiantes no lleva las soluciones: no hay cuaderno del profesor que escribir.
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(file_error("leer", &source, &error)),
    };
    let path = project.venv().join("etc").join("jupyter").join("nbgrader_config.py");
    let teacher = project.course().join("source").join("xor").join("03_ejercicios.ipynb");
    let data = format!("{CONFIG}{text}");
    if environment::is_done(project, "curso", &data) && path.is_file() && (text.is_empty() || teacher.is_file()) {
        return Ok(());
    }
    write_whole(&path, CONFIG)?;
    if !text.is_empty() {
        process::run(environment::task(project, "course", &json!({})), |line| {
            println!("  {line}");
            ControlFlow::Continue(())
        })
        .map_err(|failure| failure.explain("No se pudo escribir el cuaderno del profesor."))?;
    }
    environment::done(project, "curso", &data)
}
