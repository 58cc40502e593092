//! Las preguntas de la práctica: el banco para Moodle, y lo que dice un código.
//!
//! Las hace la biblioteca, que trae consigo con qué dibuja y tarda en compilar: por eso no están en este programa, sino en
//! `quiz`, que cargo compila la primera vez que se pide.

use std::env;
use std::process::{Command, ExitCode};

use serde_json::Value;

use crate::options::Values;
use crate::project::Project;

/// Escribe un banco de preguntas.
pub fn bank(project: &Project, asked: &Values) -> Result<ExitCode, String> {
    let text = |key: &str| match &asked[key] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    };
    quiz(project, ["bank".to_string()].into_iter().chain(["form", "count", "seed", "path", "families"].map(text)))
}

/// Cuenta lo que se hizo en unas prácticas.
pub fn report(project: &Project, asked: &Values) -> Result<ExitCode, String> {
    let codes = asked["codes"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_string);
    let codes: Vec<_> = codes.collect();
    if codes.is_empty() {
        return Err("`practica` necesita un código, el que da la página de práctica: practica CÓDIGO…".into());
    }
    quiz(project, ["report".to_string()].into_iter().chain(codes))
}

fn quiz(project: &Project, arguments: impl IntoIterator<Item = String>) -> Result<ExitCode, String> {
    let built = project.root.join("target").join("debug").join(format!("quiz{}", env::consts::EXE_SUFFIX));
    if !built.is_file() {
        println!("Compilo el programa de las preguntas: la primera vez, alrededor de un minuto.");
    }
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--package", "quiz", "--bin", "quiz", "--manifest-path"]);
    cargo.arg(project.root.join("Cargo.toml")).arg("--").args(arguments);
    let status = cargo.status().map_err(|error| format!("No se puede ejecutar cargo: {error}"))?;
    Ok(kernel::exit_code(status))
}
