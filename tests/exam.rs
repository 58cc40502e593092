//! La misma prueba, en un cuaderno y repartida entre tres procesos, dice lo mismo.

use std::env;
use std::io::Write;
use std::process::{Command, Stdio};

use gradiente::rubric::Rubric;
use gradiente::rubric::exam::{self, Part, Recorder};
use gradiente::secret;
use ndarray::{Array2, array};
use serde_json::Value;

const SEAL: &str = "5e110";

/// Lo que escribe un proceso que hace `part` y recibe `input`.
fn run(part: &str, input: &str) -> String {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "in_a_process_of_its_own", "--ignored", "--nocapture", "--test-threads=1"])
        .env("PART", part)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{part}");
    String::from_utf8(output.stdout).unwrap()
}

/// Lo anotado, sin el sello: lo único que se lee de la salida.
fn records(part: &str, exercise: &str) -> String {
    let (seal, output) = (format!("{SEAL} "), run(part, &format!("{SEAL}\n{exercise}\n")));
    assert!(part == "validate" || !output.contains('✅') && !output.contains("Puntos"), "{output}");
    output.lines().filter_map(|line| line.strip_prefix(&seal)).map(|record| format!("{record}\n")).collect()
}

#[test]
#[ignore = "la corren las demás, en un proceso suyo"]
fn in_a_process_of_its_own() {
    let Ok(part) = env::var("PART") else { return };
    let recorded = [("matriz", recorded as fn() -> f64), ("parada", stopped), ("grosera", rude)];
    match part.as_str() {
        "notebook" => _ = compared(),
        "visible" => exam::sit(Part::Visible, &recorded),
        "hidden" => exam::sit(Part::Hidden, &recorded),
        "judge" => exam::judge(&[("matriz", compared), ("rota", || 1.0)]),
        "validate" => exam::validate(&[("matriz", compared), ("rota", || 1.0)]),
        _ => unreachable!("{part}"),
    }
}

/// La misma prueba con una rúbrica y con quien solo anota.
macro_rules! test_with {
    ($rubric:ident, $answer:expr) => {{
        let answer: fn() -> Array2<f64> = $answer;
        $rubric::new("matriz", 3.0)
            .check("bien", "nada", || 1.0 / 3.0, 1.0 / 3.0)
            .check("un pánico", "¿qué pasa aquí?", || -> f64 { panic!("dos\nlíneas") }, 1.0)
            .within(1e-3)
            .check("la matriz", "mira la última fila", &answer, array![[1.0, 2.5], [0.3001, 7.0]])
            .hidden(|| answer().sum(), secret!(3.8))
            .hidden(|| f64::NAN, secret!(0.0))
            .points()
    }};
}

fn compared() -> f64 {
    test_with!(Rubric, || array![[1.0, 2.5], [0.1 + 0.2, -0.0]])
}

fn recorded() -> f64 {
    test_with!(Recorder, || array![[1.0, 2.5], [0.1 + 0.2, -0.0]])
}

fn stopped() -> f64 {
    test_with!(Recorder, || std::process::exit(7))
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
    let reading = || std::io::stdin().lines().count() as f64;
    let rubric = Recorder::new("grosero", 1.0).check("se queda con la salida", "p", leaky, 1.0);
    let rubric = rubric.check("cambia el aviso", "p", hooked, 2.0).check("lee la entrada", "p", reading, 0.0);
    let points = rubric.check("y otra", "p", || -> f64 { panic!("ya") }, 3.0).points();
    // Quien corre esta prueba escribiría algo más, y nadie va a devolver ya la salida.
    std::process::exit(points as i32)
}

/// Lo que juzga quien juzga.
fn judged(visible: &str, hidden: &str) -> Value {
    let count = |records: &str| records.lines().count();
    let output = run("judge", &format!("matriz {} {}\n{visible}{hidden}", count(visible), count(hidden)));
    let mut answers = output.lines().filter_map(|line| serde_json::from_str::<Value>(&line[line.find('{')?..]).ok());
    let own = answers.next().expect("dice cómo le fue con lo suyo");
    assert_eq!((&own["points"], &own["unused"]), (&Value::from(1.2), &Value::from(0)));
    assert!(output.contains("\nnull\n"), "la que no tiene rúbrica no tiene resultado: {output}");
    answers.next().expect("y después juzga")
}

#[test]
fn judging_what_was_recorded_says_what_the_notebook_says() {
    let notebook = run("notebook", "");
    let report = notebook.split_once('✅').unwrap().1.split_once(" de 3\n").unwrap().0;
    let report = format!("✅{report} de 3");
    assert!(
        report.contains("❌ falla: un pánico; tu código se detuvo con un pánico, «dos líneas». Pista: ¿qué pasa aquí?\n"),
        "{report}"
    );
    assert!(
        report.contains(
            "❌ falla: la matriz; en [[1, 1]] se esperaba 7 y llegó -0: los demás números están bien. \
             Pista: mira la última fila.\n"
        ),
        "{report}"
    );
    assert!(report.ends_with("❌ falla: pruebas ocultas, 1 de 2\nPuntos de «matriz»: 1.2 de 3"), "{report}");

    let part = |part: &str| {
        let recorded = records(part, "matriz");
        let inside = recorded.strip_prefix("begin\n").and_then(|rest| rest.strip_suffix("end\n"));
        inside.unwrap_or_else(|| panic!("{part}: {recorded}")).to_string()
    };
    let (visible, hidden) = (part("visible"), part("hidden"));
    assert_eq!((visible.lines().nth(1), visible.lines().count()), (Some("p dos líneas"), 3));
    assert_eq!(hidden.lines().count(), 2);

    let verdict = judged(&visible, &hidden);
    assert_eq!((&verdict["report"], &verdict["points"]), (&Value::from(report.as_str()), &Value::from(1.2)));
    let checks = verdict["checks"].as_array().unwrap();
    let passed: Vec<_> = checks.iter().map(|check| (check["hidden"] == true, check["passed"] == true)).collect();
    assert_eq!(passed, [(false, true), (false, false), (false, false), (true, true), (true, false)]);

    let validated = records("validate", "matriz");
    let own: Value = serde_json::from_str(validated.lines().nth(1).unwrap()).unwrap();
    assert_eq!(own, verdict);
    assert_eq!(records("validate", "rota"), "begin\n");
}

#[test]
fn what_was_recorded_before_the_process_died_counts() {
    let recorded = records("visible", "parada");
    let visible = recorded.strip_prefix("begin\n").unwrap();
    assert_eq!(visible.lines().count(), 2, "{recorded}");
    let verdict = judged(visible, "");
    assert_eq!(verdict["points"], 0.6);
    let report = verdict["report"].as_str().unwrap();
    assert!(report.contains("❌ falla: la matriz; la prueba no llegó a dar un resultado. Pista"), "{report}");
}

#[test]
fn nothing_the_code_does_with_the_output_loses_a_record() {
    let expected = "begin\nv - 3ff0000000000000\nv - 4000000000000000\nv - 0000000000000000\np ya\n";
    assert_eq!(records("visible", "grosera"), expected);
}
