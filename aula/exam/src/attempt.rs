//! Una entrega, de principio a fin: compilarla, correr cada prueba y juzgar lo que devolvieron sus funciones.

use std::fs;
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use files::file_error;

use super::compiler::{Libraries, Outcome};
use super::confinement::Confinement;
use super::course::{Course, Exercise, Score, Scores, Submission};
use super::limited::{self, Beginning, Ending, Sealed};
use super::source::{self, Module};

/// Lo que puede tardar la prueba de un ejercicio.
const LIMIT: Duration = Duration::from_secs(15);
/// Lo que se guarda de lo que devuelven las funciones de un ejercicio.
const RECORDS: usize = 16 << 20;

const FILES: &str = "aquí no se pueden leer archivos con `include!`, `include_str!` o `include_bytes!`";

/// Quien examina: el curso, y quién juzga.
pub struct Examiner<'a> {
    course: &'a Course,
    libraries: &'a Libraries,
    confinement: &'a Confinement,
    folder: &'a Path,
    judge: Judge,
    count: AtomicUsize,
}

/// Qué programa dice lo que valen los valores que dejó una prueba.
enum Judge {
    /// Uno en el que no hay nada de quien entrega.
    Apart(PathBuf),
    /// El mismo que los dejó: quien comprueba lo suyo no tiene a quien engañar.
    Itself,
}

/// Cómo le fue a un módulo al compilar.
type Compiled = Result<PathBuf, String>;

/// Lo que dejó una prueba: los valores, uno por renglón, y por qué no llegó al final, si no llegó.
struct Sitting {
    records: String,
    problem: Option<String>,
}

/// Lo que dice quien juzga.
struct Verdict {
    points: f64,
    visible: usize,
    /// De los valores que dejó la prueba, los que corresponden a una comprobación, y todos.
    used: usize,
    given: usize,
    report: String,
}

impl<'a> Examiner<'a> {
    /// Prepara a quien juzga, y comprueba con las respuestas de quien enseña que las pruebas se pueden aprobar.
    pub fn new(
        course: &'a Course,
        libraries: &'a Libraries,
        confinement: &'a Confinement,
        folder: &'a Path,
    ) -> Result<Self, String> {
        let mut examiner = Examiner::of_own(course, libraries, confinement, folder);
        let reference = course.references();
        let modules = source::reference_modules(course);
        let modules: Vec<&Module> = modules.iter().collect();
        let (own, names) = (examiner.own_folder()?, names(&modules));
        examiner.judge = match libraries.compile(confinement, &own, &source::judging(&names), &modules)? {
            Outcome::Program(program) => Judge::Apart(program),
            Outcome::Mistakes(mistakes) => {
                let list: Vec<_> = mistakes.iter().map(|it| format!("{}: {}", it.module, it.message)).collect();
                return Err(format!("La solución del curso no compila: {}.", list.join("; ")));
            }
            Outcome::Unclear(reason) => return Err(format!("La solución del curso no compila: {reason}.")),
        };
        let scores = examiner.examine(&reference)?;
        let wrong: Vec<_> = course.exercises.iter().filter(|it| scores[&it.name].points != it.points).collect();
        match wrong.first() {
            None => Ok(examiner),
            Some(it) => {
                Err(format!("La solución de «{}» no pasa sus propias pruebas:\n{}", it.name, scores[&it.name].report))
            }
        }
    }

    /// Para quien comprueba lo suyo: las respuestas del curso son las que hay que examinar, y puede que no compilen o no
    /// pasen.
    pub fn of_own(course: &'a Course, libraries: &'a Libraries, confinement: &'a Confinement, folder: &'a Path) -> Self {
        Examiner { course, libraries, confinement, folder, judge: Judge::Itself, count: AtomicUsize::new(0) }
    }

    /// La nota de cada ejercicio.
    pub fn examine(&self, submission: &Submission) -> Result<Scores, String> {
        let modules = match self.judge {
            Judge::Apart(_) => source::modules(self.course, submission),
            Judge::Itself => source::reference_modules(self.course),
        };
        let own = self.own_folder()?;
        let programs = self.compile(&own, modules.iter().collect())?;
        let score = |exercise: &Exercise| {
            let program = &programs.iter().find(|(name, _)| *name == exercise.name).expect("hay uno por ejercicio").1;
            Ok((exercise.name.clone(), self.score(exercise, program)?))
        };
        let exercises = self.course.exercises.iter();
        let scores = match self.judge {
            Judge::Apart(_) => exercises.map(score).collect(),
            // Hay alguien esperando: siete bucles sin fin, a la vez, tardan lo que uno.
            Judge::Itself => thread::scope(|scope| {
                let running: Vec<_> = exercises.map(|exercise| scope.spawn(move || score(exercise))).collect();
                running.into_iter().map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
            }),
        };
        let _ = fs::remove_dir_all(&own); // unos megas por entrega; si no se puede, se va con toda la carpeta
        scores
    }

    /// Compila todos juntos; aparta al que no compila y sigue con los demás. Si no se sabe cuál es, cada uno por su lado.
    fn compile(&self, own: &Path, modules: Vec<&Module>) -> Result<Vec<(String, Compiled)>, String> {
        let (curious, mut modules): (Vec<_>, Vec<_>) = modules.into_iter().partition(|module| module.reads_files);
        let refused = |module: &Module| (module.name.clone(), Err(format!("la respuesta no compila: {FILES}")));
        let mut finished: Vec<_> = curious.into_iter().map(refused).collect();
        while !modules.is_empty() {
            let main = match self.judge {
                Judge::Apart(_) => source::sitting,
                Judge::Itself => source::checking,
            };
            match self.libraries.compile(self.confinement, own, &main(&names(&modules)), &modules)? {
                Outcome::Program(program) => {
                    finished.extend(modules.drain(..).map(|module| (module.name.clone(), Ok(program.clone()))));
                }
                Outcome::Mistakes(mistakes) => {
                    modules.retain(|module| mistakes.iter().all(|mistake| mistake.module != module.name));
                    finished.extend(mistakes.into_iter().map(|mistake| (mistake.module, Err(mistake.message))));
                }
                Outcome::Unclear(reason) if modules.len() == 1 => {
                    finished.extend(modules.drain(..).map(|module| (module.name.clone(), Err(reason.clone()))));
                }
                Outcome::Unclear(_) => {
                    for module in modules.drain(..) {
                        let alone = own.join(&module.name);
                        fs::create_dir(&alone).map_err(|error| file_error("crear", &alone, &error))?;
                        finished.extend(self.compile(&alone, vec![module])?);
                    }
                }
            }
        }
        Ok(finished)
    }

    fn score(&self, exercise: &Exercise, program: &Compiled) -> Result<Score, String> {
        let (name, points) = (&exercise.name, exercise.points);
        let total = format!("Puntos de «{name}»: 0 de {points}");
        let zero = |problem: &str| Score {
            report: format!("❌ falla: {name}; {problem}{}\n{total}", if problem.ends_with('?') { "" } else { "." }),
            problem: problem.into(),
            points: 0.0,
        };
        let program = match program {
            Ok(program) => program,
            Err(problem) => return Ok(zero(problem)),
        };
        let sitting = self.sit(program, name)?;
        let judge = match &self.judge {
            Judge::Apart(judge) => judge,
            Judge::Itself => program,
        };
        let verdict = Self::judge(judge, name, &sitting.records)?;
        if sitting.problem.is_none() && verdict.given > verdict.used {
            return Ok(zero("dejó más resultados que comprobaciones tiene la prueba"));
        }
        let Some(problem) = sitting.problem else {
            return Ok(Score { points: verdict.points.clamp(0.0, points), report: verdict.report, problem: String::new() });
        };
        if verdict.visible == 0 || verdict.given < verdict.visible {
            return Ok(zero(&problem));
        }
        let shown: Vec<_> = verdict.report.lines().take(verdict.visible).collect();
        let report = format!("{}\n❌ falla: pruebas ocultas; {problem}.\n{total}", shown.join("\n"));
        Ok(Score { points: 0.0, report, problem: format!("en una prueba oculta, {problem}") })
    }

    /// Corre la prueba de un ejercicio. Lo que el código escriba por su cuenta se tira; lo nuestro lleva un sello.
    fn sit(&self, program: &Path, name: &str) -> Result<Sitting, String> {
        let seal = format!("sello-{}", self.count.fetch_add(1, Ordering::Relaxed));
        let mut command = self.confinement.program(program, LIMIT.as_secs());
        command.arg(name).arg(&seal).current_dir(std::env::temp_dir());
        if !cfg!(windows) {
            command.env_clear();
        }
        let (records, complaints) = (Sealed::new(&seal, RECORDS), Beginning::new(4096));
        let (ending, records, complaints) = limited::run(command, LIMIT, records, complaints)
            .map_err(|error| format!("No se puede ejecutar la prueba de «{name}»: {error}"))?;
        let mut lines = records.into_lines();
        let finished = lines.iter().position(|line| line == "end");
        lines.truncate(finished.unwrap_or(lines.len()));
        let complaints = complaints.text();
        let problem = match ending {
            _ if finished.is_some() => None,
            Ending::TimedOut => Some(format!("no terminó en {} segundos (¿un bucle sin fin?)", LIMIT.as_secs())),
            Ending::Exited(status) => match self.confinement.refused(status, &complaints) {
                Some(reason) => return Err(format!("No se pudo aislar una entrega: {reason}")),
                None => Some(limited::why(status)),
            },
        };
        Ok(Sitting { records: lines.join("\n"), problem })
    }

    /// Lo que valen los valores. Es un programa nuestro: si falla, no es cosa de la respuesta.
    fn judge(judge: &Path, name: &str, records: &str) -> Result<Verdict, String> {
        let failed = |error: &str| format!("No se puede juzgar «{name}»: {error}");
        let mut command = Command::new(judge);
        command.arg(name);
        let said = limited::answer(command, records).map_err(|error: io::Error| failed(&error.to_string()))?;
        Verdict::parse(&said).ok_or_else(|| failed(&said))
    }

    fn own_folder(&self) -> Result<PathBuf, String> {
        let own = self.folder.join(format!("entrega-{}", self.count.fetch_add(1, Ordering::Relaxed)));
        fs::create_dir(&own).map_err(|error| file_error("crear", &own, &error))?;
        Ok(own)
    }
}

impl Verdict {
    /// «points 1.33 visible 2/3 hidden 1/3 records 6/6» y, debajo, el informe.
    fn parse(said: &str) -> Option<Verdict> {
        let (first, report) = said.split_once('\n')?;
        let words: Vec<&str> = first.split(' ').collect();
        let ["points", points, "visible", visible, "hidden", _, "records", records] = words[..] else { return None };
        let (used, given) = records.split_once('/')?;
        Some(Verdict {
            points: points.parse().ok()?,
            visible: visible.split_once('/')?.1.parse().ok()?,
            used: used.parse().ok()?,
            given: given.parse().ok()?,
            report: report.trim_end().into(),
        })
    }
}

fn names<'a>(modules: &[&'a Module]) -> Vec<&'a str> {
    modules.iter().map(|module| module.name.as_str()).collect()
}
