//! El curso de nbgrader: su configuración, en el entorno, y el cuaderno del profesor, que sale del texto de los ejercicios.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use files::{file_error, write_whole};
use serde_json::json;

use crate::environment;
use crate::process;
use crate::project::Project;

/// Lo que leen `nbgrader`, Formgrader y la lista de tareas cuando corren en el entorno del proyecto, desde cualquier
/// carpeta. Una copia para estudiantes, sin el curso, sirve igual. La carpeta de intercambio se dice aquí y no en la del
/// curso: quien lleva un servidor la cambia con un `nbgrader_config.py` en una carpeta de `JUPYTER_CONFIG_PATH`, que manda
/// más.
const CONFIG: &str = "\
# Lo escribe `cargo run -- preparar`.
from aula.grading.nbgrader.course import configure, exchange
from aula.facts import COURSE

c = get_config()
configure(c, COURSE)
c.Exchange.root = str(exchange(COURSE))
";

/// Lo que el proyecto añade al servidor de Jupyter.
const EXTENSION: &str = "{\"ServerApp\": {\"jpserver_extensions\": {\"aula.lab.extension\": true}}}\n";

/// Deja en el entorno la configuración del curso y, en el curso, el cuaderno del profesor y la carpeta de intercambio.
pub fn ensure(project: &Project) -> Result<(), String> {
    let source = project.notebooks().join("fuente").join("03_ejercicios.md");
    let text = match fs::read_to_string(&source) {
        Ok(text) => with_included(text, &source)?,
        // Una copia para estudiantes no lleva las soluciones: no hay cuaderno del profesor que escribir.
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(file_error("leer", &source, &error)),
    };
    let settings = project.venv().join("etc").join("jupyter");
    let extension = settings.join("jupyter_server_config.d").join("aula.json");
    let course = project.course();
    let teacher = course.join("source").join("xor").join("03_ejercicios.ipynb");
    let exchange = course.join("intercambio");
    let data = [CONFIG, EXTENSION, &text].concat();
    let done = text.is_empty() || teacher.is_file() && exchange.is_dir();
    environment::once(project, "course", &data, extension.is_file() && done, || {
        write_whole(&settings.join("nbgrader_config.py"), CONFIG)?;
        write_whole(&extension, EXTENSION)?;
        if text.is_empty() {
            return Ok(());
        }
        fs::create_dir_all(&exchange).map_err(|error| file_error("crear", &exchange, &error))?;
        process::run(environment::task(project, "course", &json!({})), |line| {
            println!("  {line}");
            ControlFlow::Continue(())
        })
        .map_err(|failure| failure.explain("No se pudo escribir el cuaderno del profesor."))
    })
}

/// El texto con lo que incluye de otros archivos, cada uno detrás: si cambia uno de ellos, también es otro texto.
fn with_included(text: String, source: &Path) -> Result<String, String> {
    let folder = source.parent().unwrap_or(source);
    let names = text.lines().filter_map(|line| line.strip_prefix("<!-- incluye ")?.strip_suffix(" -->"));
    let included = names.map(|name| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(|error| file_error("leer", &path, &error))
    });
    let included: Vec<_> = included.collect::<Result<_, _>>()?;
    Ok(text + &included.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_includes_is_part_of_it() {
        let folder = std::env::temp_dir().join(format!("gradiente-incluye-{}", std::process::id()));
        fs::create_dir_all(folder.join("comun")).unwrap();
        let (source, part) = (folder.join("03.md"), folder.join("comun/a.md"));
        let text = || with_included("uno\n<!-- incluye comun/a.md -->\ndos\n".into(), &source);
        assert!(text().unwrap_err().contains("a.md"), "falta, y se dice");
        fs::write(&part, "antes").unwrap();
        let before = text().unwrap();
        fs::write(&part, "después").unwrap();
        assert!(before.starts_with("uno\n") && before != text().unwrap());
        fs::remove_dir_all(folder).unwrap();
    }
}
