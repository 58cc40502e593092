//! Los cuadernos en la nube: lo que hacen los archivos de `.binder` y `.devcontainer`, sin la nube.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::Lab;
use crate::command::{copy, folder, free_port, prepared, read_json, root, text};

/// Una máquina recién hecha: sin Rust, y con lo que `postBuild` llama cambiado por programas que apuntan cómo se los llama.
struct Machine {
    folder: PathBuf,
}

/// El instalador de Rust, que curl baja, deja un cargo que prepara un entorno con un Jupyter.
const CURL: &str = r#"
echo "curl $*" >> "$LLAMADAS"
[ -z "$SIN_RED" ] || exit 6
cat <<'FIN'
echo "rustup $*" >> "$LLAMADAS"
mkdir -p "$HOME/.cargo/bin" && cp "$MAQUINA/cargo" "$HOME/.cargo/bin/cargo"
FIN
"#;
const CARGO: &str = r#"
echo "cargo $* en $PWD" >> "$LLAMADAS"
mkdir -p .venv/bin && cp "$MAQUINA/jupyter" .venv/bin/jupyter
"#;
const JUPYTER: &str = r#"echo "jupyter $*" >> "$LLAMADAS""#;

impl Machine {
    fn new(name: &str) -> Machine {
        let machine = Machine { folder: folder(&format!("nube/{name}")) };
        let project = machine.folder.join("Mi proyecto");
        copy(&root().join(".binder"), &project.join(".binder"));
        copy(&root().join("Cargo.toml"), &project.join("Cargo.toml"));
        for place in ["bin", "casa"] {
            fs::create_dir(machine.folder.join(place)).unwrap();
        }
        for tool in ["bash", "sh", "env", "dirname", "sed", "cat", "mkdir", "cp"] {
            let path = std::env::var_os("PATH").unwrap();
            let found = std::env::split_paths(&path).map(|place| place.join(tool)).find(|path| path.is_file()).unwrap();
            symlink(found, machine.folder.join("bin").join(tool)).unwrap();
        }
        for (path, body) in [("bin/curl", CURL), ("cargo", CARGO), ("jupyter", JUPYTER)] {
            let path = machine.folder.join(path);
            fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        machine
    }

    fn build(&self, settings: &[(&str, &str)]) -> Output {
        Command::new(self.folder.join("Mi proyecto/.binder/postBuild"))
            .current_dir("/")
            .env_clear()
            .env("PATH", self.folder.join("bin"))
            .env("HOME", self.folder.join("casa"))
            .env("MAQUINA", &self.folder)
            .env("LLAMADAS", self.folder.join("llamadas"))
            .envs(settings.iter().copied())
            .output()
            .unwrap()
    }

    /// Lo que se llamó desde la última vez que se preguntó.
    fn calls(&self) -> Vec<String> {
        let path = self.folder.join("llamadas");
        let calls = fs::read_to_string(&path).unwrap();
        fs::write(path, "").unwrap();
        calls.lines().map(str::to_string).collect()
    }
}

/// Rust se instala si falta, en la versión que pide el proyecto; con él se prepara todo, y el núcleo queda también donde lo
/// busca otro Jupyter.
#[test]
fn a_new_machine_gets_the_rust_of_the_project_and_a_kernel_for_any_jupyter() {
    let machine = Machine::new("nueva");
    let built = machine.build(&[]);
    assert!(built.status.success(), "{}", text(&built));
    let project = machine.folder.join("Mi proyecto");
    let [curl, rustup, cargo, jupyter] = &machine.calls()[..] else { panic!("{}", text(&built)) };
    assert!(curl.contains("https://") && curl.contains("--fail"), "{curl}");
    let toolchain = format!(" --default-toolchain {}", env!("CARGO_PKG_RUST_VERSION"));
    assert!(rustup.ends_with(&toolchain) && rustup.contains("rust-src"), "{rustup}");
    assert_eq!(*cargo, format!("cargo run --quiet -- preparar en {}", project.display()));
    assert_eq!(*jupyter, "jupyter kernelspec install --user --name rust .venv/share/jupyter/kernels/rust");

    let again = machine.build(&[]);
    assert!(again.status.success(), "{}", text(&again));
    assert!(machine.calls().iter().all(|call| !call.starts_with("curl")), "ya hay Rust");
}

#[test]
fn without_a_network_the_image_is_not_made() {
    let machine = Machine::new("sin_red");
    let built = machine.build(&[("SIN_RED", "sí")]);
    assert!(!built.status.success(), "{}", text(&built));
    assert!(matches!(&machine.calls()[..], [curl] if curl.starts_with("curl")));
}

/// El servidor de mybinder.org es el suyo, con sus opciones; `start` hace que sea el de `.venv`, con la vista de quien
/// aprende.
#[test]
fn binder_shows_what_a_student_sees() {
    prepared();
    let port = free_port();
    let mut command = Command::new(root().join(".binder/start"));
    command
        .args(["jupyter-notebook", "--ip=127.0.0.1", &format!("--port={port}"), "--ServerApp.allow_root=True"])
        .args(["--NotebookApp.base_url=/", "--NotebookApp.token=abc", "--NotebookApp.trust_xheaders=True"])
        .env("HOME", folder("nube/casa"))
        .current_dir("/")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lab = Lab { child, lines, port, page: String::new(), token: "token=abc".into() };
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < Duration::from_secs(60), "el servidor no contesta");
        sleep(Duration::from_millis(100));
    }
    assert_eq!(lab.files(), ["01_leccion.ipynb", "02_por_dentro.ipynb", "03_ejercicios.ipynb", "errores.md"]);
    assert!(lab.get("/lab/tree/01_leccion.ipynb").starts_with("HTTP/1.1 200"));
    assert!(lab.get("/lab/api/settings/@jupyterlab/translation-extension:plugin").contains("es_ES"));
    let kernels = lab.json("/api/kernelspecs");
    assert_eq!(kernels["kernelspecs"].as_object().unwrap().keys().collect::<Vec<_>>(), ["rust"]);
    let hidden = lab.disabled();
    assert!(hidden.contains(&"@jupyter/nbgrader:formgrader".to_string()), "{hidden:?}");
    assert!(!hidden.iter().any(|name| name.contains("validate")), "{hidden:?}");
}

/// Codespaces hace lo mismo que mybinder.org, con el mismo Python, y abre un cuaderno que existe.
#[test]
fn codespaces_runs_the_same_script_with_the_same_python() {
    let settings = read_json(&root().join(".devcontainer/devcontainer.json"));
    let script = root().join(settings["updateContentCommand"].as_str().unwrap());
    assert_eq!(script, root().join(".binder/postBuild"));
    assert!(fs::metadata(script).unwrap().permissions().mode() & 0o111 != 0, "es un programa");
    for file in settings["customizations"]["codespaces"]["openFiles"].as_array().unwrap() {
        assert!(root().join(file.as_str().unwrap()).is_file(), "{file}");
    }
    let runtime = fs::read_to_string(root().join(".binder/runtime.txt")).unwrap();
    let python = runtime.trim().strip_prefix("python-").unwrap();
    let image = settings["image"].as_str().unwrap();
    assert!(image.contains(&format!("python:3-{python}-")), "{image}: mybinder.org usa Python {python}");
}

/// Los botones del README llevan al mismo repositorio que las páginas: quien lo publica lo cambia en todos.
#[test]
fn the_buttons_and_the_pages_are_of_one_repository() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let repository = |start: &str, between: &str| {
        let found: Vec<_> = readme
            .match_indices(start)
            .map(|(at, _)| {
                let address = readme[at + start.len()..].split(['>', ')', '`', '?', '\n', ' ']).next().unwrap();
                let (owner, rest) = address.split_once(between).unwrap();
                (owner, rest.split('/').next().unwrap())
            })
            .collect();
        assert!(!found.is_empty(), "falta {start}");
        found
    };
    let all = [
        repository("https://mybinder.org/v2/gh/", "/"),
        repository("https://codespaces.new/", "/"),
        repository("[paginas]: https://", ".github.io/"),
    ]
    .concat();
    assert!(all.iter().all(|one| one == &all[0]), "{all:?}");
    let opened = readme.split("?urlpath=lab/tree/").nth(1).unwrap().lines().next().unwrap();
    assert!(Path::new(&root().join("notebooks")).join(opened).is_file(), "{opened}");
}
