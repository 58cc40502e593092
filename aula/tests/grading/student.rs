//! Lo que ve quien ejecuta el cuaderno de ejercicios de arriba abajo, en el núcleo de verdad.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::class::{Entry, project, released, source, teacher};
use crate::command::{folder, program, read_json, text};

/// Lo que dice cada celda, con su identificador, y si dibuja algo. Nada puede llegar por la salida de errores.
fn run(name: &str, notebook: Entry) -> Vec<(String, String, bool)> {
    let place = folder(name);
    let (path, result) = (place.join("03_ejercicios.ipynb"), place.join("resultado.ipynb"));
    fs::write(&path, notebook.0.to_string()).expect("se escribe");
    let mut command = Command::new(program("python"));
    command.arg(project().join("aula/tests/notebooks/command/execute.py")).args([&path, &place, &result]);
    let run = command.output().expect("se ejecuta");
    assert!(run.status.success(), "{}", text(&run));
    let cells = read_json(&result);
    let cells = cells["cells"].as_array().expect("hay celdas").iter().filter(|cell| cell["cell_type"] == "code");
    let seen = |cell: &Value| {
        let id = cell["id"].as_str().expect("un nombre").to_string();
        let outputs = cell["outputs"].as_array().expect("hay salidas");
        for output in outputs {
            assert!(output["output_type"] != "error" && output["name"] != "stderr", "{id}: {output}");
        }
        let texts = outputs.iter().flat_map(|output| [&output["text"], &output["data"]["text/plain"]]);
        let said = texts.filter_map(Value::as_array).flatten().filter_map(Value::as_str);
        (id, said.collect(), outputs.iter().any(|output| output["data"]["image/png"].is_string()))
    };
    cells.map(seen).collect()
}

fn said<'a>(cells: &'a [(String, String, bool)], id: &str) -> &'a str {
    cells.iter().find(|(name, ..)| name == id).unwrap_or_else(|| panic!("no hay celda {id}")).1.trim_end()
}

#[test]
fn an_unanswered_notebook_says_what_is_missing_and_shows_no_panic() {
    let cells = run("estudiante_sin_responder", Entry(released()));
    assert!(cells.iter().all(|(_, said, _)| !said.contains("panicked")));
    for (plot, waits) in [
        ("cadena_grafico", "Este gráfico espera tus ejercicios 1 y 2."),
        ("neurona_grafico", "Este gráfico espera tus ejercicios 3 y 4."),
        ("xor_grafico", "Este gráfico espera tu ejercicio 8."),
        ("frontera_grafico", "Este gráfico espera tus ejercicios 5 y 8."),
    ] {
        assert_eq!(said(&cells, plot), waits);
    }
    let summary = said(&cells, "resumen");
    assert!(summary.starts_with("Llevas 0 de 24 puntos.\n❌ falta: ejercicio 1, 0 de 2\n"), "{summary}");
    assert_eq!(summary.matches("❌ falta").count(), 9);
    for (id, said, _) in cells.iter().filter(|(id, ..)| id.ends_with("_prueba")) {
        assert!(said.contains("❌ falla: ") && !said.contains('✅'), "{id}: {said}");
    }
}

#[test]
fn a_half_solved_notebook_counts_what_is_right_and_draws_what_it_can() {
    let teacher = teacher();
    let mut notebook = Entry(released());
    for id in ["cadena", "numerica", "forward", "entrenar", "errores"] {
        notebook = notebook.answer(id, &source(&teacher, id));
    }
    let notebook = notebook
        .replace("forward", "x.dot(w1)", "w1.dot(x)") // las formas no encajan
        .replace("errores", "w - step", "w + step")
        .without("neurona_prueba");
    let cells = run("estudiante_a_medias", notebook);
    let drawn = |id: &str| cells.iter().any(|(name, _, drawn)| name == id && *drawn);
    assert!(drawn("cadena_grafico") && drawn("xor_grafico") && !drawn("frontera_grafico"));
    let wrong = said(&cells, "frontera_grafico");
    assert!(wrong.starts_with("Este gráfico todavía no se puede dibujar: ") && !wrong.contains('\n'), "{wrong}");
    assert!(wrong.ends_with(". Repasa tus ejercicios 5 y 8."), "{wrong}");
    assert_eq!(
        said(&cells, "resumen"),
        "Llevas 9 de 24 puntos.\n\
         ✅ bien: ejercicio 1, 2 de 2\n\
         ✅ bien: ejercicio 2, 2 de 2\n\
         ❌ falta: ejercicio 3, 0 de 2\n\
         ⬜ sin resultado: ejercicio 4, que vale 3; ejecuta su celda de prueba (si ya lo hiciste, dio un error: míralo)\n\
         ❌ falta: ejercicio 5, 0 de 3\n\
         ❌ falta: ejercicio 6, 2 de 3\n\
         ❌ falta: ejercicio 7, 0 de 4\n\
         ✅ bien: ejercicio 8, 3 de 3\n\
         ❌ falta: ejercicio 9, 0 de 2"
    );
}
