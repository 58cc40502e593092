//! La biblioteca frente al límite escalar y a NumPy, en la misma ejecución: `cargo bench --bench comparison`.
//!
//! NumPy corre en el entorno de Python del proyecto, con un solo hilo, como la biblioteca.
//!
//! El gráfico de cómo crece el tiempo queda en `target/`. Para poner al día el del README, `imagenes/crecimiento.png`:
//! `cargo bench --bench comparison -- --imagen`.

mod support;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use gradiente::display::Curves;
use gradiente::{Network, Training, dataset};
use serde_json::Value;
use support::{STEPS, Steps, lesson_run, lesson_start, scalar_limit};

/// Solo para comparar: los cuadernos no usan NumPy.
const NUMPY: &str = "numpy==2.4.6";

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
    let picture = picture()?;
    let numpy = numpy()?;
    let seconds =
        |name: &str| numpy[name].as_f64().ok_or(format!("NumPy no midió «{name}»: revisa benches/numpy_baseline.py"));

    // Los tres caminos llegan a la misma matriz, o no hay nada que comparar.
    let ours = lesson_run();
    let scalar = scalar_limit(&lesson_start(42), Training::default());
    for (i, a) in ours.iter().enumerate() {
        let theirs = numpy["output"][i].as_f64().ok_or("NumPy no dio su salida: revisa benches/numpy_baseline.py")?;
        assert!(
            (a - theirs).abs() < 5e-9 && (a - scalar[i]).abs() < 5e-9,
            "las salidas no coinciden: {a} {theirs} {scalar:?}"
        );
    }

    let start = lesson_start(42);
    let (x, y) = dataset::xor();
    let mut steps = Steps::new(&[784, 128, 10], 256);
    let mut by_hand = || _ = black_box(scalar_limit(black_box(&start), Training::default()));
    let [scalar, lesson] = best(500, [&mut by_hand, &mut || _ = black_box(lesson_run())]);
    let mut starts = || {
        let mut nets: Vec<Network> = (0..100).map(lesson_start).collect();
        _ = black_box(Training::default().run_all(&mut nets, &x, &y).expect("los de la lección"));
    };
    let [hundred] = best(10, [&mut starts]);
    let [large] = best(10, [&mut || steps.run()]);
    let large = large / STEPS as f64;

    let version = numpy["version"].as_str().unwrap_or("?");
    println!("| trabajo | tiempo | frente a |");
    println!("| --- | ---: | --- |");
    println!("| La lección, 10 000 épocas: a mano, solo para 2-2-1 | {} | el límite |", ms(scalar));
    println!("| La lección, con `Training` | {} | {} el límite |", ms(lesson), times(lesson / scalar));
    let python = seconds("lesson")?;
    println!("| La lección, con NumPy {version} | {} | {} `Training` |", ms(python), times(python / lesson));
    println!("| Cien comienzos con `run_all` | {} | {} un comienzo |", ms(hundred), times(hundred / lesson));
    println!("| Un paso de 784-128-10 con 256 ejemplos | {} | |", ms(large));
    let python = seconds("large")?;
    println!("| El mismo paso, con NumPy y un hilo | {} | {} el nuestro |", ms(python), times(python / large));
    growth(&picture).map_err(|error| error.to_string())?;
    println!("\nEl tiempo de un paso según su tamaño: {}", picture.display());
    Ok(())
}

/// Dónde va el gráfico: a `target/`, salvo que se pida el del README con `--imagen`. El otro argumento lo pone cargo.
fn picture() -> Result<PathBuf, String> {
    let mut folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--bench" => {}
            "--imagen" => folder = root().join("imagenes"),
            other => return Err(format!("no entiendo «{other}»: el único argumento de este banco es `--imagen`")),
        }
    }
    Ok(folder.join("crecimiento.png"))
}

/// Cuánto tarda un paso según su tamaño, en un gráfico: si el tiempo crece como las multiplicaciones, es una recta de
/// pendiente 1.
fn growth(path: &Path) -> Result<(), gradiente::Error> {
    let measure = |sizes: &[usize], batch: usize| {
        let mut steps = Steps::new(sizes, batch);
        // Adelante, una multiplicación por peso y ejemplo; atrás, dos, salvo en la primera capa, que no pasa nada a la
        // anterior.
        let weights: Vec<usize> = sizes.windows(2).map(|pair| pair[0] * pair[1]).collect();
        let products = batch * (3 * weights.iter().sum::<usize>() - weights[0]);
        (products as f64 / 1e6, best(5, [&mut || steps.run()])[0] / STEPS as f64 * 1e3)
    };
    let batches: Vec<_> = [4, 16, 64, 256, 1024].map(|batch| measure(&[64, 64, 10], batch)).into();
    let widths: Vec<_> = [4, 16, 64, 256, 1024].map(|width| measure(&[64, width, 10], 64)).into();
    let depths: Vec<_> = [1, 2, 4, 8, 16].map(|depth| measure(&vec![64; depth + 1], 64)).into();
    let (products, time) = batches[4];
    Curves::new("El tiempo de un paso crece como sus multiplicaciones")
        .x("millones de multiplicaciones")
        .y("tiempo de un paso (ms)")
        .log_x()
        .log_y()
        .line("más ejemplos", batches)
        .line("más anchura", widths)
        .line("más capas", depths)
        .line("proporcional", [0.01, 20.0].map(|x| (x, x * time / products)))
        .save(path)
}

/// El mejor tiempo de cada trabajo, en segundos. Se alternan, para que lo que estorbe en la máquina les toque a todos.
fn best<const N: usize>(rounds: usize, mut works: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut best = [f64::INFINITY; N];
    for _ in 0..rounds {
        for (best, work) in best.iter_mut().zip(&mut works) {
            let start = Instant::now();
            work();
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    best
}

fn ms(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1e3)
}

fn times(ratio: f64) -> String {
    format!("{ratio:.1} veces")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Mide NumPy en el entorno del proyecto.
fn numpy() -> Result<Value, String> {
    let root = root();
    let python = root.join(".venv").join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if !python.exists() {
        return Err("falta el entorno de Python del proyecto: ejecuta antes `cargo run -- preparar`".into());
    }
    run(&python, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check", NUMPY])?;
    let output = run(&python, &["benches/numpy_baseline.py"])?;
    serde_json::from_slice(&output).map_err(|error| format!("benches/numpy_baseline.py no escribió JSON: {error}"))
}

/// Ejecuta Python en la raíz del proyecto y devuelve lo que escribe; sus errores se ven tal cual.
fn run(python: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new(python)
        .args(arguments)
        .current_dir(root())
        .envs(["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"].map(|name| (name, "1")))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("no se pudo ejecutar {}: {error}", python.display()))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(format!("falló `python {}`: mira el mensaje de arriba", arguments.join(" ")))
    }
}
