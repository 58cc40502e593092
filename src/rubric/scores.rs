//! Los puntos que dio cada prueba la última vez que corrió.
//!
//! En un cuaderno, una celda no comparte con otra las variables estáticas de la biblioteca, porque cada una enlaza su copia.
//! Por eso, donde la variable de entorno [`FILE`] nombra un archivo, los puntos se apuntan en él; en cualquier otro programa
//! basta una variable.

use std::collections::HashMap;
use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// La variable de entorno con la ruta del archivo: el núcleo de los cuadernos da uno a cada cuaderno abierto, y lo borra al
/// cerrarlo.
const FILE: &str = "GRADIENTE_PUNTOS";

/// Lo apuntado donde no hay archivo: en cada renglón, unos puntos y un ejercicio.
static NOTES: Mutex<String> = Mutex::new(String::new());

/// El archivo, con renglones iguales.
fn file() -> Option<PathBuf> {
    env::var_os(FILE).map(PathBuf::from)
}

/// Apunta los puntos de un ejercicio, que valen en lugar de los de antes. Si no se puede, el ejercicio queda como sin
/// probar.
pub(crate) fn keep(exercise: &str, points: f64) {
    let line = format!("{points} {exercise}\n");
    match file() {
        None => NOTES.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line),
        Some(path) => {
            let file = OpenOptions::new().create(true).append(true).open(path);
            let _ = file.and_then(|mut file| file.write_all(line.as_bytes()));
        }
    }
}

/// Los últimos puntos de cada ejercicio.
pub(crate) fn last() -> HashMap<String, f64> {
    let text = match file() {
        None => NOTES.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        Some(path) => fs::read_to_string(path).unwrap_or_default(),
    };
    let line =
        |line: &str| line.split_once(' ').and_then(|(points, exercise)| Some((exercise.into(), points.parse().ok()?)));
    text.lines().filter_map(line).collect()
}
