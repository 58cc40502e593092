//! Una entrega, de principio a fin: compilarla, correr cada prueba y juzgar lo que devolvieron sus funciones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use files::file_error;

use super::book::{Book, Outline};
use super::build::{Builder, Built, Compiled};
use super::compiler::{Libraries, Limit, Outcome, Output};
use super::confinement::Confinement;
use super::course::{Course, Submission};
use super::deadline::{Deadline, SUBMISSION};
use super::diagnosis::{Broken, Mistake};
use super::judge::Judge;
use super::remarks;
use super::score::{Score, Scores, Verdict};
use super::shared;
use super::sitting::{Sitting, sit};
use super::source::{self, Role, Source};

/// Lo nuestro no tiene prisa.
const OURS: Limit = Limit { time: Duration::from_secs(120), cpu: 60 };

/// Quien examina: el curso, y quién juzga.
pub struct Examiner<'a> {
    course: &'a Course,
    outline: Outline,
    libraries: &'a Libraries,
    confinement: &'a Confinement,
    folder: &'a Path,
    judge: OnceLock<Result<Judge, String>>,
    shared: &'a OnceLock<Option<PathBuf>>,
    count: AtomicUsize,
}

/// Los programas de un ejercicio.
#[derive(Clone, Copy)]
struct Programs<'a> {
    visible: &'a Path,
    hidden: Hidden<'a>,
}

/// El de las comprobaciones ocultas.
#[derive(Clone, Copy)]
enum Hidden<'a> {
    /// No las tiene.
    Absent,
    Program(&'a Path),
    /// La respuesta no compila con ellas.
    Broken,
}

impl<'a> Examiner<'a> {
    /// Trabaja en `folder`. En `shared`, lo que comparten las entregas de la clase, cuando esté.
    pub fn new(
        course: &'a Course,
        libraries: &'a Libraries,
        confinement: &'a Confinement,
        shared: &'a OnceLock<Option<PathBuf>>,
        folder: &'a Path,
    ) -> Self {
        Examiner {
            course,
            outline: Outline::new(course),
            libraries,
            confinement,
            folder,
            judge: OnceLock::new(),
            shared,
            count: AtomicUsize::new(0),
        }
    }

    /// Quien juzga. El primero que lo pide lo prepara, y los demás esperan.
    pub fn judge(&self) -> Result<&Judge, String> {
        self.judge.get_or_init(|| self.prepare_judge()).as_ref().map_err(String::clone)
    }

    /// Compila a quien juzga, y comprueba con las respuestas de quien enseña que las pruebas se pueden aprobar.
    fn prepare_judge(&self) -> Result<Judge, String> {
        let book = Book::of_references(self.course, &self.outline);
        let every: Vec<usize> = (0..self.course.exercises.len()).collect();
        let (groups, clashing) = book.groups(&every);
        if let Some(&at) = clashing.first() {
            return Err(format!("La solución de «{}» da un nombre que ya da la de otro ejercicio.", book.exercise(at).name));
        }
        let judging = source::joint(&book, Role::Judge, &groups, false);
        let program = match self.compile_ours(&judging, Output::Program { shared: None })? {
            Outcome::Program(program) => program,
            Outcome::Mistakes(mistakes) => {
                let told = |it: &Mistake| format!("{}: {}", book.exercise(it.exercise).name, it.broken.message);
                let list: Vec<_> = mistakes.iter().map(told).collect();
                return Err(format!("La solución del curso no compila: {}.", list.join("; ")));
            }
            Outcome::Unclear(reason) => return Err(format!("La solución del curso no compila: {reason}.")),
        };
        let mut judge = Judge::start(&program, judging.exercises.len())?;
        // Contesta en el orden de los grupos; desde ahora, en el del curso.
        let mut own: Vec<_> = judging.exercises.into_iter().zip(judge.own.drain(..)).collect();
        own.sort_by_key(|(at, _)| *at);
        judge.own = own.into_iter().map(|(_, verdict)| verdict).collect();
        for (exercise, verdict) in self.course.exercises.iter().zip(&judge.own) {
            let report = match verdict {
                Some(verdict) if verdict.points == exercise.points => continue,
                Some(verdict) => verdict.report.as_str(),
                None => "la prueba se detuvo antes de dar un resultado",
            };
            return Err(format!("La solución de «{}» no pasa sus propias pruebas:\n{report}", exercise.name));
        }
        Ok(judge)
    }

    /// Lo que tienen de malo las pruebas, de cada ejercicio que tiene algo.
    pub fn faults(&self) -> Result<BTreeMap<String, Vec<String>>, String> {
        let exercises = self.course.exercises.iter().zip(&self.judge()?.own);
        let faults = exercises.map(|(it, own)| (it.name.clone(), own.iter().flat_map(|it| it.faults.clone()).collect()));
        Ok(faults.filter(|(_, list): &(_, Vec<String>)| !list.is_empty()).collect())
    }

    fn compile_ours(&self, source: &Source, output: Output) -> Result<Outcome, String> {
        let own = self.own_folder()?;
        self.libraries.compile(self.confinement, &own, source, output, OURS, Deadline::after(OURS.time))
    }

    /// La nota de cada ejercicio.
    pub fn examine(&self, submission: &Submission) -> Result<Scores, String> {
        let book = Book::new(self.course, &self.outline, submission);
        self.with_builder(&book, |builder| {
            let (members, mut scores) = self.ready(&book);
            let visible = builder.build(Role::Visible, &members, &[])?;
            let hidden = self.build_hidden(builder, &visible)?;
            let judged = each(&visible, |at, built| {
                let programs = match built {
                    Ok(built) => Programs { visible: &built.program, hidden: Hidden::of(hidden.get(&at)) },
                    Err(broken) => return Ok(self.uncompiled(at, broken)),
                };
                self.score(at, programs, builder.deadline, false)
            })?;
            scores.extend(judged);
            self.lend(builder, &mut scores)?;
            for (at, score) in scores.iter_mut().filter(|(_, score)| score.checks.is_empty()) {
                score.checks = self.judge()?.unpassed(*at);
            }
            Ok(self.named(&book, scores))
        })
    }

    /// Para quien comprueba lo suyo: sus respuestas hacen también de solución, y puede que no compilen o no pasen.
    pub fn validate(&self) -> Result<Scores, String> {
        let book = Book::of_references(self.course, &self.outline);
        self.with_builder(&book, |builder| {
            let (members, mut scores) = self.ready(&book);
            let compiled = builder.build(Role::Own, &members, &[])?;
            scores.extend(each(&compiled, |at, built| match built {
                Err(broken) => Ok(self.uncompiled(at, broken)),
                Ok(built) => {
                    let sitting = sit(self.confinement, &built.program, &book.exercise(at).name, builder.deadline)?;
                    match (sitting.problem, sitting.records.first().and_then(|line| Verdict::read(line))) {
                        (None, Some(verdict)) => Ok(verdict.score()),
                        (problem, _) => self.zero(at, &problem.map_or_else(|| "la prueba se detuvo".into(), |it| it.say())),
                    }
                }
            })?);
            Ok(self.named(&book, scores))
        })
    }

    /// Los ejercicios que se pueden probar, y lo que sacan los demás: les falta algo de lo que pide el enunciado.
    fn ready(&self, book: &Book) -> (Vec<usize>, Vec<(usize, Score)>) {
        let (mut members, mut scores) = (Vec::new(), Vec::new());
        for at in 0..self.course.exercises.len() {
            let missing = book.missing(at);
            // Si la celda no está entera, lo que le pasa lo dice el compilador.
            if missing.is_empty() || !book.answers[at].cell.tokens.whole {
                members.push(at);
            } else {
                let names: Vec<_> = missing.iter().map(|name| format!("`{name}`")).collect();
                let problem = format!("la respuesta no define {}", names.join(" ni "));
                scores.push((at, self.failed(at, &self.course.exercises[at].name, &problem, "")));
            }
        }
        (members, scores)
    }

    /// Los programas de las ocultas, de los ejercicios que compilaron y las tienen.
    fn build_hidden(&self, builder: &Builder, visible: &Compiled) -> Result<Compiled, String> {
        let hides = |at: &usize| self.outline.exercises[*at].trial.hidden.is_some();
        let built = visible.iter().filter_map(|(at, built)| Some((*at, built.as_ref().ok()?.alone)));
        let (apart, joint): (Vec<_>, Vec<_>) = built.filter(|(at, _)| hides(at)).partition(|(_, alone)| *alone);
        let members = |list: Vec<(usize, bool)>| list.into_iter().map(|(at, _)| at).collect::<Vec<_>>();
        builder.build(Role::Hidden, &members(joint), &members(apart))
    }

    /// Corre las pruebas de un ejercicio, cada parte en su proceso, y las juzga. De una respuesta con algo prestado no se
    /// enseña ninguna palabra.
    fn score(&self, at: usize, programs: Programs, deadline: Deadline, borrowing: bool) -> Result<Score, String> {
        let exercise = &self.course.exercises[at];
        let sit = |program| sit(self.confinement, program, &exercise.name, deadline);
        let mut visible = sit(programs.visible)?;
        if let Some(problem) = visible.problem {
            return self.zero(at, &problem.say());
        }
        let hidden = match programs.hidden {
            Hidden::Program(program) => sit(program)?,
            _ => Sitting { records: vec![], problem: None },
        };
        if borrowing {
            visible.records.iter_mut().filter(|record| record.starts_with('p')).for_each(|record| *record = "p".into());
        }
        let verdict = self.judge()?.judge(&exercise.name, &visible.records, &hidden.records)?;
        if verdict.unused > 0 {
            return self.zero(at, "dejó más resultados que comprobaciones tiene la prueba");
        }
        let problem = match (programs.hidden, hidden.problem) {
            (Hidden::Broken, _) => "la respuesta no compila".into(),
            (_, Some(problem)) => problem.say_hidden(),
            (_, None) => return Ok(verdict.score()),
        };
        let shown = verdict.checks.iter().filter(|check| !check.hidden).count();
        let shown: String = verdict.report.lines().take(shown).map(|line| format!("{line}\n")).collect();
        let mut score = self.failed(at, "pruebas ocultas", &problem, &shown);
        score.problem = format!("en una prueba oculta, {problem}");
        score.checks.clone_from(&verdict.checks);
        Ok(score)
    }

    /// Prueba otra vez las respuestas a las que les faltó lo que llamaban de otros ejercicios, con lo de quien enseña.
    fn lend(&self, builder: &Builder, scores: &mut [(usize, Score)]) -> Result<(), String> {
        let book = builder.book;
        let failed: BTreeSet<usize> =
            scores.iter().filter(|(at, score)| score.points < book.exercise(*at).points).map(|(at, _)| *at).collect();
        for (at, score) in scores.iter_mut().filter(|(at, _)| failed.contains(at)) {
            let Some(lenders) = self.outline.lenders(book, *at, |other| failed.contains(&other)) else { continue };
            let Some(visible) = builder.lent(Role::Visible, *at, &lenders)? else { continue };
            let has_hidden = self.outline.exercises[*at].trial.hidden.is_some();
            let built = if has_hidden { builder.lent(Role::Hidden, *at, &lenders)? } else { None };
            let hidden = match &built {
                Some(program) => Hidden::Program(program),
                None if has_hidden => Hidden::Broken,
                None => Hidden::Absent,
            };
            let again = self.score(*at, Programs { visible: &visible, hidden }, builder.deadline, true)?;
            if again.points > score.points {
                *score = again;
                score.with_reference = lenders.iter().map(|&other| book.exercise(other).name.clone()).collect();
            }
        }
        Ok(())
    }

    fn named(&self, book: &Book, scores: Vec<(usize, Score)>) -> Scores {
        let named = |(at, mut score): (usize, Score)| {
            score.points = score.points.clamp(0.0, book.exercise(at).points);
            score.remarks = remarks::of(book, at);
            tell_lent(&mut score);
            (book.exercise(at).name.clone(), score)
        };
        scores.into_iter().map(named).collect()
    }

    fn zero(&self, at: usize, problem: &str) -> Result<Score, String> {
        Ok(self.failed(at, &self.course.exercises[at].name, problem, ""))
    }

    fn uncompiled(&self, at: usize, broken: &Broken) -> Score {
        let score = self.failed(at, &self.course.exercises[at].name, &broken.message, "");
        Score { compile_error: broken.kind.clone(), ..score }
    }

    fn failed(&self, at: usize, what: &str, problem: &str, shown: &str) -> Score {
        let exercise = &self.course.exercises[at];
        Score::failed(&exercise.name, exercise.points, what, problem, shown)
    }

    fn with_builder<T>(&self, book: &Book, work: impl FnOnce(&Builder) -> Result<T, String>) -> Result<T, String> {
        let own = self.own_folder()?;
        let done = work(&Builder {
            book,
            libraries: self.libraries,
            confinement: self.confinement,
            shared: self.shared.get().and_then(Option::as_deref),
            folder: &own,
            deadline: Deadline::after(SUBMISSION),
            count: AtomicUsize::new(0),
        });
        let _ = fs::remove_dir_all(&own); // unos megas por entrega; si no se puede, se va con toda la carpeta
        done
    }

    fn own_folder(&self) -> Result<PathBuf, String> {
        let own = self.folder.join(format!("entrega-{}", self.count.fetch_add(1, Ordering::Relaxed)));
        fs::create_dir(&own).map_err(|error| file_error("crear", &own, &error))?;
        Ok(own)
    }
}

/// Compila, en una carpeta de `folder`, lo que comparten muchas entregas. Las que empiecen antes de que esté no lo usan.
pub fn prepare_shared(libraries: &Libraries, confinement: &Confinement, folder: &Path) -> Option<PathBuf> {
    let own = folder.join("compartida");
    fs::create_dir(&own).ok()?;
    let (source, output) = (Source::of_ours(shared::SOURCE), Output::Library { name: shared::NAME });
    match libraries.compile(confinement, &own, &source, output, OURS, Deadline::after(OURS.time)) {
        Ok(Outcome::Program(library)) => Some(library),
        _ => None,
    }
}

/// La página y el informe dicen que se le prestó algo.
fn tell_lent(score: &mut Score) {
    if score.with_reference.is_empty() {
        return;
    }
    let names: Vec<_> = score.with_reference.iter().map(|name| format!("«{name}»")).collect();
    let sentence = format!(
        "Tu respuesta llama a la de {}, que no está bien: para que no te cuente dos veces, se probó con la del curso.",
        names.join(" y a la de ")
    );
    let mut lines: Vec<&str> = score.report.lines().collect();
    lines.insert(lines.len().saturating_sub(1), &sentence);
    score.report = lines.join("\n");
}

/// Lo que sale de cada ejercicio, todos a la vez: nueve bucles sin fin tardan lo que uno.
fn each(
    compiled: &Compiled,
    work: impl Fn(usize, &Result<Built, Broken>) -> Result<Score, String> + Sync,
) -> Result<Vec<(usize, Score)>, String> {
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = compiled.iter().map(|(at, built)| scope.spawn(move || Ok((*at, work(*at, built)?)))).collect();
        running.into_iter().map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    })
}

impl<'a> Hidden<'a> {
    fn of(built: Option<&'a Result<Built, Broken>>) -> Hidden<'a> {
        match built {
            None => Hidden::Absent,
            Some(Ok(built)) => Hidden::Program(&built.program),
            Some(Err(_)) => Hidden::Broken,
        }
    }
}
