//! Cómo va lo que se está preparando: una línea en el terminal y un archivo para la página que se lee mientras tanto.

use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::project::{self, Project};

/// Cada cuánto se escribe una línea cuando nadie mira el terminal.
const SELDOM: Duration = Duration::from_secs(30);

/// Lo comparten los hilos que preparan.
#[derive(Default)]
pub struct Progress {
    /// El archivo, si alguien lo lee.
    file: Option<PathBuf>,
    last_line: Mutex<Option<Instant>>,
}

impl Progress {
    /// El que además se puede leer en [`Progress::file`].
    pub fn shared(project: &Project) -> Progress {
        Progress { file: Some(project.venv().join("progreso.json")), ..Progress::default() }
    }

    pub fn file(&self) -> Option<&PathBuf> {
        self.file.as_ref()
    }

    /// Un paso de los largos: qué es, dicho por entero.
    pub fn step(&self, stage: &str, text: &str) {
        println!("{text}");
        self.publish(json!({"stage": stage, "text": text, "fraction": null, "seconds_left": null, "message": null}));
    }

    /// Por dónde va el paso: de 0 a 1 y, si ya se sabe, cuántos segundos le quedan.
    pub fn advance(&self, stage: &str, text: &str, fraction: f64, seconds_left: Option<u64>) {
        let left = seconds_left.map(|seconds| format!("; quedan unos {}", spoken(seconds))).unwrap_or_default();
        self.line(&format!("{text}{left}"));
        let fraction = (fraction * 1000.0).round() / 1000.0;
        self.publish(
            json!({"stage": stage, "text": text, "fraction": fraction, "seconds_left": seconds_left, "message": null}),
        );
    }

    pub fn ready(&self) {
        self.publish(json!({"stage": "ready", "text": "Todo listo", "fraction": 1.0, "seconds_left": 0, "message": null}));
    }

    pub fn failed(&self, message: &str) {
        let text = "No se pudo terminar de preparar";
        self.publish(json!({"stage": "failed", "text": text, "fraction": null, "seconds_left": null, "message": message}));
    }

    /// Un detalle, en una línea que se reescribe o, si nadie mira, una línea de vez en cuando.
    pub fn line(&self, text: &str) {
        let Ok(mut last) = self.last_line.lock() else { return };
        if stdout().is_terminal() {
            let text: String = text.chars().take(78).collect();
            print!("\r\x1b[K  {text}");
            let _ = stdout().flush();
        } else if last.is_none_or(|last| last.elapsed() > SELDOM) {
            println!("  {text}");
        } else {
            return;
        }
        *last = Some(Instant::now());
    }

    /// Deja limpia la línea que se reescribía.
    pub fn end_line(&self) {
        if self.last_line.lock().is_ok_and(|mut last| last.take().is_some()) && stdout().is_terminal() {
            print!("\r\x1b[K");
            let _ = stdout().flush();
        }
    }

    /// Que el archivo no se pueda escribir no impide preparar nada.
    fn publish(&self, state: Value) {
        if let Some(file) = &self.file {
            let _ = project::write_whole(file, &state.to_string());
        }
    }
}

/// Hace `work`, que tarda: dice antes qué es y, al terminar, cuánto ha tardado.
pub fn step<T>(progress: &Progress, stage: &str, what: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    progress.step(stage, what);
    let start = Instant::now();
    let result = work();
    progress.end_line();
    let result = result?;
    println!("  Hecho en {}.", spoken(start.elapsed().as_secs()));
    Ok(result)
}

fn spoken(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
