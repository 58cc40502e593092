//! El enlazador de esta máquina, y lo que hay que dejarle leer para que enlace. Se le pregunta a él mismo: cada distribución
//! lo pone en un sitio.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Dónde se busca.
const PLACES: [&str; 3] = ["/usr/local/bin", "/usr/bin", "/bin"];

/// Los programas a los que llama.
const PROGRAMS: [&str; 3] = ["collect2", "lto-wrapper", "ld"];

/// Donde un enlazador que es un guion puede tener lo suyo: las dos últimas son Nix y Guix.
const ANYWHERE: [&str; 7] = ["/usr/bin", "/usr/lib", "/bin", "/lib", "/lib64", "/nix/store", "/gnu/store"];

pub struct Linker {
    pub program: PathBuf,
    /// Lo que se ejecuta.
    pub execute: Vec<PathBuf>,
    /// Las carpetas de las bibliotecas de C.
    pub libraries: Vec<PathBuf>,
    /// ¿Se puede enlazar un programa que no necesite cargar ninguna?
    pub whole: bool,
}

impl Linker {
    /// El de siempre, `cc`.
    pub fn find() -> Result<Linker, String> {
        let program = in_places("cc").ok_or(
            "No encuentro el enlazador, `cc`: instala las herramientas de C de tu sistema (en Debian y Ubuntu, el paquete \
             `build-essential`; en Fedora, `gcc`) y repite el comando.",
        )?;
        let real = program.canonicalize().unwrap_or_else(|_| program.clone());
        if !is_program(&real) {
            let execute = ANYWHERE.iter().map(PathBuf::from).filter(|path| path.exists()).collect();
            return Ok(Linker { program, execute, libraries: vec![], whole: false });
        }
        let file = |name: &str| ask(&program, &format!("-print-file-name={name}")).filter(|path| path.is_file());
        let called = PROGRAMS.iter().filter_map(|name| ask(&program, &format!("-print-prog-name={name}")));
        let called = called.filter_map(|path| if path.is_absolute() { Some(path) } else { in_places(path.to_str()?) });
        let execute = [real].into_iter().chain(called.filter_map(|path| path.canonicalize().ok())).collect();
        let found = ["crt1.o", "libc.so", "libgcc.a"].iter().filter_map(|name| file(name)?.canonicalize().ok());
        let mut libraries: Vec<PathBuf> = found.filter_map(|path| path.parent().map(Path::to_path_buf)).collect();
        libraries.sort();
        libraries.dedup();
        let whole = file("libc.a").is_some() && file("libgcc_eh.a").is_some() && cfg!(target_env = "gnu");
        Ok(Linker { program, execute, libraries, whole })
    }
}

fn in_places(name: &str) -> Option<PathBuf> {
    PLACES.iter().map(|place| Path::new(place).join(name)).find(|path| path.is_file())
}

/// La ruta que contesta.
fn ask(program: &Path, question: &str) -> Option<PathBuf> {
    let output = Command::new(program).arg(question).env("PATH", env::join_paths(PLACES).ok()?).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    (!path.trim().is_empty()).then(|| path.trim().into())
}

/// ¿Es un programa, y no un guion que llama a otros?
fn is_program(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; 4];
    fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *b"\x7fELF"
}

/// Lo que `rustc` trae para enlazar.
pub fn of_rust(sysroot: &Path) -> Vec<PathBuf> {
    let targets = fs::read_dir(sysroot.join("lib").join("rustlib")).into_iter().flatten().flatten();
    targets.map(|target| target.path().join("bin")).filter(|path| path.is_dir()).collect()
}
