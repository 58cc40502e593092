//! El núcleo de Rust para Jupyter: encontrarlo, descargarlo o compilarlo, y registrarlo en el entorno del proyecto.

use std::env;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::json;

use super::download;
use super::jobs;
use super::toolchain::Toolchain;
use crate::arguments::KERNEL;
use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::{Project, file_error, write_whole};

pub const NAME: &str = "evcxr_jupyter";
pub const VERSION: &str = "0.22.0";
/// Cuántas bibliotecas compila `cargo install`, más o menos: para decir cuánto falta.
const CRATES: u32 = 273;
/// Qué parte del tiempo ha pasado cuando ha empezado tal parte de las piezas: unas pocas grandes se llevan casi todo. Medido con dos
/// procesadores.
const PACE: [(f64, f64); 10] = [
    (0.0, 0.0),
    (0.27, 0.11),
    (0.37, 0.22),
    (0.5, 0.27),
    (0.53, 0.43),
    (0.6, 0.55),
    (0.84, 0.61),
    (0.89, 0.82),
    (0.93, 0.93),
    (1.0, 0.98),
];

/// Cómo fue la preparación de Python, cuando se sabe: solo él pregunta al núcleo su versión.
type WithPython = OnceLock<Result<(), String>>;

/// ¿Está ya el núcleo, y es el que se comprobó?
pub fn is_ready(project: &Project) -> bool {
    shared_folder().is_ok_and(|shared| remembered(project, &candidates(&shared)).is_some())
}

/// El programa del núcleo, de la versión debida y que funciona; si no lo hay, lo descarga o lo compila.
pub fn ensure(project: &Project, progress: &Progress, with_python: &WithPython) -> Result<PathBuf, String> {
    let shared = shared_folder()?;
    let candidates = candidates(&shared);
    if let Some(program) = remembered(project, &candidates) {
        return Ok(program);
    }
    let ours = program_in(&shared);
    let mut found = None;
    for candidate in candidates.iter().filter(|path| path.is_file()) {
        match reject(project, candidate, with_python)? {
            None => found = Some(candidate.clone()),
            Some(reason) => {
                println!("No uso {}: {reason}.", candidate.display());
                if *candidate == ours {
                    fs::remove_file(&ours).map_err(|error| file_error("borrar", &ours, &error))?;
                }
                continue;
            }
        }
        break;
    }
    if found.is_none() {
        obtain(project, progress, with_python, &shared)?;
    }
    let program = found.unwrap_or(ours);
    environment::done(project, "nucleo", &format!("{}\n{}", program.display(), seen(&candidates)))?;
    Ok(program)
}

/// Registra el núcleo en el entorno, con todo lo que necesita: lo arranca cualquier programa, desde cualquier carpeta.
pub fn register(project: &Project, rust: &Toolchain, evcxr: &Path) -> Result<(), String> {
    let launcher = project.venv_program("aula");
    let spec = json!({
        "argv": [launcher, KERNEL, evcxr, project.notebooks(), project.libraries(), rust.tools(), "{connection_file}"],
        "display_name": "Rust",
        "language": "rust",
        "interrupt_mode": "message",
        "env": environment_of(project),
    });
    let spec = format!("{spec:#}\n");
    let ourselves = env::current_exe().map_err(|error| format!("No se sabe dónde está este programa: {error}"))?;
    let data = format!("{}{}{spec}", identity(&ourselves), identity(evcxr));
    if environment::is_done(project, "registro", &data) {
        return Ok(());
    }
    if ourselves != launcher {
        // Con otro nombre y de una vez: puede haber núcleos abiertos que lo estén usando.
        let part = launcher.with_extension("parte");
        let old = launcher.with_extension("anterior");
        fs::copy(&ourselves, &part)
            .and_then(|_| if cfg!(windows) && launcher.is_file() { fs::rename(&launcher, &old) } else { Ok(()) })
            .and_then(|()| fs::rename(&part, &launcher))
            .map_err(|error| file_error("escribir", &launcher, &error))?;
    }
    // evcxr escribe sus dibujos y un kernel.json suyo; el nuestro lo sustituye.
    let mut install = Command::new(evcxr);
    install.arg("--install").env("JUPYTER_PATH", project.jupyter());
    process::run(install, process::quietly)
        .map_err(|failure| failure.explain("No se pudo registrar el núcleo en el entorno."))?;
    write_whole(&project.jupyter().join("kernels").join("rust").join("kernel.json"), &spec)?;
    environment::done(project, "registro", &data)
}

/// Las variables del núcleo: los ajustes y las fuentes del proyecto, y no los de quien lo usa ni su registro de núcleos. Y sin conexión:
/// todo está ya bajado, y un aula sin red no se detiene.
pub fn environment_of(project: &Project) -> serde_json::Value {
    json!({
        "CARGO_NET_OFFLINE": "true",
        "EVCXR_CONFIG_DIR": project.notebooks(),
        "JUPYTER_PATH": project.jupyter(),
        "RUST_SRC_PATH": project.stdlib(),
    })
}

/// El núcleo que ya se comprobó, si desde entonces no ha cambiado nada.
fn remembered(project: &Project, candidates: &[PathBuf]) -> Option<PathBuf> {
    let mark = environment::recall(project, "nucleo")?;
    let (program, rest) = mark.split_once('\n')?;
    (rest == seen(candidates)).then(|| program.into())
}

fn seen(candidates: &[PathBuf]) -> String {
    candidates.iter().map(|path| identity(path)).collect()
}

/// Los sitios donde puede estar: el PATH, y la carpeta que comparten todas las copias del proyecto.
fn candidates(shared: &Path) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).map(|folder| folder.join(file_name())).find(|path| path.is_file());
    on_path.into_iter().chain([program_in(shared)]).collect()
}

/// Por qué no sirve este programa, o `None` si sirve: primero si arranca y, cuando hay Python, su versión, que solo dice en marcha.
fn reject(project: &Project, program: &Path, with_python: &WithPython) -> Result<Option<String>, String> {
    if let Err(failure) = process::try_run(Command::new(program).arg("--help")) {
        return Ok(Some(format!("no arranca ({failure})")));
    }
    with_python.wait().clone()?;
    let mut version = String::new();
    let ask = environment::task(project, "kernel-version", &json!({"program": program}));
    let answer = process::run(ask, |line| {
        version = line.to_string();
        ControlFlow::Continue(())
    });
    Ok(match answer {
        Err(_) => Some(format!("no contesta como un núcleo ({version})")),
        Ok(()) if version != VERSION => Some(format!("es la versión {version}, y hace falta la {VERSION}")),
        Ok(()) => None,
    })
}

/// Deja el núcleo en la carpeta compartida: descargado, si hay uno que funcione en esta máquina; si no, compilado.
///
/// Todo ocurre en una carpeta aparte, que se queda si algo se interrumpe: la siguiente vez sigue donde estaba.
fn obtain(project: &Project, progress: &Progress, with_python: &WithPython, shared: &Path) -> Result<(), String> {
    fs::create_dir_all(shared).map_err(|error| file_error("crear", shared, &error))?;
    let _lock = environment::lock(&shared.join("candado"))?;
    let ours = program_in(shared);
    if ours.is_file() {
        return Ok(()); // otro comando lo instaló mientras esperábamos
    }
    let part = shared.join("a-medias");
    let made = program_in(&part);
    fs::create_dir_all(part.join("bin")).map_err(|error| file_error("crear", &part, &error))?;
    let _ = fs::remove_file(&made); // lo que quedara de una vez anterior
    let mut downloaded = false;
    for way in [download::binstall, download::release] {
        let Some(result) = way(project, progress, &part.join("bin")) else { continue };
        let trouble = match result {
            Ok(()) => reject(project, &made, with_python)?.map(|reason| format!("El núcleo descargado no sirve: {reason}")),
            Err(reason) => Some(format!("No se pudo descargar el núcleo: {reason}")),
        };
        let Some(trouble) = trouble else {
            downloaded = true;
            break;
        };
        println!("{trouble}.");
        let _ = fs::remove_file(&made);
    }
    if !downloaded {
        compile(progress, &part, with_python)?;
        if let Some(reason) = reject(project, &made, with_python)? {
            return Err(format!(
                "El núcleo recién compilado no sirve: {reason}. Borra {} y repite el comando.",
                shared.display()
            ));
        }
    }
    fs::create_dir_all(shared.join("bin"))
        .and_then(|()| fs::rename(&made, &ours))
        .map_err(|error| file_error("crear", &ours, &error))?;
    let _ = fs::remove_dir_all(&part); // unos 700 MB de piezas intermedias; si no se pudiera borrar, no estorba
    Ok(())
}

fn compile(progress: &Progress, part: &Path, with_python: &WithPython) -> Result<(), String> {
    let what = format!(
        "Compilo el núcleo de Rust para Jupyter ({NAME} {VERSION}). Es una sola vez para todas las copias del proyecto: entre 5 y 10 \
         minutos con dos núcleos de procesador, menos con más. Se puede interrumpir: la próxima vez sigue donde se quedó."
    );
    let mut command = cargo();
    command.args(["install", "--locked", "--no-track", NAME, "--version"]).arg(format!("={VERSION}"));
    command.arg("--jobs").arg(jobs::affordable().to_string());
    command.arg("--root").arg(part).arg("--target-dir").arg(part.join("target"));
    progress.step("kernel", &what, None, || {
        let (start, mut crates) = (Instant::now(), 0);
        process::run(command, |line| {
            match line.trim_start().split_once(' ') {
                Some(("Compiling", _)) => {
                    crates += 1;
                    let fraction = elapsed_fraction(f64::from(crates) / f64::from(CRATES));
                    let text = format!("Compilo el núcleo: {crates} de unas {CRATES} piezas");
                    progress.advance(&text, fraction, time_left(start, fraction));
                }
                Some(("Downloading" | "Downloaded" | "Updating" | "Installing", _)) => progress.line(line.trim()),
                _ => {}
            }
            // Si Python no se pudo preparar, el comando ya ha fallado: no hay por qué seguir.
            if matches!(with_python.get(), Some(Err(_))) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .map_err(|failure| failure.explain("No se pudo compilar el núcleo de Rust para Jupyter."))
    })
}

/// Qué parte del tiempo ha pasado cuando ha empezado la parte `started` de las piezas.
fn elapsed_fraction(started: f64) -> f64 {
    let pair = PACE.windows(2).find(|pair| started <= pair[1].0);
    pair.map_or(PACE[PACE.len() - 1].1, |pair| {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        y0 + (y1 - y0) * (started - x0) / (x1 - x0)
    })
}

/// Lo que falta, por lo que ya tardó. Al principio no se sabe: una reanudación pasa volando por lo que ya estaba hecho.
fn time_left(start: Instant, fraction: f64) -> Option<Duration> {
    let elapsed = start.elapsed();
    (elapsed.as_secs() > 15 && fraction > 0.02).then(|| elapsed.mul_f64((1.0 - fraction) / fraction))
}

/// El cargo que nos llamó, o el de siempre.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
}

fn file_name() -> String {
    format!("{NAME}{}", env::consts::EXE_SUFFIX)
}

fn program_in(folder: &Path) -> PathBuf {
    folder.join("bin").join(file_name())
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
    let data =
        data.ok_or("No sé cuál es tu carpeta personal: falta la variable HOME. Dale un valor y repite el comando.")?;
    Ok(data.join("gradiente").join(format!("{NAME}-{VERSION}")))
}

/// Lo que distingue a un archivo de otro con el mismo nombre: tamaño y fecha.
pub fn identity(path: &Path) -> String {
    let details = fs::metadata(path).and_then(|data| Ok((data.len(), data.modified()?)));
    format!("{} {:?}\n", path.display(), details.ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_never_goes_back_nor_past_the_end() {
        let fractions: Vec<f64> = (0..=300).map(|crates| elapsed_fraction(f64::from(crates) / f64::from(CRATES))).collect();
        assert_eq!(fractions[0], 0.0);
        assert!(fractions.windows(2).all(|pair| pair[0] <= pair[1]) && fractions.iter().all(|&fraction| fraction < 1.0));
    }
}
