//! Calificar entregas con el compilador: sus respuestas y las pruebas, en programas que corren aislados.
//!
//! En el proceso del estudiante no hay nada que copiar: de cada prueba solo corre la llamada a su función. Los valores que
//! devuelve los juzga otro programa, con lo que se esperaba. Se lee en este orden: `course` (qué se pide), `code` (qué hay
//! en una celda), `trial` y `book` (las pruebas, y lo que unas respuestas necesitan de otras), `source` (el texto que se
//! compila), `confinement`, `linker` y `limited` (dónde corre, y hasta cuándo), `compiler`, `build` y `diagnosis`
//! (compilarlo, y qué decir si no se puede), `sitting` y `judge` (correrlo y juzgarlo), `examiner` (todo junto), `remarks`
//! (lo que conviene mirar), `ledger` (lo que ya se calificó) y `service` (atender las entregas de otra máquina). Aparte están
//! `forms`, que hace las formas de una tarea con el mismo compilador, y `copies`, que dice qué respuestas de una clase se parecen
//! más de lo natural.
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
mod code;
mod compiler;
mod confinement;
pub mod copies;
mod course;
mod deadline;
mod diagnosis;
mod error;
mod examiner;
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
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use kernel::scratch::{self, Scratch};
use serde_json::{Value, json};

use confinement::{Confinement, JAIL};
use course::{Course, Submission};
pub use error::Error;
use examiner::Examiner;
pub use forms::forms;
use ledger::{Ledger, version};
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

/// Cuántas entregas hacen que valga la pena compilar antes lo que comparten.
const MANY: usize = 3;

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
    course: Course,
    submissions: Vec<Submission>,
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
    let submissions =
        data["submissions"].as_array().map(|list| list.iter().map(Submission::new).collect()).unwrap_or_default();
    Ok(Request {
        course: Course::new(&data)?,
        submissions,
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
            let ledger = Ledger::open(self.ledger, version(&self.course, &engine, JAIL))?;
            let (results, pending) = known(&self.submissions, &ledger);
            let pending: BTreeMap<_, _> = pending.iter().map(|it| (it.key.as_str(), ledger.pending(it))).collect();
            ledger.forget_the_rest(&self.submissions);
            return Ok(json!({"results": to_json(&results), "pending": pending, "engine": engine.to_json()}));
        }
        let confinement = Confinement::choose(tools, self.confined)?;
        let ledger = Ledger::open(self.ledger, version(&self.course, &engine, confinement.name()))?;
        let (mut results, pending) = known(&self.submissions, &ledger);
        let (already, mut faults) = (results.len(), BTreeMap::new());
        if already > 0 {
            println!("  {already} de {} ya estaban calificadas.", self.submissions.len());
        }
        if !pending.is_empty() {
            let many = pending.len() > MANY;
            results.extend(with_examiner(tools, &self.course, &confinement, many, |examiner| {
                let graded = grade_all(examiner, &pending, self.jobs, &ledger)?;
                faults = examiner.faults()?;
                Ok(graded)
            })?);
        }
        ledger.forget_the_rest(&self.submissions);
        Ok(json!({"results": to_json(&results), "already": already, "faults": faults}))
    }

    /// El código es de quien lo pide y corre en su máquina, con sus permisos, como las celdas de su cuaderno.
    fn check(self, tools: &dyn Tools) -> Result<Value, Error> {
        let libraries = compiler::Libraries::find(tools, &Confinement::Open)?;
        let scores =
            in_scratch(tools, |folder| Examiner::new(&self.course, &libraries, &Confinement::Open, folder).validate())?;
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

/// Hace `work` con quien examina, que tiene su carpeta de trabajo mientras dure. Quien juzga, y lo que comparten las
/// entregas si van a ser muchas, se preparan mientras se compilan las primeras.
fn with_examiner<T>(
    tools: &dyn Tools,
    course: &Course,
    confinement: &Confinement,
    many: bool,
    work: impl FnOnce(&Examiner) -> Result<T, String>,
) -> Result<T, String> {
    let libraries = compiler::Libraries::find(tools, confinement)?;
    in_scratch(tools, |folder| {
        let examiner = Examiner::new(course, &libraries, confinement, folder);
        thread::scope(|scope| {
            if many {
                scope.spawn(|| examiner.prepare_shared());
            }
            scope.spawn(|| drop(examiner.judge()));
            work(&examiner)
        })
    })
}

/// Las notas que ya están, y las entregas que faltan.
fn known<'a>(submissions: &'a [Submission], ledger: &Ledger) -> (BTreeMap<String, Scores>, Vec<&'a Submission>) {
    let (mut results, mut pending) = (BTreeMap::new(), Vec::new());
    for submission in submissions {
        match ledger.find(submission) {
            Some(scores) => _ = results.insert(submission.key.clone(), scores),
            None => pending.push(submission),
        }
    }
    (results, pending)
}

/// Califica las entregas, `jobs` a la vez, y cuenta cómo va.
fn grade_all(
    examiner: &Examiner,
    pending: &[&Submission],
    jobs: usize,
    ledger: &Ledger,
) -> Result<BTreeMap<String, Scores>, String> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new((BTreeMap::new(), None)));
    let work = || {
        while let Some(submission) = pending.get(next.fetch_add(1, Ordering::Relaxed)) {
            let start = Instant::now();
            let graded = examiner.examine(submission).and_then(|scores| ledger.keep(submission, &scores).map(|()| scores));
            let mut done = done.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            match graded {
                Ok(scores) => {
                    done.0.insert(submission.key.clone(), scores);
                    let (count, all) = (done.0.len(), pending.len());
                    println!("  [{count}/{all}] {}: {:.1} s", submission.key, start.elapsed().as_secs_f64());
                }
                Err(message) => {
                    done.1.get_or_insert(message);
                    next.store(pending.len(), Ordering::Relaxed); // nadie empieza otra
                }
            }
        }
    };
    thread::scope(|scope| (0..jobs.min(pending.len())).for_each(|_| _ = scope.spawn(work)));
    let (results, failure) = done.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    failure.map_or(Ok(results), Err)
}
