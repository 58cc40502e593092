//! Compilar el núcleo, que es lo que más tarda de todo: cuánto falta, y cómo seguir donde se quedó.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use super::evcxr::{NAME, VERSION, cargo};
use super::jobs;
use crate::process;
use crate::progress::Progress;

/// Cuántas bibliotecas compila `cargo install`, más o menos: para decir cuánto falta.
const CRATES: u32 = 273;
/// Qué parte del tiempo pasó cuando empezó tal parte de las piezas: unas pocas grandes se llevan casi todo. Medido con dos
/// procesadores.
const PACE: [(f64, f64); 10] = [
    (0.0, 0.0),
    (0.27, 0.11),
    (0.37, 0.22),
    (0.5, 0.27),
    (0.53, 0.43),
    (0.6, 0.55),
    (0.84, 0.61),
    (0.89, 0.82),
    (0.93, 0.93),
    (1.0, 0.98),
];

/// Lo compila en `part`, donde quedan las piezas si se interrumpe. Se detiene si `enough` dice que ya no hace falta.
pub fn compile(progress: &Progress, part: &Path, enough: impl Fn() -> bool) -> Result<(), String> {
    let what = format!(
        "Compilo el núcleo de Rust para Jupyter ({NAME} {VERSION}). Es una sola vez para todas las copias del proyecto: \
         entre 5 y 10 minutos con dos procesadores, menos con más. Se puede interrumpir: la próxima vez sigue donde se \
         quedó."
    );
    let mut command = cargo();
    command.args(["install", "--locked", "--no-track", NAME, "--version"]).arg(format!("={VERSION}"));
    command.arg("--jobs").arg(jobs::affordable().to_string());
    command.arg("--root").arg(part).arg("--target-dir").arg(part.join("target"));
    progress.step("kernel", &what, None, || {
        let (start, mut crates) = (Instant::now(), 0);
        process::run(command, |line| {
            match line.trim_start().split_once(' ') {
                Some(("Compiling", _)) => {
                    crates += 1;
                    let fraction = elapsed_fraction(f64::from(crates) / f64::from(CRATES));
                    let text = format!("Compilo el núcleo: {crates} de unas {CRATES} piezas");
                    progress.advance(&text, fraction, time_left(start, fraction));
                }
                Some(("Downloading" | "Downloaded" | "Updating" | "Installing", _)) => progress.line(line.trim()),
                _ => {}
            }
            if enough() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .map_err(|failure| failure.explain("No se pudo compilar el núcleo de Rust para Jupyter."))
    })
}

/// Qué parte del tiempo pasó cuando empezó la parte `started` de las piezas.
fn elapsed_fraction(started: f64) -> f64 {
    let pair = PACE.windows(2).find(|pair| started <= pair[1].0);
    pair.map_or(PACE[PACE.len() - 1].1, |pair| {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        y0 + (y1 - y0) * (started - x0) / (x1 - x0)
    })
}

/// Lo que falta, por lo que ya tardó. Al principio no se sabe: una reanudación pasa volando por lo que ya estaba hecho.
fn time_left(start: Instant, fraction: f64) -> Option<Duration> {
    let elapsed = start.elapsed();
    (elapsed.as_secs() > 15 && fraction > 0.02).then(|| elapsed.mul_f64((1.0 - fraction) / fraction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_never_goes_back_nor_past_the_end() {
        let fractions: Vec<f64> = (0..=300).map(|crates| elapsed_fraction(f64::from(crates) / f64::from(CRATES))).collect();
        assert_eq!(fractions[0], 0.0);
        assert!(fractions.windows(2).all(|pair| pair[0] <= pair[1]) && fractions.iter().all(|&fraction| fraction < 1.0));
    }
}
