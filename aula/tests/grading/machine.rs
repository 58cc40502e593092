//! Mirar la máquina mientras corre un programa: cuántos procesos, hilos y memoria ocupan él y lo que arranca.

use std::collections::HashMap;
use std::fs;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Lo más que se vio de cada cosa.
#[derive(Debug, Default)]
pub struct Usage {
    pub samples: usize,
    pub processes: usize,
    pub threads: usize,
    /// En bytes.
    pub memory: usize,
}

/// Ejecuta `command` y, mientras, mira.
pub fn watched(mut command: Command) -> (Output, Usage) {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("se ejecuta");
    let (root, finished) = (child.id(), AtomicBool::new(false));
    thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = Usage::default();
            while !finished.load(Ordering::Relaxed) {
                look(root, &mut most);
                thread::sleep(Duration::from_millis(20));
            }
            most
        });
        let output = child.wait_with_output().expect("termina");
        finished.store(true, Ordering::Relaxed);
        (output, watch.join().expect("se mira hasta el final"))
    })
}

/// Ejecuta `command` hasta que pase algo, y lo mata con todo su grupo.
pub fn kill_when(mut command: Command, condition: impl Fn() -> bool) {
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child: Child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("se ejecuta");
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(120), "no llegó a pasar");
        assert!(child.try_wait().expect("se sabe").is_none(), "acabó antes de tiempo");
        thread::sleep(Duration::from_millis(10));
    }
    let kill = Command::new("sh").args(["-c", &format!("kill -s KILL -- -{}", child.id())]).status();
    assert!(kill.expect("hay sh").success());
    child.wait().expect("ya murió");
}

/// Suma lo de `root` y lo de todos sus descendientes.
fn look(root: u32, most: &mut Usage) {
    let all: HashMap<u32, (u32, usize, usize)> = fs::read_dir("/proc")
        .expect("hay /proc")
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // Detrás del nombre, que puede llevar de todo: estado, padre… hilos (18) … páginas en memoria (22).
            let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
            Some((pid, (fields[1].parse().ok()?, fields[17].parse().ok()?, fields[21].parse().ok()?)))
        })
        .collect();
    let ours = |mut pid: u32| {
        while pid != root {
            match all.get(&pid) {
                Some((parent, ..)) => pid = *parent,
                None => return false,
            }
        }
        true
    };
    let found: Vec<_> = all.iter().filter(|(pid, _)| ours(**pid)).map(|(_, process)| process).collect();
    most.samples += 1;
    most.processes = most.processes.max(found.len());
    most.threads = most.threads.max(found.iter().map(|(_, threads, _)| threads).sum());
    most.memory = most.memory.max(found.iter().map(|(_, _, pages)| pages * 4096).sum());
}
