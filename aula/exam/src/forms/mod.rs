//! Las formas de una tarea: los valores que saca su celda «variante», y los de cada hueco de su texto.
//!
//! Se compila una vez, con la celda y con lo que va en los huecos, y el mismo programa hace todas las formas: de cada una
//! recibe su semilla. El código es de quien enseña, y corre con sus permisos, como las celdas de sus cuadernos.
//!
//! `aula forms` lee una línea de JSON y contesta otra:
//!
//! ```txt
//! {"setup": "use …", "cell": "let a = azar.entre(1..=9); …", "seeds": ["64 cifras hexadecimales", …],
//!  "fields": [{"value": "a + 1", "spec": ".2", "how": "code", "called": false}]}
//! ```
//!
//! contesta `{"forms": [["3", "…"], {"never": true}, {"field": 0, "said": "vale NaN…"}, {"cell": 2, "said": "…"}]}`, con una
//! por semilla; o `{"mistakes": [{"cell": 3, "said": "…"}, {"field": 0, "said": "…"}]}` si no compila. Lo demás que
//! falle va por la salida de errores.

mod reading;
mod source;

use std::io::{self, BufRead};
use std::process::{Command, ExitCode};
use std::time::Duration;

use serde_json::{Value, json};

use crate::compiler::{Libraries, Limit};
use crate::confinement::Confinement;
use crate::diagnosis;
use crate::in_scratch;
use crate::limited::{self, Beginning, Ending};
use crate::tools::Tools;
use source::Program;

const COMPILING: Limit = Limit { time: Duration::from_secs(60), cpu: 60 };
/// Lo que pueden tardar todas las formas juntas.
const RUNNING: Duration = Duration::from_secs(60);
const OUTPUT: usize = 64 << 20;
const CUT: &str =
    "el programa se corta a la mitad: ¿sale de él, pide demasiada memoria, o una función se llama a sí misma sin fin?";

/// Hace las formas que se piden por la entrada, y contesta por la salida.
pub fn forms(tools: &dyn Tools) -> Result<ExitCode, String> {
    println!("{}", make(tools, &ask()?)?);
    Ok(ExitCode::SUCCESS)
}

fn ask() -> Result<Value, String> {
    let mut text = String::new();
    io::stdin().lock().read_line(&mut text).map_err(|error| format!("No se puede leer lo que se pide: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("Lo que se pide no es JSON: {error}"))
}

fn make(tools: &dyn Tools, asked: &Value) -> Result<Value, String> {
    let program = Program::new(asked);
    let seeds: Vec<_> = asked["seeds"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let libraries = Libraries::find(tools, &Confinement::Open)?;
    in_scratch(tools, |folder| {
        let (compiled, said) = libraries.program(folder, &program.text, COMPILING)?;
        let Some(compiled) = compiled else { return Ok(json!({"mistakes": mistakes(&said, &program)})) };
        let mut command = Command::new(compiled);
        command.current_dir(folder);
        let (ending, output, _) =
            limited::run(command, &(seeds.join("\n") + "\n"), RUNNING, Beginning::new(OUTPUT), Beginning::new(1 << 16))
                .map_err(|error| format!("No se puede ejecutar la celda «variante»: {error}"))?;
        let endless = format!("no termina en {} s: ¿un bucle sin fin?", RUNNING.as_secs());
        Ok(match (ending, reading::forms(&output.text(), &program)) {
            (Ending::TimedOut, _) => stopped(&endless),
            (_, None) => stopped(CUT),
            (_, Some(made)) => json!({"forms": made}),
        })
    })
}

/// No hay formas, y no se sabe en qué renglón de la celda se quedaron.
fn stopped(said: &str) -> Value {
    json!({"mistakes": [{"cell": 1, "said": said}]})
}

/// Cada error que dice rustc, en la línea de la celda o en el hueco en que está.
fn mistakes(said: &str, program: &Program) -> Vec<Value> {
    let found = diagnosis::every(said, &program.text).into_iter();
    let mut found: Vec<_> =
        found.filter_map(|(line, said)| program.place(line?).map(|place| place.to_json(&said))).collect();
    if found.is_empty() {
        found.push(json!({"cell": 1, "said": format!("no compila; ¿falta o sobra una llave? {}", diagnosis::first(said))}));
    }
    found
}
