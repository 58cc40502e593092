//! El entorno de Python del proyecto, `.venv`, con las versiones de `notebooks/requirements.txt`.

use std::fs;
use std::process::Command;

use crate::environment;
use crate::process::{self, Progress};
use crate::project::{Project, file_error};

/// El primer Python que sirve: el más antiguo que admiten las herramientas de `requirements.txt`.
const OLDEST: (u32, u32) = (3, 11);

/// Los nombres que puede tener Python, con sus argumentos. En Windows, `py -3`.
const NAMES: &[&[&str]] =
    &[&["python3"], &["python"], &["py", "-3"], &["python3.14"], &["python3.13"], &["python3.12"], &["python3.11"]];

/// Los ajustes de JupyterLab en este entorno: en español, y sin preguntar por noticias ni buscar versiones nuevas.
const SETTINGS: &str = include_str!("overrides.json");

/// Crea `.venv` si falta, si quedó a medias o si cambió lo que tiene que llevar.
pub fn ensure(project: &Project) -> Result<(), String> {
    let path = project.requirements();
    let requirements = fs::read_to_string(&path).map_err(|error| file_error("leer", &path, &error))?;
    // La carpeta es parte de los datos: un entorno virtual no se puede mover.
    let data = format!("{}\n{requirements}\n{SETTINGS}", project.root.display());
    if environment::is_done(project, "python", &data) && version(&[&project.venv_python().to_string_lossy()]).is_some() {
        return Ok(());
    }

    let python = find()?;
    let what = "Preparo el entorno de Python en .venv: alrededor de un minuto, según la conexión.";
    process::step(what, || install(project, python))?;
    environment::done(project, "python", &data)
}

/// Crea el entorno virtual con `python`, e instala en él las herramientas y los ajustes.
fn install(project: &Project, python: &[&str]) -> Result<(), String> {
    let mut create = Command::new(python[0]);
    create.args(&python[1..]).args(["-m", "venv", "--clear"]).arg(project.venv());
    process::run(create, |_| {}).map_err(|failure| {
        if failure.mentions("ensurepip") || failure.mentions("No module named venv") {
            "A Python le falta el módulo venv. En Debian y Ubuntu se instala con `sudo apt install python3-venv`; después, repite \
             la orden."
                .to_string()
        } else {
            failure.explain("No se pudo crear el entorno de Python en .venv.")
        }
    })?;

    let mut install = environment::python(project);
    install
        .args(["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", "--requirement"])
        .arg(project.requirements());
    let mut progress = Progress::default();
    process::run(install, |line| {
        if line.starts_with("Collecting") || line.starts_with("Installing") {
            progress.show(line);
        }
    })
    .map_err(|failure| failure.explain("No se pudieron instalar las herramientas de Python."))?;

    let settings = project.jupyter().join("lab").join("settings").join("overrides.json");
    fs::create_dir_all(settings.parent().unwrap_or(&settings))
        .and_then(|()| fs::write(&settings, SETTINGS))
        .map_err(|error| file_error("escribir", &settings, &error))
}

/// El primer Python de la máquina que sirve.
fn find() -> Result<&'static [&'static str], String> {
    let found: Vec<_> = NAMES.iter().filter_map(|name| Some((*name, version(name)?))).collect();
    if let Some((name, _)) = found.iter().find(|(_, version)| *version >= OLDEST) {
        return Ok(name);
    }
    let (major, minor) = OLDEST;
    let need = format!(
        "hace falta Python {major}.{minor} o posterior. Instálalo (https://www.python.org/downloads/) y repite la orden."
    );
    Err(match found.iter().map(|(_, version)| version).max() {
        Some((major, minor)) => format!("El Python más nuevo que encuentro es {major}.{minor}, y {need}"),
        None => format!("No encuentro Python, y {need}"),
    })
}

fn version(name: &[&str]) -> Option<(u32, u32)> {
    let mut command = Command::new(name[0]);
    command.args(&name[1..]).args(["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
    let (major, minor) = process::output(&mut command)?.split_once('.').map(|(a, b)| (a.parse().ok(), b.parse().ok()))?;
    Some((major?, minor?))
}
