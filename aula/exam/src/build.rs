//! Los programas de una entrega: compilar todas las respuestas juntas, y aparte, las que juntas no pueden.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use files::file_error;

use super::book::Book;
use super::compiler::{Libraries, Limit, Outcome, Output};
use super::confinement::Confinement;
use super::deadline::Deadline;
use super::diagnosis::{Broken, OTHER};
use super::source::{self, Role, Source};

/// Una entrega entera tarda en compilar menos de un segundo.
const JOINT: Limit = Limit { time: Duration::from_secs(20), cpu: 5 };
const ALONE: Limit = Limit { time: Duration::from_secs(15), cpu: 3 };

/// Quien compila una entrega, en una carpeta suya.
pub struct Builder<'a> {
    pub book: &'a Book<'a>,
    pub libraries: &'a Libraries,
    pub confinement: &'a Confinement,
    pub shared: Option<&'a Path>,
    pub folder: &'a Path,
    pub deadline: Deadline,
    pub count: AtomicUsize,
}

/// Un ejercicio compilado.
#[derive(Clone)]
pub struct Built {
    pub program: PathBuf,
    /// Juntas no podía.
    pub alone: bool,
}

/// Cómo le fue a cada ejercicio al compilar.
pub type Compiled = BTreeMap<usize, Result<Built, Broken>>;

impl Builder<'_> {
    /// Compila juntas las respuestas `members`; la que así no puede, sola, como en el cuaderno; y `apart`, directamente así.
    pub fn build(&self, role: Role, members: &[usize], apart: &[usize]) -> Result<Compiled, String> {
        let mut compiled = Compiled::new();
        let (whole, broken): (Vec<_>, Vec<_>) = members.iter().partition(|&&at| self.book.answers[at].cell.tokens.whole);
        let (mut members, mut apart) = (whole, [apart, &broken].concat());
        while !members.is_empty() {
            let (groups, clashing) = self.book.groups(&members);
            apart.extend(clashing);
            members = groups.concat();
            match self.compile(&source::joint(self.book, role, &groups, self.shared.is_some()), JOINT)? {
                Outcome::Program(program) => {
                    let built = Built { program, alone: false };
                    compiled.extend(members.drain(..).map(|at| (at, Ok(built.clone()))));
                }
                Outcome::Mistakes(mistakes) => {
                    members.retain(|at| mistakes.iter().all(|mistake| mistake.exercise != *at));
                    apart.extend(mistakes.into_iter().map(|mistake| mistake.exercise));
                }
                Outcome::Unclear(_) => apart.append(&mut members),
            }
        }
        for at in apart {
            compiled.insert(at, self.alone(role, at)?);
        }
        Ok(compiled)
    }

    fn alone(&self, role: Role, at: usize) -> Result<Result<Built, Broken>, String> {
        let source = source::alone(self.book, role, at, self.shared.is_some());
        Ok(match self.compile(&source, ALONE)? {
            Outcome::Program(program) => Ok(Built { program, alone: true }),
            Outcome::Unclear(reason) => Err(Broken::new(reason, OTHER)),
            Outcome::Mistakes(mistakes) => Err(match mistakes.iter().find(|mistake| mistake.exercise == at) {
                Some(mistake) => mistake.broken.clone(),
                None => {
                    let other = &self.book.exercise(mistakes[0].exercise).name;
                    Broken::new(
                        format!("la respuesta llama a la de «{other}», que no compila"),
                        "Llamar a otra respuesta que no compila",
                    )
                }
            }),
        })
    }

    /// Un programa con ese texto, o por qué no. Cada uno tiene su carpeta: al compilar no se alcanza lo de otro.
    pub fn compile(&self, source: &Source, limit: Limit) -> Result<Outcome, String> {
        let own = self.folder.join(self.count.fetch_add(1, Ordering::Relaxed).to_string());
        fs::create_dir(&own).map_err(|error| file_error("crear", &own, &error))?;
        let output = Output::Program { shared: self.shared };
        let outcome = self.libraries.compile(self.confinement, &own, source, output, limit, self.deadline)?;
        if !matches!(outcome, Outcome::Program(_)) {
            let _ = fs::remove_dir_all(&own); // lo que rustc dejara a medias
        }
        Ok(outcome)
    }

    /// El programa de una respuesta a la que se le presta la solución de otras, si compila.
    pub fn lent(
        &self,
        role: Role,
        at: usize,
        lenders: &std::collections::BTreeSet<usize>,
    ) -> Result<Option<PathBuf>, String> {
        let source = source::lent(self.book, role, at, lenders, self.shared.is_some());
        Ok(match self.compile(&source, ALONE)? {
            Outcome::Program(program) => Some(program),
            _ => None,
        })
    }
}
