//! El núcleo que evcxr publica ya compilado, donde publica uno.
#![cfg(any(
    all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"),
    all(target_os = "macos", target_arch = "aarch64"),
    all(target_os = "windows", target_arch = "x86_64")
))]

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::fake::REAL_PYTHON;
use crate::machine::Machine;
use crate::{assert_says, text};

/// La dirección de los programas publicados, si no es la de evcxr.
const MIRROR: &str = "AULA_EVCXR";

const PACKAGE: &str = if cfg!(windows) {
    "x86_64-pc-windows-msvc.zip"
} else if cfg!(target_os = "macos") {
    "aarch64-apple-darwin.tar.gz"
} else {
    "x86_64-unknown-linux-gnu.tar.gz"
};

/// El servidor de una prueba: contesta lo mismo a quien llegue, y apunta qué se pidió.
fn serve(answer: Vec<u8>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (asked, requests) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let length = stream.read(&mut request).unwrap();
            let _ = asked.send(String::from_utf8_lossy(&request[..length]).into_owned());
            let _ = stream.write_all(&answer);
        }
    });
    (address, requests)
}

fn http(status: &str, length: usize, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.0 {status}\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// El paquete de la publicación de evcxr, con el programa `name` dentro de una carpeta.
fn package(machine: &Machine, python: &str, name: &str) -> Vec<u8> {
    let folder = Path::new("paquete").join("evcxr_jupyter-v0.22.0");
    machine.fake(&folder.join(format!("{name}{EXE_SUFFIX}")), "");
    let kind = if cfg!(windows) { "zip" } else { "gztar" };
    let pack = format!("import shutil; print(shutil.make_archive('hecho', '{kind}', 'paquete'))");
    let made = Command::new(python).args(["-c", &pack]).current_dir(&machine.folder).output().unwrap();
    assert!(made.status.success(), "{}", text(&made));
    fs::read(machine.folder.join(String::from_utf8(made.stdout).unwrap().trim())).unwrap()
}

/// El Python de esta máquina, entero, porque el PATH de la otra no lo tiene: el de mentira le pasa las descargas.
fn real_python() -> String {
    let asked = ["python3", "python"].map(|name| {
        let run = Command::new(name).args(["-c", "import sys; print(sys.executable)"]).output().ok()?;
        run.status.success().then(|| String::from_utf8(run.stdout).unwrap().trim().to_string())
    });
    asked.into_iter().flatten().next().expect("hace falta Python en el PATH")
}

#[test]
fn the_published_program_is_used_if_it_works_here() {
    let python = real_python();
    // Con un proxy que no contesta: a esta misma máquina no se llega por él.
    let dead = ("http_proxy", "http://127.0.0.1:9");
    let prepare = |machine: &Machine, mirror: &str| machine.prepare(&[(REAL_PYTHON, &python), (MIRROR, mirror), dead]);
    let machine = Machine::new("publicado");
    let file = package(&machine, &python, "evcxr_jupyter");
    let (address, requests) = serve(http("200 OK", file.len(), &file));
    let output = prepare(&machine, &address);
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(machine.calls("cargo install"), 0, "{}", text(&output));
    let asked = requests.recv_timeout(Duration::from_secs(60)).unwrap();
    assert!(asked.starts_with(&format!("GET /v0.22.0/evcxr_jupyter-v0.22.0-{PACKAGE} ")), "{asked}");

    let truncated = &file[..file.len() / 2];
    for (name, answer, reason) in [
        ("404", http("404 Not Found", 0, b""), "No se pudo descargar el núcleo: el servidor contesta 404"),
        ("cortado", http("200 OK", file.len(), truncated), "la descarga llegó incompleta"),
        ("estropeado", http("200 OK", truncated.len(), truncated), "el paquete descargado está estropeado"),
        ("pagina", http("200 OK", 15, b"<html>no</html>"), "el paquete descargado está estropeado"),
    ] {
        let machine = Machine::new(&format!("publicado_{name}"));
        let (address, _requests) = serve(answer);
        assert_says(&prepare(&machine, &address), 0, reason);
        assert_eq!(machine.calls("cargo install"), 1);
    }
    let machine = Machine::new("publicado_sin_https");
    assert_says(&prepare(&machine, "http://ejemplo.invalid"), 0, "no es una dirección HTTPS");
    let machine = Machine::new("publicado_vacio");
    let file = package(&machine, &python, "leeme");
    let (address, _requests) = serve(http("200 OK", file.len(), &file));
    assert_says(&prepare(&machine, &address), 0, "no trae evcxr_jupyter");
}
