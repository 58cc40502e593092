//! La pregunta de un cuaderno, entre una celda y otra.
//!
//! Cada celda enlaza su copia de la biblioteca y no comparte sus variables estáticas. Por eso lo que se pidió y lo que se
//! contestó se apunta, si la hay, en la carpeta del núcleo, que se borra con él; en otro programa basta una variable. La
//! pregunta vuelve a hacerse cada vez desde esas notas.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::draw;
use super::exercise::Exercise;

/// Donde no hay archivo: en el primer renglón, la pregunta; en los demás, lo que se contestó.
static NOTES: Mutex<String> = Mutex::new(String::new());

/// Lo que se apunta si se pidió la solución.
const SHOWN: &str = "solución";

/// El archivo, con renglones iguales: al lado del de los puntos.
fn file() -> Option<PathBuf> {
    env::var_os("GRADIENTE_PUNTOS").map(|points| PathBuf::from(points).with_file_name("pregunta.txt"))
}

/// Empieza una pregunta, en lugar de la que hubiera.
pub(super) fn start(family: &str, level: u8, seed: u32) {
    let line = format!("{level} {seed} {family}\n");
    match file() {
        None => *NOTES.lock().unwrap_or_else(PoisonError::into_inner) = line,
        Some(path) => _ = fs::write(path, line),
    }
}

/// Apunta una respuesta; sin ninguna, que se pidió la solución.
pub(super) fn answered(value: Option<f64>) {
    let line = value.map_or(SHOWN.to_string(), |value| value.to_string()) + "\n";
    match file() {
        None => NOTES.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line),
        Some(path) => {
            _ = OpenOptions::new().append(true).open(path).and_then(|mut file| file.write_all(line.as_bytes()));
        }
    }
}

/// La pregunta de ahora, con lo que se lleva contestado.
pub(super) fn current() -> Option<Exercise> {
    let text = match file() {
        None => NOTES.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        Some(path) => fs::read_to_string(path).ok()?,
    };
    let mut lines = text.lines();
    let mut words = lines.next()?.splitn(3, ' ');
    let (level, seed) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let mut exercise = Exercise::new(draw(words.next()?, level, seed).ok()?);
    for line in lines {
        match line.parse() {
            Ok(value) => _ = exercise.answer(value),
            Err(_) => exercise.show(),
        }
    }
    Some(exercise)
}
