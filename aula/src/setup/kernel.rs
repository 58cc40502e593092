//! El núcleo de Rust para Jupyter: encontrarlo, descargarlo o compilarlo, y no darlo por bueno hasta que funciona.

use std::env;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use files::file_error;
use serde_json::json;

use super::evcxr::{VERSION, file_name, identity, program_in, shared_folder};
use super::{compile, download};
use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::Project;

/// El paso cuya marca recuerda el núcleo que se comprobó, y lo que había entonces en cada sitio.
pub const STEP: &str = "kernel";

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
    let ours = program_in(&shared);
    let found = match remembered(project, &candidates) {
        Some(program) => Some(program),
        None => working(project, &candidates, &ours, with_python)?,
    };
    let program = match found {
        Some(program) => program,
        None => {
            obtain(project, progress, with_python, &shared)?;
            ours
        }
    };
    with_python.wait().clone()?; // un entorno que se hace de nuevo llega sin marcas
    let checked = format!("{}\n{}", program.display(), seen(&candidates));
    if environment::recall(project, STEP).as_ref() != Some(&checked) {
        environment::remember(project, STEP, &checked)?;
    }
    Ok(program)
}

/// El primero de los candidatos que sirve. De los otros se dice por qué no; si es el nuestro, se quita, para que no estorbe
/// siempre.
fn working(
    project: &Project,
    candidates: &[PathBuf],
    ours: &Path,
    with_python: &WithPython,
) -> Result<Option<PathBuf>, String> {
    for candidate in candidates.iter().filter(|path| path.is_file()) {
        let Some(reason) = reject(project, candidate, with_python)? else { return Ok(Some(candidate.clone())) };
        println!("No uso {}: {reason}.", candidate.display());
        if candidate == ours {
            fs::remove_file(ours).map_err(|error| file_error("borrar", ours, &error))?;
        }
    }
    Ok(None)
}

/// El núcleo que ya se comprobó, si desde entonces no cambió nada.
fn remembered(project: &Project, candidates: &[PathBuf]) -> Option<PathBuf> {
    let mark = environment::recall(project, STEP)?;
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

/// Por qué no sirve este programa, o `None` si sirve: primero si arranca y, cuando hay Python, su versión, que solo dice en
/// marcha.
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
        // Si Python no se pudo preparar, el comando ya falló: no hay por qué seguir.
        compile::compile(progress, &part, || matches!(with_python.get(), Some(Err(_))))?;
        if let Some(reason) = reject(project, &made, with_python)? {
            return Err(format!(
                "El núcleo recién compilado no sirve: {reason}. Borra {} y repite el comando.",
                shared.display()
            ));
        }
    }
    fs::create_dir_all(shared.join("bin"))
        .and_then(|()| files::rename(&made, &ours))
        .map_err(|error| file_error("crear", &ours, &error))?;
    let _ = fs::remove_dir_all(&part); // unos 700 MB de piezas intermedias; si no se pudiera borrar, no estorba
    Ok(())
}
