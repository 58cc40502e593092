//! Entre cargo y rustc: las celdas se compilan como siempre, y a los errores conocidos se les añade, debajo de lo que dice
//! rustc, qué pasa y qué probar.
//!
//! Cargo llama a quien pone en el lugar de rustc con la ruta de rustc delante de sus argumentos. Lo único que cambia de lo que
//! se compila es lo que una celda hace al empezar su proceso (`cell::started`): el código de salida es el de rustc, y lo que
//! no se entiende pasa byte por byte.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use serde_json::{Value, json};

use crate::cell;
use crate::exit_code;
use crate::explain::{Explainer, is_retold, recognize, unkept};

/// ¿Nos llama cargo? Ningún comando nuestro se llama así.
pub fn is_rustc(program: &OsString) -> bool {
    Path::new(program).file_stem().is_some_and(|name| name == "rustc")
}

/// Ejecuta `rustc` con sus argumentos y añade las frases a sus errores.
pub fn run(rustc: &Path, arguments: &[OsString]) -> Result<ExitCode, String> {
    let failed = |error: io::Error| format!("No se puede ejecutar {}: {error}", rustc.display());
    let words: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    if let Some(refusal) = words.iter().find(|word| word.ends_with("lib.rs")).and_then(|path| prepare(path, &words)) {
        let _ = writeln!(io::stderr(), "{refusal}");
        return Ok(ExitCode::FAILURE);
    }
    let mut child = Command::new(rustc).args(arguments).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let mut errors = BufReader::new(child.stderr.take().expect("tiene salida de errores"));
    let (mut line, mut out, mut explainer) = (Vec::new(), io::stderr().lock(), Explainer::default());
    while errors.read_until(b'\n', &mut line).map_err(failed)? > 0 {
        let explained = explained(&line, &mut explainer);
        // Si quien nos llama dejó de leer, rustc termina igual.
        let _ = out.write_all(explained.as_deref().unwrap_or(&line));
        line.clear();
    }
    let status = child.wait().map_err(failed)?;
    if let Some(line) = warning(arguments).filter(|_| status.success()) {
        let _ = writeln!(out, "{line}");
    }
    Ok(exit_code(status))
}

/// Deja lista la celda que hay en `path`, o dice por qué no se compila: un cuaderno no tiene teclado para sus celdas.
fn prepare(path: &str, arguments: &[&str]) -> Option<Value> {
    let source = fs::read_to_string(path).ok()?;
    if let Some(at) = cell::keyboard(&source) {
        let span = span(path, &source, at, "stdin");
        return Some(told(
            "The cell reads from the standard input, which a notebook does not have.",
            "error",
            span,
            &source,
        ));
    }
    let has_library = arguments.iter().any(|word| word.trim_start_matches("--extern=").starts_with("gradiente="));
    if let Some(ready) = cell::started(&source).filter(|_| has_library) {
        // Si no se puede escribir, la celda se compila como está: le falta la preparación, y nada más.
        let _ = fs::write(path, ready);
    }
    None
}

/// Un sitio de la celda, como lo señala rustc: `code`, que empieza en el byte `at` de `source`.
fn span(path: &str, source: &str, at: usize, code: &str) -> Value {
    let before = &source[..at];
    let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
    let line = before.matches('\n').count() + 1;
    json!({
        "file_name": path, "line_start": line, "line_end": line, "column_start": column,
        "column_end": column + code.chars().count(), "is_primary": true, "label": "aquí",
    })
}

/// Un mensaje nuestro, en la forma de los de rustc, con su frase.
fn told(message: &str, level: &str, span: Value, source: &str) -> Value {
    let mut told = json!({
        "$message_type": "diagnostic", "message": message, "code": null, "level": level, "spans": [span],
        "children": [], "rendered": format!("{message}\n"),
    });
    if let Some((_, advice)) = recognize(&told, source) {
        add(&mut told, &advice.lines());
    }
    told
}

/// El aviso de una celda que compila y deja una variable que el cuaderno no sabe guardar. evcxr solo comprueba una celda,
/// sin compilarla del todo, cuando le pasa eso, y si rustc no le dice nada lo cuenta a su manera, en inglés.
fn warning(arguments: &[OsString]) -> Option<Value> {
    let arguments: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    arguments.iter().find(|argument| argument.starts_with("--emit=") && !argument.contains("link"))?;
    let path = arguments.iter().find(|argument| argument.ends_with("lib.rs"))?;
    let source = fs::read_to_string(path).ok()?;
    let name = unkept(&source)?;
    let span = span(path, &source, name.as_ptr() as usize - source.as_ptr() as usize, name);
    Some(told(&format!("The variable `{name}` is a closure, which cannot be persisted."), "warning", span, &source))
}

/// La línea con su frase, si es un error en JSON de los conocidos.
fn explained(line: &[u8], explainer: &mut Explainer) -> Option<Vec<u8>> {
    if !line.starts_with(b"{") {
        return None;
    }
    let mut error: Value = serde_json::from_slice(line).ok()?;
    if error["level"] != "error" {
        return None;
    }
    // El sitio principal es de la celda; los otros pueden ser de cualquier biblioteca.
    let mut spans = error["spans"].as_array().into_iter().flatten();
    let path = spans.find(|span| span["is_primary"] == true).and_then(|span| span["file_name"].as_str());
    let source = path.and_then(|path| fs::read_to_string(path).ok());
    let advice = explainer.explain(&error, &source.unwrap_or_default())?.lines();
    // Con este código, evcxr busca una biblioteca para esperar, que aquí no está, y ya no cuenta el error.
    if error["code"]["code"] == "E0728" {
        error["code"] = Value::Null;
    }
    let mut explained = Vec::new();
    if is_retold(&error) {
        explained.extend_from_slice(line);
        error = apart(&error, &advice);
    } else {
        add(&mut error, &advice);
    }
    serde_json::to_writer(&mut explained, &error).ok()?;
    explained.push(b'\n');
    Some(explained)
}

/// Debajo del mensaje, que es lo que evcxr enseña siempre. Donde no hay etiqueta repite el mensaje, en un sitio en que solo
/// cabe una línea: ahí queda el de rustc.
fn add(error: &mut Value, advice: &str) {
    let message = error["message"].as_str().unwrap_or_default().to_string();
    for span in error["spans"].as_array_mut().into_iter().flatten() {
        if span["label"].is_null() {
            span["label"] = format!("error: {message}").into();
        }
    }
    error["message"] = format!("{message}\n{advice}").into();
}

/// Otro error, en el mismo sitio, que solo lleva la frase.
fn apart(error: &Value, advice: &str) -> Value {
    let spans = error["spans"].as_array().into_iter().flatten();
    let mut span = spans.clone().find(|span| span["is_primary"] == true).cloned().unwrap_or_default();
    span["label"] = "aquí".into();
    json!({
        "$message_type": "diagnostic",
        "message": advice,
        "code": null,
        "level": "error",
        "spans": [span],
        "children": [],
        "rendered": format!("{advice}\n"),
    })
}
