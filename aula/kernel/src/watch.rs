//! Quien avisa si el proceso de las celdas desaparece: al interrumpir una, o porque se quedó sin pila o sin memoria.
//!
//! evcxr lo cuenta con `signal: 9` y empieza otro proceso, vacío. Cada proceso arranca al suyo (`src/notebook/start.rs`): su
//! entrada se acaba cuando él, y su salida de errores es la misma, que evcxr lee hasta el final antes de decir nada.

use std::io::{self, Read, Write};
use std::process::ExitCode;

/// El comando con que se llama a esto; no es para personas.
pub const WATCH: &str = "watch";

const GONE: &str = "\
El proceso que ejecutaba las celdas se cerró: interrumpiste una (signal: 9), o se quedó sin memoria \
(signal: 9), o una función se llamó a sí
misma sin fin (signal: 6 u 11). Se perdieron todas las variables; las funciones y los `use` se conservan. Para \
seguir, ejecuta las celdas
desde la primera.
";

/// Espera al final de quien nos arrancó, y lo cuenta. Si es que se cierra el cuaderno, ya no lee nadie.
pub fn watch() -> ExitCode {
    let mut input = io::stdin().lock();
    let mut buffer = [0; 64];
    while input.read(&mut buffer).is_ok_and(|read| read > 0) {}
    let _ = io::stderr().write_all(GONE.as_bytes());
    ExitCode::SUCCESS
}
