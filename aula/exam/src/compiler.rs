//! Compilar un programa con las bibliotecas del proyecto, que ya están compiladas: un solo rustc, que lee el texto por su
//! entrada.
//!
//! Así no hay ningún archivo con ese texto que una respuesta pueda leer, se llame como se llame. Lo que alcanzan rustc y el
//! enlazador es su carpeta, que es de ese programa solo, y lo que hace falta para enlazar.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::confinement::{Confinement, Reach};
use super::deadline::{Deadline, cut};
use super::diagnosis::{self, Mistake};
use super::limited::{self, Beginning, Ending, Nowhere};
use super::linker::{self, Linker};
use super::shared;
use super::source::Source;
use super::tools::Tools;

/// Lo que se lee de lo que dice rustc.
const MESSAGES: usize = 4 << 20;
/// Las que un cuaderno puede nombrar.
const NAMES: [&str; 4] = ["gradiente", "ndarray", "ndarray_rand", "rand_isaac"];

/// Lo que puede tardar: de reloj, y de procesador, que es lo que cuenta donde se puede aislar.
#[derive(Clone, Copy)]
pub struct Limit {
    pub time: Duration,
    pub cpu: u64,
}

/// rustc, y las bibliotecas ya compiladas que se enlazan.
pub struct Libraries {
    rustc: PathBuf,
    sysroot: PathBuf,
    folder: PathBuf,
    files: Vec<(&'static str, PathBuf)>,
    linker: Option<Linker>,
}

/// Cómo acabó una compilación.
pub enum Outcome {
    /// El programa.
    Program(PathBuf),
    /// El primer error de cada ejercicio que tiene alguno.
    Mistakes(Vec<Mistake>),
    /// No se puede decir qué ejercicio lo impide, pero sí por qué.
    Unclear(String),
}

/// Qué se compila.
#[derive(Clone, Copy)]
pub enum Output<'a> {
    /// Un programa. Con lo que ya está compilado de las bibliotecas, si lo hay.
    Program {
        shared: Option<&'a Path>,
    },
    Library {
        name: &'a str,
    },
}

impl Libraries {
    pub fn find(tools: &dyn Tools, confinement: &Confinement) -> Result<Libraries, String> {
        let rust = tools.rust()?;
        let target = tools.libraries().join("evcxr").join("target");
        let missing =
            || format!("Faltan las bibliotecas compiladas en {}: ejecuta `cargo run -- preparar`.", target.display());
        let folders = fs::read_dir(&target).map_err(|_| missing())?.flatten();
        let folder =
            folders.map(|entry| entry.path().join("debug").join("deps")).find(|path| path.is_dir()).ok_or_else(missing)?;
        let file = |name: &'static str| {
            let mut files = fs::read_dir(&folder).ok()?.flatten().map(|entry| entry.path());
            let is_it = |path: &PathBuf| {
                let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                file.strip_prefix(&format!("lib{name}-")).is_some_and(|rest| rest.ends_with(".rlib"))
            };
            Some((name, files.find(is_it)?))
        };
        let files = NAMES.into_iter().map(file).collect::<Option<Vec<_>>>().ok_or_else(missing)?;
        let confined = cfg!(target_os = "linux") && matches!(confinement, Confinement::Jail(_));
        let linker = if confined { Some(Linker::find()?) } else { None };
        Ok(Libraries { rustc: rust.rustc, sysroot: rust.sysroot, folder, files, linker })
    }

    /// Compila en la carpeta `own`, que tiene que estar vacía.
    pub fn compile(
        &self,
        confinement: &Confinement,
        own: &Path,
        source: &Source,
        output: Output,
        limit: Limit,
        deadline: Deadline,
    ) -> Result<Outcome, String> {
        let Some(time) = deadline.left(limit.time) else { return Ok(Outcome::Unclear(cut())) };
        let (name, ending, said) = self.rustc(confinement, own, &source.text, output, Limit { time, ..limit })?;
        if let Ending::Exited(status) = ending
            && let Some(reason) = confinement.refused(status, &said)
        {
            return Err(format!("No se pudo aislar el compilador: {reason}"));
        }
        Ok(match ending {
            Ending::Exited(status) if status.success() => Outcome::Program(own.join(name)),
            Ending::TimedOut if time < limit.time => Outcome::Unclear(cut()),
            Ending::TimedOut => Outcome::Unclear(too_long(limit.time.as_secs())),
            Ending::Exited(status) => match diagnosis::mistakes(&said, source) {
                mistakes if !mistakes.is_empty() => Outcome::Mistakes(mistakes),
                _ if limited::ran_out_of_time(status) => Outcome::Unclear(too_long(limit.cpu)),
                _ => Outcome::Unclear(diagnosis::unclear(&said, status)),
            },
        })
    }

    /// Compila un programa de quien lo pide, en la carpeta `own`, sin aislarlo: el programa, si compila, y lo que dice rustc.
    pub fn program(&self, own: &Path, text: &str, limit: Limit) -> Result<(Option<PathBuf>, String), String> {
        let output = Output::Program { shared: None };
        let (name, ending, said) = self.rustc(&Confinement::Open, own, text, output, limit)?;
        match ending {
            Ending::TimedOut => Err(format!("El compilador no termina en {} segundos.", limit.time.as_secs())),
            Ending::Exited(status) => Ok((status.success().then(|| own.join(name)), said)),
        }
    }

    /// Ejecuta rustc: cómo se llama lo que hace, cómo acaba y lo que dice.
    fn rustc(
        &self,
        confinement: &Confinement,
        own: &Path,
        text: &str,
        output: Output,
        limit: Limit,
    ) -> Result<(String, Ending, String), String> {
        let name = match output {
            Output::Program { .. } => format!("programa{}", env::consts::EXE_SUFFIX),
            Output::Library { name } => format!("lib{name}.rlib"),
        };
        let mut command = confinement.compiler(&self.rustc, &self.reach(own, output), limit.cpu);
        command.args(["--edition", "2024", "--error-format", "json", "-A", "warnings"]);
        command.args(["-C", "debuginfo=0", "-C", "overflow-checks=on", "-C", "codegen-units=1"]);
        command.arg("-L").arg(format!("dependency={}", self.folder.display()));
        for (name, file) in &self.files {
            command.arg("--extern").arg(format!("{name}={}", file.display()));
        }
        self.choose(&mut command, output);
        command.args(["-o", &name, "-"]).current_dir(own);
        if cfg!(target_os = "linux") {
            // El entorno dice en qué carpetas trabaja quien califica, y una respuesta podría enseñarlo.
            command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("TMPDIR", ".");
        }
        let (ending, _, said) = limited::run(command, text, limit.time, Nowhere, Beginning::new(MESSAGES))
            .map_err(|error| format!("No se puede ejecutar {}: {error}", self.rustc.display()))?;
        Ok((name, ending, said.text()))
    }

    fn choose(&self, command: &mut std::process::Command, output: Output) {
        match output {
            Output::Program { shared } => {
                command.args(["--crate-name", "entrega", "--crate-type", "bin"]);
                if let Some(library) = shared {
                    command.arg("--extern").arg(format!("{}={}", shared::NAME, library.display()));
                }
                if let Some(linker) = &self.linker {
                    command.arg("-C").arg(format!("linker={}", linker.program.display()));
                    if linker.whole {
                        // Sin bibliotecas que cargar, al empezar no hay que abrir nada.
                        command.args(["-C", "target-feature=+crt-static", "-C", "relocation-model=static"]);
                    }
                }
            }
            Output::Library { name } => _ = command.args(["--crate-name", name, "--crate-type", "rlib"]),
        }
    }

    fn reach(&self, own: &Path, output: Output) -> Reach {
        let mut reach = Reach { own: own.into(), read: vec![self.sysroot.clone(), self.folder.clone()], ..Reach::default() };
        if let Output::Program { shared: Some(library) } = output {
            reach.read.push(library.into());
        }
        if let Some(linker) = &self.linker {
            reach.execute = linker::of_rust(&self.sysroot);
            reach.execute.extend(linker.execute.iter().cloned());
            reach.libraries.clone_from(&linker.libraries);
        }
        reach
    }
}

fn too_long(seconds: u64) -> String {
    format!("la respuesta no compila en {seconds} segundos")
}
