//! Lo que dice rustc cuando una respuesta no compila, en español y en el renglón de quien la escribió.

use std::process::ExitStatus;

use kernel::explain::explain as spanish;
use serde_json::Value;

use super::source::{Part, Source};
use super::words::short;

/// El primer error de un ejercicio.
pub struct Mistake {
    pub exercise: usize,
    pub message: String,
}

/// El primer error de cada ejercicio que tiene alguno.
pub fn mistakes(said: &str, source: &Source) -> Vec<Mistake> {
    let mut found: Vec<Mistake> = Vec::new();
    for error in said.lines().filter_map(error) {
        let spans = error["spans"].as_array().into_iter().flatten();
        let spans = spans.filter(|span| span["is_primary"] == true).flat_map(expansion);
        let line = |span: &Value| span["line_start"].as_u64().and_then(|line| source.place(line as usize));
        let Some((exercise, part, line)) = spans.filter(|span| span["file_name"] == STDIN).find_map(line) else { continue };
        if found.iter().all(|mistake| mistake.exercise != exercise) {
            found.push(Mistake { exercise, message: explain(&error, source, part, line) });
        }
    }
    found
}

/// Cómo llama rustc a lo que lee por su entrada.
const STDIN: &str = "<anon>";

/// Un sitio del texto y, si sale de una macro, el sitio donde se usa.
fn expansion(span: &Value) -> Vec<&Value> {
    let mut chain = vec![span];
    while let Some(outer) = chain[chain.len() - 1]["expansion"].get("span") {
        chain.push(outer);
    }
    chain
}

/// Lo que dice rustc al leer otro archivo. Sus palabras dirían si ese archivo existe.
const READING: [&str; 2] = ["cannot resolve relative path", "couldn't read"];

fn explain(error: &Value, source: &Source, part: Part, line: usize) -> String {
    let words = error["message"].as_str().unwrap_or_default();
    let said = format!("«{}»", short(words));
    let said = match spanish(error, &source.text) {
        _ if READING.iter().any(|start| words.starts_with(start)) => "al calificar no se leen otros archivos".into(),
        Some(advice) => format!(
            "{} ({said}); qué probar: {}",
            short(advice.meaning.trim_end_matches('.')),
            short(advice.attempt_when_graded().trim_end_matches('.'))
        ),
        None => said,
    };
    match part {
        Part::Answer => format!("la respuesta no compila: en su línea {line}, {said}"),
        Part::Test => format!(
            "la respuesta no compila con su prueba: {said}. ¿Tiene la función el nombre y los tipos que pide el enunciado?"
        ),
    }
}

/// Qué decir cuando el error no es de ningún ejercicio: una llave que falta o que sobra, o algo del enlazador.
pub fn unclear(said: &str, status: ExitStatus) -> String {
    let first = said.lines().filter_map(error).find_map(|error| {
        let first = short(error["message"].as_str()?.lines().next()?);
        (!first.starts_with("aborting due to")).then_some((first, !error["spans"].as_array()?.is_empty()))
    });
    match first {
        Some((message, true)) => {
            format!("la respuesta no compila: no está entera; ¿falta o sobra una llave? («{message}»)")
        }
        Some((message, false)) => format!("la respuesta no se puede enlazar («{message}»)"),
        None if status.code().is_none() => "el compilador no pudo con la respuesta: se quedó sin memoria".into(),
        None => format!("el compilador se detuvo ({status})"),
    }
}

fn error(line: &str) -> Option<Value> {
    let message: Value = serde_json::from_str(line).ok()?;
    (message["level"] == "error").then_some(message)
}
