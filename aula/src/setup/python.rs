//! El entorno de Python del proyecto, `.venv`, con las versiones de `aula/python/requirements.txt`.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

use files::{file_error, write_whole};

use crate::environment;
use crate::process;
use crate::progress::Progress;
use crate::project::Project;

/// El primer Python que sirve: el más antiguo que admiten las herramientas de `requirements.txt`.
const OLDEST: (u32, u32) = (3, 11);

/// Los nombres que puede tener Python, con sus argumentos. En Windows, `py -3`.
const NAMES: &[&[&str]] =
    &[&["python3"], &["python"], &["py", "-3"], &["python3.14"], &["python3.13"], &["python3.12"], &["python3.11"]];

/// Los ajustes de JupyterLab en este entorno: en español, y sin preguntar por noticias ni buscar versiones nuevas.
const SETTINGS: &str = include_str!("overrides.json");

/// Un Python de la máquina: cómo se llama, con sus argumentos.
pub type Interpreter = &'static [&'static str];

/// El primer Python de la máquina que sirve, o `None` si el entorno ya está y no hace falta.
pub fn find(project: &Project) -> Result<Option<Interpreter>, String> {
    if is_ready(project)? {
        return Ok(None);
    }
    let found: Vec<_> = NAMES.iter().filter_map(|name| Some((*name, version(Path::new(name[0]), &name[1..])?))).collect();
    if let Some((name, _)) = found.iter().find(|(_, version)| *version >= OLDEST) {
        return Ok(Some(name));
    }
    let (major, minor) = OLDEST;
    let need = format!(
        "hace falta Python {major}.{minor} o posterior. Instálalo (https://www.python.org/downloads/) y repite el comando."
    );
    Err(match found.iter().map(|(_, version)| version).max() {
        Some((major, minor)) => format!("El Python más nuevo que encuentro es {major}.{minor}, y {need}"),
        None => format!("No encuentro Python, y {need}"),
    })
}

/// Uno que sirva, esté ya el entorno o no.
pub fn any() -> Option<Interpreter> {
    NAMES.iter().find(|name| version(Path::new(name[0]), &name[1..]).is_some_and(|version| version >= OLDEST)).copied()
}

/// Crea `.venv` si falta, si quedó a medias o si cambió lo que tiene que llevar.
pub fn ensure(project: &Project, progress: &Progress, interpreter: Option<Interpreter>) -> Result<(), String> {
    let Some(interpreter) = interpreter else { return Ok(()) };
    let what = "Preparo el entorno de Python en .venv: alrededor de un minuto, según la conexión.";
    progress.step("python", what, None, || install(project, progress, interpreter))?;
    environment::done(project, "python", &data(project)?)
}

fn is_ready(project: &Project) -> Result<bool, String> {
    Ok(environment::is_done(project, "python", &data(project)?) && version(&project.venv_python(), &[]).is_some())
}

/// De qué depende el entorno. La carpeta también cuenta: un entorno virtual no se puede mover.
fn data(project: &Project) -> Result<String, String> {
    let path = project.requirements();
    let requirements = fs::read_to_string(&path).map_err(|error| file_error("leer", &path, &error))?;
    Ok(format!("{}\n{requirements}\n{SETTINGS}", project.root.display()))
}

/// Crea el entorno virtual e instala en él las herramientas, el paquete `aula` y los ajustes.
fn install(project: &Project, progress: &Progress, python: Interpreter) -> Result<(), String> {
    let mut create = Command::new(python[0]);
    create.args(&python[1..]).args(["-m", "venv", "--clear"]).arg(project.venv());
    process::run(create, process::quietly).map_err(|failure| {
        if failure.mentions("ensurepip") || failure.mentions("No module named venv") {
            "A Python le falta el módulo venv. En Debian y Ubuntu se instala con `sudo apt install python3-venv`; después, \
             repite el comando."
                .to_string()
        } else {
            failure.explain("No se pudo crear el entorno de Python en .venv.")
        }
    })?;

    pip(project, progress, &project.requirements())?;

    // El paquete se usa donde está: así lo encuentran nuestras tareas y la configuración de nbgrader, sin variables ni
    // copias.
    let packages =
        process::output(environment::python(project).args(["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]))
            .ok_or("El Python de .venv no dice dónde guarda sus paquetes. Borra la carpeta .venv y repite el comando.")?;
    let way = from_one_to_other(Path::new(&packages), &project.python());
    write_whole(&Path::new(&packages).join("aula.pth"), &format!("{way}\n"))?;
    write_whole(&project.jupyter().join("lab").join("settings").join("overrides.json"), SETTINGS)
}

/// El camino de la carpeta `from` a la carpeta `to`, que están en el mismo disco. Python 3.11 y las primeras 3.12 leen los
/// `.pth`, en Windows, con las letras de la máquina y no en UTF-8: así, lo que haya por encima de las dos, como «José», no
/// se escribe.
fn from_one_to_other(from: &Path, to: &Path) -> String {
    // Con enlaces por medio, Python puede llamar de otro modo a la misma carpeta.
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (from, to) = (real(from), real(to));
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| "..".to_string());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Instala en el entorno lo que dice un archivo, con sus versiones exactas, y nada más: están todas.
pub fn pip(project: &Project, progress: &Progress, requirements: &Path) -> Result<(), String> {
    let mut install = environment::python(project);
    install
        .args(["-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", "--no-deps", "--requirement"])
        .arg(requirements);
    process::run(install, |line| {
        if line.starts_with("Collecting") || line.starts_with("Installing") {
            progress.line(line);
        }
        ControlFlow::Continue(())
    })
    .map_err(|failure| failure.explain("No se pudieron instalar las herramientas de Python."))
}

fn version(program: &Path, arguments: &[&str]) -> Option<(u32, u32)> {
    let mut command = Command::new(program);
    command.args(arguments).args(["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
    let (major, minor) = process::output(&mut command)?.split_once('.').map(|(a, b)| (a.parse().ok(), b.parse().ok()))?;
    Some((major?, minor?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// El proyecto y su entorno, con un enlace al proyecto al lado si el sistema los tiene.
    fn project(name: &str) -> std::path::PathBuf {
        let root = std::env::temp_dir().join(format!("gradiente-camino-{name}-{}", std::process::id())).join("José y Ñuñoa");
        fs::create_dir_all(root.join(".venv/lib/python3.12/site-packages")).unwrap();
        fs::create_dir_all(root.join("aula/python/aula")).unwrap();
        root
    }

    #[test]
    fn the_way_to_the_package_says_nothing_of_what_is_above() {
        let root = project("ascii");
        let packages = root.join(".venv/lib/python3.12/site-packages");
        let way = from_one_to_other(&packages, &root.join("aula/python"));
        assert_eq!(way, "../../../../aula/python");
        assert!(packages.join(way).join("aula").is_dir());
        fs::remove_dir_all(root.parent().unwrap()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_on_the_way_changes_nothing() {
        let root = project("enlace");
        let link = root.with_file_name("enlace");
        std::os::unix::fs::symlink(&root, &link).unwrap();
        let packages = link.join(".venv/lib/python3.12/site-packages");
        assert_eq!(from_one_to_other(&packages, &root.join("aula/python")), "../../../../aula/python");
        fs::remove_dir_all(root.parent().unwrap()).unwrap();
    }
}
