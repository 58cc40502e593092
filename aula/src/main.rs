//! El comando `aula`: prepara lo que falte y abre la lección; genera, comprueba, mide, exporta y califica los cuadernos.
//!
//! Se lee en este orden: `arguments` (qué se pide), `project` (dónde está cada cosa), `process` (ejecutar otros programas),
//! `environment` (el entorno de Python), `setup` (qué hay que preparar, paso a paso), `tasks` y `lab` (lo que se hace con todo eso). El
//! núcleo de los cuadernos también arranca aquí: `launcher` y, para su carpeta de trabajo, `scratch`. `exam` califica las respuestas.

mod arguments;
mod environment;
mod exam;
mod lab;
mod launcher;
mod process;
mod progress;
mod project;
mod scratch;
mod setup;
mod tasks;

use std::process::ExitCode;

use arguments::Command;
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
        Command::Clean(folder) => {
            scratch::Scratch::remove_when_free(&folder).map_err(|error| project::file_error("borrar", &folder, &error))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Examine { input, output } => exam::examine(&Project::find()?, &input, &output),
        Command::ExamineLines => exam::serve(&Project::find()?),
        Command::Open { browser, port } => lab::open(&Project::find()?, browser, port),
        Command::Prepare => setup::prepare(&Project::find()?).map(|()| ExitCode::SUCCESS),
        Command::Generate(names) => tasks::generate(&Project::find()?, &names),
        Command::Check(names) => tasks::check(&Project::find()?, &names),
        Command::Measure(names) => tasks::measure(&Project::find()?, &names),
        Command::Export { names, folder } => tasks::export(&Project::find()?, &names, folder),
        Command::Grade(grading) => tasks::grade(&Project::find()?, &grading),
        Command::Work { address, jobs } => tasks::work(&Project::find()?, &address, jobs),
        Command::Coordinate { port } => tasks::coordinate(&Project::find()?, port),
    }
}
