//! Los comandos que usan otros programas, y no las personas: sus rutas pueden no ser texto.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use exam::{CLASS, COMPARE, DRAW, EXAMINE, FORMS};
use files::file_error;
use kernel::launcher::{self, CLEAN, KERNEL, Launch};
use kernel::scratch::Scratch;
use kernel::watch::{self, WATCH};
use kernel::wrapper::{self, is_rustc};

use crate::project::Project;

/// Hace lo que pide otro programa, si es uno quien pide.
pub fn run(args: &[OsString]) -> Option<Result<ExitCode, String>> {
    Some(match args {
        [name, evcxr, notebooks, libraries, tools, connection] if name == KERNEL => launcher::launch(&Launch {
            evcxr: evcxr.into(),
            notebooks: notebooks.into(),
            libraries: libraries.into(),
            tools: tools.into(),
            connection: connection.into(),
        }),
        [name, what] if name == EXAMINE && what == CLASS => Project::find().and_then(|project| exam::examine(&project)),
        [name] if name == EXAMINE => Project::find().and_then(|project| exam::serve(&project)),
        [name] if name == FORMS => Project::find().and_then(|project| exam::forms(&project)),
        [name] if name == COMPARE => exam::compare(),
        [name] if name == DRAW => Project::find().and_then(|project| exam::draw(&project)),
        [name, folder] if name == CLEAN => clean(folder.into()),
        [name] if name == WATCH => Ok(watch::watch()),
        [program, arguments @ ..] if is_rustc(program) => wrapper::run(program.as_ref(), arguments),
        _ => return None,
    })
}

/// Borra la carpeta de un núcleo, cuando la suelte.
fn clean(folder: PathBuf) -> Result<ExitCode, String> {
    Scratch::remove_when_free(&folder).map_err(|error| file_error("borrar", &folder, &error))?;
    Ok(ExitCode::SUCCESS)
}
