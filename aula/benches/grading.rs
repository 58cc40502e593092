//! Cuánto tarda en calificarse una clase, frente a un rustc a secas con las mismas respuestas: `cargo bench -p aula`.
//!
//! El entorno tiene que estar preparado (`cargo run -- preparar`). La clase son treinta entregas distintas, todas resueltas.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use serde_json::{Value, json};

const CLASS: usize = 30;

fn main() -> ExitCode {
    match compare() {
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
    let (class, alone) = (place.join("clase"), place.join("sola"));
    for folder in [&class, &alone] {
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    for number in 0..CLASS {
        let book = solved(number)?.to_string();
        fs::write(class.join(format!("e{number:02}.ipynb")), &book).map_err(|error| error.to_string())?;
        if number == 0 {
            fs::write(alone.join("e00.ipynb"), book).map_err(|error| error.to_string())?;
        }
    }
    let plain = plain_rustc(&place)?;
    let one = grade(&alone, &place.join("notas-sola"))?;
    let all = grade(&class, &place.join("notas"))?;
    let again = grade(&class, &place.join("notas"))?;
    println!("| trabajo | tiempo | frente a un rustc a secas |");
    println!("| --- | ---: | ---: |");
    let row = |what: &str, seconds: f64| println!("| {what} | {seconds:.1} s | {:.1} veces |", seconds / plain);
    println!("| rustc, con las respuestas de una entrega y sus pruebas | {plain:.2} s | |");
    row("calificar una entrega, de principio a fin", one);
    row(&format!("calificar {CLASS}: {:.0} por minuto", 60.0 * CLASS as f64 / all), all);
    row(&format!("otra vez las {CLASS}, ya calificadas"), again);
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

/// Lo que tarda el compilador solo con las mismas respuestas y sus pruebas, y con la biblioteca ya compilada: el mejor de cinco.
fn plain_rustc(place: &Path) -> Result<f64, String> {
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
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        let status = Command::new("rustc").args(&command_line).arg("respuestas.rs").current_dir(place).status();
        if !status.is_ok_and(|status| status.success()) {
            return Err("rustc no compila las respuestas".into());
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(best)
}

/// Los segundos que tarda `calificar`, todo incluido.
fn grade(submissions: &Path, output: &Path) -> Result<f64, String> {
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
    command.arg("calificar").arg(submissions).arg("--salida").arg(output).stdout(Stdio::null());
    let status = command.status().map_err(|error| error.to_string())?;
    if status.success() {
        Ok(start.elapsed().as_secs_f64())
    } else {
        Err("calificar falló: mira el mensaje de arriba".into())
    }
}
