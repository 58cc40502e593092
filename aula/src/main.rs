//! El comando `aula`: prepara lo que falte y abre la lección; genera, comprueba, mide, exporta, reparte y califica los
//! cuadernos.
//!
//! Se lee en este orden: `arguments` y `options` (qué se pide), `project` (dónde está cada cosa), `process` (ejecutar otros
//! programas), `environment` (el entorno de Python), `setup` (qué hay que preparar, paso a paso), `tasks` y `lab` (lo que se
//! hace con todo eso). El núcleo de los cuadernos también arranca aquí: `launcher` y, para su carpeta de trabajo, `scratch`;
//! sus celdas se compilan a través de `rustc`, que dice los errores en español con `explain`, y `watch` avisa si su proceso
//! desaparece. `exam` califica las respuestas, y `module` compila la biblioteca para las páginas.

mod arguments;
mod environment;
mod lab;
mod module;
mod options;
mod process;
mod progress;
mod project;
mod setup;
mod tasks;

use std::process::ExitCode;

use arguments::Command;
use kernel::{launcher, scratch, watch, wrapper};
use project::Project;

fn main() -> ExitCode {
    let command = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(message) => {
            eprintln!("{message}\n\nPara ver los comandos: cargo run -- --help");
            return ExitCode::from(2);
        }
    };
    run(command).unwrap_or_else(|message| {
        eprintln!("\n{message}");
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode, String> {
    match command {
        Command::Help => {
            print!("{}", arguments::HELP);
            Ok(ExitCode::SUCCESS)
        }
        Command::Kernel(launch) => launcher::launch(&launch),
        Command::Watch => Ok(watch::watch()),
        Command::Rustc { program, arguments } => wrapper::run(&program, &arguments),
        Command::Clean(folder) => {
            scratch::Scratch::remove_when_free(&folder).map_err(|error| files::file_error("borrar", &folder, &error))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Examine { input, output } => exam::examine(&Project::find()?, &input, &output),
        Command::ExamineLines => exam::serve(&Project::find()?),
        Command::Open(opening) => lab::open(&Project::find()?, &opening),
        Command::Prepare => setup::prepare(&Project::find()?).map(|()| ExitCode::SUCCESS),
        Command::Generate(names) => tasks::generate(&Project::find()?, &names),
        Command::Check(names) => tasks::check(&Project::find()?, &names),
        Command::Measure(names) => tasks::measure(&Project::find()?, &names),
        Command::Export { names, folder } => tasks::export(&Project::complete()?, &names, folder),
        Command::HandOut(path) => tasks::hand_out(&Project::find()?, path),
        Command::Module { build: true } => module::build(&Project::complete()?),
        Command::Module { build: false } => module::check(&Project::complete()?),
        Command::Grade(grading) => tasks::grade(&Project::find()?, &grading),
        Command::Serve(serving) => tasks::serve(&Project::complete()?, &serving),
        Command::Work { address, jobs } => tasks::work(&Project::complete()?, &address, jobs),
        Command::Coordinate { port } => tasks::coordinate(&Project::complete()?, port),
    }
}
