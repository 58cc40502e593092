//! El compilador, en español: una celda por cada clase de error, en el núcleo de verdad, y lo que enseña.

use std::fmt::Write;
use std::fs;

use kernel::explain::{FAMILIES, Kind};
use serde_json::Value;

use crate::command::root;
use crate::kernel::cells;

const HEAD: &str = "\
# Cuando el compilador se queja

Lo que dice Rust cuando una celda no compila, en español. En los cuadernos, las dos líneas aparecen debajo de su \
mensaje, con los nombres y
los tipos de tu celda. Esta página sale de la misma lista, con una celda que comete cada error; \
la primera línea de cada casilla del compilador
es la que se puede buscar en Internet.
";

/// Cada clase de error se explica en su celda, debajo de las palabras de rustc, y la página está al día. Si no lo está, la
/// prueba la escribe y falla: hay que mirar el cambio y guardarlo.
#[test]
fn every_mistake_is_explained_below_what_rustc_says() {
    let kinds: Vec<&Kind> = FAMILIES.iter().flat_map(|(_, kinds)| *kinds).collect();
    assert!(kinds.len() >= 30);
    let examples: Vec<&str> = kinds.iter().map(|kind| kind.example).collect();
    let mut outputs = cells("errores", &examples).into_iter();

    let mut page = HEAD.to_string();
    let mut silent = Vec::new();
    for (family, kinds) in FAMILIES {
        write!(page, "\n## {family}\n\n| | el compilador dice | qué pasa | qué probar |\n| --- | --- | --- | --- |\n")
            .unwrap();
        for kind in kinds {
            let said = outputs.next().unwrap();
            let Some([words, meaning, attempt]) = explanation(&said) else {
                silent.push(format!("{}:\n{}\n{said:?}", kind.name, kind.example));
                continue;
            };
            assert!(!words.is_empty() && !words.contains("Qué pasa"), "se perdieron las palabras de rustc: {said:?}");
            writeln!(
                page,
                "| **{}**<br>{} | <span lang=\"en\">{}</span> | {} | {} |",
                kind.name,
                code(kind.example),
                cell(&words),
                cell(&meaning),
                cell(&attempt)
            )
            .unwrap();
        }
    }
    assert!(silent.is_empty(), "sin frase:\n\n{}", silent.join("\n\n"));
    let path = root().join("notebooks/errores.md");
    if fs::read_to_string(&path).unwrap_or_default() != page {
        fs::write(&path, &page).unwrap();
        panic!("{} no estaba al día; se ha escrito de nuevo: mira el cambio y guárdalo.", path.display());
    }
}

/// Un pánico deja una línea, en su celda, con las palabras de Rust dentro; y si el proceso de las celdas desaparece, se dice
/// qué se pierde.
#[test]
fn panics_and_crashes_say_what_happened_and_what_is_kept() {
    let outputs = cells(
        "panicos",
        &[
            "use ndarray::{Array2, array};\nlet a: Array2<f64> = array![[1.0, 2.0]];\nfn doble(x: f64) -> f64 { 2.0 * x }",
            "let v = vec![1, 2, 3];\nlet i = 7;\nv[i]",
            "a.dot(&a)",
            "println!(\"{}\", doble(a.sum()));",
            "gradiente::rubric::Rubric::new(\"e\", 1.0).check(\"c\", \"p\", || -> f64 { todo!() }, 1.0).points();",
            "std::process::abort()",
            "a",
            "println!(\"{}\", doble(3.0));",
        ],
    );
    let stderr = |cell: &[Value]| cell.iter().filter(|it| it["name"] == "stderr").map(words).collect::<String>();
    let panic = stderr(&outputs[1]);
    assert_eq!(panic.lines().count(), 1, "{panic}");
    for piece in [
        "se pidió el elemento [7] y hay 3",
        "(index out of bounds: the len is 3 but",
        "Fue en `v[i]`",
        "Se conservan tus funciones",
    ] {
        assert!(panic.contains(piece), "falta «{piece}» en: {panic}");
    }
    assert!(stderr(&outputs[2]).contains("una matriz de 1 × 2 y una de 1 × 2"), "{:?}", outputs[2]);
    assert!(words(&outputs[3][0]).contains('6') && stderr(&outputs[3]).is_empty(), "{:?}", outputs[3]);
    assert!(stderr(&outputs[4]).is_empty() && words(&outputs[4][0]).contains("todavía no está escrita"), "{:?}", outputs[4]);
    let crash = stderr(&outputs[5]);
    assert!(crash.contains("Se perdieron todas las variables; las funciones y los `use` se conservan"), "{:?}", outputs[5]);
    assert!(outputs[5].iter().any(|it| it["output_type"] == "error"), "{:?}", outputs[5]);
    assert!(format!("{:?}", outputs[6]).contains("no hay ninguna variable que se llame `a`"), "{:?}", outputs[6]);
    assert!(words(&outputs[7][0]).contains('6'), "{:?}", outputs[7]);
}

/// El texto de una salida, que Jupyter guarda por líneas.
fn words(output: &Value) -> String {
    output["text"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Lo que no se conoce se queda como está, y una celda que compila, aunque tenga avisos, también.
#[test]
fn what_is_not_known_is_left_alone() {
    let outputs = cells(
        "sin_frase",
        &[
            "impl Drop for u8 { fn drop(&mut self) {} }",
            "let _ = 3;\nfn sin_usar() { let nada = 1; }\nprintln!(\"hola\");",
            "2 + 2",
        ],
    );
    let unknown = &outputs[0];
    assert_eq!(unknown[0]["output_type"], "error", "{unknown:?}");
    assert!(!format!("{unknown:?}").contains("Qué pasa"), "{unknown:?}");
    let texts =
        |output: &[Value]| output.iter().map(|it| it["text"].to_string() + &it["data"].to_string()).collect::<String>();
    assert!(texts(&outputs[1]).contains("hola") && outputs[1].len() == 1, "{:?}", outputs[1]);
    assert!(texts(&outputs[2]).contains('4') && outputs[2].len() == 1, "{:?}", outputs[2]);
}

/// Celdas con matrices que dan el mismo error que una de la página por otra razón, y lo que no hay que decirles. Las que no
/// llevan matrices están en `aula/kernel/tests/explain.rs`, que corre sin el núcleo.
const UNSAID: &[(&str, &str)] = &[
    ("let i: i32 = 0;\nlet x = array![1.0, 2.0][i];", "su fila y su columna"),
    ("let x = array![1.0, 2.0][[0, 1]];", "su fila y su columna"),
    ("let p = 2.0;\nlet q = p(0, 1);", "con corchetes"),
    ("let v = Array1::<f64>::zeros((2, 3));", "con dos paréntesis"),
    ("let m = Array2::<f64>::zeros((2.0, 3.0));", "con dos paréntesis"),
    ("let v: [f64; 3] = [1.0, 2.0];", "las filas de una matriz"),
    ("let v: Array1<f64> = array![[1.0, 2.0], [3.0, 4.0]];", "las filas de una matriz"),
    ("let m = array![[1.0, 2.0], [3.0]];", "aquí va un vector"),
    ("let v: Vec<f64> = [1.0, 2.0];", "de ndarray"),
    ("let v: Vec<f64> = array![1.0, 2.0];", "`Array1::from(v)`"),
    ("let m = array![[1.0]].sum_axis(\"0\");", "escribe `Axis("),
    ("let x: f64 = array![1.0, 2.0];", ".mapv(f64"),
    ("let v = array![1.0, 2.0];\nlet w = v.mapv(|x: &f64| *x);", "pide el valor"),
    ("let n: usize = 3;\nlet x = 2.0 * n;", "los números de esta matriz"),
    ("let a = array![1.0, 2.0];\nlet b = a * \"dos\";", "los números de esta matriz"),
    ("let n = 3;\nlet m = n * 0.5;", "los números de `n`"),
    ("let m = array![1.0, 2.0] + true;", "los números de una"),
    ("let v = vec![1.0, 2.0];\nlet w = v + [1.0, 2.0];", "las dos tienen que ser de ndarray"),
    ("let m = array![1.0, 2.0].mayor();", "no tiene su mayor"),
];

#[test]
fn the_same_error_of_a_matrix_for_another_reason_gets_no_misleading_sentence() {
    let mut examples = vec!["use ndarray::{array, Array1, Array2};"];
    examples.extend(UNSAID.iter().map(|(cell, _)| cell));
    let outputs = cells("matrices", &examples);
    for ((cell, words), said) in UNSAID.iter().zip(&outputs[1..]) {
        assert!(said.iter().any(|output| output["output_type"] == "error"), "tenía que fallar: {cell}\n{said:?}");
        assert!(!format!("{said:?}").contains(words), "«{words}»: {cell}\n{said:?}");
    }
}

/// Lo que dijo rustc, qué pasa y qué probar, del primer error que lo lleva.
fn explanation(outputs: &[Value]) -> Option<[String; 3]> {
    let errors: Vec<&str> = outputs.iter().filter_map(|output| output["evalue"].as_str()).collect();
    let explained = errors.iter().position(|error| error.contains("Qué pasa: "))?;
    let (words, advice) = errors[explained].split_once("Qué pasa: ")?;
    let (meaning, attempt) = advice.split_once("\nQué probar: ")?;
    let words = match words.trim() {
        // evcxr cuenta algunos a su manera: sus palabras van en un error, y la frase, en el siguiente.
        "" => errors[0].to_string(),
        // El mensaje más corriente deja lo importante a la etiqueta, en el dibujo del código.
        "mismatched types" => format!("mismatched types: {}", expected(&outputs[explained]).unwrap_or_default()),
        words => words.to_string(),
    };
    Some([words, meaning.to_string(), attempt.to_string()])
}

/// Por ejemplo, `expected f64, found integer`.
fn expected(error: &Value) -> Option<&str> {
    let lines = error["traceback"].as_array()?.iter().filter_map(Value::as_str);
    lines
        .filter_map(|line| line.find("expected ").map(|at| line[at..].trim_end_matches("\u{1b}[0m")))
        .find(|it| it.contains(", found"))
}

/// Un texto en una casilla de una tabla de Markdown.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .replace('<', "&lt;")
        .split('`')
        .enumerate()
        .map(|(i, part)| {
            // Entre comillas graves, los signos se escriben tal cual.
            if i % 2 == 1 { part.replace("&lt;", "<") } else { part.replace('\n', "<br>") }
        })
        .collect::<Vec<_>>()
        .join("`")
}

/// Una celda de código en una casilla: una línea debajo de otra.
fn code(cell: &str) -> String {
    let line = |line: &str| {
        let text = line.replace('|', "\\|");
        let indent = "&nbsp;".repeat(text.len() - text.trim_start().len());
        // Un código con acentos graves va entre dos.
        let quote = if text.contains('`') { "``" } else { "`" };
        format!("{indent}{quote}{}{quote}", text.trim_start())
    };
    cell.lines().map(line).collect::<Vec<_>>().join("<br>")
}
