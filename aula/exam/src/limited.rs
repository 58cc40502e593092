//! Ejecutar un programa que quizá no termine, no calle o no quepa: con un plazo, y guardando de lo que escribe solo lo que interesa.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Cómo acabó.
pub enum Ending {
    Exited(ExitStatus),
    TimedOut,
}

/// Adónde va lo que escribe un programa.
pub trait Sink: Send {
    fn take(&mut self, bytes: &[u8]);
}

/// Ejecuta `command`, y todo lo que arranque, durante `limit` a lo sumo.
pub fn run(mut command: Command, limit: Duration, output: &mut impl Sink, errors: &mut impl Sink) -> io::Result<Ending> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn()?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| drain(out, output));
        scope.spawn(|| drain(err, errors));
        let ending = wait(&mut child, limit);
        if !matches!(ending, Ok(Ending::Exited(status)) if status.success()) {
            kill(&mut child);
        }
        ending
    })
}

fn wait(child: &mut Child, limit: Duration) -> io::Result<Ending> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ending::Exited(status));
        }
        if start.elapsed() > limit {
            return Ok(Ending::TimedOut);
        }
        // Casi todo acaba en milésimas; lo que no, puede esperar un poco más.
        thread::sleep(if start.elapsed() < Duration::from_millis(200) {
            Duration::from_millis(1)
        } else {
            Duration::from_millis(20)
        });
    }
}

/// Termina el programa y, donde se puede, lo que quede de su grupo, aunque él haya acabado: nadie sigue escribiendo.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    let _ = Command::new("sh").args(["-c", &format!("kill -s KILL -- -{}", child.id())]).stderr(Stdio::null()).status();
    let _ = child.kill();
    let _ = child.wait();
}

fn drain(source: Option<impl Read>, sink: &mut impl Sink) {
    let Some(mut source) = source else { return };
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count) = source.read(&mut buffer) {
        if count == 0 {
            return;
        }
        sink.take(&buffer[..count]);
    }
}

/// Lo que contesta `command`, que lee `input`.
pub fn answer(mut command: Command, input: &str) -> io::Result<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    child.stdin.take().expect("tiene entrada").write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(said)
    } else {
        Err(io::Error::other(format!("{}; escribió «{said}»", output.status)))
    }
}

/// El comienzo de lo escrito, hasta `most` bytes.
#[derive(Default)]
pub struct Beginning {
    bytes: Vec<u8>,
    most: usize,
}

impl Beginning {
    pub fn new(most: usize) -> Beginning {
        Beginning { bytes: Vec::new(), most }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl Sink for Beginning {
    fn take(&mut self, bytes: &[u8]) {
        let room = self.most - self.bytes.len();
        self.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }
}

/// Solo los renglones que empiezan por un sello, sin él, hasta `most` bytes en total.
pub struct Sealed {
    seal: Vec<u8>,
    most: usize,
    kept: usize,
    line: Vec<u8>,
    /// El renglón que llega no es de los nuestros, o ya no cabe.
    skip: bool,
    lines: Vec<String>,
}

impl Sealed {
    pub fn new(seal: &str, most: usize) -> Sealed {
        let seal = format!("{seal} ").into_bytes();
        Sealed { seal, most, kept: 0, line: Vec::new(), skip: false, lines: Vec::new() }
    }

    pub fn into_lines(self) -> Vec<String> {
        self.lines
    }
}

impl Sink for Sealed {
    fn take(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if byte == b'\n' {
                if !self.skip && self.line.len() >= self.seal.len() {
                    self.lines.push(String::from_utf8_lossy(&self.line[self.seal.len()..]).into_owned());
                }
                self.line.clear();
                self.skip = false;
            } else if !self.skip {
                let ours = self.line.len() >= self.seal.len() || self.seal[self.line.len()] == byte;
                self.skip = !ours || self.kept >= self.most;
                self.kept += 1;
                self.line.push(byte);
            }
            if self.skip {
                self.kept -= self.line.len();
                self.line.clear();
            }
        }
    }
}

/// Por qué un programa acabó antes de tiempo, dicho para una persona.
pub fn why(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return match signal {
            11 | 7 => "el programa se detuvo sin memoria de pila (¿una recursión sin fin?)".into(),
            6 => "el programa abortó (¿pidió demasiada memoria, o una recursión sin fin?)".into(),
            9 | 24 => "no terminó a tiempo (¿un bucle sin fin?)".into(),
            31 => "el programa se detuvo: pidió al sistema algo que no puede".into(),
            other => format!("el programa se detuvo (señal {other})"),
        };
    }
    match status.code() {
        Some(0) => "el programa terminó antes de tiempo (¿una llamada a exit?)".into(),
        code => format!("el programa terminó antes de tiempo, con el código {} (¿una llamada a exit?)", code.unwrap_or(-1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sealed_lines_are_kept() {
        let mut sealed = Sealed::new("s1", 1 << 20);
        for bytes in [&b"hola\ns1 v - 0\ns2 nada\n"[..], b"s1", b" end\ns1 a medias"] {
            sealed.take(bytes);
        }
        assert_eq!(sealed.into_lines(), ["v - 0", "end"]);
    }

    #[test]
    fn a_flood_takes_no_room() {
        let mut sealed = Sealed::new("s", 100);
        for _ in 0..1000 {
            sealed.take(b"s 0123456789\n"); // lo que ya no cabe se pierde
            sealed.take(&[b'x'; 1000]);
        }
        assert!(sealed.lines.len() < 10 && sealed.line.capacity() < 1000);
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_does_not_end_is_cut_with_its_children() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo hola; sleep 600"]);
        let (start, mut output) = (Instant::now(), Beginning::new(3));
        let ending = run(command, Duration::from_millis(300), &mut output, &mut Beginning::new(0)).unwrap();
        assert!(matches!(ending, Ending::TimedOut) && start.elapsed().as_secs() < 30);
        assert_eq!(output.text(), "hol");
    }
}
