//! Lo que dice rustc cuando una respuesta no compila, en español y en el renglón de quien la escribió.

use std::process::ExitStatus;

use kernel::explain::{Advice, recognize};
use serde_json::Value;

use super::source::{Part, Source};
use super::words::short;

/// El primer error de un ejercicio.
pub struct Mistake {
    pub exercise: usize,
    pub broken: Broken,
}

/// Por qué no compila una respuesta.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    pub message: String,
    /// De qué clase es el error, como se llama en la página de los errores; si no es de ninguna, el código de rustc.
    pub kind: String,
}

impl Broken {
    pub fn new(message: impl Into<String>, kind: &str) -> Broken {
        Broken { message: message.into(), kind: kind.into() }
    }
}

/// Lo que no es culpa de un renglón, o no se sabe de cuál.
pub const OTHER: &str = "otro";

/// El primer error de cada ejercicio que tiene alguno.
pub fn mistakes(said: &str, source: &Source) -> Vec<Mistake> {
    let mut found: Vec<Mistake> = Vec::new();
    for error in said.lines().filter_map(error) {
        let spans = error["spans"].as_array().into_iter().flatten();
        let spans = spans.filter(|span| span["is_primary"] == true).flat_map(expansion);
        let line = |span: &Value| span["line_start"].as_u64().and_then(|line| source.place(line as usize));
        let Some((exercise, part, line)) = spans.filter(|span| span["file_name"] == STDIN).find_map(line) else { continue };
        if found.iter().all(|mistake| mistake.exercise != exercise) {
            found.push(Mistake { exercise, broken: explain(&error, source, part, line) });
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

/// Cada error, con el renglón de `text` en que está, si está en uno.
pub fn every(said: &str, text: &str) -> Vec<(Option<usize>, String)> {
    let line = |error: &Value| {
        let spans = error["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true);
        let chain: Vec<_> = spans.flat_map(expansion).filter(|span| span["file_name"] == STDIN).collect();
        chain.last().and_then(|span| Some(span["line_start"].as_u64()? as usize))
    };
    let errors = said.lines().filter_map(error).filter(|error| !error["spans"].as_array().is_none_or(Vec::is_empty));
    errors.map(|error| (line(&error), sentence(&error, text, Advice::attempt_alone).0)).collect()
}

/// Lo primero que dice rustc, tal cual.
pub fn first(said: &str) -> String {
    let first = said.lines().filter_map(error).next();
    format!(
        "«{}»",
        short(first.as_ref().and_then(|error| error["message"].as_str()).unwrap_or("el compilador no dice nada"))
    )
}

fn explain(error: &Value, source: &Source, part: Part, line: usize) -> Broken {
    let attempt = match part {
        Part::Answer => Advice::attempt_when_graded,
        Part::Test => |_: &Advice| String::new(), // hablaría de la prueba, que no es suya
    };
    let (said, kind) = sentence(error, &source.text, attempt);
    let message = match part {
        Part::Answer => format!("la respuesta no compila: en su línea {line}, {said}"),
        Part::Test => format!(
            "la respuesta no compila con su prueba: {said}. ¿Tiene la función el nombre y los tipos que pide el enunciado?"
        ),
    };
    Broken::new(message, kind)
}

/// Un error, en español si es de los conocidos, en un renglón; y de qué clase es.
fn sentence<'e>(error: &'e Value, text: &str, attempt: fn(&Advice) -> String) -> (String, &'e str) {
    let words = error["message"].as_str().unwrap_or_default();
    let said = format!("«{}»", short(words));
    let known = recognize(error, text);
    let kind = known.as_ref().map_or(error["code"]["code"].as_str().unwrap_or(OTHER), |(kind, _)| kind.name);
    let said = match &known {
        _ if READING.iter().any(|start| words.starts_with(start)) => "al calificar no se leen otros archivos".into(),
        Some((_, advice)) => {
            let meaning = short(advice.meaning.trim_end_matches('.'));
            match attempt(advice).trim_end_matches('.') {
                "" => format!("{meaning} ({said})"),
                attempt => format!("{meaning} ({said}); qué probar: {}", short(attempt)),
            }
        }
        None => said,
    };
    (said, kind)
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
