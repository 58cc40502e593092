//! El núcleo, desde cualquier carpeta y arrancado por programas que no saben nada del proyecto: uno que ejecuta cuadernos,
//! `nbgrader`…

use std::fs;
use std::path::{Path, PathBuf};
#[cfg(target_os = "linux")]
use std::process::Child;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::command::{code_cell, folder, kernel_spec, notebook, program, read_json, root, text};
use serde_json::Value;

/// Un nombre de carpeta como los de cualquiera: con espacios y con letras que no son inglesas.
const ELSEWHERE: &str = "Mis documentos de Ñuñoa";

/// Ejecuta `notebook`, con su carpeta de trabajo en `folder`, sin ninguna variable nuestra: las de un programa abierto desde
/// el escritorio, que ni siquiera tiene cargo en su PATH.
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

/// Espera a que se cumpla algo que no tarda, salvo en una máquina muy ocupada.
#[track_caller]
fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(300), "no llegó a pasar: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Lo que escribe una celda: la carpeta donde trabaja su núcleo.
const WHERE: &str = "println!(\"{}\", std::env::var(\"EVCXR_TMPDIR\").unwrap());";

/// Una celda que usa la biblioteca y guarda lo que dibuja.
const SAVE: &str = r#":dep gradiente = { path = ".." }
assert_eq!(gradiente::sigmoid(0.0), 0.5);
gradiente::display::Curves::new("t").line("l", [(0.0, 1.0), (1.0, 2.0)]).save("figura.png").unwrap();"#;

/// Como cuando JupyterLab vuelve a abrir las pestañas de ayer: seis núcleos a la vez, en carpetas que no son las del
/// proyecto y con la red cortada. Lo que una celda guarda queda junto a su cuaderno, y cada núcleo trabaja en una carpeta
/// suya, que se va con él.
#[test]
fn six_notebooks_open_at_once_from_any_folder_without_a_network() {
    let folder = folder(ELSEWHERE);
    let mut books: Vec<_> = ["01_leccion", "02_por_dentro"]
        .map(|name| (name.to_string(), read_json(&root().join("notebooks").join(name).with_extension("ipynb"))))
        .into();
    books.extend((3..=6).map(|number| (format!("cuaderno {number}"), notebook(&[SAVE]))));
    let kernels: Vec<_> = books
        .into_iter()
        .map(|(name, mut book)| {
            let folder = folder.join(&name);
            fs::create_dir(&folder).unwrap();
            book["cells"].as_array_mut().unwrap().push(code_cell("donde", WHERE));
            thread::spawn(move || (opened(&folder, &book), folder))
        })
        .collect();
    let mut places = Vec::new();
    for kernel in kernels {
        let (outputs, folder) = kernel.join().unwrap();
        let drawn = outputs.iter().any(|output| output["data"]["image/png"].is_string());
        assert!(drawn || folder.join("figura.png").is_file(), "{} no dibuja nada", folder.display());
        places.push(PathBuf::from(outputs.last().unwrap()["text"][0].as_str().unwrap().trim()));
    }
    assert!(!root().join("notebooks/figura.png").exists());
    places.sort();
    places.dedup();
    assert_eq!(places.len(), 6);
    wait_until("que cada núcleo se lleve lo suyo", || places.iter().all(|place| !place.exists()));
}

/// Lo que muestra un cuaderno ejecutado en `folder` sin conexión: a cualquier sitio que cargo quisiera ir, no hay nadie.
#[track_caller]
fn opened(folder: &Path, book: &Value) -> Vec<Value> {
    let (path, result) = (folder.join("cuaderno.ipynb"), folder.join("resultado.ipynb"));
    fs::write(&path, book.to_string()).unwrap();
    let mut client = client(&path, folder, &result);
    client.envs(["CARGO_HTTP_PROXY", "HTTPS_PROXY", "https_proxy", "http_proxy"].map(|name| (name, "http://127.0.0.1:9")));
    outputs(client, &result)
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

/// Veinte que empiezan a la vez, y a los que se mata de golpe: a la mitad mientras copia las bibliotecas, y al resto cuando ya
/// trabaja. evcxr es aquí un programa que no hace nada, y las bibliotecas, unos archivos: lo demás es lo de siempre.
#[cfg(target_os = "linux")]
#[test]
fn twenty_killed_kernels_leave_nothing_behind() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    // En una ruta sin espacios, aunque la del proyecto los tenga: trabajan junto a sus bibliotecas, y ahí se mira.
    let folder = std::env::temp_dir().join(format!("veinte-{}", std::process::id()));
    let (idle, libraries, place) = (folder.join("evcxr"), folder.join("bibliotecas"), folder.join("tmp"));
    fs::create_dir_all(libraries.join("evcxr")).unwrap();
    fs::write(&idle, "#!/bin/sh\ntouch \"$EVCXR_TMPDIR/trabaja\"\nexec sleep 600\n").unwrap();
    fs::set_permissions(&idle, fs::Permissions::from_mode(0o755)).unwrap();
    (0..500).for_each(|number| fs::write(libraries.join("evcxr").join(number.to_string()), "una").unwrap());
    let spec = kernel_spec();
    let start = |_| {
        let mut kernel = Command::new(spec["argv"][0].as_str().unwrap());
        kernel.arg("kernel").args([&idle, &folder, &libraries, &folder, &folder.join("nada.json")]);
        kernel.current_dir(&folder).process_group(0).spawn().unwrap()
    };
    let mut kernels: Vec<Child> = (0..20).map(start).collect();
    for (number, kernel) in kernels.iter_mut().enumerate() {
        let name = format!("gradiente-{}-", kernel.id());
        let wanted = if number % 2 == 0 { "evcxr" } else { "evcxr/trabaja" };
        wait_until("que empiece a copiar, o a trabajar", || {
            let mut folders = fs::read_dir(&place).into_iter().flatten().flatten();
            folders.any(|entry| entry.file_name().to_string_lossy().starts_with(&name) && entry.path().join(wanted).exists())
        });
        assert!(Command::new("kill").args(["-KILL", "--", &format!("-{}", kernel.id())]).status().unwrap().success());
        kernel.wait().unwrap();
    }
    wait_until("que se borren las veinte carpetas", || fs::read_dir(&place).unwrap().count() == 0);
    fs::remove_dir_all(folder).unwrap();
}

/// Una celda que no termina se detiene enseguida, la interrumpa un mensaje o una señal, se dice una vez qué se pierde, y el
/// proceso que sigue es como el primero: en la carpeta del cuaderno, con sus pánicos en una línea y con quien avisa si se cierra.
#[test]
fn after_an_interruption_everything_is_as_before() {
    let folder = folder("interrumpido");
    let mut client = Command::new(program("python"));
    let run = client.arg(root().join("aula/tests/notebooks/command/interrupt.py")).arg(&folder).output().unwrap();
    assert!(run.status.success(), "{}", text(&run));
    let cells: Vec<Value> = serde_json::from_slice(&run.stdout).unwrap();
    let shown: Vec<&str> = cells.iter().map(|cell| cell["shown"].as_str().unwrap()).collect();
    let [_, before, endless, after, kept, panic, asleep, abort, signaled, last] = shown[..] else { panic!("{shown:?}") };

    assert!(before.contains(folder.to_str().unwrap()) && before == after, "{before}, y después {after}");
    for (interrupted, cell) in [(endless, 2), (asleep, 6), (signaled, 8)] {
        assert!(cells[cell]["seconds"].as_f64().unwrap() < 2.0, "{:?}", cells[cell]);
        assert_eq!(interrupted.matches("Se perdieron todas las variables").count(), 1, "{interrupted}");
    }
    assert!(kept.contains("42") && last.contains('8'), "las funciones se conservan: {kept}, {last}");
    assert!(panic.contains("se pidió el elemento [7] y hay 3") && panic.lines().count() == 1, "{panic}");
    assert_eq!(abort.matches("Se perdieron todas las variables").count(), 1, "{abort}");
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

/// Si se va la luz, nadie recoge: lo hace el siguiente núcleo en cuanto empieza, aunque no llegue a más. Lo que está en uso
/// no se toca.
#[test]
fn the_next_kernel_cleans_up_after_a_power_cut() {
    let spec = kernel_spec();
    let words: Vec<&str> = spec["argv"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    let (connection, launcher) = words.split_last().unwrap();
    assert_eq!(*connection, "{connection_file}");
    let folder = folder("corte_de_luz");
    let start = || {
        let mut kernel = Command::new(launcher[0]);
        let ended = kernel.args(&launcher[1..]).arg(folder.join("nada.json")).current_dir(&folder).output().unwrap();
        assert!(!ended.status.success(), "un núcleo empezó sin que nadie lo esperara: {}", text(&ended));
    };
    // Donde trabajan los núcleos: junto a las bibliotecas o, si esa ruta tiene espacios, donde van los archivos temporales.
    let libraries = Path::new(launcher[4]);
    assert!(libraries.join("evcxr").is_dir(), "{}", libraries.display());
    let places = [libraries.with_file_name("tmp"), std::env::temp_dir()];
    let place = places.iter().find(|place| !place.to_string_lossy().contains(' ')).unwrap();
    let (left, used) = (place.join("gradiente-0-abandonada"), place.join("gradiente-0-en-uso"));
    for path in [&left, &used] {
        fs::create_dir_all(path.join("evcxr")).unwrap();
    }
    fs::write(left.with_extension("lock"), "").unwrap();
    let lock = fs::File::create(used.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    start();
    assert!(!left.exists() && !left.with_extension("lock").exists(), "{} sigue ahí", left.display());
    assert!(used.exists(), "se borró una carpeta en uso");
    drop(lock);
    start();
    assert!(!used.exists(), "{} sigue ahí", used.display());
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
    // Lo que compila se queda para el segundo cuaderno y para la próxima vez, como en `target/`; cargo sabe qué cambió.
    let scratch = folder.with_file_name("evcxr-corriente");
    let in_a_word = !scratch.to_string_lossy().contains(' ');
    let scratch = if in_a_word { scratch } else { std::env::temp_dir().join("gradiente-evcxr-corriente") };
    for name in ["01_leccion", "02_por_dentro"] {
        let (path, result) = (root().join("notebooks").join(name).with_extension("ipynb"), folder.join(name));
        let mut command = Command::new(program("python"));
        command.arg(root().join("aula/tests/notebooks/command/execute.py")).args([
            &path,
            &root().join("notebooks"),
            &result,
        ]);
        command.env("JUPYTER_PATH", &folder).env("EVCXR_CONFIG_DIR", &folder).env("EVCXR_TMPDIR", &scratch);
        outputs(command, &result);
    }
}
