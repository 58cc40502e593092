//! Ejecutar otro programa: con lo que escribe a la vista, y con una explicación si falla.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;
use std::process::{Child, Command, ExitCode, Stdio};

/// Cuántas de las últimas líneas se conservan para explicar un fallo.
const TAIL: usize = 40;

/// Lo último que escribió un programa que falló.
pub struct Failure {
    tail: VecDeque<String>,
}

/// Ejecuta `command` y pasa a `show` cada línea que escribe, en cuanto llega; si `show` dice basta, termina con él.
pub fn run(mut command: Command, mut show: impl FnMut(&str) -> ControlFlow<()>) -> Result<(), Failure> {
    let mut tail = VecDeque::new();
    let mut execute = || -> io::Result<bool> {
        let (reader, writer) = io::pipe()?;
        command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        let mut child = command.spawn()?;
        // Suelta nuestro extremo: la lectura acaba cuando acaba el programa.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        for line in BufReader::new(reader).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).trim_end().to_string();
            let enough = show(&line).is_break();
            tail.push_back(line);
            if tail.len() > TAIL {
                tail.pop_front();
            }
            if enough {
                child.kill()?;
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

/// ¿Se puede ejecutar `command`, y termina bien? Si no, por qué, en una línea.
pub fn try_run(command: &mut Command) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.lines().last().map_or_else(|| output.status.to_string(), |line| line.trim().to_string()))
}

/// Para [`run`], cuando lo que escribe el programa solo importa si falla.
pub fn quietly(_line: &str) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Lo que escribe `command`, si termina bien.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
}

/// Deja el sitio a `command`: el terminal, Ctrl-C y el código de salida son suyos.
pub fn hand_over(mut command: Command) -> Result<ExitCode, String> {
    #[cfg(unix)]
    return Err(no_python(&std::os::unix::process::CommandExt::exec(&mut command)));
    #[cfg(not(unix))]
    command.spawn().map_err(|error| no_python(&error)).and_then(wait)
}

/// Espera a un programa que comparte el terminal. En Windows, Ctrl-C llega también aquí: lo atiende él, y se le espera.
pub fn wait(mut child: Child) -> Result<ExitCode, String> {
    #[cfg(windows)]
    let _ = ctrlc::set_handler(|| ()); // si no se puede, solo se vuelve antes de tiempo
    child.wait().map(kernel::exit_code).map_err(|error| no_python(&error))
}

/// Por qué no se pudo empezar una tarea de Python.
pub fn no_python(error: &io::Error) -> String {
    format!("No se puede ejecutar el Python de .venv: {error}. Borra la carpeta .venv y repite el comando.")
}

impl Failure {
    /// El fallo en español, con las últimas líneas del programa. `what` dice qué no se pudo hacer.
    pub fn explain(&self, what: &str) -> String {
        let says = |signs: &[&str]| self.tail.iter().any(|line| signs.iter().any(|sign| line.contains(sign)));
        let cause = if says(NO_SPACE) {
            "No queda espacio en el disco. Libera unos 3 GB y repite el comando: se completará."
        } else if says(NO_NETWORK) {
            "No hay conexión a Internet, o un cortafuegos la impide. Revísala y repite el comando: se completará."
        } else {
            "Repite el comando: se completará. Si vuelve a fallar, la causa está en las líneas siguientes."
        };
        let last: Vec<_> =
            self.tail.iter().skip(self.tail.len().saturating_sub(12)).map(|line| format!("    {line}")).collect();
        format!("{what}\n{cause}\n\n{}", last.join("\n"))
    }

    /// Lo último que escribió.
    pub fn last(&self) -> &str {
        self.tail.iter().rev().find(|line| !line.is_empty()).map_or("no dice por qué", String::as_str)
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
