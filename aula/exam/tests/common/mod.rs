//! Lo que usan las pruebas del aislamiento: compilar un ataque de `tests/attacks`, ejecutarlo fuera y dentro, y leer lo que
//! cuenta.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// La variable con la carpeta que tiene todo preparado para quien no llega a la del proyecto: `jail`, y los ataques ya
/// compilados.
pub const PREPARED: &str = "JAIL_TESTS";

/// El programa que se prueba.
pub fn jail() -> String {
    prepared().map_or(env!("CARGO_BIN_EXE_jail").into(), |folder| folder.join("jail").display().to_string())
}

pub fn prepared() -> Option<PathBuf> {
    std::env::var_os(PREPARED).map(PathBuf::from)
}

/// Una carpeta vacía para una prueba.
pub fn folder(name: &str) -> PathBuf {
    let folder = prepared().unwrap_or(env!("CARGO_TARGET_TMPDIR").into()).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// El compilador, sin el intermediario de rustup, y la carpeta de la que lee.
pub fn toolchain() -> (PathBuf, PathBuf) {
    let rustc = std::env::var_os("RUSTC").unwrap_or("rustc".into());
    let output = Command::new(rustc).args(["--print", "sysroot"]).output().expect("hace falta rustc en el PATH");
    let sysroot = PathBuf::from(String::from_utf8(output.stdout).unwrap().trim());
    (sysroot.join("bin/rustc"), sysroot)
}

/// Compila `tests/attacks/NAME.rs`, si no lo está ya. Cada prueba tiene el suyo: corren a la vez.
pub fn attack(name: &str) -> PathBuf {
    if let Some(folder) = prepared() {
        return folder.join(name).join(name);
    }
    let program = new_folder().join(name);
    compile(name, &program, &[]);
    program
}

/// Los que se prueban también enlazados del todo, sin bibliotecas que cargar.
pub const WHOLE: [&str; 3] = ["itself", "reading", "honest"];

/// El mismo, enlazado del todo. Hacen falta las bibliotecas de C para enlazar así, que no todos los sistemas instalan.
pub fn whole_attack(name: &str) -> PathBuf {
    if let Some(folder) = prepared() {
        return folder.join(name).join("entero");
    }
    let program = new_folder().join("entero");
    compile_whole(name, &program);
    program
}

pub fn compile_whole(name: &str, program: &Path) {
    let found = Command::new("cc").arg("-print-file-name=libc.a").output();
    assert!(
        found.is_ok_and(|found| Path::new(String::from_utf8_lossy(&found.stdout).trim()).is_file()),
        "para esta prueba hace falta libc.a: instálala (en Debian y Ubuntu, el paquete libc6-dev; en Fedora, glibc-static)"
    );
    compile(name, program, &["-Ctarget-feature=+crt-static", "-Crelocation-model=static"]);
}

fn new_folder() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    folder(&format!("ataque-{}", COUNT.fetch_add(1, Ordering::Relaxed)))
}

pub fn compile(name: &str, program: &Path, options: &[&str]) {
    let source = attacks().join(name).with_extension("rs");
    let mut compile = Command::new(toolchain().0);
    compile.arg(&source).arg("-o").arg(program).args(["--edition=2024", "-Copt-level=1", "-Awarnings"]).args(options);
    let compiled = compile.output().unwrap();
    assert!(compiled.status.success(), "{name}: {}", String::from_utf8_lossy(&compiled.stderr));
}

/// Lo que hay que dejar al enlazador, como lo averigua quien califica: preguntándole.
pub fn linker() -> Vec<String> {
    let ask = |question: &str| {
        let output = Command::new("cc").arg(question).output().expect("hace falta `gcc` en el PATH");
        PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
    };
    let found = |path: PathBuf| if path.is_absolute() { path } else { Path::new("/usr/bin").join(path) };
    let programs = ["collect2", "ld"].map(|name| found(ask(&format!("-print-prog-name={name}"))));
    let execute = [vec![Path::new("/usr/bin/cc").to_path_buf()], programs.to_vec()].concat();
    let libraries =
        ["crt1.o", "libgcc.a"].map(|name| ask(&format!("-print-file-name={name}")).parent().unwrap().to_path_buf());
    let rust = std::fs::read_dir(toolchain().1.join("lib/rustlib")).unwrap().flatten().map(|it| it.path().join("bin"));
    let execute = execute.into_iter().chain(rust).filter(|path| path.exists());
    let options = execute.map(|path| ("--execute", path)).chain(libraries.map(|path| ("--libraries", path)));
    options.flat_map(|(option, path)| [option.to_string(), path.canonicalize().unwrap().display().to_string()]).collect()
}

pub fn attacks() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks")
}

/// `jail run`, con opciones, y el programa.
pub fn run(options: &[&str], program: &Path) -> Command {
    let mut command = Command::new(jail());
    command.arg("run").args(options).arg("--").arg(program).stdin(Stdio::null());
    command
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Lo que contó un ataque: cada cosa que intentó y si lo consiguió.
pub fn attempts(output: &Output) -> Vec<(String, bool)> {
    let said = stdout(output);
    assert!(output.status.success(), "{}: {said}{}", output.status, stderr(output));
    let attempts: Vec<_> = said
        .lines()
        .map(|line| match line.split_once(": ") {
            Some(("conseguido", what)) => (what.to_string(), true),
            Some(("negado", what)) => (what.to_string(), false),
            _ => panic!("no se entiende «{line}»"),
        })
        .collect();
    assert!(!attempts.is_empty(), "no intentó nada");
    attempts
}

/// Dentro no consigue nada.
pub fn denied(inside: &Output) {
    for (what, achieved) in attempts(inside) {
        assert!(!achieved, "dentro del aislamiento consiguió {what}");
    }
}

/// Fuera del aislamiento lo consigue todo: la prueba prueba algo.
pub fn achieved(outside: &Output) {
    for (what, achieved) in attempts(outside) {
        assert!(achieved, "fuera del aislamiento no consiguió {what}: hace falta un sistema que lo permita");
    }
}
