//! Lee de la entrada `{"cadena": "fn …", …}`, una respuesta por ejercicio, y contesta con los mutantes de cada una:
//!
//! ```txt
//! {"cadena": [{"kind": "signo", "line": 3, "before": "-(y - a)", "after": "(y - a)", "source": "fn …"}]}
//! ```
//!
//! o, si de una no se pudo, `{"cadena": {"error": "renglón 3: …"}}`. Lo llama `aula tarea comprobar`; no es para personas.

use std::io;
use std::process::ExitCode;

use mutants::Mutant;
use serde_json::{Map, Value, json};

fn main() -> ExitCode {
    let asked: Map<String, Value> = match serde_json::from_reader(io::stdin().lock()) {
        Ok(asked) => asked,
        Err(error) => {
            eprintln!("Lo que se pide no es JSON: {error}");
            return ExitCode::FAILURE;
        }
    };
    let made = |text: &Value| match mutants::of(text.as_str().unwrap_or_default()) {
        Ok(mutants) => mutants.iter().map(to_json).collect(),
        Err(error) => json!({"error": error.to_string()}),
    };
    let answer: Map<String, Value> = asked.iter().map(|(name, text)| (name.clone(), made(text))).collect();
    println!("{}", Value::Object(answer));
    ExitCode::SUCCESS
}

fn to_json(mutant: &Mutant) -> Value {
    let Mutant { kind, line, before, after, source } = mutant;
    json!({"kind": kind.name(), "line": line, "before": before, "after": after, "source": source})
}
