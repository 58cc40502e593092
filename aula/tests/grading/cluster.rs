//! Calificar entre varias máquinas: la sala es de mentira, y el coordinador, los trabajadores y las notas, de verdad.
//!
//! Donde el sistema deja, cada trabajador tiene una red suya, y solo llega a los demás por un conmutador, como en una sala.
//! Donde no, la prueba lo dice y todos están en la de la máquina.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::class::{Entry, Grades, project, released};
use crate::command::{aula, folder, free_port, prepared, program, text};
use crate::{hostile, wrong};

/// Un conmutador con tres máquinas. Los espacios de nombres desaparecen con quien los tiene.
const NETWORK: &str = "\
mount -t tmpfs none /run
ip link add aula0 type bridge
ip addr add 10.77.0.1/24 dev aula0
ip link set aula0 up
ip link set lo up
for n in 1 2 3; do
    ip netns add m$n
    ip link add v$n type veth peer name eth0 netns m$n
    ip link set v$n master aula0 up
    ip -n m$n addr add 10.77.0.1$n/24 dev eth0
    ip -n m$n link set eth0 up
    ip -n m$n link set lo up
done
";

/// Cuánto se espera a lo que tiene que pasar. Pasa en segundos, pero la máquina puede estar ocupada.
const PATIENCE: Duration = Duration::from_secs(240);

/// La sala: un shell que recibe órdenes, y que al cerrarse mata a todos los que puso en marcha.
struct Room {
    shell: Child,
    place: PathBuf,
    separate: bool,
    port: u16,
}

impl Room {
    fn open(place: &Path) -> Room {
        let mut unshare = Command::new("unshare");
        unshare.args(["--user", "--map-root-user", "--net", "--mount", "sh", "-c"]);
        let tried = unshare.arg(format!("set -e\n{NETWORK}")).output();
        let separate = tried.as_ref().is_ok_and(|output| output.status.success());
        let mut command = if separate {
            let mut command = Command::new("unshare");
            command.args(["--user", "--map-root-user", "--net", "--mount", "sh"]);
            command
        } else {
            let why = tried.map_or_else(|error| error.to_string(), |output| text(&output));
            println!("Sin espacios de nombres de red ({}): todos en la red de esta máquina.", why.trim());
            Command::new("sh")
        };
        let shell = command.stdin(Stdio::piped()).spawn().expect("hay sh");
        let port = if separate { 8786 } else { free_port() };
        let mut room = Room { shell, place: place.into(), separate, port };
        room.say("all=\"\"");
        if separate {
            room.say(NETWORK);
        }
        room
    }

    fn say(&mut self, order: &str) {
        writeln!(self.shell.stdin.as_mut().expect("tiene entrada"), "{order}").expect("escucha");
    }

    fn address(&self) -> String {
        format!("tcp://{}:{}", if self.separate { "10.77.0.1" } else { "127.0.0.1" }, self.port)
    }

    /// Pone en marcha un programa en una máquina (0 es la del coordinador), con su grupo de procesos; lo que dice queda en
    /// `NAME.log`, y su código de salida, en `NAME.fin`.
    fn start(&mut self, name: &str, machine: u8, program: &Path, arguments: &[&str]) {
        let inside = if self.separate && machine > 0 { format!("ip netns exec m{machine} ") } else { String::new() };
        let quoted: Vec<_> = arguments.iter().map(|it| format!("'{it}'")).collect();
        let (program, arguments, place) = (program.display(), quoted.join(" "), self.place.display());
        self.say(&format!(
            "setsid sh -c \"{inside}'{program}' {arguments}; echo \\$? > '{place}/{name}.fin'\" > '{place}/{name}.log' 2>&1 \
             < /dev/null & {name}=$!; all=\"$all -$!\""
        ));
    }

    fn aula(&mut self, name: &str, machine: u8, arguments: &[&str]) {
        self.start(name, machine, Path::new(env!("CARGO_BIN_EXE_aula")), arguments);
    }

    /// Como si se le fuera la luz.
    fn kill(&mut self, name: &str) {
        self.say(&format!("kill -s KILL -- -${name} 2> /dev/null"));
    }

    fn log(&self, name: &str) -> String {
        fs::read_to_string(self.place.join(format!("{name}.log"))).unwrap_or_default()
    }

    fn wait_for(&self, what: &str, ready: impl Fn() -> bool) {
        let start = Instant::now();
        while !ready() {
            let logs = || {
                ["coordinador", "uno", "dos", "otra", "abierta", "primera", "segunda"]
                    .map(|name| self.log(name))
                    .join("---\n")
            };
            assert!(start.elapsed() < PATIENCE, "no llegó: {what}\n{}", logs());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Espera a que termine `name`, y devuelve su código y lo que dijo.
    fn finished(&self, name: &str) -> (String, String) {
        let end = self.place.join(format!("{name}.fin"));
        let code = || fs::read_to_string(&end).unwrap_or_default().trim().to_string();
        self.wait_for(&format!("el final de {name}"), || !code().is_empty());
        (code(), self.log(name))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.say("kill -s KILL -- $all 2> /dev/null");
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// Un rustc que dice ser otro: lo que tendría una máquina con otra versión de Rust.
fn another_rust(place: &Path) -> PathBuf {
    let tools = place.join("otro-rust");
    fs::create_dir_all(&tools).expect("se crea");
    let script = "#!/bin/sh\n[ \"$1\" = --version ] && exec echo 'rustc 1.96.0 (otra)'\nPATH=${PATH#*:} exec rustc \"$@\"\n";
    let path = tools.join("rustc");
    fs::write(&path, script).expect("se escribe");
    fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("se puede");
    tools
}

/// Dask, instalado como lo instala el comando.
fn with_dask() {
    prepared();
    let mut command = aula("calificar");
    command.args(["/no existe", "--salida", "/tampoco", "--dask", "tcp://127.0.0.1:1"]);
    let run = command.output().expect("aula corre");
    assert!(run.status.code() == Some(1) && text(&run).contains("No existe /no existe"), "{}", text(&run));
}

#[test]
fn a_room_of_computers_gives_the_same_grades() {
    with_dask();
    let place = folder("sala");
    let (submissions, output, alone) = (place.join("entregas"), place.join("salida"), place.join("sola"));
    fs::create_dir(&submissions).expect("se crea");
    let mut entries = vec![Entry::solved(), Entry(released()), hostile::broken()];
    entries.extend((0..3).map(|number| wrong::entry(number, wrong::HALVES[number % 2])));
    for (number, entry) in entries.iter().enumerate() {
        fs::write(submissions.join(format!("e{number}.ipynb")), entry.0.to_string()).expect("se escribe");
    }

    let mut room = Room::open(&place);
    let address = room.address();
    let port = room.port.to_string();
    room.aula("coordinador", 0, &["trabajador", "--coordinador", "--puerto", &port]);
    room.aula("uno", 1, &["trabajador", &address, "--a-la-vez", "1"]);
    // Una máquina que no aísla ni siquiera empieza; si alguien la pone con el programa de Dask, la rechaza quien califica. Y
    // otra tiene otro Rust.
    let (python, denied) = (program("python"), project().join("aula/tests/grading/denied.py"));
    let (denied, ours) = (denied.to_str().expect("es texto"), env!("CARGO_BIN_EXE_aula"));
    room.start("cerrada", 2, &python, &[denied, "landlock", ours, "trabajador", &address]);
    let worker = ["-m", "distributed.cli.dask_worker", &address, "--no-nanny", "--nthreads", "1", "--no-dashboard"];
    let dask = python.to_str().expect("es texto");
    room.start("abierta", 2, &python, &[&[denied, "landlock", dask][..], &worker].concat());
    let path = format!("PATH={}:{}", another_rust(&place).display(), std::env::var("PATH").expect("hay PATH"));
    room.start("otra", 3, Path::new("/usr/bin/env"), &[&[&path[..], dask][..], &worker].concat());

    // La primera vez, quien califica se apaga a la mitad.
    let done = || fs::read_dir(output.join(".avance")).map_or(0, |files| files.flatten().filter(is_kept).count());
    let grade = [
        "calificar",
        submissions.to_str().expect("es texto"),
        "--salida",
        output.to_str().expect("es texto"),
        "--dask",
        &address,
    ];
    room.aula("primera", 0, &grade);
    room.wait_for("la primera nota", || done() >= 1);
    room.kill("primera");
    let kept = done();
    assert!(!output.join("notas.csv").exists(), "una nota a medias");

    // La segunda sigue por donde iba; a la mitad se apaga el único trabajador, y después llega otro.
    room.aula("segunda", 0, &grade);
    room.wait_for("otra nota", || done() > kept);
    room.kill("uno");
    room.aula("dos", 2, &["trabajador", &address, "--a-la-vez", "1"]);
    let here = aula("calificar").arg(&submissions).arg("--salida").arg(&alone).output().expect("aula corre");
    assert!(here.status.success(), "{}", text(&here));
    let (code, said) = room.finished("segunda");
    assert_eq!(code, "0", "{said}");
    for words in [
        "ya estaban calificadas",
        "se perdió",
        "tiene otro Rust, rustc 1.96.0 (otra)",
        "rechazado: Este sistema no deja aislar",
    ] {
        assert!(said.contains(words), "falta «{words}»:\n{said}");
    }
    let (there, here) = (Grades::read(&output.join("notas.csv")), Grades::read(&alone.join("notas.csv")));
    assert_eq!(there.text, here.text);
    assert!(there.points("e0", "total") > there.points("e3", "total") && there.get("e1", "total") == "0", "{}", there.text);

    let (code, said) = room.finished("cerrada");
    assert!(code == "1" && said.contains("Landlock") && !said.contains("--sin-aislamiento"), "{said}");
    assert!(room.log("otra").contains("no puede calificar: tiene otro Rust"), "{}", room.log("otra"));
}

fn is_kept(entry: &fs::DirEntry) -> bool {
    entry.path().extension().is_some_and(|extension| extension == "json")
}

#[test]
fn when_nobody_answers_nothing_is_written() {
    let (submissions, output) = (folder("entregas-sin-sala"), folder("sin-sala").join("salida"));
    fs::write(submissions.join("ana.ipynb"), Entry::solved().0.to_string()).expect("se escribe");
    let address = "tcp://127.0.0.1:1"; // un puerto en el que nunca hay nadie
    let mut command = aula("calificar");
    let run = command.arg(&submissions).arg("--salida").arg(&output).args(["--dask", address]).output().expect("aula corre");
    let said = text(&run);
    assert!(
        run.status.code() == Some(1) && said.contains(&format!("En {address} no contesta ningún coordinador")),
        "{said}"
    );
    assert!(!output.exists());
}

#[test]
fn the_distribution_loses_nothing() {
    with_dask();
    let run = Command::new(program("python")).arg(project().join("aula/tests/grading/distribution.py")).output();
    let run = run.expect("Python corre");
    assert!(run.status.success(), "{}", text(&run));
}
