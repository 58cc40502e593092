//! La misma prueba, en un cuaderno y repartida entre dos procesos, dice lo mismo.

use std::env;
use std::process::Command;

use gradiente::rubric::{Rubric, exam};
use ndarray::{Array2, array};

const SEAL: &str = "5e110";

/// Lo que escribe un proceso que hace `part` y recibe `records`.
fn run(part: &str, records: &str) -> String {
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "in_a_process_of_its_own", "--ignored", "--nocapture", "--test-threads=1"])
        .envs([("PART", part), ("RECORDS", records)])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{part}");
    String::from_utf8(output.stdout).unwrap()
}

/// Lo anotado, sin el sello: lo único que se lee de la salida.
fn records(output: &str) -> String {
    let seal = format!("{SEAL} ");
    output.lines().filter_map(|line| line.strip_prefix(&seal)).map(|record| format!("{record}\n")).collect()
}

#[test]
#[ignore = "la corren las demás, en un proceso suyo"]
fn in_a_process_of_its_own() {
    let Ok(part) = env::var("PART") else { return };
    match part.as_str() {
        "notebook" => _ = test(),
        "judge" => exam::judge(&env::var("RECORDS").unwrap(), test),
        "sit" => exam::sit(SEAL, test),
        "stopped" => exam::sit(SEAL, || test_of(|| std::process::exit(7))),
        "rude" => exam::sit(SEAL, rude),
        _ => unreachable!("{part}"),
    }
}

fn test() -> f64 {
    test_of(|| array![[1.0, 2.5], [0.1 + 0.2, -0.0]])
}

fn test_of(answer: impl Fn() -> Array2<f64>) -> f64 {
    Rubric::new("matriz", 3.0)
        .check("bien", "nada", || 1.0 / 3.0, 1.0 / 3.0)
        .check("un pánico", "¿qué pasa aquí?", || -> f64 { panic!("dos\nlíneas") }, 1.0)
        .within(1e-3)
        .check("la matriz", "mira la última fila", &answer, array![[1.0, 2.5], [0.3001, 7.0]])
        .hidden(|| answer().sum(), gradiente::secret!(3.8))
        .hidden(|| f64::NAN, gradiente::secret!(0.0))
        .points()
}

/// Código que no se porta bien con la salida.
fn rude() -> f64 {
    print!("una línea a medias");
    let leaky = || {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            std::mem::forget(std::io::stdout().lock());
            sender.send(()).unwrap();
            std::thread::park();
        });
        receiver.recv().unwrap();
        1.0
    };
    let hooked = || {
        std::panic::set_hook(Box::new(|_| std::process::exit(9)));
        2.0
    };
    let rubric = Rubric::new("grosero", 1.0).check("se queda con la salida", "p", leaky, 1.0);
    let points =
        rubric.check("cambia el aviso", "p", hooked, 2.0).check("y otra", "p", || -> f64 { panic!("ya") }, 3.0).points();
    // Quien corre esta prueba escribiría algo más, y nadie va a devolver ya la salida.
    std::process::exit(points as i32)
}

#[test]
fn judging_what_was_recorded_says_what_the_notebook_says() {
    let notebook = run("notebook", "");
    let report = notebook.split_once('✅').unwrap().1.split_once(" de 3\n").unwrap().0;
    assert!(
        report.contains("❌ falla: un pánico; tu código se detuvo con un pánico, «dos líneas». Pista: ¿qué pasa aquí?\n"),
        "{report}"
    );
    assert!(
        report.contains("❌ falla: la matriz; en [[1, 1]] se esperaba 7 y llegó -0. Pista: mira la última fila.\n"),
        "{report}"
    );
    assert!(report.ends_with("❌ falla: pruebas ocultas, 1 de 2\nPuntos de «matriz»: 1.2"), "{report}");

    let output = run("sit", "");
    assert!(!output.contains('✅') && !output.contains("Puntos"), "{output}");
    let recorded = records(&output);
    let recorded = recorded.strip_suffix("end\n").unwrap();
    assert_eq!(recorded.lines().nth(1), Some("p dos líneas"));

    let verdict = run("judge", recorded);
    let said = format!("points 1.2 visible 1/3 hidden 1/2 records 5/5\n✅{report} de 3\n");
    assert!(verdict.contains(&said), "{verdict}\n\nno es\n\n{said}");
}

#[test]
fn what_was_recorded_before_the_process_died_counts() {
    let recorded = records(&run("stopped", ""));
    assert_eq!(recorded.lines().count(), 2, "{recorded}");
    let verdict = run("judge", &recorded);
    assert!(verdict.contains("points 0.6 visible 1/3 hidden 0/2 records 2/2\n"), "{verdict}");
    assert!(verdict.contains("❌ falla: la matriz; la prueba no llegó a dar un resultado. Pista"), "{verdict}");
}

#[test]
fn nothing_the_code_does_with_the_output_loses_a_record() {
    assert_eq!(records(&run("rude", "")), "v - 3ff0000000000000\nv - 4000000000000000\np ya\n");
}
