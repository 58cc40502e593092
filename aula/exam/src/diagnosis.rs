//! Lo que dice rustc cuando una respuesta no compila, en español y en el renglón de quien la escribió.

use std::process::ExitStatus;

use kernel::explain::explain as spanish;
use serde_json::Value;

use super::source::Module;

/// El primer error de un módulo.
pub struct Mistake {
    pub module: String,
    pub message: String,
}

/// El primer error de cada módulo que tiene alguno.
pub fn mistakes(said: &str, modules: &[&Module]) -> Vec<Mistake> {
    let mut found: Vec<Mistake> = Vec::new();
    for error in said.lines().filter_map(error) {
        let spans = error["spans"].as_array().into_iter().flatten();
        let spans: Vec<_> = spans.filter(|span| span["is_primary"] == true).flat_map(|span| expansion(span)).collect();
        let Some((module, span)) = spans.into_iter().find_map(|span| Some((module_of(span, modules)?, span))) else {
            continue;
        };
        if found.iter().all(|mistake| mistake.module != module.name) {
            found.push(Mistake { module: module.name.clone(), message: explain(&error, module, span) });
        }
    }
    found
}

fn module_of<'a>(span: &Value, modules: &[&'a Module]) -> Option<&'a Module> {
    modules.iter().find(|module| span["file_name"] == format!("{}.rs", module.name)).copied()
}

/// Un sitio del texto y, si sale de una macro, el sitio donde se usa.
fn expansion(span: &Value) -> Vec<&Value> {
    let mut chain = vec![span];
    while let Some(outer) = chain[chain.len() - 1]["expansion"].get("span") {
        chain.push(outer);
    }
    chain
}

fn explain(error: &Value, module: &Module, span: &Value) -> String {
    let said = error["message"].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let said = match spanish(error, &module.text) {
        Some(advice) => format!(
            "{} («{said}»); qué probar: {}",
            advice.meaning.trim_end_matches('.'),
            advice.attempt.trim_end_matches('.')
        ),
        None => format!("«{said}»"),
    };
    let line = span["line_start"].as_u64().unwrap_or(0) as usize;
    if (module.first_line..module.first_line + module.lines).contains(&line) {
        format!("la respuesta no compila: en su línea {}, {said}", line - module.first_line + 1)
    } else if let Some((other, _)) = module.borrowed.iter().find(|(_, lines)| lines.contains(&line)) {
        format!("la respuesta llama a la de «{other}», que no compila")
    } else if line < module.first_line {
        format!(
            "la respuesta no compila con su prueba: {said}. ¿Tiene la función el nombre y los tipos que pide el enunciado?"
        )
    } else {
        format!("la respuesta no compila: no está entera; ¿falta o sobra una llave? ({said})")
    }
}

/// Qué decir cuando el error no es de ningún módulo: casi siempre, del enlazador.
pub fn unclear(said: &str, status: ExitStatus) -> String {
    let first = said.lines().filter_map(error).find_map(|error| {
        let first = error["message"].as_str()?.lines().next()?.to_string();
        (!first.starts_with("aborting due to")).then_some(first)
    });
    match first {
        Some(message) => format!("la respuesta no se puede enlazar («{message}»)"),
        None => format!("el compilador se detuvo ({status})"),
    }
}

fn error(line: &str) -> Option<Value> {
    let message: Value = serde_json::from_str(line).ok()?;
    (message["level"] == "error").then_some(message)
}
