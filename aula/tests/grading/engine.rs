//! El motor, `aula examine`, con lo que le da quien califica: el curso y unas respuestas.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use crate::class::{POINTS, source, teacher};
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

/// El curso, para el motor.
pub fn course() -> &'static Value {
    static COURSE: OnceLock<Value> = OnceLock::new();
    COURSE.get_or_init(|| {
        let notebook = teacher();
        let exercise = |(name, points): &(&str, f64)| {
            let test = source(&notebook, &format!("{name}_prueba"));
            json!({"name": name, "reference": source(&notebook, name), "test": test, "points": points})
        };
        let setup = source(&notebook, "preparacion");
        let setup: Vec<&str> = setup.lines().filter(|line| !line.starts_with(':')).collect();
        json!({"setup": setup.join("\n"), "exercises": POINTS.iter().map(exercise).collect::<Vec<_>>()})
    })
}

/// La solución de un ejercicio.
pub fn solution(name: &str) -> String {
    source(&teacher(), name)
}

/// Unas respuestas: las del curso, salvo las que se cambien.
#[derive(Clone)]
pub struct Answers(pub Map<String, Value>);

impl Answers {
    pub fn solved() -> Answers {
        Answers(POINTS.iter().map(|(name, _)| (name.to_string(), solution(name).into())).collect())
    }

    pub fn unsolved() -> Answers {
        let released = crate::class::released();
        Answers(POINTS.iter().map(|(name, _)| (name.to_string(), source(&released, name).into())).collect())
    }

    pub fn with(mut self, name: &str, answer: &str) -> Answers {
        self.0.insert(name.into(), answer.into());
        self
    }
}

/// Los resultados de cada entrega, con el curso de siempre.
pub fn graded(submissions: &[(&str, Answers)]) -> Value {
    let mut order = course().clone();
    let list = submissions.iter().map(|(key, answers)| json!({"key": key, "answers": answers.0}));
    order["submissions"] = list.collect();
    order["jobs"] = std::thread::available_parallelism().map_or(1, |count| count.get()).into();
    let (answer, said) = examine(&order);
    assert!(answer["error"].is_null(), "{answer}\n{said}");
    answer["results"].clone()
}
