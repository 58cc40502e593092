//! Lo primero que hace el proceso de las celdas.

use std::env;
use std::fs::File;
use std::path::Path;
use std::process::{self, Command, Stdio};

use super::panics;

/// Lo prepara: vuelve a la carpeta del cuaderno, deja en una línea lo que diga un pánico, y arranca a quien avisa de que el
/// proceso se cerró.
///
/// evcxr empieza otro proceso cuando se interrumpe una celda, así que los cuadernos llaman a esto en cada celda, y en cada
/// proceso vale la primera vez. Dónde está la carpeta y quién avisa lo dice quien arrancó el núcleo, en `GRADIENTE_CARPETA` y
/// `GRADIENTE_AULA`. En un evcxr corriente, donde no están, solo cambia lo que dice un pánico.
///
/// ```
/// gradiente::notebook::start();
/// ```
pub fn start() {
    if !is_first() {
        return;
    }
    // Si la carpeta ya no existe, o no se puede avisar, las celdas funcionan igual.
    if let Some(folder) = env::var_os("GRADIENTE_CARPETA") {
        let _ = env::set_current_dir(folder);
    }
    panics::install();
    if let Some(program) = env::var_os("GRADIENTE_AULA") {
        let mut watch = Command::new(program);
        // Su entrada se acaba cuando este proceso: así sabe que se cerró. Nadie la suelta antes.
        let watching = watch.arg("watch").stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
        let _ = watching.map(std::mem::forget);
    }
}

/// ¿Es la primera vez en este proceso? Cada celda lleva dentro su propia copia de la biblioteca, que no sabe de las otras: lo
/// dice un archivo en la carpeta de trabajo de evcxr.
fn is_first() -> bool {
    // En un evcxr corriente nadie borra esa carpeta, y repetirlo no cambia nada.
    let ours = env::var_os("GRADIENTE_AULA").is_some();
    let Some(folder) = env::var_os("EVCXR_TMPDIR").filter(|_| ours) else { return true };
    let mark = Path::new(&folder).join(format!("empezado-{}", process::id()));
    !mark.exists() && File::create_new(mark).is_ok()
}
