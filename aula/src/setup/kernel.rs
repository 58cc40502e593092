//! El núcleo de Rust para Jupyter: encontrarlo, instalarlo si falta y registrarlo en el entorno del proyecto.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment;
use crate::process::{self, Progress};
use crate::project::{Project, file_error};

const NAME: &str = "evcxr_jupyter";
const VERSION: &str = "0.22.0";
/// El primer Rust que compila el núcleo, y el que pide este proyecto.
const OLDEST_RUST: (u32, u32) = (1, 95);
/// Cuántas bibliotecas compila `cargo install`, más o menos: para decir cuánto falta.
const CRATES: usize = 300;

/// Deja registrado en el entorno el núcleo de la versión debida, y dice cuál es.
pub fn ensure(project: &Project) -> Result<String, String> {
    let shared = shared_folder()?;
    let ours = shared.join("bin").join(format!("{NAME}{}", env::consts::EXE_SUFFIX));
    let candidates: Vec<_> = on_path().into_iter().chain([ours.clone()]).collect();
    let seen = || candidates.iter().map(|path| identity(path)).collect::<String>();
    if environment::is_done(project, "nucleo", &seen()) {
        return Ok(seen());
    }
    let works = |path: &PathBuf| path.is_file() && register(project, path).is_ok_and(|version| version == VERSION);
    if !candidates.iter().any(works) {
        install(&shared, &ours)?;
        let version = register(project, &ours)?;
        if version != VERSION {
            return Err(format!(
                "El núcleo instalado dice ser {version}, y se esperaba {VERSION}. Borra {} y repite la orden.",
                shared.display()
            ));
        }
    }
    environment::done(project, "nucleo", &seen())?;
    Ok(seen())
}

/// La versión de Rust que usará el núcleo, si sirve.
pub fn rust_version() -> Result<String, String> {
    let (major, minor) = OLDEST_RUST;
    let text = process::output(Command::new("rustc").arg("--version"))
        .ok_or("No encuentro Rust: hace falta para las celdas de los cuadernos. Instálalo (https://www.rust-lang.org/es/tools/install) y repite la orden.")?;
    let mut numbers = text.split([' ', '.', '-']).filter_map(|part| part.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(a), Some(b)) if (a, b) < OLDEST_RUST => Err(format!(
            "Tu Rust es {a}.{b}, y hace falta {major}.{minor} o posterior. Actualízalo con `rustup update stable` y repite la orden."
        )),
        _ => Ok(text),
    }
}

/// Registra el núcleo en el entorno y le pregunta su versión, que solo dice una vez en marcha.
fn register(project: &Project, path: &Path) -> Result<String, String> {
    let mut install = Command::new(path);
    install.arg("--install").env("JUPYTER_PATH", project.jupyter());
    process::run(install, |_| {}).map_err(|failure| failure.explain("No se pudo registrar el núcleo en el entorno."))?;
    let mut version = String::new();
    process::run(environment::notebooks(project, "nucleo"), |line| version = line.to_string())
        .map_err(|failure| failure.explain("El núcleo no se pone en marcha."))?;
    Ok(version)
}

/// Descarga el núcleo ya compilado, si `cargo binstall` puede; si no, lo compila.
///
/// Todo ocurre en una carpeta aparte, que se queda si algo se interrumpe: la siguiente vez sigue donde estaba.
fn install(shared: &Path, ours: &Path) -> Result<(), String> {
    fs::create_dir_all(shared).map_err(|error| file_error("crear", shared, &error))?;
    let _lock = environment::lock(&shared.join("candado"))?;
    if ours.is_file() {
        return Ok(()); // otra orden lo instaló mientras esperábamos
    }
    let part = shared.join("a-medias");
    if !binstall(&part) {
        compile(&part)?;
    }
    let bin = shared.join("bin");
    fs::rename(part.join("bin"), &bin).map_err(|error| file_error("crear", &bin, &error))?;
    let _ = fs::remove_dir_all(&part); // unos 700 MB de piezas intermedias; si no se pudiera borrar, no estorba
    Ok(())
}

fn binstall(part: &Path) -> bool {
    if process::output(cargo().args(["binstall", "-V"])).is_none() {
        return false;
    }
    println!("Descargo el núcleo de Rust para Jupyter ({NAME} {VERSION}) con cargo binstall.");
    let mut command = cargo();
    command.args(["binstall", "--no-confirm", "--no-track", "--disable-strategies", "compile", "--version"]);
    command.arg(format!("={VERSION}")).arg("--install-path").arg(part.join("bin")).arg(NAME);
    let _ = fs::create_dir_all(part.join("bin"));
    process::run(command, |line| println!("    {line}")).is_ok()
        && part.join("bin").join(format!("{NAME}{}", env::consts::EXE_SUFFIX)).is_file()
}

fn compile(part: &Path) -> Result<(), String> {
    let what = format!(
        "Compilo el núcleo de Rust para Jupyter ({NAME} {VERSION}). Es una sola vez para todas las copias del proyecto: unos 10 \
         minutos con dos núcleos de procesador, menos con más. Se puede interrumpir: la próxima vez sigue donde se quedó."
    );
    let mut command = cargo();
    command.args(["install", "--locked", "--no-track", NAME, "--version"]).arg(format!("={VERSION}"));
    command.arg("--root").arg(part).arg("--target-dir").arg(part.join("target"));
    process::step(&what, || {
        let mut progress = Progress::default();
        let mut crates = 0;
        process::run(command, |line| match line.trim_start().split_once(' ') {
            Some(("Compiling", piece)) => {
                crates += 1;
                progress.show(&format!("compilando {crates} de unas {CRATES} piezas: {piece}"));
            }
            Some(("Downloading" | "Downloaded" | "Updating" | "Installing", _)) => progress.show(line.trim()),
            _ => {}
        })
        .map_err(|failure| failure.explain("No se pudo compilar el núcleo de Rust para Jupyter."))
    })
}

/// El cargo que nos llamó, o el de siempre.
fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
}

fn on_path() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(format!("{NAME}{}", env::consts::EXE_SUFFIX)))
        .find(|path| path.is_file())
}

/// La carpeta del usuario que comparten todas las copias del proyecto, una por versión del núcleo.
fn shared_folder() -> Result<PathBuf, String> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || env::home_dir().filter(|path| path.is_absolute());
    let data = if cfg!(windows) {
        absolute("LOCALAPPDATA").or_else(|| Some(home()?.join("AppData/Local")))
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Application Support"))
    } else {
        absolute("XDG_DATA_HOME").or_else(|| Some(home()?.join(".local/share")))
    };
    let data = data.ok_or("No sé cuál es tu carpeta personal: falta la variable HOME. Dale un valor y repite la orden.")?;
    Ok(data.join("gradiente").join(format!("{NAME}-{VERSION}")))
}

/// Lo que distingue a un archivo de otro con el mismo nombre: tamaño y fecha.
fn identity(path: &Path) -> String {
    let details = fs::metadata(path).and_then(|data| Ok((data.len(), data.modified()?)));
    format!("{} {:?}\n", path.display(), details.ok())
}
