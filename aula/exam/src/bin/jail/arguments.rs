//! Lo que se pide: comprobar el sistema, o aislar un programa de una de las dos maneras.

use std::ffi::OsString;
use std::path::PathBuf;

const USAGE: &str = "jail --check | jail run [--seal SELLO] [--memory BYTES] [--cpu SEGUNDOS] -- PROGRAMA … | \
                     jail compile --own CARPETA [--read RUTA]… [--execute RUTA]… [--libraries CARPETA]… [--seal SELLO] \
                     [--memory BYTES] [--cpu SEGUNDOS] -- PROGRAMA …";

/// La prueba que `--check` hace de sí mismo, ya aislado.
pub const PROBE: &str = "--probe";

const GIB: u64 = 1 << 30;

#[derive(Debug, PartialEq)]
pub enum Request {
    Check,
    Probe,
    Confine(Jail),
}

/// Un programa y lo que se le deja.
#[derive(Debug, PartialEq)]
pub struct Jail {
    pub program: PathBuf,
    pub arguments: Vec<OsString>,
    pub purpose: Purpose,
    /// Con qué se reconoce que fue este programa quien dijo que no.
    pub seal: OsString,
    /// Bytes de memoria que puede pedir, entre todo.
    pub memory: u64,
    /// Segundos de procesador.
    pub cpu: u64,
}

/// Para qué es el aislamiento, y qué archivos hacen falta.
#[derive(Debug, PartialEq)]
pub enum Purpose {
    /// Un solo proceso que calcula y escribe en sus salidas.
    Run,
    Compile(Files),
}

/// Lo que alcanzan el compilador y los programas a los que llama.
#[derive(Debug, Default, PartialEq)]
pub struct Files {
    /// La carpeta en la que trabajan.
    pub own: PathBuf,
    /// Lo que solo se lee.
    pub read: Vec<PathBuf>,
    /// Lo que además se ejecuta.
    pub execute: Vec<PathBuf>,
    /// Carpetas de las que solo se leen las bibliotecas y los objetos: las demás cosas que haya en ellas, no.
    pub libraries: Vec<PathBuf>,
}

pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, String> {
    let mut arguments = arguments.into_iter();
    let mode = arguments.next().ok_or_else(|| format!("falta qué hacer. Uso: {USAGE}"))?;
    let compiling = match mode.to_str() {
        Some("--check") => return Ok(Request::Check),
        Some(PROBE) => return Ok(Request::Probe),
        Some("run") => false,
        Some("compile") => true,
        _ => return Err(format!("no entiendo «{}». Uso: {USAGE}", mode.display())),
    };
    let (mut files, mut seal) = (Files::default(), OsString::new());
    let (mut memory, mut cpu) = if compiling { (3 * GIB, 20) } else { (GIB, 15) };
    loop {
        let option = arguments.next().ok_or_else(|| format!("falta «--» y el programa. Uso: {USAGE}"))?;
        let mut value = || arguments.next().ok_or_else(|| format!("falta el valor de {}", option.display()));
        match option.to_str() {
            Some("--") => break,
            Some("--seal") => seal = value()?,
            Some("--memory") => memory = number(&value()?)?,
            Some("--cpu") => cpu = number(&value()?)?,
            Some("--own") if compiling => files.own = value()?.into(),
            Some("--read") if compiling => files.read.push(value()?.into()),
            Some("--execute") if compiling => files.execute.push(value()?.into()),
            Some("--libraries") if compiling => files.libraries.push(value()?.into()),
            _ => return Err(format!("no entiendo «{}». Uso: {USAGE}", option.display())),
        }
    }
    let program = arguments.next().ok_or("falta el programa")?.into();
    let purpose = match compiling {
        true if files.own.as_os_str().is_empty() => return Err("falta --own, la carpeta donde se compila".into()),
        true => Purpose::Compile(files),
        false => Purpose::Run,
    };
    Ok(Request::Confine(Jail { program, arguments: arguments.collect(), purpose, seal, memory, cpu }))
}

fn number(text: &OsString) -> Result<u64, String> {
    text.to_str().and_then(|text| text.parse().ok()).ok_or_else(|| format!("«{}» no es un número", text.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Request, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn each_mode_has_its_own_limits() {
        let (purpose, seal) = (Purpose::Run, OsString::new());
        let run = Jail { program: "p".into(), arguments: vec!["--cpu".into()], purpose, seal, memory: GIB, cpu: 15 };
        assert_eq!(parsed("run -- p --cpu"), Ok(Request::Confine(run)));
        let (read, execute) = (vec!["a".into(), "b".into()], vec!["c".into()]);
        let purpose = Purpose::Compile(Files { own: "o".into(), read, execute, libraries: vec!["d".into()] });
        let (program, seal) = ("rustc".into(), "s".into());
        let compile = Jail { program, arguments: vec![], purpose, seal, memory: 7, cpu: 20 };
        let line = "compile --read a --own o --read b --execute c --libraries d --memory 7 --seal s -- rustc";
        assert_eq!(parsed(line), Ok(Request::Confine(compile)));
        assert_eq!(parsed("--check"), Ok(Request::Check));
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        for (line, named) in [
            ("", "falta qué hacer"),
            ("walk", "walk"),
            ("run p", "«p»"),
            ("run", "falta «--»"),
            ("run --", "falta el programa"),
            ("run --cpu", "--cpu"),
            ("run --cpu x -- p", "«x»"),
            ("run --own d -- p", "--own"),
            ("run --execute d -- p", "--execute"),
            ("compile -- rustc", "falta --own"),
        ] {
            let message = parsed(line).expect_err(line);
            assert!(message.contains(named), "{line}: {message}");
        }
    }
}
