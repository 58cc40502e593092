//! ¿Funciona el aislamiento en esta máquina? Se prueba de verdad: este programa se aísla a sí mismo e intenta salir.

use std::process::{Command, ExitCode};

use exam::jail::refused;

use crate::arguments::PROBE;
use crate::system;

/// Aísla un `jail --probe` y cuenta cómo fue: en una línea, lo que falta.
pub fn check() -> ExitCode {
    let tried = std::env::current_exe().and_then(|own| Command::new(&own).args(["run", "--"]).arg(&own).arg(PROBE).output());
    let missing = match tried {
        Ok(output) if output.status.success() => {
            if let Some(partial) = system::PARTIAL {
                println!("aviso: {partial}");
            }
            return ExitCode::SUCCESS;
        }
        Ok(output) => {
            let complaints = String::from_utf8_lossy(&output.stderr);
            let said = String::from_utf8_lossy(&output.stdout);
            let reason = refused(output.status, &complaints, "").or(said.lines().next()).or(complaints.lines().next());
            reason.map_or_else(|| format!("el programa aislado terminó con {}", output.status), str::to_string)
        }
        Err(error) => error.to_string(),
    };
    println!("{missing}");
    ExitCode::FAILURE
}

/// Dentro del aislamiento: todo esto tiene que fallar. Lo que solo impide Linux se prueba solo en Linux.
pub fn probe() -> ExitCode {
    let linux = cfg!(target_os = "linux");
    let escapes = [
        ("abre una carpeta", linux && std::fs::read_dir("/").is_ok()),
        ("lee un archivo", linux && std::fs::read("/etc/passwd").is_ok()),
        ("crea un hilo", linux && std::thread::Builder::new().spawn(|| ()).is_ok()),
        ("abre un socket", std::net::UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("ejecuta otro programa", Command::new("/bin/sh").args(["-c", ":"]).status().is_ok()),
        ("se ejecuta a sí mismo", linux && executes_itself()),
    ];
    let escapes: Vec<_> = escapes.into_iter().filter(|(_, escaped)| *escaped).map(|(what, _)| what).collect();
    if escapes.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("el aislamiento no funciona en este sistema: un programa aislado todavía {}", escapes.join(", "));
    ExitCode::FAILURE
}

/// No vuelve si lo consigue: entonces el programa es otro, que no entiende lo que se le pide y falla.
#[cfg(unix)]
fn executes_itself() -> bool {
    let own = std::env::args_os().next().unwrap_or_default();
    for path in ["/proc/self/exe".into(), own] {
        let _ = std::os::unix::process::CommandExt::exec(Command::new(path).arg("run"));
    }
    false
}

#[cfg(not(unix))]
fn executes_itself() -> bool {
    false
}
