//! Cuánto tarda en calificarse una clase, frente a un rustc a secas con las mismas respuestas: `cargo bench -p aula`.
//!
//! El entorno tiene que estar preparado (`cargo run -- preparar`). La clase son treinta entregas distintas, todas resueltas.
//!
//! `cargo bench -p aula -- --muchas` mide también trescientas, que llevan unos minutos.
//!
//! `cargo bench -p aula -- --dask` mide, en su lugar, cuántas por minuto califican uno, dos y cuatro trabajadores en esta
//! máquina.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const CLASS: usize = 30;
const MANY: usize = 300;

fn main() -> ExitCode {
    let measured = if std::env::args().any(|argument| argument == "--dask") { distribute() } else { compare() };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<(), String> {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("banco");
    let _ = fs::remove_dir_all(&place);
    let [class, alone, many] = ["clase", "sola", "muchas"].map(|name| place.join(name));
    for (folder, count) in [(&class, CLASS), (&alone, 1), (&many, MANY)] {
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        write_class(folder, count)?;
    }
    let command_line = prepare_plain(&place)?;
    let plain = (0..5)
        .map(|_| timed_rustc(&place, &command_line, 1))
        .try_fold(f64::INFINITY, |best, one| one.map(|it| best.min(it)))?;
    let all_plain = timed_rustc(&place, &command_line, CLASS)?;
    grade(&alone, &place.join("notas-antes"))?; // lo que se compila una sola vez, que no es de ninguna entrega
    let (one, _) = grade(&alone, &place.join("notas-sola"))?;
    let (all, biggest) = grade(&class, &place.join("notas"))?;
    let (again, _) = grade(&class, &place.join("notas"))?;
    println!("| trabajo | tiempo | frente a rustc a secas |");
    println!("| --- | ---: | ---: |");
    let row = |what: &str, seconds: f64, plain: f64| println!("| {what} | {seconds:.1} s | {:.1} veces |", seconds / plain);
    println!("| rustc, con las respuestas de una entrega y sus pruebas | {plain:.2} s | |");
    println!("| lo mismo {CLASS} veces, repartidas entre los mismos núcleos | {all_plain:.1} s | |");
    row("calificar una entrega, de principio a fin", one, plain);
    row(&format!("calificar {CLASS}: {:.0} por minuto", 60.0 * CLASS as f64 / all), all, all_plain);
    row(&format!("otra vez las {CLASS}, ya calificadas"), again, all_plain);
    if std::env::args().any(|argument| argument == "--muchas") {
        let times = (MANY / CLASS) as f64;
        let (seconds, bytes) = grade(&many, &place.join("notas-muchas"))?;
        row(&format!("calificar {MANY}"), seconds, times * all_plain);
        println!("\nPor entrega, {MANY} cuestan {:.2} veces lo que {CLASS}.", seconds / (times * all));
        println!("El proceso que más memoria ocupó: {} MB con {CLASS}, {} MB con {MANY}.", biggest >> 20, bytes >> 20);
    } else {
        println!("\nEl proceso que más memoria ocupó: {} MB.", biggest >> 20);
    }
    Ok(())
}

/// Un programa que dura lo que dure esto.
struct Running(Child);

impl Running {
    /// Pone en marcha `aula` y espera a que diga `ready`.
    fn start(arguments: &[&str], ready: &str) -> Result<Running, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
        let child = command.args(arguments).stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
        let mut running = Running(child);
        let output = running.0.stdout.take().ok_or("no tiene salida")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let said = lines.any(|line| line.contains(ready));
        std::thread::spawn(move || lines.for_each(drop));
        if said { Ok(running) } else { Err(format!("`aula {}` no se puso en marcha", arguments.join(" "))) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn distribute() -> Result<(), String> {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("banco-dask");
    let _ = fs::remove_dir_all(&place);
    let class = place.join("clase");
    fs::create_dir_all(&class).map_err(|error| error.to_string())?;
    write_class(&class, CLASS)?;
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).map_err(|error| error.to_string())?.port();
    let (port, address) = (port.to_string(), format!("tcp://127.0.0.1:{port}"));
    let _coordinator = Running::start(&["trabajador", "--coordinador", "--puerto", &port], "en marcha")?;
    let mut workers = Vec::new();
    let processors = std::thread::available_parallelism().map_or(1, |count| count.get());
    println!(
        "| trabajadores, de una en una, con {processors} núcleos | entregas por minuto | frente a uno | y las páginas |"
    );
    println!("| ---: | ---: | ---: | ---: |");
    let mut alone = None;
    for count in [1, 2, 4] {
        while workers.len() < count {
            workers.push(Running::start(&["trabajador", &address, "--a-la-vez", "1"], "califica para")?);
        }
        let (rate, written) = timed(&class, &place.join(format!("notas-{count}")), &address)?;
        let times = rate / *alone.get_or_insert(rate);
        println!("| {count} | {:.0} | {times:.1} veces | {written:.1} s |", 60.0 * rate);
    }
    Ok(())
}

/// Cuántas entregas por segundo se califican desde que todos los trabajadores están listos, y los segundos que se tarda
/// después en escribir las páginas de todas.
fn timed(class: &Path, output: &Path, address: &str) -> Result<(f64, f64), String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
    command.arg("calificar").arg(class).arg("--salida").arg(output).args(["--dask", address]).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let (mut ready, mut count, mut graded) = (Instant::now(), 0, None);
    for line in BufReader::new(child.stdout.take().ok_or("no tiene salida")?).lines().map_while(Result::ok) {
        if line.contains("Trabajador") {
            (ready, count) = (Instant::now(), 0);
        } else if line.starts_with("  [") {
            count += 1;
        } else if line.starts_with("Anoto") {
            graded = Some(Instant::now());
        }
    }
    match (graded, child.wait()) {
        (Some(graded), Ok(status)) if status.success() && count > 0 => {
            Ok((f64::from(count) / (graded - ready).as_secs_f64(), graded.elapsed().as_secs_f64()))
        }
        _ => Err("calificar falló: mira el mensaje de arriba".into()),
    }
}

/// Escribe `count` entregas distintas, todas resueltas.
fn write_class(folder: &Path, count: usize) -> Result<(), String> {
    for number in 0..count {
        let book = solved(number)?.to_string();
        fs::write(folder.join(format!("e{number:02}.ipynb")), book).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("aula está dentro del proyecto").to_path_buf()
}

fn read(path: &Path) -> Result<Value, String> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("{}: {error}; prepara antes con `cargo run -- preparar`", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn text(cell: &Value) -> String {
    cell["source"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Las respuestas de quien enseña y sus pruebas: identificador, respuesta y prueba.
fn answers() -> Result<Vec<(String, String, String)>, String> {
    let teacher = read(&root().join("notebooks/curso/source/xor/03_ejercicios.ipynb"))?;
    let cells: Vec<&Value> = teacher["cells"].as_array().into_iter().flatten().collect();
    let answer = |test: &&Value| {
        let id = test["id"].as_str()?.strip_suffix("_prueba")?;
        let answer = cells.iter().find(|cell| cell["id"] == id)?;
        Some((id.to_string(), text(answer), text(test)))
    };
    Ok(cells.iter().filter_map(answer).collect())
}

/// El cuaderno del estudiante, resuelto; `number` lo hace distinto de los demás.
fn solved(number: usize) -> Result<Value, String> {
    let mut book = read(&root().join("notebooks/03_ejercicios.ipynb"))?;
    let answers = answers()?;
    for cell in book["cells"].as_array_mut().into_iter().flatten() {
        if let Some((_, answer, _)) = answers.iter().find(|(id, ..)| cell["id"] == **id) {
            cell["source"] = json!(format!("{answer}\n// Entrega {number}"));
        }
    }
    Ok(book)
}

/// Escribe lo que compila el compilador solo: las mismas respuestas y sus pruebas, con la biblioteca ya compilada. Devuelve
/// cómo se le llama.
fn prepare_plain(place: &Path) -> Result<Vec<String>, String> {
    let target = root().join(".venv/bibliotecas/evcxr/target");
    let entries = fs::read_dir(&target).map_err(|_| "faltan las bibliotecas: ejecuta antes `cargo run -- preparar`")?;
    let deps = entries
        .flatten()
        .map(|entry| entry.path().join("debug/deps"))
        .find(|path| path.is_dir())
        .ok_or("faltan las bibliotecas")?;
    let mut command_line = vec!["--edition".to_string(), "2024".into(), "-A".into(), "warnings".into(), "-L".into()];
    command_line.push(format!("dependency={}", deps.display()));
    for name in ["gradiente", "ndarray"] {
        let files = fs::read_dir(&deps).map_err(|error| error.to_string())?.flatten().map(|entry| entry.path());
        let prefix = format!("lib{name}-");
        let is_it = |path: &PathBuf| {
            path.extension().is_some_and(|end| end == "rlib")
                && path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&prefix))
        };
        let file = { files }.find(is_it).ok_or(format!("falta {name} entre las bibliotecas"))?;
        command_line.extend(["--extern".into(), format!("{name}={}", file.display())]);
    }
    let uses = "use gradiente::{Network, dataset, numpy};\nuse ndarray::{Array1, Array2, Axis, array};\n";
    let answers = answers()?;
    let module = |(id, answer, test): &(String, String, String)| {
        format!("mod {id} {{\n{uses}{answer}\npub fn test() -> f64 {{\n{test}\n}}\n}}\n")
    };
    let code: String = answers.iter().map(module).collect();
    let calls: String = answers.iter().map(|(id, ..)| format!("{id}::test();\n")).collect();
    fs::write(place.join("respuestas.rs"), format!("{code}fn main() {{\n{calls}}}\n")).map_err(|error| error.to_string())?;
    Ok(command_line)
}

/// Los segundos que tarda `count` veces, tantas a la vez como núcleos hay.
fn timed_rustc(place: &Path, command_line: &[String], count: usize) -> Result<f64, String> {
    let (start, next) = (Instant::now(), AtomicUsize::new(0));
    let compile = |number: usize| {
        let mut command = Command::new("rustc");
        command.args(command_line).args(["respuestas.rs", "-o", &format!("programa-{number}")]).current_dir(place);
        command.status().is_ok_and(|status| status.success())
    };
    let work = || {
        let numbers = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)).filter(|number| *number < count));
        { numbers }.all(compile)
    };
    let processors = std::thread::available_parallelism().map_or(1, |count| count.get());
    let all = std::thread::scope(|scope| {
        let running: Vec<_> = (0..processors.min(count)).map(|_| scope.spawn(work)).collect();
        running.into_iter().all(|one| one.join().unwrap_or(false))
    });
    if all { Ok(start.elapsed().as_secs_f64()) } else { Err("rustc no compila las respuestas".into()) }
}

/// Los segundos que tarda `calificar`, todo incluido, y los bytes que llegó a ocupar el mayor de sus procesos.
fn grade(submissions: &Path, output: &Path) -> Result<(f64, u64), String> {
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
    command.arg("calificar").arg(submissions).arg("--salida").arg(output).stdout(Stdio::null());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let mut biggest = 0;
    let status = loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => break status,
            None => biggest = biggest.max(largest_of(child.id())),
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    if status.success() {
        Ok((start.elapsed().as_secs_f64(), biggest))
    } else {
        Err("calificar falló: mira el mensaje de arriba".into())
    }
}

/// La memoria del mayor de los procesos que salieron de `root`. Donde no hay /proc, nada.
fn largest_of(root: u32) -> u64 {
    let numbers = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = numbers.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    // Tras el nombre, que va entre paréntesis: el estado y el padre.
    let parent = |pid: u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    let parents: HashMap<u32, u32> = numbers.filter_map(|pid| Some((pid, parent(pid)?))).collect();
    let is_ours = |pid: u32| std::iter::successors(Some(pid), |it| parents.get(it).copied()).any(|it| it == root);
    let resident = |pid: u32| {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
    };
    parents.keys().copied().filter(|&pid| is_ours(pid)).filter_map(resident).max().unwrap_or(0)
}
