//! El lanzador del núcleo: el programa que `kernel.json` nombra, y que se convierte en evcxr.
//!
//! Todo lo que el núcleo necesita del proyecto lo trae `kernel.json`: lo encuentra igual JupyterLab, VS Code o nbclient,
//! desde cualquier carpeta. El lanzador da a cada núcleo su propia copia de las bibliotecas compiladas, y lo deja en la
//! carpeta de los cuadernos, donde `:dep gradiente = { path = ".." }` y `evcxr.toml` están en su sitio. Las celdas vuelven a
//! la del cuaderno con una línea de `evcxr.toml`.

use std::env;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use files::{copy_tree, file_error};

use crate::scratch::{self, Scratch};

/// El comando con que `kernel.json` llama al lanzador; no es para personas.
pub const KERNEL: &str = "kernel";
/// El del proceso que espera al final de un núcleo para borrar su carpeta; tampoco.
pub const CLEAN: &str = "clean";
/// Con qué nombre encuentran las celdas la carpeta de su cuaderno.
const FOLDER: &str = "GRADIENTE_CARPETA";
/// Y con cuál, este programa.
const OURSELVES: &str = "GRADIENTE_AULA";
/// Y con cuál, el archivo en que las pruebas de un cuaderno apuntan sus puntos; lo usa la biblioteca
/// (`src/rubric/scores.rs`).
const SCORES: &str = "GRADIENTE_PUNTOS";
/// Con qué nombre encuentra cargo el programa que pone en el lugar de rustc para lo que no es una biblioteca.
pub const WRAPPER: &str = "RUSTC_WORKSPACE_WRAPPER";
/// Lo que puede crecer el archivo de lo que cuenta evcxr.
const LOG_BYTES: u64 = 1 << 20;

/// Lo que dice `kernel.json`.
#[derive(Debug, PartialEq)]
pub struct Launch {
    /// El programa del núcleo.
    pub evcxr: PathBuf,
    /// La carpeta de los cuadernos.
    pub notebooks: PathBuf,
    /// Las bibliotecas, ya compiladas.
    pub libraries: PathBuf,
    /// Donde están cargo y rustc: un programa de escritorio puede no tenerlos en su PATH.
    pub tools: PathBuf,
    /// El archivo con que Jupyter dice dónde espera al núcleo.
    pub connection: PathBuf,
}

/// Arranca el núcleo, y no vuelve hasta que termina.
pub fn launch(launch: &Launch) -> Result<ExitCode, String> {
    let here = env::current_dir().map_err(|error| format!("No se sabe en qué carpeta está el cuaderno: {error}"))?;
    let scratch = Scratch::create(&preferred(&launch.libraries))?;
    #[cfg(unix)]
    clean_at_the_end(&scratch.folder)?;
    copy_libraries(&launch.libraries, &scratch.folder)?;

    let mut command = Command::new(&launch.evcxr);
    command.arg("--control_file").arg(here.join(&launch.connection)).current_dir(&launch.notebooks);
    let (output, errors) = (log(&launch.libraries), log(&launch.libraries));
    command.stdout(output).stderr(errors);
    // Las celdas, y solo ellas, se compilan a través de este mismo programa: véase `rustc`.
    let ourselves = env::current_exe().map_err(|error| format!("No se sabe dónde está este programa: {error}"))?;
    command.env(WRAPPER, &ourselves).env(OURSELVES, ourselves);
    command.env(FOLDER, &here).env("EVCXR_TMPDIR", scratch.folder.join("evcxr")).envs(rust(&launch.tools));
    command.env(SCORES, scratch.folder.join("puntos.txt"));
    become_kernel(command, scratch)
}

/// Donde trabajan los núcleos, mientras su ruta no tenga espacios: junto a las bibliotecas compiladas.
pub fn preferred(libraries: &Path) -> PathBuf {
    libraries.with_file_name("tmp")
}

/// El candado de las bibliotecas: mientras un núcleo las copia, nadie las cambia por otras.
pub fn libraries_lock(libraries: &Path) -> PathBuf {
    libraries.with_extension("lock")
}

/// Lo que evcxr cuenta de sí mismo, en inglés, no va al terminal de JupyterLab, donde taparía la dirección: queda aquí, por
/// si un núcleo no arranca. Lo que escriben las celdas va a su cuaderno.
fn log(libraries: &Path) -> Stdio {
    let path = libraries.with_file_name("kernel.log");
    let grown = fs::metadata(&path).is_ok_and(|data| data.len() > LOG_BYTES);
    let file = File::options().create(true).append(!grown).write(true).truncate(grown).open(path);
    file.map_or_else(|_| Stdio::null(), Stdio::from)
}

fn copy_libraries(libraries: &Path, to: &Path) -> Result<(), String> {
    let lock = File::open(libraries_lock(libraries)).and_then(|lock| lock.lock_shared().map(|()| lock));
    copy_tree(libraries, to).map_err(|error| {
        let _ = scratch::remove(to);
        file_error("copiar las bibliotecas compiladas en", to, &error) + " Ejecuta `cargo run -- preparar`."
    })?;
    drop(lock);
    Ok(())
}

/// Las variables con que un programa encuentra el Rust que tiene cargo y rustc en `tools`, por delante de otros.
///
/// También su biblioteca estándar: evcxr cambia cada celda de carpeta después de compilarla, y la ruta relativa que lleva
/// dentro deja de servir si Rust y el proyecto están en una misma carpeta, como la personal de quien los usa.
pub fn rust(tools: &Path) -> Vec<(&'static str, OsString)> {
    let mut variables = vec![("PATH", before("PATH", [tools.to_path_buf()]))];
    let loader = if cfg!(target_os = "macos") { "DYLD_LIBRARY_PATH" } else { "LD_LIBRARY_PATH" };
    if cfg!(unix) {
        let targets = fs::read_dir(tools.with_file_name("lib").join("rustlib")).into_iter().flatten().flatten();
        let libraries = targets.map(|target| target.path().join("lib")).filter(|folder| folder.is_dir());
        variables.push((loader, before(loader, libraries)));
    }
    variables
}

/// Lo que dice la variable `name`, con `folders` por delante.
fn before(name: &str, folders: impl IntoIterator<Item = PathBuf>) -> OsString {
    let rest = env::var_os(name).filter(|value| !value.is_empty()).unwrap_or_default();
    let rest_of = env::split_paths(&rest).filter(|folder| !folder.as_os_str().is_empty());
    env::join_paths(folders.into_iter().chain(rest_of)).unwrap_or(rest.clone())
}

/// Otro proceso, fuera del alcance de quien mate a este, espera a su final y borra la carpeta.
#[cfg(unix)]
fn clean_at_the_end(folder: &Path) -> Result<(), String> {
    use std::os::unix::process::CommandExt;

    let ourselves = env::current_exe().map_err(|error| cannot_run(&error))?;
    let mut cleaner = Command::new(ourselves);
    cleaner.arg(CLEAN).arg(folder).current_dir("/").process_group(0);
    cleaner.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    cleaner.spawn().map(drop).map_err(|error| cannot_run(&error))
}

/// Este proceso pasa a ser el núcleo, con el candado de su carpeta como entrada: queda echado mientras viva, por brusco que
/// sea su final.
#[cfg(unix)]
fn become_kernel(mut kernel: Command, scratch: Scratch) -> Result<ExitCode, String> {
    use std::os::unix::process::CommandExt;

    // evcxr no sabe qué hacer con un SIGINT, y se iría. Quien lo recibe es `watch`, que detiene la celda.
    crate::watch::interruption().thread_block().map_err(|error| cannot_run(&error))?;
    Err(cannot_run(&kernel.stdin(scratch.lock).exec()))
}

/// En Windows un proceso no se convierte en otro: el lanzador espera al núcleo, con el candado echado, y borra la carpeta.
/// Los dos van en un mismo grupo, que termina con el lanzador, por brusco que sea su final.
#[cfg(windows)]
fn become_kernel(mut kernel: Command, scratch: Scratch) -> Result<ExitCode, String> {
    let job = crate::job::ending_when_closed().map_err(|error| cannot_run(&error))?;
    job.assign_current_process().map_err(|error| cannot_run(&error))?;
    let status = kernel.status().map_err(|error| cannot_run(&error))?;
    drop(scratch.lock);
    let _ = scratch::remove(&scratch.folder);
    Ok(crate::exit_code(status))
}

fn cannot_run(error: &dyn Display) -> String {
    format!("El núcleo no se puede ejecutar: {error}. Ejecuta `cargo run -- preparar`.")
}
