//! Un comando, una tarea de Python: generar, comprobar, medir, exportar, repartir y calificar.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use serde_json::{Value, json};

use crate::environment;
use crate::options::Values;
use crate::process;
use crate::project::{Project, source_of};
use crate::setup;

pub fn generate(project: &Project, asked: Values) -> Result<ExitCode, String> {
    run(project, "generate", named(project, asked)?)
}

pub fn check(project: &Project, asked: Values) -> Result<ExitCode, String> {
    run(project, "check", named(project, asked)?)
}

/// Mide cuánto se espera a los cuadernos que se piden, o a todos.
pub fn measure(project: &Project, asked: Values) -> Result<ExitCode, String> {
    run(project, "measure", built(project, asked)?)
}

/// Escribe los cuadernos que se piden, o todos, como páginas HTML, con la portada y el laboratorio.
pub fn export(project: &Project, asked: Values) -> Result<ExitCode, String> {
    run_with_python(project, "export", built(project, or(asked, "folder", || json!(project.root.join("paginas"))))?)
}

/// Escribe la copia para la clase.
pub fn hand_out(project: &Project, mut asked: Values) -> Result<ExitCode, String> {
    asked.insert("notebooks".to_string(), json!(project.lessons()?));
    let asked = or(asked, "path", || json!(project.root.join("clase.zip")));
    run(project, "hand-out", asked)
}

/// Empieza una tarea.
pub fn new_assignment(project: &Project, asked: Values) -> Result<ExitCode, String> {
    run_with_python(project, "new-assignment", asked)
}

/// Escribe las formas de una tarea.
pub fn give_assignment(project: &Project, asked: Values) -> Result<ExitCode, String> {
    run(project, "give-assignment", asked)
}

/// Dice si una tarea sirve: si sus pruebas notan una solución equivocada, y si sus formas valen.
pub fn review_assignment(project: &Project, asked: Values) -> Result<ExitCode, String> {
    setup::prepare(project)?;
    let mut asked = or(asked, "folder", || json!(project.root.join("comprobaciones")));
    asked.insert("program".to_string(), json!(setup::mutants(project)?));
    start(project, "review", asked)
}

/// Junta unos ejercicios del banco en una tarea nueva.
pub fn compose_assignment(project: &Project, asked: Values) -> Result<ExitCode, String> {
    run_with_python(project, "compose", asked)
}

/// Enseña los ejercicios del banco, y pone al día su página.
pub fn bank(project: &Project) -> Result<ExitCode, String> {
    run_with_python(project, "bank", Values::new())
}

/// Califica las entregas de una clase.
pub fn grade(project: &Project, asked: Values, confined: bool, cluster: bool) -> Result<ExitCode, String> {
    if confined && !cluster {
        setup::prepare_grading(project, |project| exam::check_own(project))?;
    } else {
        setup::prepare(project)?;
    }
    if cluster {
        setup::extra(project, "dask")?;
    }
    start(project, "grade", or(asked, "jobs", processors))
}

/// Califica lo que reparta un coordinador.
pub fn work(project: &Project, asked: Values) -> Result<ExitCode, String> {
    setup::prepare_grading(project, |project| Ok(exam::check(project)?))?;
    setup::extra(project, "dask")?;
    start(project, "work", or(asked, "jobs", processors))
}

/// Es el coordinador de un clúster de Dask: no califica, y no le hace falta el núcleo.
pub fn coordinate(project: &Project, asked: Values) -> Result<ExitCode, String> {
    setup::prepare_python(project)?;
    setup::extra(project, "dask")?;
    start(project, "coordinate", asked)
}

fn processors() -> Value {
    json!(thread::available_parallelism().map_or(1, NonZero::get))
}

/// Abre una clase en esta máquina, hasta Ctrl-C; o la mide con unos estudiantes simulados.
pub fn serve(project: &Project, class: Values, prepare_only: bool, students: Option<u64>) -> Result<ExitCode, String> {
    setup::prepare_server(project)?;
    if prepare_only {
        println!("Todo listo para abrir la clase: cargo run -- servidor");
        return Ok(ExitCode::SUCCESS);
    }
    match students {
        None => start(project, "serve", class),
        Some(students) => start(project, "simulate", json!({"students": students, "settings": class})),
    }
}

/// Prepara lo que falte y deja el sitio a la tarea.
fn run(project: &Project, task: &str, asked: Values) -> Result<ExitCode, String> {
    setup::prepare(project)?;
    start(project, task, asked)
}

/// Lo mismo, para una tarea que no ejecuta nada en el núcleo: no lo espera.
fn run_with_python(project: &Project, task: &str, asked: Values) -> Result<ExitCode, String> {
    setup::prepare_python(project)?;
    start(project, task, asked)
}

/// Deja el sitio a la tarea: su código de salida es el del comando.
fn start(project: &Project, task: &str, asked: impl Into<Value>) -> Result<ExitCode, String> {
    process::hand_over(environment::task(project, task, &asked.into()))
}

/// Lo que se pide, con otro valor para `key` si no se dijo ninguno.
fn or(mut asked: Values, key: &str, default: impl FnOnce() -> Value) -> Values {
    if asked[key].is_null() {
        asked[key] = default();
    }
    asked
}

/// Lo que se pide, con la ruta de los cuadernos que se llaman así; o con todos, si no se nombró ninguno.
fn named(project: &Project, mut asked: Values) -> Result<Values, String> {
    let names = asked["notebooks"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let found = names.map(|name| find(project, name)).collect::<Result<Vec<_>, _>>()?;
    let everything = || Ok::<_, String>([project.lessons()?, project.assignments()?].concat());
    asked["notebooks"] = json!(if found.is_empty() { everything()? } else { found });
    Ok(asked)
}

/// Como [`named`], pero tienen que estar ya generados; si no se nombró ninguno, una tarea propia que no lo está no va.
fn built(project: &Project, asked: Values) -> Result<Values, String> {
    let everything = asked["notebooks"].as_array().is_none_or(Vec::is_empty);
    let mut asked = named(project, asked)?;
    if everything {
        let made = project.assignments()?.into_iter().filter(|path| path.is_file());
        asked["notebooks"] = json!(project.lessons()?.into_iter().chain(made).collect::<Vec<_>>());
    }
    let mut paths = asked["notebooks"].as_array().into_iter().flatten().filter_map(Value::as_str);
    match paths.find(|path| !Path::new(path).is_file()) {
        Some(missing) => Err(format!("Falta {missing}: genéralo antes con `cargo run -- generar`.")),
        None => Ok(asked),
    }
}

/// El cuaderno que se llama `name`: un nombre, como `01_leccion`, o la ruta del cuaderno o de su texto.
fn find(project: &Project, name: &str) -> Result<PathBuf, String> {
    let path = Path::new(name);
    let path = match path.extension().and_then(|extension| extension.to_str()) {
        Some("ipynb") => path.to_path_buf(),
        Some("md") => notebook_of(path),
        _ => path.with_file_name(format!("{name}.ipynb", name = path.file_name().unwrap_or_default().display())),
    };
    let path = absolute(&if path.components().count() == 1 { project.notebooks().join(path) } else { path })?;
    if path.is_file() || source_of(&path).is_file() {
        return Ok(path);
    }
    let everything = [project.lessons()?, project.assignments()?].concat();
    let known: Vec<_> = everything.iter().filter_map(|path| Some(path.file_stem()?.display().to_string())).collect();
    Err(format!("No existe el cuaderno «{name}»; los del proyecto son: {}.", known.join(", ")))
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("No entiendo la ruta «{}»: {error}", path.display()))
}

/// fuente/01_leccion.md → 01_leccion.ipynb
fn notebook_of(source: &Path) -> PathBuf {
    let folder = source.parent().and_then(Path::parent).unwrap_or(Path::new(""));
    folder.join(source.with_extension("ipynb").file_name().unwrap_or_default())
}
