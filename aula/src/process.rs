//! Ejecutar otro programa: con lo que escribe a la vista, y con una explicación si falla.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, IsTerminal, Write, stdout};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Cuántas de las últimas líneas se conservan para explicar un fallo.
const TAIL: usize = 40;

/// Lo último que escribió un programa que falló.
pub struct Failure {
    tail: VecDeque<String>,
}

/// Ejecuta `command` y pasa a `show` cada línea que escribe, en cuanto llega.
pub fn run(mut command: Command, mut show: impl FnMut(&str)) -> Result<(), Failure> {
    let mut tail = VecDeque::new();
    let mut execute = || -> std::io::Result<bool> {
        let (reader, writer) = std::io::pipe()?;
        command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        let mut child = command.spawn()?;
        command.stdout(Stdio::null()).stderr(Stdio::null()); // suelta nuestro extremo: la lectura acaba cuando acaba el programa
        for line in BufReader::new(reader).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).trim_end().to_string();
            show(&line);
            tail.push_back(line);
            if tail.len() > TAIL {
                tail.pop_front();
            }
        }
        Ok(child.wait()?.success())
    };
    match execute() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure { tail }),
        Err(error) => Err(Failure { tail: [format!("{}: {error}", command.get_program().display())].into() }),
    }
}

/// Hace `work`, que tarda: dice antes qué es y, al terminar, cuánto ha tardado.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    println!("{what}");
    let start = Instant::now();
    let result = work()?;
    println!("  Hecho en {}.", spoken(start.elapsed().as_secs()));
    Ok(result)
}

fn spoken(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// Lo que escribe `command`, si termina bien.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Deja el sitio a `command`: el terminal, Ctrl-C y el código de salida son suyos.
pub fn hand_over(mut command: Command) -> Result<ExitCode, String> {
    let failed =
        |error| format!("No se puede ejecutar el Python de .venv: {error}. Borra la carpeta .venv y repite la orden.");
    #[cfg(unix)]
    return Err(failed(std::os::unix::process::CommandExt::exec(&mut command)));
    #[cfg(not(unix))]
    {
        let status = command.status().map_err(failed)?;
        Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
    }
}

impl Failure {
    /// El fallo en español, con las últimas líneas del programa. `what` dice qué no se pudo hacer.
    pub fn explain(&self, what: &str) -> String {
        let says = |signs: &[&str]| self.tail.iter().any(|line| signs.iter().any(|sign| line.contains(sign)));
        let cause = if says(NO_SPACE) {
            "No queda espacio en el disco. Libera unos 3 GB y repite la orden: se completará."
        } else if says(NO_NETWORK) {
            "No hay conexión a Internet, o un cortafuegos la impide. Revísala y repite la orden: se completará."
        } else {
            "Repite la orden: se completará. Si vuelve a fallar, la causa está en las líneas siguientes."
        };
        let last: Vec<_> =
            self.tail.iter().skip(self.tail.len().saturating_sub(12)).map(|line| format!("    {line}")).collect();
        format!("{what}\n{cause}\n\n{}", last.join("\n"))
    }

    pub fn mentions(&self, text: &str) -> bool {
        self.tail.iter().any(|line| line.contains(text))
    }
}

const NO_SPACE: &[&str] =
    &["No space left on device", "os error 28", "Errno 28", "not enough space on the disk", "os error 112", "Errno 122"];

const NO_NETWORK: &[&str] = &[
    "Could not resolve host",
    "Couldn't resolve host",
    "name resolution",
    "Name or service not known",
    "getaddrinfo failed",
    "nodename nor servname",
    "NewConnectionError",
    "ConnectTimeoutError",
    "Failed to establish a new connection",
    "Network is unreachable",
    "Connection refused",
    "Connection timed out",
    "Failed to connect",
    "ProxyError",
    "spurious network error",
];

/// El progreso de algo largo: una línea que se reescribe o, si nadie mira, una línea de vez en cuando.
#[derive(Default)]
pub struct Progress {
    last: Option<Instant>,
}

impl Progress {
    pub fn show(&mut self, text: &str) {
        if stdout().is_terminal() {
            let text: String = text.chars().take(78).collect();
            print!("\r\x1b[K  {text}");
            let _ = stdout().flush();
            self.last = Some(Instant::now());
        } else if self.last.is_none_or(|last| last.elapsed() > Duration::from_secs(30)) {
            println!("  {text}");
            self.last = Some(Instant::now());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.last.is_some() && stdout().is_terminal() {
            print!("\r\x1b[K");
        }
    }
}
