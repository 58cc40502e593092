//! El curso de nbgrader: su configuración, en el entorno, y el cuaderno del profesor, que sale del texto de los ejercicios.

use std::fs;
use std::ops::ControlFlow;

use files::{digest_of_files, file_error, write_whole};
use serde_json::json;

use crate::environment;
use crate::facts::FACTS;
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

/// Deja en el entorno la configuración del curso y, en el curso, el cuaderno del profesor y la carpeta de intercambio. Una
/// copia para estudiantes no lleva las soluciones: no hay cuaderno del profesor que escribir.
pub fn ensure(project: &Project) -> Result<(), String> {
    let teaches = project.texts().join(format!("{}.md", FACTS.exercises)).is_file();
    // Cualquiera de los textos: lo que uno incluye de otro también cuenta, y escribirlo otra vez es un momento.
    let folder = format!("{}/{}", FACTS.notebooks, FACTS.texts);
    let texts = if teaches { digest_of_files(&project.root, &[&folder])? } else { String::new() };
    let settings = project.venv().join("etc").join("jupyter");
    let extension = settings.join("jupyter_server_config.d").join("aula.json");
    let exchange = project.course().join(&FACTS.exchange);
    let data = [CONFIG, EXTENSION, &texts].concat();
    let intact = extension.is_file() && (!teaches || project.teacher().is_file() && exchange.is_dir());
    environment::once(project, "course", &data, intact, || {
        write_whole(&settings.join("nbgrader_config.py"), CONFIG)?;
        write_whole(&extension, EXTENSION)?;
        if !teaches {
            return Ok(());
        }
        fs::create_dir_all(&exchange).map_err(|error| file_error("crear", &exchange, &error))?;
        let task = json!({"notebooks": project.lessons()?});
        process::run(environment::task(project, "course", &task), |line| {
            println!("  {line}");
            ControlFlow::Continue(())
        })
        .map_err(|failure| failure.explain("No se pudo escribir el cuaderno del profesor."))
    })
}
