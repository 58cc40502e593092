//! Lo que calificar necesita de la preparación. Se lo da quien llama; cada cosa se pide cuando hace falta, y no antes.

use std::path::PathBuf;

use serde_json::{Value, json};

/// Dónde está cada cosa.
pub trait Tools {
    /// El Rust con que se compila.
    fn rust(&self) -> Result<Rust, String>;

    /// La carpeta con las bibliotecas de los cuadernos, ya compiladas.
    fn libraries(&self) -> PathBuf;

    /// Dónde trabajar, si su ruta no tiene espacios.
    fn scratch(&self) -> PathBuf;

    /// El programa que aísla el código de las entregas, compilado si faltaba.
    fn jail(&self) -> Result<PathBuf, String>;

    /// Dónde guardar un programa que se compila una vez.
    fn kept(&self) -> PathBuf;

    /// Con qué se califica.
    fn engine(&self) -> Result<Engine, String>;
}

/// El Rust de esta máquina.
pub struct Rust {
    pub rustc: PathBuf,
    /// La carpeta donde está instalado.
    pub sysroot: PathBuf,
}

/// Lo que tiene que ser igual en dos máquinas, o en dos días, para que las mismas respuestas tengan la misma nota con las
/// mismas palabras. El curso no está: viaja con las entregas.
pub struct Engine {
    /// Lo que dice `rustc --version`.
    pub rust: String,
    /// El resumen de todo lo que hace, compila o explica el programa que califica.
    pub code: String,
}

impl Engine {
    pub fn to_json(&self) -> Value {
        json!({"rust": self.rust, "code": self.code})
    }
}
