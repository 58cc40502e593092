//! El comando `aula`: prepara lo que falte y abre la lección; genera, comprueba, mide, exporta, reparte y califica los
//! cuadernos.
//!
//! Se lee en este orden: `arguments` y `options` (qué se pide), `project` y `facts` (dónde está cada cosa), `process`
//! (ejecutar otros programas), `environment` (el entorno de Python), `setup` (qué hay que preparar, paso a paso), `tasks`,
//! `lab`, `module` y `questions` (lo que se hace con todo eso). Lo que piden otros programas y no una persona, como arrancar un núcleo,
//! entra por `internal`.

mod arguments;
mod environment;
mod facts;
mod internal;
mod lab;
mod module;
mod options;
mod process;
mod progress;
mod project;
mod questions;
mod setup;
mod tasks;

use std::process::ExitCode;

use arguments::Command;
use project::Project;

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().skip(1).collect();
    let done = internal::run(&args).unwrap_or_else(|| match arguments::parse(args) {
        Ok(command) => run(command),
        Err(message) => {
            eprintln!("{message}\n\nPara ver los comandos: cargo run -- --help");
            Ok(ExitCode::from(2))
        }
    });
    done.unwrap_or_else(|message| {
        eprintln!("\n{message}");
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode, String> {
    match command {
        Command::Help => {
            print!("{}", arguments::help());
            Ok(ExitCode::SUCCESS)
        }
        Command::Open { lab, teacher } => lab::open(&Project::find()?, lab, teacher),
        Command::Prepare => setup::prepare(&Project::find()?).map(|()| ExitCode::SUCCESS),
        Command::Generate(asked) => tasks::generate(&Project::find()?, asked),
        Command::Check(asked) => tasks::check(&Project::find()?, asked),
        Command::Measure(asked) => tasks::measure(&Project::find()?, asked),
        Command::Export(asked) => tasks::export(&Project::complete()?, asked),
        Command::HandOut(asked) => tasks::hand_out(&Project::complete()?, asked),
        Command::NewAssignment(asked) => tasks::new_assignment(&Project::complete()?, asked),
        Command::GiveAssignment(asked) => tasks::give_assignment(&Project::complete()?, asked),
        Command::ReviewAssignment(asked) => tasks::review_assignment(&Project::complete()?, asked),
        Command::ComposeAssignment(asked) => tasks::compose_assignment(&Project::complete()?, asked),
        Command::Bank => tasks::bank(&Project::complete()?),
        Command::Module { build: true } => module::build(&Project::complete()?),
        Command::Module { build: false } => module::check(&Project::complete()?),
        Command::Quiz(asked) => questions::bank(&Project::complete()?, &asked),
        Command::Practice(asked) => questions::report(&Project::complete()?, &asked),
        Command::Grade { asked, confined, cluster } => tasks::grade(&Project::complete()?, asked, confined, cluster),
        Command::Work(asked) => tasks::work(&Project::complete()?, asked),
        Command::Coordinate(asked) => tasks::coordinate(&Project::complete()?, asked),
        Command::Serve { class, prepare_only, students } => {
            tasks::serve(&Project::complete()?, class, prepare_only, students)
        }
    }
}
