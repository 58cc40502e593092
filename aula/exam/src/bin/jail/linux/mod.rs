//! En Linux el aislamiento es del núcleo y no pide permisos: Landlock para los archivos, seccomp para las llamadas al
//! sistema y los límites de siempre. Ninguno se puede quitar después, y valen también para el programa que ocupa el proceso.

mod calls;
mod files;
mod program;

use std::convert::Infallible;
use std::process::Command;

use rustix::process::{Signal, set_parent_process_death_signal};

use crate::arguments::{Jail, Purpose};
use crate::{limits, replace};

use program::Program;

/// `--check` no tiene nada que advertir cuando todo funciona.
pub const PARTIAL: Option<&str> = None;

/// Aísla este proceso y se lo deja al programa. Las llamadas van al final: poner lo demás necesita algunas que ya no se
/// permiten.
pub fn confine(jail: &Jail) -> Result<Infallible, String> {
    // Si quien espera al programa muere de golpe, el programa no se queda solo.
    set_parent_process_death_signal(Some(Signal::KILL))
        .map_err(|error| format!("no se puede atar a quien lo llama: {error}"))?;
    match &jail.purpose {
        Purpose::Run => {
            let program = Program::open(&jail.program)?;
            files::restrict_running(&jail.program, program.loaded)?;
            limits::set(jail, program.number())?;
            calls::restrict_running(&program)?;
            program.run(&jail.arguments)
        }
        Purpose::Compile(files) => {
            files::restrict_compiling(&jail.program, files)?;
            limits::set(jail, u64::MAX)?;
            calls::restrict_compiling()?;
            replace(Command::new(&jail.program).args(&jail.arguments))
        }
    }
}
