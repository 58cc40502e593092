//! La orden `aula`: prepara lo que falte y abre la lección; genera y comprueba los cuadernos.

mod arguments;
mod environment;
mod setup;
mod lab;
mod tasks;
mod process;
mod project;

use std::process::ExitCode;

use arguments::Command;
use project::Project;

fn main() -> ExitCode {
    let command = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(message) => {
            eprintln!("{message}\n\nPara ver las órdenes: cargo run -- --help");
            return ExitCode::from(2);
        }
    };
    run(command).unwrap_or_else(|message| {
        eprintln!("\n{message}");
        ExitCode::FAILURE
    })
}

fn run(command: Command) -> Result<ExitCode, String> {
    if let Command::Help = command {
        print!("{}", arguments::HELP);
        return Ok(ExitCode::SUCCESS);
    }
    let project = Project::find()?;
    match command {
        Command::Open { browser, port } => lab::open(&project, browser, port),
        Command::Prepare => environment::prepare(&project).map(|()| ExitCode::SUCCESS),
        Command::Generate(names) => tasks::run(&project, "generar", &names),
        Command::Check(names) => tasks::run(&project, "comprobar", &names),
        Command::Measure(names) => tasks::measure(&project, &names),
        Command::Grade(arguments) => setup::nbgrader::grade(&project, &arguments),
        Command::Export { names, folder } => tasks::export(&project, &names, folder.as_deref()),
        Command::Help => unreachable!("la ayuda ya salió"),
    }
}
