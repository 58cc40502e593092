//! El entorno: Python, el núcleo y las bibliotecas compiladas, cada cosa una sola vez.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::project::{Project, file_error};
use crate::process;
use crate::setup::{kernel, nbgrader, python, stdlib};

/// Prepara lo que falte. Lo que ya está se reconoce en un momento; lo que quedó a medias se completa.
pub fn prepare(project: &Project) -> Result<(), String> {
    let _lock = lock(&project.root.join(".venv.lock"))?;
    let rust = kernel::rust_version()?;
    python::ensure(project)?;
    nbgrader::configure(project)?;
    stdlib::ensure(project, &rust)?;
    scratch(project)?;
    let kernel = kernel::ensure(project)?;
    warm_up(project, &format!("{rust}\n{kernel}"))
}

/// Un candado que dura lo que dura el archivo abierto: dos órdenes a la vez se esperan una a la otra.
pub fn lock(path: &Path) -> Result<File, String> {
    let file = File::create(path).map_err(|error| file_error("escribir", path, &error))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => println!("Otra orden está preparando el entorno; espero a que termine…"),
        Err(TryLockError::Error(error)) => return Err(file_error("bloquear", path, &error)),
    }
    file.lock().map_err(|error| file_error("bloquear", path, &error))?;
    Ok(file)
}

/// Una orden con el Python del entorno y solo su Jupyter: ni los núcleos de quien la usa ni sus ajustes de evcxr intervienen.
pub fn python(project: &Project) -> Command {
    let mut command = Command::new(project.venv_python());
    command
        .env("JUPYTER_PATH", project.jupyter())
        .env("JUPYTER_PREFER_ENV_PATH", "1")
        .env("EVCXR_CONFIG_DIR", project.venv())
        .env("RUST_SRC_PATH", project.stdlib())
        .envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, project.scratch())))
        .env("PYTHONUTF8", "1")
        .env_remove("PYTHONPATH")
        .env_remove("PYTHONHOME");
    command
}

/// La orden que llama a `cuadernos.py` con `task` y sus rutas.
pub fn notebooks(project: &Project, task: &str) -> Command {
    let mut command = python(project);
    command.arg("-B").arg(project.root.join("aula/python/aula/notebooks.py")).arg(task);
    command
}

/// ¿Se terminó ya este paso, con estos mismos datos? La marca se escribe al final de cada paso.
pub fn is_done(project: &Project, step: &str, data: &str) -> bool {
    fs::read_to_string(mark(project, step)).is_ok_and(|text| text == data)
}

pub fn done(project: &Project, step: &str, data: &str) -> Result<(), String> {
    let path = mark(project, step);
    fs::write(&path, data).map_err(|error| file_error("escribir", &path, &error))
}

fn mark(project: &Project, step: &str) -> std::path::PathBuf {
    project.venv().join(format!("aula-{step}.txt"))
}

/// La carpeta donde los núcleos compilan sus celdas, y lo que cargo lee en ella.
///
/// `evcxr.toml` pide celdas sin optimizar, que se compilan en la mitad de tiempo; las bibliotecas tienen que seguir siendo rápidas,
/// y evcxr no sabe distinguirlas: se lo dice a cargo este archivo, que encuentra al buscar hacia arriba. Y la nuestra, sin compilación
/// incremental, entra en la caché del núcleo como las demás; `build.rs` cuida de que nunca se use una anterior.
fn scratch(project: &Project) -> Result<(), String> {
    let folder = project.scratch();
    let config = folder.join(".cargo").join("config.toml");
    remove_old(&folder);
    if fs::read_to_string(&config).is_ok_and(|text| text == CELL_PROFILE) {
        return Ok(());
    }
    fs::create_dir_all(folder.join(".cargo"))
        .and_then(|()| fs::write(&config, CELL_PROFILE))
        .map_err(|error| file_error("escribir", &config, &error))
}

const CELL_PROFILE: &str = "\
[profile.dev.package.\"*\"]
opt-level = 2
debug-assertions = false
overflow-checks = false

[profile.dev.package.gradiente]
incremental = false
";

/// Un núcleo que muere a la fuerza deja aquí más de 100 MB: se borra lo que nadie ha tocado en una semana. Lo que no se puede borrar,
/// o acaba de borrar otro, no estorba.
fn remove_old(folder: &Path) {
    const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let old =
            entry.metadata().and_then(|data| data.modified()).is_ok_and(|time| time.elapsed().is_ok_and(|age| age > WEEK));
        if old && entry.file_name() != ".cargo" {
            let _ = fs::remove_dir_all(entry.path()).or_else(|_| fs::remove_file(entry.path()));
        }
    }
}

/// Deja bajadas y compiladas en la caché del núcleo las bibliotecas que carga al empezar.
fn warm_up(project: &Project, tools: &str) -> Result<(), String> {
    let config = project.notebooks().join("evcxr.toml");
    let mut data = format!("{tools}\n{CELL_PROFILE}");
    for path in [&config, &project.root.join("Cargo.toml"), &project.root.join("Cargo.lock")] {
        data += &fs::read_to_string(path).map_err(|error| file_error("leer", path, &error))?;
    }
    if is_done(project, "bibliotecas", &data) {
        return Ok(());
    }
    process::step(
        "Compilo las bibliotecas de los cuadernos para el núcleo: una sola vez, alrededor de medio minuto.",
        || {
            let mut command = notebooks(project, "calentar");
            command.arg(&config);
            process::run(command, |_| {})
                .map_err(|failure| failure.explain("No se pudieron compilar las bibliotecas de los cuadernos."))
        },
    )?;
    done(project, "bibliotecas", &data)
}
