//! Un programa de mentira que hace de Python, de Cargo, de Rust o del núcleo, según el nombre de su archivo.
//!
//! Se compila a solas, con rustc, y se copia con cada nombre: así las pruebas que lo usan corren en cualquier sistema.
//! Apunta cada llamada, y el entorno le dice qué paso tiene que fallar y con qué palabras. Con el suyo, [`NAME`], se copia
//! él: si lo copiara la prueba, que ejecuta otros programas a la vez, Linux podría encontrarlo todavía abierto y negarse a
//! ejecutarlo.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

/// Cómo se llama el compilado. Sus argumentos: dónde se copia, y qué se le pega, si algo.
pub const NAME: &str = "fake";

/// La carpeta de la máquina de mentira; dentro, el proyecto en `proyecto` y el Rust en `rust`.
pub const MACHINE: &str = "FAKE_MACHINE";
/// El paso que falla, y lo que escribe entonces.
pub const FAILS: &str = "FAKE_FAILS";
pub const SAYS: &str = "FAKE_SAYS";
/// Las versiones de Rust y de Python, si no son las de siempre.
pub const RUST: &str = "FAKE_RUST";
pub const PYTHON: &str = "FAKE_PYTHON";
/// El Python de verdad que baja archivos, si alguien los sirve.
pub const REAL_PYTHON: &str = "FAKE_REAL_PYTHON";
/// ¿Hay `cargo binstall`? Y lo que lleva pegado el núcleo que baja.
pub const BINSTALL: &str = "FAKE_BINSTALL";
pub const DOWNLOADED: &str = "FAKE_DOWNLOADED";

/// El paso que, en lugar de fallar, tarda.
pub const SLOW: &str = "slow";

/// El archivo, en la carpeta de la máquina, con una línea por llamada.
pub const CALLS: &str = "llamadas";

/// Donde un entorno de Python guarda sus programas.
pub const SCRIPTS: &str = if cfg!(windows) { "Scripts" } else { "bin" };

/// Donde guarda sus paquetes.
pub const PACKAGES: &str = if cfg!(windows) { "Lib/site-packages" } else { "lib/python3.12/site-packages" };

/// Lo que dice un núcleo de la versión que se quiere. El de otra la lleva pegada a su archivo; y el que no arranca, por qué.
pub const KERNEL: &str = "0.22.0";
pub const BROKEN: &str = "no arranca: ";

/// Cómo acaba un archivo que lleva algo pegado: con el largo, en un byte, y esto.
const SEAL: &[u8] = b"<pegado>";

/// Lo que escribe un paso que falla, o el motivo por el que no se pudo.
type Step = Result<(), String>;

#[allow(dead_code)] // las pruebas usan las constantes; el programa empieza aquí
fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match play(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(said) => {
            println!("{said}");
            ExitCode::FAILURE
        }
    }
}

fn play(arguments: &[String]) -> Step {
    let program = env::current_exe().map_err(explain)?;
    let name = program.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if name == NAME {
        return copy(&program, Path::new(words[0]), words.get(1).unwrap_or(&""));
    }
    note(&format!("{name} {}\n", words.join(" ")))?;
    let in_venv = program.components().any(|part| part.as_os_str() == ".venv");
    match name.as_str() {
        "python" if in_venv => venv_python(&words),
        "python3" | "python" => python(&program, &words),
        "cargo" => cargo(&program, &words),
        "rustc" => rustc(&words),
        "rustup" => rustup(),
        "evcxr_jupyter" => kernel(&program, &words),
        "jail" => fails("check"),
        "py" => Err("No suitable Python runtime found".into()), // como quien tiene el lanzador de Windows y ningún Python
        _ => Ok(()),
    }
}

fn explain(error: std::io::Error) -> String {
    error.to_string()
}

fn setting(name: &str) -> Option<String> {
    env::var(name).ok()
}

fn machine() -> PathBuf {
    env::var_os(MACHINE).map(PathBuf::from).unwrap_or_default()
}

fn note(call: &str) -> Step {
    let file = OpenOptions::new().append(true).create(true).open(machine().join(CALLS));
    file.and_then(|mut file| file.write_all(call.as_bytes())).map_err(explain)
}

/// Si es el paso que tiene que fallar, falla.
fn fails(step: &str) -> Step {
    if setting(FAILS).is_some_and(|wanted| wanted == step) { Err(setting(SAYS).unwrap_or_default()) } else { Ok(()) }
}

/// Lo que va detrás de la opción `name`.
fn after<'a>(words: &[&'a str], name: &str) -> Result<&'a str, String> {
    let found = words.iter().position(|word| *word == name).and_then(|at| words.get(at + 1));
    found.copied().ok_or(format!("falta {name} en {words:?}"))
}

/// Una copia de este programa, con lo que haya que pegarle.
fn copy(program: &Path, to: &Path, attached: &str) -> Step {
    let made = || {
        fs::create_dir_all(to.parent().unwrap_or(to))?;
        fs::copy(program, to)?;
        if attached.is_empty() {
            return Ok(());
        }
        let length = u8::try_from(attached.len()).map_err(std::io::Error::other)?;
        OpenOptions::new().append(true).open(to)?.write_all(&[attached.as_bytes(), &[length], SEAL].concat())
    };
    made().map_err(explain)
}

/// Lo que lleva pegado un programa, o nada.
pub fn attached(program: &Path) -> std::io::Result<String> {
    let mut end = Vec::new();
    let mut file = File::open(program)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(300)))?;
    file.read_to_end(&mut end)?;
    let text = end.strip_suffix(SEAL).and_then(|rest| {
        let (length, rest) = rest.split_last()?;
        rest.get(rest.len().checked_sub(usize::from(*length))?..)
    });
    Ok(String::from_utf8_lossy(text.unwrap_or_default()).into_owned())
}

/// El Python de la máquina.
fn python(program: &Path, words: &[&str]) -> Step {
    match words {
        ["-c", ..] => {
            fails("python")?;
            println!("{}", setting(PYTHON).unwrap_or("3.12".into()));
            Ok(())
        }
        ["-I", ..] => match setting(REAL_PYTHON) {
            Some(real) => run(Command::new(real).args(words)),
            None => Ok(()), // y la descarga no trae nada
        },
        ["-m", "venv", "--clear", folder, ..] => {
            fails("venv")?;
            let folder = Path::new(folder);
            let _ = fs::remove_dir_all(folder);
            fs::create_dir_all(folder.join(PACKAGES)).map_err(explain)?;
            copy(program, &folder.join(SCRIPTS).join(format!("python{}", env::consts::EXE_SUFFIX)), "")?;
            if setting(FAILS).is_some_and(|step| step == SLOW) {
                thread::sleep(Duration::from_secs(1));
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// El Python del entorno.
fn venv_python(words: &[&str]) -> Step {
    match words {
        ["-c", question, ..] if question.contains("purelib") => {
            println!("{}", machine().join("proyecto").join(".venv").join(PACKAGES).display());
            Ok(())
        }
        ["-c", ..] => {
            println!("3.12");
            Ok(())
        }
        ["-m", "pip", "install", ..] => fails("pip"),
        ["-m", "aula", "course", ..] => {
            fails("course")?;
            let folder = machine().join("proyecto").join("notebooks").join("curso").join("source").join("xor");
            fs::create_dir_all(&folder).and_then(|()| fs::write(folder.join("03_ejercicios.ipynb"), "")).map_err(explain)
        }
        ["-m", "aula", "kernel-version", request, ..] => {
            let path = request.split_once("\"program\":\"").and_then(|(_, rest)| rest.split_once('"'));
            let path = path.ok_or("falta el programa")?.0.replace("\\\\", "\\");
            run(Command::new(path).arg("--version"))
        }
        ["-m", "aula", task, ..] => fails(task),
        _ => Ok(()),
    }
}

/// Deja el sitio a otro programa.
fn run(command: &mut Command) -> Step {
    match command.status().map_err(explain)? {
        status if status.success() => Ok(()),
        status => std::process::exit(status.code().unwrap_or(1)),
    }
}

fn cargo(program: &Path, words: &[&str]) -> Step {
    let file = |name: &str| format!("{name}{}", env::consts::EXE_SUFFIX);
    match words {
        ["binstall", ..] if setting(BINSTALL).is_none() => Err("error: no such command: `binstall`".into()),
        ["binstall", "-V"] => Ok(()),
        ["binstall", ..] => {
            fails("binstall")?;
            let folder = Path::new(after(words, "--install-path")?);
            copy(program, &folder.join(file("evcxr_jupyter")), &setting(DOWNLOADED).unwrap_or_default())
        }
        ["build", ..] if words.contains(&"--target-dir") => {
            let built = after(words, "--bin")?;
            fails(built)?;
            copy(program, &Path::new(after(words, "--target-dir")?).join("debug").join(file(built)), "")
        }
        ["build", ..] => {
            let built = PathBuf::from("target").join(after(words, "--target")?).join("web");
            let module = b"\0asm\x01\0\0\0";
            fs::create_dir_all(&built).and_then(|()| fs::write(built.join("web.wasm"), module)).map_err(explain)
        }
        ["install", ..] => {
            fails("cargo")?;
            copy(program, &Path::new(after(words, "--root")?).join("bin").join(file("evcxr_jupyter")), "")
        }
        _ => Ok(()),
    }
}

fn rustc(words: &[&str]) -> Step {
    match words {
        ["--version", ..] => {
            println!("rustc {} (59807616e 2026-04-14)", setting(RUST).unwrap_or("1.95.0".into()));
        }
        ["--print", "target-libdir", ..] => println!("{}", machine().join("wasm").display()),
        ["--print", ..] => println!("{}", machine().join("rust").display()),
        _ => {}
    }
    Ok(())
}

/// Añade las fuentes de la biblioteca estándar.
fn rustup() -> Step {
    fails("sources")?;
    let library = machine().join("rust/lib/rustlib/src/rust/library");
    let code = "/// Un comentario.\npub fn f() {} // código\n";
    let made = || {
        for name in ["core", "alloc", "std"] {
            let folder = library.join(name).join("src");
            fs::create_dir_all(folder.join("mod"))?;
            fs::write(folder.join("lib.rs"), code)?;
            fs::write(folder.join("mod").join("otro.rs"), code)?;
        }
        Ok(())
    };
    made().map_err(explain)
}

fn kernel(program: &Path, words: &[&str]) -> Step {
    let attached = attached(program).map_err(explain)?;
    if let Some(reason) = attached.strip_prefix(BROKEN) {
        eprintln!("{reason}");
        std::process::exit(1);
    }
    match words {
        ["--version", ..] => println!("{}", if attached.is_empty() { KERNEL } else { &attached }),
        ["--install", ..] => {
            let folder = setting("JUPYTER_PATH").unwrap_or_default();
            fs::create_dir_all(Path::new(&folder).join("kernels").join("rust")).map_err(explain)?;
        }
        _ => {}
    }
    Ok(())
}
