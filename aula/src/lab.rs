//! Abrir la lección: JupyterLab y, mientras falte algo por preparar, la lección como página.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, ExitCode};

use serde_json::json;

use crate::environment;
use crate::facts::FACTS;
use crate::options::Values;
use crate::process;
use crate::progress::Progress;
use crate::project::Project;
use crate::setup;

/// Prepara lo que falte y abre JupyterLab, hasta Ctrl-C; con `teacher`, también con lo de quien enseña. Si falta algo largo,
/// JupyterLab empieza en cuanto hay Python y enseña la lección como página, con lo que queda.
pub fn open(project: &Project, mut asked: Values, teacher: bool) -> Result<ExitCode, String> {
    let lesson = project.notebooks().join(format!("{}.ipynb", FACTS.lesson));
    if !lesson.is_file() {
        return Err(format!(
            "Falta {}: recupéralo con git, o vuelve a generarlo con `cargo run -- generar`.",
            lesson.display()
        ));
    }
    if teacher {
        project.with_course()?;
    }
    if let Some(port) = asked["port"].as_u64() {
        check(port as u16)?;
    }
    let progress = Progress::shared(project);
    asked.insert("notebook".to_string(), json!(lesson));
    asked.insert("notebooks".to_string(), json!(project.lessons()?));
    let mut lab = |progress: Option<&Progress>| -> Command {
        asked.insert("progress".to_string(), json!(progress.and_then(Progress::file)));
        environment::task(project, "lab", &json!(asked))
    };
    let mut reading: Option<Child> = None;
    let prepared = setup::prepare_reading(project, &progress, || {
        reading = Some(lab(Some(&progress)).spawn().map_err(|error| process::no_python(&error))?);
        Ok(())
    });
    let Some(reading) = reading else {
        prepared?;
        return process::hand_over(lab(None));
    };
    match &prepared {
        Ok(()) => {
            progress.ready();
            println!("Todo listo: la página de la lección lleva ya a JupyterLab.");
        }
        Err(message) => {
            progress.failed(message);
            eprintln!("\n{message}\n\nLa lección se puede seguir leyendo. Para terminar: Ctrl-C");
        }
    }
    let ended = process::wait(reading)?;
    Ok(if prepared.is_ok() { ended } else { ExitCode::FAILURE })
}

/// ¿Se puede atender en este puerto?
fn check(port: u16) -> Result<(), String> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(format!(
            "El puerto {port} está ocupado por otro programa: elige otro con --puerto, o no lo indiques y se busca uno \
             libre."
        )),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(format!(
            "No tienes permiso para usar el puerto {port}: elige uno mayor que 1023; por ejemplo, --puerto 8888."
        )),
        Err(error) => Err(format!("No se puede usar el puerto {port}: {error}")),
    }
}
