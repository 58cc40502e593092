//! Dónde corre el código de una entrega: aislado, si el sistema lo permite.

use std::path::{Path, PathBuf};
use std::process::Command;

use files::file_error;

use super::tools::Tools;

/// Lo que el programa de una entrega puede ocupar.
const MEMORY: u64 = 1 << 30;

/// Cómo se ejecuta lo que no es de fiar.
pub enum Confinement {
    /// Con el programa que se aísla a sí mismo y luego se convierte en el que se le pide.
    Jail(PathBuf),
    /// Con los permisos de quien califica.
    Open,
}

impl Confinement {
    /// El mejor que hay. En Linux, sin él no se califica, salvo que quien califica lo pida; en otros sistemas, se avisa.
    pub fn choose(tools: &dyn Tools, confined: bool) -> Result<Confinement, String> {
        if !confined {
            println!(
                "aviso: aislamiento desactivado; las entregas corren con tus permisos: red, archivos y notas incluidos."
            );
            return Ok(Confinement::Open);
        }
        let jail = tools.jail()?;
        let check = Command::new(&jail).arg("--check").output().map_err(|error| file_error("ejecutar", &jail, &error))?;
        let said = String::from_utf8_lossy(&check.stdout);
        if check.status.success() {
            said.lines().filter(|line| line.starts_with("aviso: ")).for_each(|line| println!("{line}"));
            return Ok(Confinement::Jail(jail));
        }
        if cfg!(target_os = "linux") {
            return Err(format!(
                "Este sistema no deja aislar el código de las entregas: {}. Si confías en todas, añade --sin-aislamiento: correrán con \
                 tus permisos.",
                said.trim().trim_end_matches('.')
            ));
        }
        println!(
            "aviso: en este sistema no hay aislamiento; las entregas corren con tus permisos. Revísalas antes de calificar."
        );
        Ok(Confinement::Open)
    }

    /// El aislamiento, o nada: para las entregas que manda otra máquina.
    pub fn strict(tools: &dyn Tools) -> Result<Confinement, String> {
        match Confinement::choose(tools, true) {
            Ok(Confinement::Open) => Err("Este sistema no puede aislar el código de las entregas.".into()),
            // Aquí no vale lo que se aconseja a quien califica en su propia máquina.
            chosen => chosen.map_err(|message| message.split(" Si confías").next().unwrap_or_default().to_string()),
        }
    }

    /// Un compilador que solo lee lo de `readable` y lo del sistema, y solo escribe en `own`.
    pub fn compiler(&self, rustc: &Path, own: &Path, readable: &[&Path]) -> Command {
        match self {
            Confinement::Jail(jail) => {
                let mut command = Command::new(jail);
                command.arg("compile").arg("--own").arg(own);
                readable.iter().for_each(|path| _ = command.arg("--read").arg(path));
                command.arg("--").arg(rustc);
                command
            }
            Confinement::Open => Command::new(rustc),
        }
    }

    /// Un programa que no lee, no escribe, no llama a nadie y no ocupa más de lo que le toca.
    pub fn program(&self, program: &Path, seconds: u64) -> Command {
        match self {
            Confinement::Jail(jail) => {
                let mut command = Command::new(jail);
                command.arg("run").arg("--memory").arg(MEMORY.to_string()).arg("--cpu").arg(seconds.to_string());
                command.arg("--").arg(program);
                command
            }
            // Aunque a nosotros nos terminen a la fuerza antes que a él, no se queda girando para siempre.
            Confinement::Open if cfg!(unix) => {
                let mut command = Command::new("/bin/sh");
                let limit = (seconds + 1).to_string();
                command.args(["-c", "ulimit -t \"$0\"; exec \"$@\"", &limit]).arg(program);
                command
            }
            Confinement::Open => Command::new(program),
        }
    }
}
