//! Una clase: las entregas de cada curso, varias a la vez, y lo que ya estaba calificado.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Instant;

use files::file_error;
use serde_json::{Value, json};

use super::compiler::Libraries;
use super::confinement::Confinement;
use super::course::{Course, Submission};
use super::examiner::{Examiner, prepare_shared};
use super::in_scratch;
use super::ledger::{self, Ledger, version};
use super::score::Scores;
use super::tools::{Engine, Tools};

/// Cuántas entregas hacen que valga la pena compilar antes lo que comparten.
const MANY: usize = 3;

/// Los cursos, cada uno con sus entregas y lo que ya se sabe de ellas.
pub struct Class {
    courses: Vec<(Course, Vec<Submission>, Ledger)>,
    folder: Option<PathBuf>,
}

/// Una entrega que falta, y de qué curso es.
#[derive(Clone, Copy)]
pub struct Pending<'a> {
    course: usize,
    submission: &'a Submission,
}

/// Lo que salió: las notas, y lo que impidió calificar cada curso que no se pudo.
#[derive(Default)]
pub struct Graded {
    pub results: BTreeMap<String, Scores>,
    pub wrong: BTreeMap<usize, String>,
    /// Lo que tienen de malo las pruebas, por ejercicio.
    pub faults: BTreeMap<String, Vec<String>>,
}

impl Class {
    pub fn open(
        courses: Vec<(Course, Vec<Submission>)>,
        folder: Option<PathBuf>,
        engine: &Engine,
        confinement: &str,
    ) -> Result<Class, String> {
        let with_ledger = |(course, submissions): (Course, Vec<Submission>)| {
            let ledger = Ledger::open(folder.clone(), version(&course, engine, confinement))?;
            Ok((course, submissions, ledger))
        };
        let courses = courses.into_iter().map(with_ledger).collect::<Result<_, String>>()?;
        Ok(Class { courses, folder })
    }

    /// Las notas que ya están, y las entregas que faltan.
    pub fn known(&self) -> (BTreeMap<String, Scores>, Vec<Pending<'_>>) {
        let (mut results, mut pending) = (BTreeMap::new(), Vec::new());
        for (course, (_, submissions, ledger)) in self.courses.iter().enumerate() {
            for submission in submissions {
                match ledger.find(submission) {
                    Some(scores) => _ = results.insert(submission.key.clone(), scores),
                    None => pending.push(Pending { course, submission }),
                }
            }
        }
        (results, pending)
    }

    /// Lo que falta, para quien lo califica fuera de aquí.
    pub fn pending(&self, pending: &[Pending]) -> Value {
        let one = |it: &Pending| (it.submission.key.clone(), self.courses[it.course].2.pending(it.submission));
        json!(pending.iter().map(one).collect::<BTreeMap<_, _>>())
    }

    /// Olvida lo que no es de ninguna de estas entregas.
    pub fn forget_the_rest(&self) {
        let Some(folder) = &self.folder else { return };
        let kept: Vec<_> = self.courses.iter().flat_map(|(_, submissions, ledger)| ledger.files(submissions)).collect();
        ledger::forget_the_rest(folder, &kept);
    }

    /// Califica lo que falta, `jobs` a la vez, y cuenta cómo va.
    pub fn grade(
        &self,
        tools: &dyn Tools,
        confinement: &Confinement,
        folder: &Path,
        pending: &[Pending],
        jobs: usize,
    ) -> Result<Graded, String> {
        let libraries = Libraries::find(tools, confinement)?;
        let (shared, next, progress) = (OnceLock::new(), AtomicUsize::new(0), Progress::new(pending.len()));
        let wanted = |at: &usize| pending.iter().any(|it| it.course == *at);
        let wanted: Vec<usize> = (0..self.courses.len()).filter(wanted).collect();
        let each = jobs.div_ceil(wanted.len().max(1));
        let one_course = |at: usize| -> Result<(), String> {
            let own = folder.join(format!("curso-{at}"));
            fs::create_dir(&own).map_err(|error| file_error("crear", &own, &error))?;
            let (course, _, ledger) = &self.courses[at];
            let examiner = Examiner::new(course, &libraries, confinement, &shared, &own);
            let submissions: Vec<_> = pending.iter().filter(|it| it.course == at).map(|it| it.submission).collect();
            thread::scope(|scope| {
                let judge = scope.spawn(|| examiner.judge().map(drop));
                grade_all(&examiner, &submissions, each, ledger, &progress)?;
                judge.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })?;
            progress.done().faults.extend(examiner.faults()?);
            let _ = fs::remove_dir_all(&own);
            Ok(())
        };
        let work = || {
            while let Some(&at) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Err(message) = one_course(at) {
                    progress.done().wrong.insert(at, message);
                }
            }
        };
        thread::scope(|scope| {
            if pending.len() > MANY {
                scope.spawn(|| shared.set(prepare_shared(&libraries, confinement, folder)));
            }
            (0..jobs.min(wanted.len())).for_each(|_| _ = scope.spawn(work));
        });
        Ok(progress.finish())
    }
}

/// Lo que va saliendo.
struct Progress {
    done: Mutex<Graded>,
    all: usize,
}

impl Progress {
    fn new(all: usize) -> Progress {
        Progress { done: Mutex::default(), all }
    }

    fn done(&self) -> MutexGuard<'_, Graded> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn say(&self, key: &str, scores: Scores, start: Instant) {
        let mut done = self.done();
        done.results.insert(key.into(), scores);
        println!("  [{}/{}] {key}: {:.1} s", done.results.len(), self.all, start.elapsed().as_secs_f64());
    }

    fn finish(self) -> Graded {
        self.done.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Califica las entregas de un curso, `jobs` a la vez. Si una no se puede calificar por algo nuestro, nadie empieza otra.
fn grade_all(
    examiner: &Examiner,
    pending: &[&Submission],
    jobs: usize,
    ledger: &Ledger,
    progress: &Progress,
) -> Result<(), String> {
    let (next, failure) = (AtomicUsize::new(0), OnceLock::new());
    let work = || {
        while let Some(submission) = pending.get(next.fetch_add(1, Ordering::Relaxed)) {
            let start = Instant::now();
            let graded = examiner.examine(submission).and_then(|scores| ledger.keep(submission, &scores).map(|()| scores));
            match graded {
                Ok(scores) => progress.say(&submission.key, scores, start),
                Err(message) => {
                    let _ = failure.set(message);
                    next.store(pending.len(), Ordering::Relaxed);
                }
            }
        }
    };
    thread::scope(|scope| (0..jobs.min(pending.len())).for_each(|_| _ = scope.spawn(work)));
    failure.into_inner().map_or(Ok(()), Err)
}

/// Hace `work` con quien examina, que tiene su carpeta de trabajo mientras dure. Quien juzga, y lo que comparten las
/// entregas, se preparan mientras se compilan las primeras.
pub fn with_examiner<T>(
    tools: &dyn Tools,
    course: &Course,
    confinement: &Confinement,
    work: impl FnOnce(&Examiner) -> Result<T, String>,
) -> Result<T, String> {
    let libraries = Libraries::find(tools, confinement)?;
    let shared = OnceLock::new();
    in_scratch(tools, |folder| {
        let examiner = Examiner::new(course, &libraries, confinement, &shared, folder);
        thread::scope(|scope| {
            scope.spawn(|| shared.set(prepare_shared(&libraries, confinement, folder)));
            scope.spawn(|| drop(examiner.judge()));
            work(&examiner)
        })
    })
}
