//! Calificar entregas con el compilador: sus respuestas y las pruebas, en programas que corren aislados.
//!
//! En el proceso del estudiante no hay nada que copiar: de cada prueba solo corre la llamada a su función. Los valores que
//! devuelve los juzga otro programa, con lo que se esperaba. Se lee en este orden: `course` (qué se pide), `code` (qué hay
//! en una celda), `trial` y `book` (las pruebas, y lo que unas respuestas necesitan de otras), `source` (el texto que se
//! compila), `confinement`, `linker` y `limited` (dónde corre, y hasta cuándo), `compiler`, `build` y `diagnosis`
//! (compilarlo, y qué decir si no se puede), `sitting` y `judge` (correrlo y juzgarlo), `examiner` (todo junto), `remarks`
//! (lo que conviene mirar), `ledger` (lo que ya se calificó) y `service` (atender las entregas de otra máquina). Aparte están
//! `forms`, que hace las formas de una tarea con el mismo compilador, `copies`, que dice qué respuestas de una clase se parecen
//! más de lo natural, y `figures`, que dibuja lo que se cuenta de ella.
//!
//! # Lo que se pide y lo que se contesta
//!
//! `aula examine --class` lee una línea de JSON en su entrada, que tiene que seguir abierta hasta que conteste: si se
//! cierra, nadie espera ya, y lo deja. Escribe cómo va, y al final, una línea de JSON.
//!
//! ```txt
//! {"setup": "use …", "jobs": 2, "confined": true, "ledger": "carpeta o null", "elsewhere": false, "own": false,
//!  "exercises": [{"name": "cadena", "reference": "fn …", "test": "<::gradiente::rubric::Rubric>::new(…)…", "points": 2.0}],
//!  "submissions": [{"key": "ana", "answers": {"cadena": "fn …"}}]}
//! ```
//!
//! contesta `{"results": {"ana": {"cadena": RESULTADO}}, "already": 3, "faults": {"cadena": ["…"]}}`, o `{"error": "…"}`. En
//! `faults` está lo que tienen de malo las pruebas, si hubo algo que calificar: un error conocido que da lo mismo que acertar.
//! Con `own`, quien pide comprueba lo suyo: no hay entregas, `reference` es su respuesta, y contesta
//! `{"results": {"cadena": RESULTADO}}`. Con `elsewhere` no califica: además de lo ya calificado dice lo que falta
//! (`pending`) y con qué se califica (`engine`).
//!
//! Con `courses`, una lista, hay varios a la vez, cada uno con su `setup`, sus `exercises` y sus `submissions`: las formas de
//! una tarea. Lo que impida uno no impide los demás, y va en `{"wrong": {"2": "…"}}`.
//!
//! Un RESULTADO, del que salen todas las vistas, es
//!
//! ```txt
//! {"points": 1.33, "report": "lo que se lee bajo la prueba", "problem": "qué impidió calificarlo entero, o vacío",
//!  "compile_error": "Un nombre mal escrito, o vacío si compila",
//!  "checks": [{"name": "en x = 1 vale 54", "hidden": false, "passed": false, "said": "se esperaba 54 y llegó 27",
//!              "hint": "repasa la regla de la cadena", "mistake": "te falta la derivada de la función interior, que es 2"},
//!             {"name": "", "hidden": true, "passed": true, "said": "", "hint": "", "mistake": ""}],
//!  "with_reference": ["sigmoide"], "remarks": ["usa «std::fs»: mírala a mano"]}
//! ```
//!
//! `mistake` es el error que la prueba conoce por su nombre (`Rubric::mistake`): vacío, si no es ninguno; si lo que llegó es
//! de varios, todos, con «; o bien, » en medio. Se lee en lugar de `hint`. Lo reconoce quien juzga: lo que sale al cometer
//! cada error no está en los programas de quien entrega.
//!
//! `compile_error` es la clase del error, con el nombre que tiene en `notebooks/errores.md`; si no es de ninguna, el código de
//! rustc, como `E0308`, y «otro» si tampoco.
//!
//! `with_reference` son los ejercicios cuya solución se le prestó, porque los llama y la suya no está bien; `report` ya lo
//! dice. `remarks` es para quien califica, y no cambia la nota. Las palabras del compilador y del programa van en un renglón
//! corto. Sin argumentos, `aula examine` atiende a otra máquina: el curso en la primera línea y una entrega en cada una de
//! las demás; a cada una contesta `{"scores": {"cadena": RESULTADO}}`.

mod book;
mod build;
mod class;
mod code;
mod compiler;
mod confinement;
pub mod copies;
mod course;
mod deadline;
mod diagnosis;
mod error;
mod examiner;
mod figures;
mod forms;
mod group;
pub mod jail;
mod judge;
mod ledger;
mod limited;
mod linker;
mod remarks;
mod score;
mod service;
mod shared;
mod sitting;
mod source;
mod tools;
mod trial;
mod words;

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::sync::{Mutex, OnceLock};
use std::thread;

use kernel::scratch::{self, Scratch};
use serde_json::{Value, json};

use class::Class;
use confinement::{Confinement, JAIL};
use course::{Course, Submission};
pub use error::Error;
use examiner::Examiner;
pub use figures::draw;
pub use forms::forms;
use score::Scores;
pub use service::{check, check_own, serve};
pub use tools::{Engine, Rust, Tools};

/// El comando con que llama a esto lo que lleva los cuadernos; no es para personas.
pub const EXAMINE: &str = "examine";
/// El comando con que se le piden las formas de una tarea; tampoco es para personas.
pub const FORMS: &str = "forms";
/// Y con qué se le pide que califique una clase.
pub const CLASS: &str = "--class";

/// El comando que compara las respuestas de una clase; tampoco es para personas.
pub const COMPARE: &str = "compare";
/// Y el que dibuja sus figuras.
pub const DRAW: &str = "draw";

/// Califica lo que se pide por la entrada, y contesta por la salida las notas, o por qué no se pudo.
pub fn examine(tools: &dyn Tools) -> Result<ExitCode, String> {
    let graded = read().and_then(|request| if request.own { request.check(tools) } else { request.grade(tools) });
    let code = if graded.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    println!("{}", graded.unwrap_or_else(|error| json!({"error": advised(&error)})));
    Ok(code)
}

/// Compara las respuestas que llegan por la entrada, y contesta por la salida qué parejas se parecen más de lo natural.
pub fn compare() -> Result<ExitCode, String> {
    let request =
        serde_json::from_reader(io::stdin().lock()).map_err(|error| format!("Lo que se pide no es JSON: {error}"))?;
    let request: Value = request;
    println!("{}", copies::compare(&request));
    Ok(ExitCode::SUCCESS)
}

/// El error, y cómo calificar de todos modos, que se aconseja solo a quien califica en su propia máquina.
fn advised(error: &Error) -> String {
    match error {
        Error::Unconfinable(_) => {
            format!("{error} Si confías en todas, añade --sin-aislamiento: correrán con tus permisos.")
        }
        Error::Failed(message) => message.clone(),
    }
}

/// Lo que se pide calificar.
struct Request {
    /// Cada curso, con sus entregas: uno por forma de la tarea.
    courses: Vec<(Course, Vec<Submission>)>,
    /// Lo que le pase a un curso no impide los demás: se dice cuál fue.
    apart: bool,
    /// Quien pide comprueba lo suyo: no hay entregas ni solución, y las respuestas de los ejercicios son las que se
    /// examinan.
    own: bool,
    jobs: usize,
    confined: bool,
    ledger: Option<PathBuf>,
    /// Aquí solo se mira qué falta: lo califican otras máquinas.
    elsewhere: bool,
}

fn read() -> Result<Request, Error> {
    let mut text = String::new();
    io::stdin().lock().read_line(&mut text).map_err(|error| format!("No se puede leer lo que se pide: {error}"))?;
    let data: Value = serde_json::from_str(&text).map_err(|error| format!("Lo que se pide no es JSON: {error}"))?;
    thread::spawn(stop_when_nobody_waits);
    let apart = data["courses"].is_array();
    let one = [data.clone()];
    let courses = data["courses"].as_array().map_or(&one[..], Vec::as_slice).iter().map(|course| {
        let submissions = course["submissions"].as_array().into_iter().flatten().map(Submission::new);
        Ok((Course::new(course)?, submissions.collect()))
    });
    Ok(Request {
        courses: courses.collect::<Result<_, String>>()?,
        apart,
        own: data["own"].as_bool().unwrap_or(false),
        jobs: data["jobs"].as_u64().unwrap_or(1).max(1) as usize,
        confined: data["confined"].as_bool().unwrap_or(true),
        ledger: data["ledger"].as_str().map(PathBuf::from),
        elsewhere: data["elsewhere"].as_bool().unwrap_or(false),
    })
}

/// La carpeta de trabajo, mientras la hay.
static WORKING: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Quien pide mantiene abierta la entrada mientras espera. Si se cierra antes de que se le conteste es que lo terminaron, y
/// aquí no se sigue gastando ni queda nada. Lo que esté en marcha muere con este proceso.
fn stop_when_nobody_waits() {
    let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
    if let Some(folder) = WORKING.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).as_ref() {
        let _ = scratch::remove(folder);
    }
    process::exit(1);
}

impl Request {
    fn grade(self, tools: &dyn Tools) -> Result<Value, Error> {
        let engine = tools.engine()?;
        if self.elsewhere {
            // Otra máquina aísla o no califica.
            let class = Class::open(self.courses, self.ledger, &engine, JAIL)?;
            let (results, pending) = class.known();
            class.forget_the_rest();
            return Ok(
                json!({"results": to_json(&results), "pending": class.pending(&pending), "engine": engine.to_json()}),
            );
        }
        let confinement = Confinement::choose(tools, self.confined)?;
        let class = Class::open(self.courses, self.ledger, &engine, confinement.name())?;
        let (mut results, pending) = class.known();
        let already = results.len();
        if already > 0 {
            println!("  {already} de {} ya estaban calificadas.", already + pending.len());
        }
        let (mut wrong, mut faults) = (BTreeMap::new(), BTreeMap::new());
        if !pending.is_empty() {
            let graded = in_scratch(tools, |folder| class.grade(tools, &confinement, folder, &pending, self.jobs))?;
            results.extend(graded.results);
            (wrong, faults) = (graded.wrong, graded.faults);
        }
        if let (Some(message), false) = (wrong.values().next(), self.apart) {
            return Err(message.clone().into());
        }
        class.forget_the_rest();
        let wrong: serde_json::Map<_, _> = wrong.into_iter().map(|(at, said)| (at.to_string(), json!(said))).collect();
        Ok(json!({"results": to_json(&results), "already": already, "wrong": wrong, "faults": faults}))
    }

    /// El código es de quien lo pide y corre en su máquina, con sus permisos, como las celdas de su cuaderno.
    fn check(self, tools: &dyn Tools) -> Result<Value, Error> {
        let libraries = compiler::Libraries::find(tools, &Confinement::Open)?;
        let (course, shared) = (&self.courses[0].0, OnceLock::new());
        let scores =
            in_scratch(tools, |folder| Examiner::new(course, &libraries, &Confinement::Open, &shared, folder).validate())?;
        Ok(json!({"results": score::to_json(&scores)}))
    }
}

/// Hace `work` en una carpeta que después desaparece.
fn in_scratch<T>(tools: &dyn Tools, work: impl FnOnce(&Path) -> Result<T, String>) -> Result<T, String> {
    let working = || WORKING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let scratch = Scratch::create(&tools.scratch())?;
    *working() = Some(scratch.folder.clone());
    let done = work(&scratch.folder);
    *working() = None;
    drop(scratch.lock);
    let _ = scratch::remove(&scratch.folder);
    done
}

fn to_json(results: &BTreeMap<String, Scores>) -> Value {
    results.iter().map(|(key, scores)| (key.clone(), score::to_json(scores))).collect()
}
