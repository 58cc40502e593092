//! Lo que hace la biblioteca en un cuaderno, visto desde fuera: lo que escribe un proceso y lo que encuentra el siguiente.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gradiente::display::{Curves, Table};
use gradiente::notebook::{panics, plot, summary};
use gradiente::practice::{self, draw};
use gradiente::rubric::Rubric;

/// Lo que escribe un proceso que hace `part`. Como las celdas de un cuaderno, cada uno enlaza su copia de la biblioteca.
fn run(part: &str, scores: Option<&Path>) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "in_a_process_of_its_own", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env("PART", part).env_remove("GRADIENTE_PUNTOS");
    command.envs(scores.map(|path| ("GRADIENTE_PUNTOS", path)));
    command.output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
#[ignore = "la corren las demás, en un proceso suyo"]
fn in_a_process_of_its_own() {
    let Ok(part) = env::var("PART") else { return };
    println!(); // lo que escribe el arnés de las pruebas, en una línea aparte
    match part.as_str() {
        "table" => Table::new(["a", "b"]).row(["1", "2"]).evcxr_display(),
        "figure" => Curves::new("Una recta").line("y = x", [(0.0, 0.0), (1.0, 1.0)]).evcxr_display(),
        "waiting" => plot("tu ejercicio 1", || todo!()).evcxr_display(),
        "right" => _ = Rubric::new("doble", 2.0).check("a", "p", || 6.0, 6.0).points(),
        "wrong" => _ = Rubric::new("doble", 2.0).check("a", "p", || 9.0, 6.0).points(),
        "summary" => summary(&[("doble", "ejercicio 1", 2.0)]).evcxr_display(),
        "ask" => practice::ask("neurona", 7).evcxr_display(),
        "ask badly" => practice::ask("perro", 7).evcxr_display(),
        "forget the bias" => practice::answer(draw("neurona", 1, 7).unwrap().steps()[0].mistakes()[0].value).evcxr_display(),
        "nothing" => practice::answer(f64::NAN).evcxr_display(),
        "answer" => practice::answer(draw("neurona", 1, 7).unwrap().steps()[0].value()).evcxr_display(),
        "solution" => practice::solution().evcxr_display(),
        "panic" => {
            panics::install();
            let items = Vec::from([1, 2, 3]);
            println!("{}", items[items.len()]);
        }
        _ => unreachable!("{part}"),
    }
}

#[test]
fn a_view_is_given_in_all_its_forms_between_the_marks_of_evcxr() {
    let table = "EVCXR_BEGIN_CONTENT text/markdown\n| a | b |\n| --- | --- |\n| 1 | 2 |\nEVCXR_END_CONTENT\n\
                 EVCXR_BEGIN_CONTENT text/plain\na  b\n1  2\nEVCXR_END_CONTENT\n";
    let said = stdout(&run("table", None));
    assert!(said.contains(table), "{said}");

    let said = stdout(&run("figure", None));
    let types: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("EVCXR_BEGIN_CONTENT ")).collect();
    assert_eq!(types, ["image/png", "image/svg+xml", "text/plain"]);

    let said = stdout(&run("waiting", None));
    let waits = "EVCXR_BEGIN_CONTENT text/plain\nEste gráfico espera tu ejercicio 1.\nEVCXR_END_CONTENT\n";
    assert!(said.contains(waits), "{said}");
}

#[test]
fn the_points_of_a_cell_reach_the_next_one_through_a_file() {
    let scores = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("puntos.txt");
    let _ = fs::remove_file(&scores);
    let said = |scores| stdout(&run("summary", scores));
    assert!(said(Some(&scores)).contains("⬜ sin resultado: ejercicio 1"));
    run("right", Some(&scores));
    assert!(said(Some(&scores)).contains("Llevas 2 de 2 puntos.\n✅ bien: ejercicio 1"));
    run("wrong", Some(&scores));
    assert!(said(Some(&scores)).contains("Llevas 0 de 2 puntos.\n❌ falta: ejercicio 1"));
    // Sin archivo, cada proceso recuerda solo lo suyo.
    assert!(said(None).contains("⬜ sin resultado: ejercicio 1"));
}

#[test]
fn a_question_asked_in_a_cell_is_answered_in_the_next_ones() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("practica");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(&folder).unwrap();
    let say = |part| stdout(&run(part, Some(&folder.join("puntos.txt"))));
    let lines = [
        ("answer", "Todavía no hay ninguna pregunta"),
        ("ask", "Paso 1 de 2. ¿Cuánto vale su entrada, $z = x \\cdot w + b$?"),
        ("ask badly", "no hay ninguna familia «perro»: las que hay son cadena"),
        ("forget the bias", "❌ Te falta sumar el sesgo, b."),
        ("nothing", "Este intento no cuenta"),
        ("answer", "✅ Bien: 1.\nPaso 2 de 2. ¿Y su activación"),
        ("solution", "Pregunta terminada."),
        ("solution", "Esa pregunta ya está entera."),
    ];
    for (part, expected) in lines {
        let said = say(part);
        assert!(said.contains(expected) && said.contains("EVCXR_BEGIN_CONTENT text/markdown"), "{part}: {said}");
    }
}

#[test]
fn a_panic_is_one_line_in_spanish() {
    let output = run("panic", None);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    let start = "La celda se detuvo: se pidió el elemento [3] y hay 3, del [0] al [2] (";
    assert!(said.starts_with(start) && said.ends_with("las que crea esta, no.\n"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}
