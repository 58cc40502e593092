//! Correr la prueba de un ejercicio, y lo que deja.

use std::env;
use std::path::Path;
use std::time::Duration;

use super::confinement::Confinement;
use super::deadline::{Deadline, cut};
use super::jail::seal;
use super::limited::{self, Beginning, Ending, Sealed};

/// Lo que puede gastar la prueba de un ejercicio, en segundos de procesador. Es lo que cuenta: no depende de qué más haya en
/// marcha.
pub const CPU: u64 = 4;
/// Y lo que puede durar, si no gasta.
const TIME: Duration = Duration::from_secs(30);
/// Lo que se guarda de lo que devuelven las funciones de un ejercicio.
const RECORDS: usize = 16 << 20;

/// Lo que dejó una prueba.
pub struct Sitting {
    /// Las anotaciones, sin el sello.
    pub records: Vec<String>,
    /// Por qué no llegó al final, si no llegó.
    pub problem: Option<Problem>,
}

pub enum Problem {
    /// Se le acabaron estos segundos.
    TooLong(u64),
    /// A la entrega se le acabó el tiempo.
    Cut,
    Stopped(String),
}

impl Problem {
    pub fn say(&self) -> String {
        match self {
            Problem::TooLong(seconds) => format!("no terminó en {seconds} segundos (¿un bucle sin fin?)"),
            Problem::Cut => cut(),
            Problem::Stopped(why) => why.clone(),
        }
    }

    /// De una prueba oculta no se dice cómo acabó el programa: el código con que termina lo elige él, y podría ser un número
    /// con el que se le llamó.
    pub fn say_hidden(&self) -> String {
        match self {
            Problem::Stopped(_) => "el programa se detuvo".into(),
            other => other.say(),
        }
    }
}

/// Corre una prueba. Lo que el código escriba por su cuenta se tira; lo nuestro lleva un sello, que se le dice por su
/// entrada.
pub fn sit(confinement: &Confinement, program: &Path, exercise: &str, deadline: Deadline) -> Result<Sitting, String> {
    let Some(time) = deadline.left(TIME) else { return Ok(Sitting { records: vec![], problem: Some(Problem::Cut) }) };
    let seal = seal();
    let mut command = confinement.program(program, CPU);
    command.current_dir(env::temp_dir());
    if !cfg!(windows) {
        command.env_clear();
    }
    let (output, complaints) = (Sealed::new(&seal, RECORDS), Beginning::new(4096));
    let (ending, output, complaints) = limited::run(command, &format!("{seal}\n{exercise}\n"), time, output, complaints)
        .map_err(|error| format!("No se puede ejecutar la prueba de «{exercise}»: {error}"))?;
    let (records, finished) = between(output.into_lines());
    let problem = match ending {
        _ if finished => None,
        Ending::TimedOut if time < TIME => Some(Problem::Cut),
        Ending::TimedOut => Some(Problem::TooLong(TIME.as_secs())),
        Ending::Exited(status) => match confinement.refused(status, &complaints.text()) {
            Some(reason) => return Err(format!("No se pudo aislar una entrega: {reason}")),
            None if limited::ran_out_of_time(status) => Some(Problem::TooLong(CPU)),
            None => Some(Problem::Stopped(limited::why(status))),
        },
    };
    Ok(Sitting { records, problem })
}

/// Lo que hay entre el principio de la prueba y su final, y si llegó a él.
fn between(lines: Vec<String>) -> (Vec<String>, bool) {
    let mut records = Vec::new();
    let mut begun = false;
    for line in lines {
        match line.as_str() {
            "begin" => {
                records.clear();
                begun = true;
            }
            "end" if begun => return (records, true),
            _ if begun => records.push(line),
            _ => {}
        }
    }
    (records, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_counts() {
        let between = |lines: &str| between(lines.lines().map(String::from).collect());
        let right = || vec!["v - 1".to_string(), "v - 2".to_string()];
        assert_eq!(between("v - 9\nend\nbegin\nv - 1\nv - 2\nend\nv - 3\nend\nbegin\nv - 4"), (right(), true));
        assert_eq!(between("begin\nv - 9\nbegin\nv - 1\nv - 2"), (right(), false));
        assert_eq!(between("v - 1\nend"), (vec![], false));
    }

    #[test]
    fn a_hidden_check_does_not_tell_how_it_ended() {
        let ended = Problem::Stopped("el programa terminó antes de tiempo, con el código 42".into());
        assert!(!ended.say_hidden().contains("42") && ended.say().contains("42"));
        assert_eq!(Problem::TooLong(4).say(), Problem::TooLong(4).say_hidden());
    }
}
