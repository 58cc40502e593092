//! Ejecutar un programa que quizá no termine, no calle o no quepa: con un plazo, y guardando de lo que escribe solo lo que
//! interesa.

use std::io::{self, Read, Write};
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::group::Group;

/// Lo que se espera, cuando todo terminó, a que se lea lo último que escribió: está ya en la memoria del sistema.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Cómo acabó.
pub enum Ending {
    Exited(ExitStatus),
    TimedOut,
}

/// Adónde va lo que escribe un programa.
pub trait Sink: Send + 'static {
    fn take(&mut self, bytes: &[u8]);
}

/// Ejecuta `command`, que lee `input`, durante `limit` a lo sumo. Cuando acaba, bien o mal, se termina todo lo que haya
/// arrancado: nadie sigue gastando ni escribiendo, y no se espera a quien se quedó con sus salidas.
pub fn run<O: Sink, E: Sink>(
    mut command: Command,
    input: &str,
    limit: Duration,
    output: O,
    errors: E,
) -> io::Result<(Ending, O, E)> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut group = Group::spawn(command)?;
    feed(group.child.stdin.take().expect("tiene entrada"), input);
    let output = group.child.stdout.take().map(|source| Reader::start(source, output)).expect("tiene salida");
    let errors = group.child.stderr.take().map(|source| Reader::start(source, errors)).expect("tiene salida de errores");
    let ending = group.wait(limit)?.map_or(Ending::TimedOut, Ending::Exited);
    let last = Instant::now() + LAST_WORDS;
    Ok((ending, output.finish(last), errors.finish(last)))
}

/// Lo que cabe en una tubería mientras nadie la lee, en cualquier sistema.
const PIPE: usize = 4096;

/// Le da a un programa su entrada. Si es larga, en un hilo: puede que no la lea. Que la deje a medias es cosa suya.
fn feed(mut stdin: ChildStdin, input: &str) {
    if input.len() <= PIPE {
        let _ = stdin.write_all(input.as_bytes());
    } else {
        let input = input.to_string();
        thread::spawn(move || _ = stdin.write_all(input.as_bytes()));
    }
}

/// Quien lee lo que escribe un programa, en un hilo aparte.
struct Reader<S> {
    sink: Arc<Mutex<Option<S>>>,
    finished: Receiver<()>,
}

impl<S: Sink> Reader<S> {
    fn start(mut source: impl Read + Send + 'static, sink: S) -> Reader<S> {
        let sink = Arc::new(Mutex::new(Some(sink)));
        let (done, finished) = mpsc::channel();
        let shared = Arc::clone(&sink);
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = source.read(&mut buffer) {
                match shared.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
                    Some(sink) => sink.take(&buffer[..count]),
                    None => break, // ya nadie lo espera
                }
            }
            let _ = done.send(());
        });
        Reader { sink, finished }
    }

    /// Lo leído. Quien se salió del grupo puede tener aún la tubería: a ese no se le espera.
    fn finish(self, last: Instant) -> S {
        let _ = self.finished.recv_timeout(last.saturating_duration_since(Instant::now()));
        self.sink.lock().unwrap_or_else(PoisonError::into_inner).take().expect("solo se recoge una vez")
    }
}

/// Lo escrito se pierde.
pub struct Nowhere;

impl Sink for Nowhere {
    fn take(&mut self, _: &[u8]) {}
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

/// ¿Lo terminaron por gastar demasiado?
pub fn ran_out_of_time(status: ExitStatus) -> bool {
    matches!(signal(status), Some(9 | 24))
}

/// Por qué un programa acabó antes de tiempo, dicho para una persona.
pub fn why(status: ExitStatus) -> String {
    match (signal(status), status.code()) {
        (Some(11 | 7), _) => "el programa se detuvo sin memoria de pila (¿una recursión sin fin?)".into(),
        (Some(6), _) => "el programa abortó (¿pidió demasiada memoria, o una recursión sin fin?)".into(),
        (Some(31), _) => "el programa se detuvo: pidió al sistema algo que no puede".into(),
        (Some(other), _) => format!("el programa se detuvo (señal {other})"),
        (None, Some(0)) => "el programa terminó antes de tiempo (¿una llamada a exit?)".into(),
        (None, code) => {
            let code = code.unwrap_or(-1);
            format!("el programa terminó antes de tiempo, con el código {code} (¿una llamada a exit?)")
        }
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::{Path, PathBuf};
    use std::{env, process};

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

    /// Con qué variable se dice al programa de abajo qué le toca hacer, y con cuál, el archivo que bloquea su hijo.
    const ROLE: &str = "GRADIENTE_PRUEBA_PAPEL";
    const LOCK: &str = "GRADIENTE_PRUEBA_CANDADO";

    /// No es una prueba, sino el programa que arrancan las de abajo: así corren en cualquier sistema. Deja un hijo, que se
    /// queda con sus salidas y con un candado que solo se suelta cuando muere.
    #[test]
    #[ignore = "lo arrancan otras pruebas, en un proceso aparte"]
    fn a_program_with_a_child() {
        let role = env::var(ROLE).expect("lo arrancan otras pruebas");
        let lock = PathBuf::from(env::var_os(LOCK).expect("y dicen dónde está el candado"));
        let ready = lock.with_extension("listo");
        if role == "child" {
            let file = File::create(lock).unwrap();
            file.lock().unwrap();
            fs::write(ready, process::id().to_string()).unwrap();
            return thread::sleep(Duration::from_secs(600));
        }
        println!("hola");
        let mut child = program("child", &lock);
        #[cfg(unix)]
        if role == "escaping" {
            std::os::unix::process::CommandExt::process_group(&mut child, 0);
        }
        std::mem::forget(child.spawn().unwrap()); // nadie lo espera: de eso se trata
        while !ready.exists() {
            thread::sleep(Duration::from_millis(5));
        }
        if role == "endless" {
            thread::sleep(Duration::from_secs(600));
        }
    }

    /// El programa de arriba, que es este mismo.
    fn program(role: &str, lock: &Path) -> Command {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "limited::tests::a_program_with_a_child", "--ignored", "--nocapture"]);
        command.env(ROLE, role).env(LOCK, lock);
        command
    }

    /// Cómo acabó el programa, cuánto tardó y lo que escribió; y que su hijo ya no está.
    fn ended(role: &str, limit: Duration) -> (Ending, Duration, String) {
        let folder = env::temp_dir().join(format!("gradiente-plazo-{role}-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        let lock = folder.join("candado");
        let start = Instant::now();
        let (ending, output, _) = run(program(role, &lock), "", limit, Beginning::new(1 << 16), Beginning::new(0)).unwrap();
        let elapsed = start.elapsed();
        assert!(lock.with_extension("listo").exists(), "el hijo no llegó a empezar: {}", output.text());
        let file = File::open(&lock).unwrap();
        // Morir lleva su tiempo, pero poco.
        while file.try_lock().is_err() {
            assert!(start.elapsed() < elapsed + Duration::from_secs(30), "su hijo sigue ahí");
            thread::sleep(Duration::from_millis(5));
        }
        drop(file); // en Windows, una carpeta no se borra con un archivo abierto dentro
        fs::remove_dir_all(folder).unwrap();
        (ending, elapsed, output.text())
    }

    #[test]
    fn a_program_that_ends_well_leaves_nobody_behind() {
        let (ending, elapsed, said) = ended("leaving", Duration::from_secs(60));
        assert!(matches!(ending, Ending::Exited(status) if status.success()), "{said}");
        assert!(elapsed < Duration::from_secs(60) && said.contains("hola"), "{elapsed:?}: {said}");
    }

    #[test]
    fn a_program_that_does_not_end_is_cut_with_its_children() {
        let (ending, elapsed, said) = ended("endless", Duration::from_secs(4));
        assert!(matches!(ending, Ending::TimedOut) && said.contains("hola"), "{said}");
        assert!((4..60).contains(&elapsed.as_secs()), "{elapsed:?}");
    }

    /// Quien corre sin aislamiento puede salirse del grupo. Entonces no se va, pero tampoco se le espera.
    #[cfg(unix)]
    #[test]
    fn nobody_waits_for_who_left_the_group() {
        let folder = env::temp_dir().join(format!("gradiente-plazo-fuera-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        let lock = folder.join("candado");
        let (start, limit) = (Instant::now(), Duration::from_secs(60));
        let command = program("escaping", &lock);
        let (ending, output, _) = run(command, "", limit, Beginning::new(1 << 16), Beginning::new(0)).unwrap();
        let elapsed = start.elapsed();
        let child = fs::read_to_string(lock.with_extension("listo")).unwrap().parse().unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(child).unwrap(), rustix::process::Signal::KILL)
            .expect("seguía ahí");
        fs::remove_dir_all(folder).unwrap();
        assert!(matches!(ending, Ending::Exited(status) if status.success()) && elapsed < limit, "{elapsed:?}");
        assert!(output.text().contains("hola"), "{}", output.text());
    }

    #[test]
    fn only_the_beginning_is_kept() {
        let mut beginning = Beginning::new(3);
        [&b"ho"[..], b"la", b"!"].iter().for_each(|bytes| beginning.take(bytes));
        assert_eq!(beginning.text(), "hol");
    }
}
