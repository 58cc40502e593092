//! Cómo va lo que se está preparando: unas líneas en el terminal y un archivo para la página que se lee mientras tanto.

use std::fs;
use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::project::Project;

/// Cada cuánto se escribe una línea cuando nadie mira el terminal.
const SELDOM: Duration = Duration::from_secs(30);
/// Cada cuánto se vuelve a escribir el archivo, aunque no haya novedad: así se sabe que alguien sigue preparando.
const BEAT: Duration = Duration::from_secs(1);

/// Lo comparten los hilos que preparan.
#[derive(Default)]
pub struct Progress {
    last_line: Mutex<Option<Line>>,
    shared: Option<Arc<Shared>>,
}

/// Lo último que se dijo en una línea que se reescribe: cuándo, y cuántas letras tiene.
struct Line {
    time: Instant,
    length: usize,
}

/// Lo que además se puede leer en un archivo.
struct Shared {
    file: PathBuf,
    state: Mutex<State>,
}

#[derive(Clone, Default)]
struct State {
    stage: &'static str,
    text: String,
    message: Option<String>,
    /// Cuánto se llevaba hecho de todo al empezar el paso, y cuánto se lleva.
    before: f64,
    fraction: Option<f64>,
    /// Cuándo empezó el paso y cuándo se espera que termine, si se sabe.
    start: Option<Instant>,
    end: Option<Instant>,
}

impl Progress {
    /// El que además se puede leer en su [archivo](Progress::file), que se reescribe mientras dure el programa.
    pub fn shared(project: &Project) -> Progress {
        let file = project.root.join(".venv.progreso.json");
        let _ = fs::remove_file(&file); // de una vez que se cerró de golpe
        let shared = Arc::new(Shared { file, state: Mutex::default() });
        let beating = Arc::downgrade(&shared);
        thread::spawn(move || {
            while let Some(shared) = beating.upgrade() {
                shared.write();
                thread::sleep(BEAT);
            }
        });
        Progress { last_line: Mutex::default(), shared: Some(shared) }
    }

    pub fn file(&self) -> Option<&PathBuf> {
        self.shared.as_ref().map(|shared| &shared.file)
    }

    /// Hace `work`, que es un paso largo: dice antes qué es y, al terminar, cuánto tardó. Si se sabe cuánto suele tardar, la
    /// página lo cuenta.
    pub fn step<T>(
        &self,
        stage: &'static str,
        what: &str,
        usual: Option<Duration>,
        work: impl FnOnce() -> Result<T, String>,
    ) -> Result<T, String> {
        println!("{what}");
        let start = Instant::now();
        self.publish(|state| {
            let before = state.fraction.unwrap_or(state.before);
            let end = usual.map(|usual| start + usual);
            *state = State { stage, text: what.to_string(), before, start: Some(start), end, ..State::default() };
        });
        let result = work();
        self.end_line();
        let result = result?;
        println!("  Hecho en {}.", spoken(start.elapsed().as_secs()));
        Ok(result)
    }

    /// Por dónde va el paso: qué parte lleva de todo lo que hay que preparar y, si ya se sabe, cuánto le queda.
    pub fn advance(&self, text: &str, fraction: f64, left: Option<Duration>) {
        let spoken_left = left.map(|left| format!("; quedan unos {}", spoken(left.as_secs()))).unwrap_or_default();
        self.line(&format!("{text}{spoken_left}"));
        self.publish(|state| {
            state.text = text.to_string();
            state.fraction = Some(fraction.max(state.fraction.unwrap_or(0.0)));
            state.end = left.map(|left| Instant::now() + left);
        });
    }

    pub fn ready(&self) {
        self.publish(|state| *state = State { stage: "ready", text: "Todo listo".into(), ..State::default() });
    }

    pub fn failed(&self, message: &str) {
        self.publish(|state| *state = State { stage: "failed", message: Some(message.into()), ..State::default() });
    }

    /// Un detalle, en una línea que se reescribe o, si nadie mira, una línea de vez en cuando.
    pub fn line(&self, text: &str) {
        let mut last = self.last_line.lock().unwrap_or_else(PoisonError::into_inner);
        let text: String = text.chars().take(76).collect();
        let length = text.chars().count();
        if stdout().is_terminal() {
            // Con espacios, que valen en cualquier terminal: borrar la línea con un código, no en todos los de Windows.
            let before = last.as_ref().map_or(0, |line| line.length);
            print!("\r  {text}{:1$}", "", before.saturating_sub(length));
            let _ = stdout().flush();
        } else if last.as_ref().is_none_or(|line| line.time.elapsed() > SELDOM) {
            println!("  {text}");
        } else {
            return;
        }
        *last = Some(Line { time: Instant::now(), length });
    }

    /// Deja limpia la línea que se reescribía.
    fn end_line(&self) {
        let last = self.last_line.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(line) = last.filter(|_| stdout().is_terminal()) {
            print!("\r{:1$}\r", "", line.length + 2);
            let _ = stdout().flush();
        }
    }

    fn publish(&self, change: impl FnOnce(&mut State)) {
        if let Some(shared) = &self.shared {
            change(&mut shared.state.lock().unwrap_or_else(PoisonError::into_inner));
            shared.write();
        }
    }
}

/// Cuando nadie prepara nada, no hay archivo.
impl Drop for Shared {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.file);
    }
}

impl Shared {
    /// Que el archivo no se pueda escribir no impide preparar nada.
    fn write(&self) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.stage.is_empty() {
            return;
        }
        let left = state.end.map(|end| end.saturating_duration_since(Instant::now()).as_secs());
        let fraction = state.fraction.or_else(|| state.by_time()).map(|fraction| (fraction * 1000.0).round() / 1000.0);
        let content = json!({
            "stage": state.stage,
            "text": state.text,
            "fraction": fraction,
            "seconds_left": left,
            "message": state.message,
        });
        let _ = files::write_whole(&self.file, &content.to_string());
    }
}

impl State {
    /// Qué parte se lleva, si del paso solo se sabe cuánto suele tardar.
    fn by_time(&self) -> Option<f64> {
        let (start, end) = (self.start?, self.end?);
        let done = start.elapsed().as_secs_f64() / end.duration_since(start).as_secs_f64();
        Some(self.before + (0.99 - self.before) * shown(done))
    }
}

/// Cuánto se enseña de un paso cuando pasó `done` veces lo que suele tardar. Si tarda más, la barra sigue avanzando, cada vez
/// menos: parada parece que algo falló.
fn shown(done: f64) -> f64 {
    if done < 1.0 { 0.9 * done } else { 1.0 - 0.1 * (1.0 - done).exp() }
}

/// «8 min 5 s»
fn spoken(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_step_that_takes_longer_still_moves() {
        let seen: Vec<f64> = (0..80).map(|tenth| shown(f64::from(tenth) / 10.0)).collect();
        assert!(seen.windows(2).all(|pair| pair[0] < pair[1]) && seen[0] == 0.0 && seen[79] < 1.0, "{seen:?}");
    }
}
