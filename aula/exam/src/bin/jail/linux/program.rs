//! El programa que va a ocupar este proceso: abierto antes de aislar, para que después no se pueda ejecutar nada más, ni él
//! mismo.
//!
//! Se ejecuta por su descriptor, que tiene un número alto y se cierra al empezar. Desde entonces ningún descriptor puede
//! volver a tener ese número, porque el límite está más abajo; y las llamadas que se permiten solo ejecutan ese.

use std::convert::Infallible;
use std::ffi::{CString, OsStr, OsString};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use nix::fcntl::AtFlags;
use nix::unistd::execveat;

/// El número del descriptor, si el límite de este proceso deja que sea tan alto.
const NUMBER: u64 = 200;

/// Lo que dice de un programa que necesita un cargador.
const PT_INTERP: u32 = 3;

pub struct Program {
    path: PathBuf,
    file: OwnedFd,
    /// Lo termina de cargar otro programa, que abre sus bibliotecas.
    pub loaded: bool,
}

impl Program {
    pub fn open(path: &Path) -> Result<Program, String> {
        let failed = |error: io::Error| format!("no se puede ejecutar {}: {error}", path.display());
        let mut file = File::open(path).map_err(failed)?;
        let loaded = has_loader(&mut file).map_err(failed)?;
        let limit = rlimit::Resource::NOFILE.get();
        let (soft, _) = limit.map_err(|error| format!("no se puede limitar RLIMIT_NOFILE: {error}"))?;
        let number = NUMBER.min(soft.saturating_sub(1)) as i32;
        let file = rustix::io::fcntl_dupfd_cloexec(&file, number).map_err(|error| failed(error.into()))?;
        Ok(Program { path: path.into(), file, loaded })
    }

    /// Su número, que es también más que los descriptores que podrá tener.
    pub fn number(&self) -> u64 {
        self.file.as_raw_fd() as u64
    }

    /// Ocupa este proceso. Solo se vuelve si falla.
    pub fn run(self, arguments: &[OsString]) -> Result<Infallible, String> {
        let text = |text: &OsStr| CString::new(text.as_bytes()).map_err(|_| "un argumento lleva un cero".to_string());
        let name = self.path.file_name().unwrap_or_default();
        let arguments = [name].into_iter().chain(arguments.iter().map(OsString::as_os_str)).map(text);
        let environment = std::env::vars_os().map(|(mut name, value)| {
            name.push("=");
            name.push(value);
            CString::new(name.into_vec()).map_err(|_| "una variable lleva un cero".to_string())
        });
        let arguments = arguments.collect::<Result<Vec<_>, _>>()?;
        let environment = environment.collect::<Result<Vec<_>, _>>()?;
        let done = execveat(&self.file, c"", &arguments, &environment, AtFlags::AT_EMPTY_PATH);
        let Err(error) = done;
        Err(format!("no se puede ejecutar {}: {error}", self.path.display()))
    }
}

/// ¿Nombra un cargador? De lo que no es un programa de 64 bits dirá algo el sistema, al ejecutarlo.
fn has_loader(file: &mut File) -> io::Result<bool> {
    let mut start = [0; 64];
    if file.read(&mut start)? < start.len() || !start.starts_with(b"\x7fELF\x02\x01") {
        return Ok(true);
    }
    let word = |at: usize| u64::from_le_bytes(start[at..at + 8].try_into().expect("son ocho"));
    let (table, size, count) = (word(32), word(48) >> 48, word(56) & 0xffff);
    file.seek(SeekFrom::Start(table))?;
    let mut table = Vec::new();
    file.take(size * count).read_to_end(&mut table)?;
    let kinds = table
        .chunks_exact((size as usize).max(4))
        .map(|entry| u32::from_le_bytes(entry[..4].try_into().expect("son cuatro")));
    Ok({ kinds }.any(|kind| kind == PT_INTERP))
}
