//! Quien avisa si el proceso de las celdas desaparece: al interrumpir una, o porque se quedó sin pila o sin memoria.
//!
//! evcxr lo cuenta con `signal: 9` y empieza otro proceso, vacío. Cada proceso arranca al suyo (`src/notebook/start.rs`): su
//! entrada se acaba cuando él, y su salida de errores es la misma, que evcxr lee hasta el final antes de decir nada.

use std::io::{self, Read, Write};
use std::process::ExitCode;
#[cfg(unix)]
use std::thread;

#[cfg(unix)]
use nix::sys::signal::{self, SigSet, Signal};
#[cfg(unix)]
use nix::unistd::Pid;

/// El comando con que se llama a esto; no es para personas.
pub const WATCH: &str = "watch";

const GONE: &str = "\
El proceso que ejecutaba las celdas se cerró: interrumpiste una (signal: 9), o se quedó sin memoria \
(signal: 9), o una función se llamó a sí
misma sin fin (signal: 6 u 11). Se perdieron todas las variables; las funciones y los `use` se conservan. Para \
seguir, ejecuta las celdas
desde la primera.
";

/// La señal con que algunos programas interrumpen una celda, y `kill -INT`: JupyterLab, nbclient, `jupyter console` y VS Code
/// mandan un mensaje, porque `kernel.json` lo pide. Quien lanza el núcleo la bloquea, y así queda en todos sus procesos: evcxr
/// y la celda no la ven, y espera a quien la pida.
#[cfg(unix)]
pub fn interruption() -> SigSet {
    SigSet::from(Signal::SIGINT)
}

/// Con cada una, termina el proceso de las celdas, que es lo que hace evcxr con el mensaje, y el único modo de detener un `loop`.
#[cfg(unix)]
fn stop_when_interrupted() {
    let cells = Pid::parent();
    thread::spawn(move || {
        while interruption().wait().is_ok() {
            // Si ya no es quien nos arrancó, terminó antes, y su número puede ser de otro.
            if Pid::parent() == cells {
                let _ = signal::kill(cells, Signal::SIGKILL);
            }
        }
    });
}

/// Espera al final de quien nos arrancó, y lo cuenta. Si es que se cierra el cuaderno, ya no lee nadie.
pub fn watch() -> ExitCode {
    #[cfg(unix)]
    stop_when_interrupted();
    let mut input = io::stdin().lock();
    let mut buffer = [0; 64];
    while input.read(&mut buffer).is_ok_and(|read| read > 0) {}
    let _ = io::stderr().write_all(GONE.as_bytes());
    ExitCode::SUCCESS
}
