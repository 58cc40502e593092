//! Las figuras de una clase, que dibuja la biblioteca.
//!
//! El comando no la enlaza, para que el primer `cargo run` sea breve: la enlaza un programa de un archivo, `program`, que se
//! compila en un segundo con las bibliotecas que ya hay, como el que juzga, y se guarda mientras no cambie nada de lo que
//! sale.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use files::{copy_whole, digest, file_error};

use super::compiler::{Libraries, Limit, Outcome, Output};
use super::confinement::Confinement;
use super::deadline::Deadline;
use super::in_scratch;
use super::source::Source;
use super::tools::Tools;

/// Qué se le pide, línea a línea, está en él.
const PROGRAM: &str = include_str!("program.rs");
const NAME: &str = "figuras-";
const LIMIT: Limit = Limit { time: Duration::from_secs(120), cpu: 60 };

/// Dibuja lo que se pide por la entrada, y contesta por la salida una figura detrás de otra, en SVG.
pub fn draw(tools: &dyn Tools) -> Result<ExitCode, String> {
    let program = program(tools)?;
    let status = Command::new(&program).status().map_err(|error| file_error("ejecutar", &program, &error))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// El programa que dibuja, compilado si falta o si cambió algo.
fn program(tools: &dyn Tools) -> Result<PathBuf, String> {
    let engine = tools.engine()?;
    let name = format!("{NAME}{}{}", &digest(engine.rust + &engine.code)[..16], env::consts::EXE_SUFFIX);
    let kept = tools.kept().join(name);
    if kept.is_file() {
        return Ok(kept);
    }
    let libraries = Libraries::find(tools, &Confinement::Open)?;
    in_scratch(tools, |folder| {
        let own = folder.join("figuras");
        fs::create_dir(&own).map_err(|error| file_error("crear", &own, &error))?;
        let (source, output) = (Source::of_ours(PROGRAM), Output::Program { shared: None });
        let deadline = Deadline::after(LIMIT.time);
        match libraries.compile(&Confinement::Open, &own, &source, output, LIMIT, deadline)? {
            Outcome::Program(made) => {
                forget(tools);
                copy_whole(&made, &kept)
            }
            Outcome::Mistakes(_) => Err("No se pudo compilar el programa que dibuja las figuras.".into()),
            Outcome::Unclear(why) => Err(format!("No se pudo compilar el programa que dibuja las figuras: {why}")),
        }
    })?;
    Ok(kept)
}

/// Los de antes sobran.
fn forget(tools: &dyn Tools) {
    for entry in fs::read_dir(tools.kept()).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(NAME) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
