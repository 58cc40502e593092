//! Lo que sale de calificar: cada ejercicio, y de él, cada comprobación.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Una comprobación. De las ocultas no se dice nada más que si pasaron.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Check {
    pub name: String,
    pub hidden: bool,
    pub passed: bool,
    /// Por qué no pasó.
    pub said: String,
    pub hint: String,
    /// El error de los que conoce la prueba, con su nombre, si es uno de ellos.
    pub mistake: String,
}

/// Lo que sacó en un ejercicio.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    pub points: f64,
    pub report: String,
    /// Qué impidió calificarlo entero, si algo lo impidió.
    pub problem: String,
    /// De qué clase es el error, si no compila.
    pub compile_error: String,
    pub checks: Vec<Check>,
    /// Los ejercicios cuya solución se le prestó.
    pub with_reference: Vec<String>,
    /// Lo que alguien debería mirar; no cambia la nota.
    pub remarks: Vec<String>,
}

/// La nota de cada ejercicio.
pub type Scores = BTreeMap<String, Score>;

/// Lo que dice quien juzga.
pub struct Verdict {
    pub points: f64,
    pub report: String,
    pub checks: Vec<Check>,
    /// Lo que tiene de malo la propia prueba.
    pub faults: Vec<String>,
    /// Las anotaciones que sobraron.
    pub unused: u64,
}

impl Verdict {
    pub fn read(line: &str) -> Option<Verdict> {
        let data: Value = serde_json::from_str(line).ok()?;
        Some(Verdict {
            points: data["points"].as_f64()?,
            report: data["report"].as_str()?.into(),
            checks: checks(&data["checks"])?,
            faults: texts(&data["faults"])?,
            unused: data["unused"].as_u64()?,
        })
    }

    pub fn score(self) -> Score {
        Score { points: self.points, report: self.report, checks: self.checks, ..Score::default() }
    }
}

impl Score {
    /// No se pudo calificar entero: `shown` son los renglones del informe que se enseñan de todos modos.
    pub fn failed(exercise: &str, points: f64, what: &str, problem: &str, shown: &str) -> Score {
        let dot = if problem.ends_with('?') { "" } else { "." };
        let total = format!("Puntos de «{exercise}»: 0 de {points}");
        Score {
            report: format!("{shown}❌ falla: {what}; {problem}{dot}\n{total}"),
            problem: problem.into(),
            ..Score::default()
        }
    }
}

pub fn to_json(scores: &Scores) -> Value {
    let check = |it: &Check| {
        let said = if it.hidden { "" } else { &it.said };
        let (name, hint, mistake) = (&it.name, &it.hint, &it.mistake);
        json!({"name": name, "hidden": it.hidden, "passed": it.passed, "said": said, "hint": hint, "mistake": mistake})
    };
    let score = |it: &Score| {
        json!({
            "points": it.points,
            "report": it.report,
            "problem": it.problem,
            "compile_error": it.compile_error,
            "checks": it.checks.iter().map(check).collect::<Vec<_>>(),
            "with_reference": it.with_reference,
            "remarks": it.remarks,
        })
    };
    scores.iter().map(|(name, it)| (name.clone(), score(it))).collect()
}

/// Las notas que alguien guardó con [`to_json`], si están enteras.
pub fn from_json(data: &Value) -> Option<Scores> {
    let score = |it: &Value| {
        Some(Score {
            points: it["points"].as_f64()?,
            report: it["report"].as_str()?.into(),
            problem: it["problem"].as_str()?.into(),
            compile_error: it["compile_error"].as_str()?.into(),
            checks: checks(&it["checks"])?,
            with_reference: texts(&it["with_reference"])?,
            remarks: texts(&it["remarks"])?,
        })
    };
    data.as_object()?.iter().map(|(name, it)| Some((name.clone(), score(it)?))).collect()
}

fn texts(data: &Value) -> Option<Vec<String>> {
    data.as_array()?.iter().map(|it| Some(it.as_str()?.to_string())).collect()
}

fn checks(data: &Value) -> Option<Vec<Check>> {
    let check = |it: &Value| {
        let text = |key: &str| Some(it[key].as_str()?.to_string());
        Some(Check {
            name: text("name")?,
            hidden: it["hidden"].as_bool()?,
            passed: it["passed"].as_bool()?,
            said: text("said")?,
            hint: text("hint")?,
            mistake: text("mistake")?,
        })
    };
    data.as_array()?.iter().map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_the_hidden_says_nothing() {
        let check = Check {
            name: "uno".into(),
            said: "llegó 3".into(),
            hint: "mira".into(),
            mistake: "te falta".into(),
            ..Check::default()
        };
        let hidden = Check { hidden: true, passed: true, ..Check::default() };
        let score = Score {
            points: 1.5,
            report: "✅ bien: todo".into(),
            compile_error: "Un nombre mal escrito".into(),
            checks: vec![check.clone(), hidden.clone()],
            with_reference: vec!["sigmoide".into()],
            remarks: vec!["usa `unsafe`".into()],
            ..Score::default()
        };
        let scores: Scores = [("a".to_string(), score)].into();
        assert_eq!(from_json(&to_json(&scores)), Some(scores.clone()));
        let mut told = scores;
        told.get_mut("a").unwrap().checks[1].said = "llegó 9".into();
        assert_eq!(to_json(&told)["a"]["checks"][1]["said"], "");
        assert_eq!(from_json(&json!({"a": {"points": 1.0}})), None);
    }

    #[test]
    fn a_problem_has_one_line_and_its_total() {
        let score = Score::failed("cadena", 2.0, "cadena", "no terminó (¿un bucle sin fin?)", "");
        assert_eq!(score.report, "❌ falla: cadena; no terminó (¿un bucle sin fin?).\nPuntos de «cadena»: 0 de 2");
        assert_eq!((score.points, score.problem.as_str()), (0.0, "no terminó (¿un bucle sin fin?)"));
    }
}
