//! Compilar un programa con las bibliotecas del proyecto, que ya están compiladas: un solo rustc.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use files::file_error;

use super::confinement::Confinement;
use super::diagnosis::{self, Mistake};
use super::limited::{self, Beginning, Ending};
use super::source::Module;
use super::tools::Tools;

/// Lo que puede tardar un programa en compilar; el de una entrega entera tarda menos de uno.
pub const LIMIT: Duration = Duration::from_secs(20);
/// Lo que se lee de lo que dice rustc.
const MESSAGES: usize = 4 << 20;
/// Las que un cuaderno puede nombrar.
const NAMES: [&str; 4] = ["gradiente", "ndarray", "ndarray_rand", "rand_isaac"];

/// rustc, y las bibliotecas ya compiladas que se enlazan.
pub struct Libraries {
    rustc: PathBuf,
    sysroot: PathBuf,
    folder: PathBuf,
    files: Vec<(&'static str, PathBuf)>,
}

/// Cómo acabó una compilación.
pub enum Outcome {
    /// El programa.
    Program(PathBuf),
    /// Se equivocan estos módulos, y en qué.
    Mistakes(Vec<Mistake>),
    /// No se puede decir qué módulo lo impide, pero sí por qué.
    Unclear(String),
}

impl Libraries {
    pub fn find(tools: &dyn Tools) -> Result<Libraries, String> {
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
        Ok(Libraries { rustc: rust.rustc, sysroot: rust.sysroot, folder, files })
    }

    /// Compila `main` y sus módulos en la carpeta `own`.
    pub fn compile(
        &self,
        confinement: &Confinement,
        own: &Path,
        main: &str,
        modules: &[&Module],
    ) -> Result<Outcome, String> {
        let write = |name: &str, text: &str| {
            let path = own.join(name);
            fs::write(&path, text).map_err(|error| file_error("escribir", &path, &error))
        };
        write("main.rs", main)?;
        for module in modules {
            write(&format!("{}.rs", module.name), &module.text)?;
        }
        let program = own.join(format!("programa{}", env::consts::EXE_SUFFIX));
        let mut command = confinement.compiler(&self.rustc, own, &[&self.sysroot, &self.folder]);
        command.args(["--edition", "2024", "--crate-name", "entrega", "--crate-type", "bin", "--error-format", "json"]);
        command.args(["-A", "warnings", "-C", "debuginfo=0", "-C", "overflow-checks=on", "-C", "codegen-units=2"]);
        command.arg("-L").arg(format!("dependency={}", self.folder.display()));
        for (name, file) in &self.files {
            command.arg("--extern").arg(format!("{name}={}", file.display()));
        }
        command.arg("-o").arg(&program).arg("main.rs").current_dir(own);
        if cfg!(target_os = "linux") {
            command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LANG", "C.UTF-8").env("TMPDIR", own);
        }
        let (ending, _, said) = limited::run(command, LIMIT, Beginning::default(), Beginning::new(MESSAGES))
            .map_err(|error| format!("No se puede ejecutar {}: {error}", self.rustc.display()))?;
        let said = said.text();
        if let Ending::Exited(status) = ending
            && let Some(reason) = confinement.refused(status, &said)
        {
            return Err(format!("No se pudo aislar el compilador: {reason}"));
        }
        Ok(match ending {
            Ending::Exited(status) if status.success() => Outcome::Program(program),
            Ending::TimedOut => Outcome::Unclear(format!("la respuesta no compila en {} segundos", LIMIT.as_secs())),
            Ending::Exited(status) => match diagnosis::mistakes(&said, modules) {
                mistakes if mistakes.is_empty() => Outcome::Unclear(diagnosis::unclear(&said, status)),
                mistakes => Outcome::Mistakes(mistakes),
            },
        })
    }
}
