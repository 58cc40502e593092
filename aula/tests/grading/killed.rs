//! Lo que queda cuando a quien califica lo terminan a la fuerza: nada, desde la próxima vez.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::class::project;
use crate::command::prepared;
use crate::engine::{Answers, course, graded};

/// Lo que se espera a algo que no tarda, salvo en una máquina muy ocupada.
const PATIENCE: Duration = Duration::from_secs(120);

/// El motor, con una entrega que no termina.
struct Busy {
    child: Child,
    input: Option<ChildStdin>,
}

impl Busy {
    fn start() -> Busy {
        prepared();
        let endless =
            Answers::solved().with("cadena", "fn chain_derivative(x: f64) -> f64 { loop { std::hint::spin_loop() } }");
        let mut order = course().clone();
        order["submissions"] = json!([{"key": "ana", "answers": endless.0}]);
        let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
        command.args(["examine", "--class"]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().expect("se ejecuta");
        let mut input = child.stdin.take().expect("tiene entrada");
        writeln!(input, "{order}").expect("la lee");
        let busy = Busy { child, input: Some(input) };
        wait_until("que corra la respuesta", || busy.programs() > 0);
        busy
    }

    /// Sus carpetas de trabajo, con el programa que juzga.
    fn folders(&self) -> Vec<PathBuf> {
        let own = format!("gradiente-{}-", self.child.id());
        let places = [project().join(".venv/tmp"), std::env::temp_dir()];
        let entries = places.iter().filter_map(|place| fs::read_dir(place).ok()).flatten().flatten();
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&own)).map(|entry| entry.path()).collect()
    }

    /// Cuántos programas de respuestas hay en marcha.
    fn programs(&self) -> usize {
        let (own, folders) = (format!("gradiente-{}-", self.child.id()), fs::read_dir("/proc").expect("hay /proc"));
        let is_ours = |entry: &fs::DirEntry| {
            fs::read_link(entry.path().join("exe")).is_ok_and(|program| {
                let program = program.to_string_lossy().into_owned();
                program.contains(&own) && program.contains("/0/programa") // el primero que compila cada entrega
            })
        };
        folders.flatten().filter(is_ours).count()
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < PATIENCE, "no llegó a pasar: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn what_a_killed_run_leaves_is_gone_the_next_time() {
    let mut busy = Busy::start();
    assert!(!busy.folders().is_empty());
    busy.child.kill().expect("SIGKILL");
    busy.child.wait().expect("muere");
    wait_until("que muera lo que estaba en marcha", || busy.programs() == 0);
    assert!(!busy.folders().is_empty(), "nadie pudo borrarla");
    let results = graded(&[("ana", Answers::solved())]);
    assert_eq!(results["ana"]["errores"]["points"], 3.0);
    assert_eq!(busy.folders(), Vec::<PathBuf>::new());
}

/// Si muere quien lo pidió, se cierra la entrada.
#[test]
fn when_nobody_waits_it_leaves_nothing() {
    let mut busy = Busy::start();
    drop(busy.input.take());
    let start = Instant::now();
    let status = busy.child.wait().expect("termina");
    assert!(!status.success() && start.elapsed() < PATIENCE, "{status}");
    wait_until("que muera lo que estaba en marcha", || busy.programs() == 0);
    assert_eq!(busy.folders(), Vec::<PathBuf>::new());
}
