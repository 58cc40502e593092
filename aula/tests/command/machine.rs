//! Una máquina de mentira: un proyecto, una carpeta personal y un PATH nuevos, con programas de mentira.

use std::env::{self, consts::EXE_SUFFIX};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::fake::{self, CALLS, FAILS, MACHINE, SAYS, SCRIPTS};
use crate::{assert_says, text};

/// La variable con el programa de mentira ya compilado, para donde no hay rustc.
const COMPILED: &str = "AULA_FAKE";

/// La carpeta de la máquina que se llama así. En Windows, que no admite rutas largas, está en la temporal y tiene un número,
/// y se va con quien la usó.
fn folder_of(name: &str) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    if cfg!(windows) {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        return env::temp_dir().join(format!("aula-{}", std::process::id())).join(format!("{number} ñ"));
    }
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("command").join(name)
}

pub struct Machine {
    pub folder: PathBuf,
}

impl Machine {
    /// Con lo que la preparación mira en un proyecto, y nada más.
    pub fn new(name: &str) -> Machine {
        let machine = Machine::empty(name);
        machine.write("proyecto/Cargo.toml", "[dependencies]\n");
        machine.write("proyecto/Cargo.lock", "version = 4\n");
        machine.write("proyecto/src/lib.rs", "pub fn f() {}\n");
        machine.write("proyecto/aula/python/requirements.txt", "jupyterlab==4.6.6\n");
        machine.write("proyecto/aula/python/aula/download.py", include_str!("../../python/aula/download.py"));
        machine.write("proyecto/aula/python/aula/notebooks/prepare.py", "");
        machine.write("proyecto/aula/exam/Cargo.toml", "[package]\n");
        machine.write("proyecto/aula/exam/src/jail.rs", "pub fn f() {}\n");
        machine.write("proyecto/aula/exam/src/bin/jail/main.rs", "fn main() {}\n");
        machine.write("proyecto/notebooks/fuente/03_ejercicios.md", "# Ejercicios\n");
        machine.write("proyecto/notebooks/evcxr.toml", "[evcxr]\nprelude = \"\"\"\n:dep ndarray = \"0.17\"\n\"\"\"\n");
        machine
    }

    /// Sin proyecto.
    pub fn empty(name: &str) -> Machine {
        let folder = folder_of(name);
        let _ = fs::remove_dir_all(&folder);
        let machine = Machine { folder };
        machine.write("casa/vacia", "");
        machine.write(CALLS, "");
        for name in ["python3", "cargo", "rustc", "rustup"] {
            machine.fake(&program(name), "");
        }
        // Windows busca antes en la carpeta de quien llama y en las suyas, que tienen un lanzador de Python.
        machine.fake(&program("py"), "");
        if cfg!(windows) {
            fs::copy(env!("CARGO_BIN_EXE_aula"), machine.folder.join(program("aula"))).unwrap();
        }
        machine
    }

    pub fn project(&self) -> PathBuf {
        self.folder.join("proyecto")
    }

    pub fn write(&self, path: &str, content: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn remove(&self, path: impl AsRef<Path>) {
        fs::remove_file(self.folder.join(path)).unwrap();
    }

    /// Pone en `path` un programa de mentira con algo pegado.
    pub fn fake(&self, path: &Path, attached: &str) {
        let run = Command::new(compiled()).arg(self.folder.join(path)).arg(attached).output().unwrap();
        assert!(run.status.success(), "{}", text(&run));
    }

    pub fn command(&self, order: &str) -> Command {
        let ours = if cfg!(windows) { self.folder.join(program("aula")) } else { env!("CARGO_BIN_EXE_aula").into() };
        let home = self.folder.join("casa");
        let mut command = Command::new(ours);
        command
            .arg(order)
            .env("CARGO_MANIFEST_DIR", self.project().join("aula"))
            .env("PATH", env::join_paths([self.folder.join("bin")]).unwrap())
            .env("LOCALAPPDATA", home.join("AppData").join("Local"))
            .env("USERPROFILE", &home)
            .env("HOME", &home)
            .env(MACHINE, &self.folder);
        for variable in ["CARGO", "CARGO_HOME", "CARGO_TARGET_DIR", "XDG_DATA_HOME"] {
            command.env_remove(variable);
        }
        command
    }

    pub fn prepare(&self, settings: &[(&str, &str)]) -> Output {
        self.command("preparar").envs(settings.iter().copied()).output().unwrap()
    }

    #[track_caller]
    pub fn fails(&self, step: &str, writing: &str, words: &str) {
        assert_says(&self.prepare(&[(FAILS, step), (SAYS, writing)]), 1, words);
    }

    #[track_caller]
    pub fn succeeds(&self) {
        let output = self.prepare(&[]);
        assert!(output.status.success(), "{}", text(&output));
    }

    /// Todas las llamadas, una por línea.
    pub fn all_calls(&self) -> String {
        fs::read_to_string(self.folder.join(CALLS)).unwrap()
    }

    /// Cuántas veces se llamó a un programa con algo así, desde la última vez que se olvidaron.
    pub fn calls(&self, start: &str) -> usize {
        self.all_calls().lines().filter(|call| call.starts_with(start)).count()
    }

    pub fn forget_calls(&self) {
        self.write(CALLS, "");
    }

    /// El núcleo registrado.
    pub fn spec(&self) -> Value {
        let path = self.project().join(".venv/share/jupyter/kernels/rust/kernel.json");
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    }

    /// La carpeta del núcleo, que comparten todas las copias del proyecto.
    pub fn shared(&self) -> PathBuf {
        let data = if cfg!(windows) {
            "AppData/Local"
        } else if cfg!(target_os = "macos") {
            "Library/Application Support"
        } else {
            ".local/share"
        };
        self.folder.join("casa").join(data).join("gradiente").join(format!("evcxr_jupyter-{}", fake::KERNEL))
    }

    /// El núcleo que hay en la carpeta compartida.
    pub fn shared_kernel(&self) -> PathBuf {
        self.shared().join(program("evcxr_jupyter"))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        if cfg!(windows) && !thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Un programa de la máquina, o del núcleo compartido: `bin/NOMBRE`, con lo que el sistema le pone detrás.
pub fn program(name: &str) -> PathBuf {
    Path::new("bin").join(format!("{name}{EXE_SUFFIX}"))
}

/// Un programa del entorno de Python, dentro de `.venv`.
pub fn script(name: &str) -> PathBuf {
    Path::new(SCRIPTS).join(format!("{name}{EXE_SUFFIX}"))
}

/// El programa de mentira, compilado la primera vez que hace falta.
fn compiled() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| match env::var_os(COMPILED) {
        Some(program) => program.into(),
        None => {
            let program = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}{EXE_SUFFIX}", fake::NAME));
            let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
            let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/command/fake.rs");
            let options = ["--edition=2024", "-Cstrip=symbols", "-Adead-code", "-o"];
            let run = Command::new(rustc).arg(source).args(options).arg(&program).output().unwrap();
            assert!(run.status.success(), "{}", text(&run));
            program
        }
    })
}

/// Espera a que pase algo que no tarda, salvo en una máquina muy ocupada.
#[track_caller]
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(60), "no llegó a pasar: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Un comando en marcha; pase lo que pase en la prueba, no se queda.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Son la misma ruta, se escriban como se escriban sus barras.
#[track_caller]
pub fn assert_path(value: &Value, path: &Path) {
    assert_eq!(Path::new(value.as_str().unwrap()), path);
}
