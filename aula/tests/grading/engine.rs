//! El motor, `aula examine`, con lo que le pide quien califica.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::command::prepared;

/// Lo que contesta a `order`, y lo que cuenta mientras.
pub fn examine(order: &Value) -> (Value, String) {
    prepared();
    let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
    let mut child =
        command.args(["examine", "--class"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("se ejecuta");
    // La entrada sigue abierta hasta que conteste.
    let mut input = child.stdin.take().expect("tiene entrada");
    writeln!(input, "{order}").expect("la lee");
    let lines = BufReader::new(child.stdout.take().expect("tiene salida")).lines().map_while(Result::ok);
    let (mut answer, mut said) = (None, String::new());
    for line in lines {
        if line.starts_with('{') {
            answer = serde_json::from_str(&line).ok();
        } else {
            said += &format!("{line}\n");
        }
    }
    child.wait().expect("termina");
    (answer.unwrap_or_else(|| panic!("no contestó: {said}")), said)
}
