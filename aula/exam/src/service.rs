//! Examinar las entregas que llegan de otra máquina: el curso en una línea, cada entrega en otra, y una respuesta por línea.
//!
//! Quien califica no conoce este sistema, así que aquí no se elige: lo que no se puede aislar no corre.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use super::advised;
use super::class::with_examiner;
use super::confinement::Confinement;
use super::course::{Course, Submission};
use super::error::Error;
use super::score::to_json;
use super::tools::Tools;

/// Atiende hasta que se cierra la entrada. Lo primero que contesta es con qué versión califica, o por qué no puede.
pub fn serve(tools: &dyn Tools) -> Result<ExitCode, String> {
    let mut lines = io::stdin().lock().lines();
    let served = next(&mut lines).map_err(Error::from).and_then(|course| {
        let course = course.ok_or_else(|| Error::Failed("No llegó ningún curso.".into()))?;
        let course = Course::new(&course)?;
        let confinement = Confinement::strict(tools)?;
        let engine = tools.engine()?;
        with_examiner(tools, &course, &confinement, |examiner| {
            examiner.judge()?;
            answer(&json!({"engine": engine.to_json()}))?;
            while let Some(submission) = next(&mut lines)? {
                answer(&match examiner.examine(&Submission::new(&submission)) {
                    Ok(scores) => json!({"scores": to_json(&scores)}),
                    Err(message) => json!({"error": message}),
                })?;
            }
            Ok(())
        })?;
        Ok(())
    });
    if let Err(error) = served {
        answer(&json!({"refused": error.to_string()}))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// ¿Puede esta máquina aislar lo que llegue?
pub fn check(tools: &dyn Tools) -> Result<(), Error> {
    Confinement::strict(tools).map(drop)
}

/// ¿Se puede calificar aquí? Se pregunta antes de un trabajo largo; donde no se aísla nunca, de eso se avisa al calificar.
pub fn check_own(tools: &dyn Tools) -> Result<(), String> {
    match check(tools) {
        Err(Error::Unconfinable(_)) if !cfg!(target_os = "linux") => Ok(()),
        checked => checked.map_err(|error| advised(&error)),
    }
}

fn next(lines: &mut impl Iterator<Item = io::Result<String>>) -> Result<Option<Value>, String> {
    let Some(line) = lines.next() else { return Ok(None) };
    let line = line.map_err(|error| format!("No se puede leer lo que llega: {error}"))?;
    serde_json::from_str(&line).map(Some).map_err(|error| format!("Lo que llega no es JSON: {error}"))
}

fn answer(content: &Value) -> Result<(), String> {
    let mut output = io::stdout().lock();
    writeln!(output, "{content}").and_then(|()| output.flush()).map_err(|error| format!("Nadie escucha: {error}"))
}
