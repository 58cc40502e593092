//! Lo que ya se calificó: un archivo por entrega, escrito de una vez. Si algo se corta, la próxima vez sigue donde se quedó.

use std::fs;
use std::path::{Path, PathBuf};

use files::{digest, file_error, write_whole};
use serde_json::{Value, json};

use super::course::{Course, Submission};
use super::score::{Scores, from_json, to_json};
use super::tools::Engine;

/// De qué son unas notas: el curso y todo lo que puede cambiarlas, también si se aísla.
pub fn version(course: &Course, engine: &Engine, confinement: &str) -> String {
    digest(json!([course.digest(), engine.rust, engine.code, confinement]).to_string())
}

/// La carpeta de las notas, y de qué son.
pub struct Ledger {
    folder: Option<PathBuf>,
    version: String,
}

impl Ledger {
    pub fn open(folder: Option<PathBuf>, version: String) -> Result<Ledger, String> {
        if let Some(folder) = &folder {
            fs::create_dir_all(folder).map_err(|error| file_error("crear", folder, &error))?;
        }
        Ok(Ledger { folder, version })
    }

    /// La nota de estas mismas respuestas con este mismo curso. El nombre del archivo es corto: quien manda es lo que hay
    /// dentro.
    pub fn find(&self, submission: &Submission) -> Option<Scores> {
        let data: Value = serde_json::from_str(&fs::read_to_string(self.path(submission)?).ok()?).ok()?;
        (data["version"] == self.version && data["answers"] == json!(submission.answers))
            .then(|| from_json(&data["scores"]))?
    }

    pub fn keep(&self, submission: &Submission, scores: &Scores) -> Result<(), String> {
        let Some(path) = self.path(submission) else { return Ok(()) };
        let mut data = self.entry(submission);
        data["scores"] = to_json(scores);
        write_whole(&path, &data.to_string())
    }

    /// Lo que falta por calificar: en qué archivo va y qué lleva, a falta de `scores`. Es para quien califica fuera de aquí.
    pub fn pending(&self, submission: &Submission) -> Value {
        json!({"path": self.path(submission), "entry": self.entry(submission)})
    }

    fn entry(&self, submission: &Submission) -> Value {
        json!({"version": self.version, "answers": submission.answers})
    }

    /// Los archivos de esas entregas.
    pub fn files<'a>(&'a self, submissions: &'a [Submission]) -> impl Iterator<Item = PathBuf> + 'a {
        submissions.iter().filter_map(|submission| self.path(submission))
    }

    fn path(&self, submission: &Submission) -> Option<PathBuf> {
        let name = digest(self.entry(submission).to_string());
        Some(self.folder.as_ref()?.join(format!("{}.json", &name[..16])))
    }
}

/// Quita de la carpeta lo que no es uno de esos archivos. Lo que no se pueda quitar no estorba.
pub fn forget_the_rest(folder: &Path, kept: &[PathBuf]) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "json") && !kept.contains(&path) {
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Score;

    #[test]
    fn only_the_same_answers_of_the_same_course_are_found() {
        let folder = std::env::temp_dir().join(format!("gradiente-ledger-{}", std::process::id()));
        let ledger = |version: &str| Ledger::open(Some(folder.clone()), version.into()).unwrap();
        let submission = |answer: &str| Submission { key: "ana".into(), answers: [("a".into(), answer.into())].into() };
        let score = Score { points: 1.5, report: "✅ bien: todo".into(), ..Score::default() };
        let scores: Scores = [("a".to_string(), score)].into();
        ledger("1").keep(&submission("x"), &scores).unwrap();
        assert_eq!(ledger("1").find(&submission("x")), Some(scores));
        assert_eq!((ledger("1").find(&submission("y")), ledger("2").find(&submission("x"))), (None, None));
        let path = ledger("1").path(&submission("x")).unwrap();
        fs::write(&path, "{\"course\": \"1\"").unwrap();
        assert_eq!(ledger("1").find(&submission("x")), None, "un archivo roto no es una nota");
        forget_the_rest(&folder, std::slice::from_ref(&path));
        assert!(path.exists());
        forget_the_rest(&folder, &[]);
        assert!(!path.exists());
        fs::remove_dir(folder).unwrap();
    }

    #[test]
    fn whatever_can_change_a_grade_changes_the_version() {
        let course = |points: f64, test: &str| {
            let exercise = json!({"name": "a", "reference": "fn a() {}", "test": test, "points": points});
            Course::new(&json!({"setup": "", "exercises": [exercise]})).unwrap()
        };
        let engine = |rust: &str, code: &str| Engine { rust: rust.into(), code: code.into() };
        let one = version(&course(1.0, "t"), &engine("1.95", "c"), "jail");
        assert_eq!(one, version(&course(1.0, "t"), &engine("1.95", "c"), "jail"));
        for other in [
            version(&course(2.0, "t"), &engine("1.95", "c"), "jail"),
            version(&course(1.0, "u"), &engine("1.95", "c"), "jail"),
            version(&course(1.0, "t"), &engine("1.96", "c"), "jail"),
            version(&course(1.0, "t"), &engine("1.95", "d"), "jail"),
            version(&course(1.0, "t"), &engine("1.95", "c"), "open"),
        ] {
            assert_ne!(one, other);
        }
    }
}
