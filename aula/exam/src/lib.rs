//! Calificar entregas con el compilador: sus respuestas y las pruebas, en un programa que se compila una vez y corre
//! aislado.
//!
//! En el proceso del estudiante no hay nada que copiar: de cada prueba solo corre la llamada a su función. Los valores que
//! devuelve los juzga otro programa, con lo que se esperaba. Se lee en este orden: `course` (qué se pide), `source` (el
//! programa que se escribe), `confinement` y `limited` (dónde corre, y hasta cuándo), `compiler` y `diagnosis` (compilarlo,
//! y qué decir si no se puede), `attempt` (correrlo y juzgarlo), `ledger` (lo que ya se calificó), `service` (atender las
//! entregas de otra máquina).

mod attempt;
#[allow(dead_code, unused_imports)]
mod code;
mod compiler;
mod confinement;
mod course;
mod diagnosis;
mod error;
mod group;
pub mod jail;
mod ledger;
mod limited;
mod service;
mod source;
mod tools;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use files::{file_error, write_whole};
use kernel::scratch::{self, Scratch};
use serde_json::{Value, json};

use attempt::Examiner;
use confinement::{Confinement, JAIL};
use course::{Course, Scores, Submission};
pub use error::Error;
use ledger::{Ledger, version};
pub use service::{check, check_own, serve};
pub use tools::{Engine, Rust, Tools};

/// El comando con que llama a esto lo que lleva los cuadernos; no es para personas.
pub const EXAMINE: &str = "examine";

/// Califica lo que dice el archivo `input` y deja las notas en `output`, o por qué no se pudo.
pub fn examine(tools: &dyn Tools, input: &Path, output: &Path) -> Result<ExitCode, String> {
    let graded = read(input).and_then(|request| if request.own { request.check(tools) } else { request.grade(tools) });
    let code = if graded.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    let content = graded.unwrap_or_else(|error| json!({"error": advised(&error)}));
    write_whole(output, &content.to_string())?;
    Ok(code)
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

fn read(input: &Path) -> Result<Request, Error> {
    let text = fs::read_to_string(input).map_err(|error| file_error("leer", input, &error))?;
    let data: Value = serde_json::from_str(&text).map_err(|error| format!("{} no es JSON: {error}", input.display()))?;
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
        let (results, already) = with_examiner(tools, &self.course, &confinement, |examiner| {
            grade_all(examiner, &self.submissions, self.jobs, &ledger)
        })?;
        ledger.forget_the_rest(&self.submissions);
        Ok(json!({"results": to_json(&results), "already": already}))
    }

    /// El código es de quien lo pide y corre en su máquina, con sus permisos, como las celdas de su cuaderno.
    fn check(self, tools: &dyn Tools) -> Result<Value, Error> {
        let libraries = compiler::Libraries::find(tools)?;
        let own = self.course.references();
        let scores = in_scratch(tools, |folder| {
            Examiner::of_own(&self.course, &libraries, &Confinement::Open, folder).examine(&own)
        })?;
        Ok(json!({"results": course::to_json(&scores)}))
    }
}

/// Hace `work` en una carpeta que después desaparece.
fn in_scratch<T>(tools: &dyn Tools, work: impl FnOnce(&Path) -> Result<T, String>) -> Result<T, String> {
    let scratch = Scratch::create(&tools.scratch())?;
    let done = work(&scratch.folder);
    drop(scratch.lock);
    let _ = scratch::remove(&scratch.folder);
    done
}

fn to_json(results: &BTreeMap<String, Scores>) -> Value {
    results.iter().map(|(key, scores)| (key.clone(), course::to_json(scores))).collect()
}

/// Hace `work` con quien examina, que tiene su carpeta de trabajo mientras dure.
fn with_examiner<T>(
    tools: &dyn Tools,
    course: &Course,
    confinement: &Confinement,
    work: impl FnOnce(&Examiner) -> Result<T, String>,
) -> Result<T, String> {
    let libraries = compiler::Libraries::find(tools)?;
    in_scratch(tools, |folder| work(&Examiner::new(course, &libraries, confinement, folder)?))
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

/// Califica las entregas, `jobs` a la vez, y cuenta cómo va. Devuelve las notas, y cuántas ya estaban.
fn grade_all(
    examiner: &Examiner,
    submissions: &[Submission],
    jobs: usize,
    ledger: &Ledger,
) -> Result<(BTreeMap<String, Scores>, usize), String> {
    let (results, pending) = known(submissions, ledger);
    let already = results.len();
    if already > 0 {
        println!("  {already} de {} ya estaban calificadas.", submissions.len());
    }
    let (next, done) = (AtomicUsize::new(0), Mutex::new((results, None)));
    let work = || {
        while let Some(submission) = pending.get(next.fetch_add(1, Ordering::Relaxed)) {
            let start = Instant::now();
            let graded = examiner.examine(submission).and_then(|scores| ledger.keep(submission, &scores).map(|()| scores));
            let mut done = done.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            match graded {
                Ok(scores) => {
                    done.0.insert(submission.key.clone(), scores);
                    let (count, all) = (done.0.len() - already, pending.len());
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
    failure.map_or(Ok((results, already)), Err)
}
