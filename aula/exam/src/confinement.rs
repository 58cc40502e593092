//! Dónde corre el código de una entrega: aislado, si el sistema lo permite.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use files::file_error;

use super::error::Error;
use super::jail;
use super::tools::Tools;

/// El nombre de lo que se califica aislado.
pub const JAIL: &str = "jail";

/// Lo que el programa de una entrega puede ocupar. Los de todos sus ejercicios corren a la vez, y a la vez que los de otra.
const MEMORY: u64 = 256 << 20;

/// Cómo se ejecuta lo que no es de fiar.
pub enum Confinement {
    /// Con el programa que se aísla a sí mismo y luego se convierte en el que se le pide.
    Jail(Jail),
    /// Con los permisos de quien califica.
    Open,
}

/// Lo que alcanzan el compilador y el enlazador.
#[derive(Default)]
pub struct Reach {
    /// La carpeta en la que trabajan.
    pub own: PathBuf,
    /// Lo que solo se lee.
    pub read: Vec<PathBuf>,
    /// Lo que además se ejecuta.
    pub execute: Vec<PathBuf>,
    /// Carpetas de las que solo se leen las bibliotecas.
    pub libraries: Vec<PathBuf>,
}

/// El programa que aísla.
pub struct Jail {
    program: PathBuf,
    /// Con qué sello dice que no pudo.
    seal: String,
}

impl Confinement {
    /// El mejor que hay. En Linux, sin él no se califica, salvo que quien califica lo pida; en otros sistemas, se avisa.
    pub fn choose(tools: &dyn Tools, confined: bool) -> Result<Confinement, Error> {
        if !confined {
            println!(
                "aviso: aislamiento desactivado; las entregas corren con tus permisos: red, archivos y notas incluidos."
            );
            return Ok(Confinement::Open);
        }
        match Jail::tried(tools) {
            Ok((jail, warnings)) => {
                print!("{warnings}");
                Ok(Confinement::Jail(jail))
            }
            Err(Error::Unconfinable(_)) if !cfg!(target_os = "linux") => {
                println!(
                    "aviso: en este sistema no hay aislamiento; las entregas corren con tus permisos. Revísalas antes de \
                     calificar."
                );
                Ok(Confinement::Open)
            }
            Err(error) => Err(error),
        }
    }

    /// El aislamiento, o nada: para las entregas que manda otra máquina.
    pub fn strict(tools: &dyn Tools) -> Result<Confinement, Error> {
        Jail::tried(tools).map(|(jail, _)| Confinement::Jail(jail))
    }

    /// Con qué nombre queda dicho en lo ya calificado: sin aislar, una respuesta puede valer otra cosa.
    pub fn name(&self) -> &'static str {
        match self {
            Confinement::Jail(_) => JAIL,
            Confinement::Open => "open",
        }
    }

    /// Por qué no se pudo aislar un programa que acabó así y escribió eso en su salida de errores, si es lo que pasó.
    pub fn refused<'a>(&self, status: ExitStatus, said: &'a str) -> Option<&'a str> {
        match self {
            Confinement::Jail(Jail { seal, .. }) => jail::refused(status, said, seal),
            Confinement::Open => None,
        }
    }

    /// Un compilador que solo alcanza lo de `reach`, y que gasta `cpu` segundos de procesador a lo sumo.
    pub fn compiler(&self, rustc: &Path, reach: &Reach, cpu: u64) -> Command {
        let Confinement::Jail(jail) = self else { return Command::new(rustc) };
        let mut command = jail.command("compile");
        command.args(["--cpu", &cpu.to_string()]).arg("--own").arg(&reach.own);
        for (option, paths) in [("--read", &reach.read), ("--execute", &reach.execute), ("--libraries", &reach.libraries)] {
            paths.iter().for_each(|path| _ = command.arg(option).arg(path));
        }
        command.arg("--").arg(rustc);
        command
    }

    /// Un programa que no lee, no escribe, no llama a nadie y no ocupa más de lo que le toca.
    pub fn program(&self, program: &Path, cpu: u64) -> Command {
        match self {
            Confinement::Jail(jail) => {
                let mut command = jail.command("run");
                command.arg("--memory").arg(MEMORY.to_string()).arg("--cpu").arg(cpu.to_string());
                command.arg("--").arg(program);
                command
            }
            // Aunque a nosotros nos terminen a la fuerza antes que a él, no se queda girando para siempre.
            Confinement::Open if cfg!(unix) => {
                let mut command = Command::new("/bin/sh");
                let limit = (cpu + 1).to_string();
                command.args(["-c", "ulimit -t \"$0\"; exec \"$@\"", &limit]).arg(program);
                command
            }
            Confinement::Open => Command::new(program),
        }
    }
}

impl Jail {
    /// El programa, si en este sistema funciona, y lo que avisa: cada aviso, un renglón.
    fn tried(tools: &dyn Tools) -> Result<(Jail, String), Error> {
        let program = tools.jail()?;
        let check =
            Command::new(&program).arg("--check").output().map_err(|error| file_error("ejecutar", &program, &error))?;
        let said = String::from_utf8_lossy(&check.stdout);
        if check.status.success() {
            return Ok((Jail { program, seal: jail::seal() }, said.into_owned()));
        }
        Err(Error::Unconfinable(said.trim().trim_end_matches('.').into()))
    }

    fn command(&self, purpose: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args([purpose, "--seal", &self.seal]);
        command
    }
}
