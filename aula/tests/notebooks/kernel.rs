//! El núcleo, desde cualquier carpeta y arrancado por programas que no saben nada del proyecto: uno que ejecuta cuadernos, `nbgrader`…

use std::fs;
use std::path::{Path, PathBuf};
#[cfg(target_os = "linux")]
use std::process::Child;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::command::{copy, folder, kernel_spec, notebook, program, read_json, root, text};
use serde_json::Value;

/// Un nombre de carpeta como los de cualquiera: con espacios y con letras que no son inglesas.
const ELSEWHERE: &str = "Mis documentos de Ñuñoa";

/// Ejecuta `notebook`, con su carpeta de trabajo en `folder`, sin ninguna variable nuestra: las de un programa abierto desde el escritorio,
/// que ni siquiera tiene cargo en su PATH.
fn client(notebook: &Path, folder: &Path, result: &Path) -> Command {
    let mut command = Command::new(program("python"));
    command.arg(root().join("aula/tests/notebooks/command/execute.py")).args([notebook, folder, result]);
    if cfg!(unix) {
        let kept = ["HOME", "LANG", "CARGO_HOME", "RUSTUP_HOME", "TMPDIR"].map(|name| (name, std::env::var_os(name)));
        command.env_clear().env("PATH", "/usr/bin:/bin");
        command.envs(kept.into_iter().filter_map(|(name, value)| Some((name, value?))));
    }
    command
}

/// Los resultados de un cuaderno que tiene que ejecutarse sin un solo error.
#[track_caller]
fn outputs(mut client: Command, result: &Path) -> Vec<Value> {
    let run = client.output().unwrap();
    assert!(run.status.success(), "{}", text(&run));
    let book = read_json(result);
    let cells = book["cells"].as_array().unwrap().iter().filter(|cell| cell["cell_type"] == "code");
    let outputs: Vec<Value> = cells.flat_map(|cell| cell["outputs"].as_array().unwrap().clone()).collect();
    for output in &outputs {
        assert!(output["output_type"] != "error" && output["name"] != "stderr", "{}: {output}", result.display());
    }
    outputs
}

/// Lo que escribe un cuaderno de una celda, sin errores.
#[track_caller]
fn says(folder: &Path, code: &str) -> String {
    let (path, result) = (folder.join("celda.ipynb"), folder.join("celda.resultado.ipynb"));
    fs::write(&path, notebook(&[code]).to_string()).unwrap();
    let outputs = outputs(client(&path, folder, &result), &result);
    outputs.iter().filter_map(|output| output["text"].as_array()).flatten().filter_map(Value::as_str).collect()
}

/// Lo que enseña cada celda de un cuaderno, con sus errores si los hay.
#[track_caller]
pub fn cells(name: &str, cells: &[&str]) -> Vec<Vec<Value>> {
    let folder = folder(name);
    let (path, result) = (folder.join("celdas.ipynb"), folder.join("resultado.ipynb"));
    fs::write(&path, notebook(cells).to_string()).unwrap();
    let run = client(&path, &folder, &result).output().unwrap();
    assert!(run.status.success(), "{}", text(&run));
    let book = read_json(&result);
    book["cells"].as_array().unwrap().iter().map(|cell| cell["outputs"].as_array().unwrap().clone()).collect()
}

/// Espera a que se cumpla algo que no tarda.
#[track_caller]
fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(60), "no llegó a pasar: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_notebooks_run_from_any_folder() {
    let folder = folder(ELSEWHERE);
    for name in ["01_leccion", "02_por_dentro"] {
        let path = folder.join(name).with_extension("ipynb");
        copy(&root().join("notebooks").join(name).with_extension("ipynb"), &path);
        let result = folder.join(name).with_extension("resultado.ipynb");
        let outputs = outputs(client(&path, &folder, &result), &result);
        assert!(outputs.iter().any(|output| output["data"]["image/png"].is_string()), "{name} no dibuja nada");
    }
}

#[test]
fn what_a_cell_saves_lies_beside_its_notebook() {
    let folder = folder(&format!("{ELSEWHERE}, guardar"));
    says(
        &folder,
        "gradiente::display::Curves::new(\"t\").line(\"l\", [(0.0, 1.0), (1.0, 2.0)]).save(\"figura.png\").unwrap();",
    );
    assert!(folder.join("figura.png").is_file());
    assert!(!root().join("notebooks/figura.png").exists());
}

/// Lo que escribe una celda: la carpeta donde trabaja su núcleo.
const WHERE: &str = "println!(\"{}\", std::env::var(\"EVCXR_TMPDIR\").unwrap());";

/// Como cuando JupyterLab vuelve a abrir las pestañas de ayer. Cada uno en su carpeta, que se va con él.
#[test]
fn six_kernels_start_at_once() {
    let folder = folder("a_la_vez");
    let kernels: Vec<_> = (0..6)
        .map(|number| {
            let folder = folder.join(number.to_string());
            fs::create_dir(&folder).unwrap();
            let code = format!(":dep gradiente = {{ path = \"..\" }}\nassert_eq!(gradiente::sigmoid(0.0), 0.5);\n{WHERE}");
            thread::spawn(move || says(&folder, &code))
        })
        .collect();
    let mut places: Vec<_> = kernels.into_iter().map(|kernel| PathBuf::from(kernel.join().unwrap().trim())).collect();
    places.sort();
    places.dedup();
    assert_eq!(places.len(), 6);
    wait_until("que cada núcleo se lleve lo suyo", || places.iter().all(|place| !place.exists()));
}

/// Un núcleo en marcha que no va a terminar solo, y su carpeta.
#[cfg(target_os = "linux")]
struct Endless {
    client: Child,
    scratch: PathBuf,
}

#[cfg(target_os = "linux")]
impl Endless {
    fn start(name: &str) -> Endless {
        let folder = folder(name);
        let path = folder.join("sin_fin.ipynb");
        let cell = "std::fs::write(\"carpeta.txt\", std::env::var(\"EVCXR_TMPDIR\").unwrap()).unwrap(); loop {}";
        fs::write(&path, notebook(&[cell]).to_string()).unwrap();
        let client = client(&path, &folder, &folder.join("nada.ipynb")).spawn().unwrap();
        wait_until("que la celda escriba dónde está", || folder.join("carpeta.txt").is_file());
        let written = PathBuf::from(fs::read_to_string(folder.join("carpeta.txt")).unwrap());
        Endless { client, scratch: written.parent().unwrap().to_path_buf() }
    }
}

/// Quien mata a un núcleo lo mata de golpe, con todo su grupo de procesos; nadie espera a que recoja sus cosas.
#[cfg(target_os = "linux")]
#[test]
fn a_killed_kernel_leaves_nothing_behind() {
    let mut kernel = Endless::start("muerto");
    assert!(kernel.scratch.join("evcxr").is_dir());
    kernel.client.kill().unwrap();
    kernel.client.wait().unwrap();
    let pid = kernel_process(&kernel.scratch).expect("el núcleo sigue en marcha, sin su cliente");
    assert!(Command::new("kill").args(["-KILL", "--", &format!("-{pid}")]).status().unwrap().success());
    wait_until("que se borre su carpeta", || !kernel.scratch.exists() && !kernel.scratch.with_extension("lock").exists());
}

/// El evcxr que trabaja en `scratch`, que encabeza su grupo de procesos.
#[cfg(target_os = "linux")]
fn kernel_process(scratch: &Path) -> Option<u32> {
    let wanted = format!("EVCXR_TMPDIR={}", scratch.join("evcxr").display());
    let mut pids: Vec<u32> =
        fs::read_dir("/proc").unwrap().flatten().filter_map(|e| e.file_name().to_str()?.parse().ok()).collect();
    pids.sort();
    pids.into_iter().find(|pid| {
        let read = |name: &str| fs::read(format!("/proc/{pid}/{name}")).unwrap_or_default();
        let is_kernel = String::from_utf8_lossy(&read("cmdline")).contains("--control_file");
        is_kernel && read("environ").split(|byte| *byte == 0).any(|variable| variable == wanted.as_bytes())
    })
}

/// Si se va la luz, nadie recoge: lo hace el siguiente núcleo. Lo que está en uso no se toca.
#[test]
fn the_next_kernel_cleans_up_after_a_power_cut() {
    let folder = folder("corte_de_luz");
    let scratch = PathBuf::from(says(&folder, WHERE).trim());
    let place = scratch.ancestors().nth(2).unwrap();
    let (left, used) = (place.join("gradiente-0-abandonada"), place.join("gradiente-0-en-uso"));
    for path in [&left, &used] {
        fs::create_dir_all(path.join("evcxr")).unwrap();
    }
    fs::write(left.with_extension("lock"), "").unwrap();
    let lock = fs::File::create(used.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    says(&folder, "println!(\"hola\");");
    assert!(!left.exists() && !left.with_extension("lock").exists(), "{} sigue ahí", left.display());
    assert!(used.exists(), "se borró una carpeta en uso");
    drop(lock);
    says(&folder, "println!(\"hola\");");
    assert!(!used.exists(), "{} sigue ahí", used.display());
}

/// Con la red cortada: a cualquier sitio que cargo quisiera ir, no hay nadie.
#[test]
fn once_prepared_it_needs_no_network() {
    let folder = folder("sin_red");
    let (path, result) = (folder.join("01.ipynb"), folder.join("resultado.ipynb"));
    copy(&root().join("notebooks/01_leccion.ipynb"), &path);
    let mut client = client(&path, &folder, &result);
    client.envs(["CARGO_HTTP_PROXY", "HTTPS_PROXY", "https_proxy", "http_proxy"].map(|name| (name, "http://127.0.0.1:9")));
    outputs(client, &result);
}

/// Sin nada nuestro más que los archivos del proyecto: el evcxr de siempre, abierto en la carpeta de los cuadernos.
#[test]
fn a_stock_evcxr_runs_the_notebooks_in_place() {
    let folder = folder("corriente");
    let spec = kernel_spec();
    let installed =
        Command::new(spec["argv"][2].as_str().unwrap()).arg("--install").env("JUPYTER_PATH", &folder).output().unwrap();
    assert!(installed.status.success(), "{}", text(&installed));
    let stock = read_json(&folder.join("kernels/rust/kernel.json"));
    assert_eq!(stock["argv"].as_array().unwrap().len(), 3, "{stock}");
    let scratch = std::env::temp_dir().join(format!("evcxr-corriente-{}", std::process::id()));
    for name in ["01_leccion", "02_por_dentro"] {
        let (path, result) = (root().join("notebooks").join(name).with_extension("ipynb"), folder.join(name));
        let mut command = Command::new(program("python"));
        command.arg(root().join("aula/tests/notebooks/command/execute.py")).args([
            &path,
            &root().join("notebooks"),
            &result,
        ]);
        // La segunda vez encuentra lo que compiló la primera: así tarda la mitad.
        command.env("JUPYTER_PATH", &folder).env("EVCXR_CONFIG_DIR", &folder).env("EVCXR_TMPDIR", &scratch);
        outputs(command, &result);
    }
    fs::remove_dir_all(scratch).unwrap();
}
