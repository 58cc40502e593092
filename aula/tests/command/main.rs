//! El comando `aula`: lo que dice cuando algo está mal, y cómo prepara el entorno, con programas de mentira en lugar de
//! Python, Cargo y el núcleo, para que una interrupción o un disco lleno duren milésimas. El núcleo de verdad está en
//! `notebooks`.

mod fake;
mod first;
#[path = "../common/fresh.rs"]
mod fresh;
mod machine;
mod published;
mod setup;

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

fn aula(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aula")).args(args).output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[track_caller]
fn assert_says(output: &Output, code: i32, words: &str) {
    assert!(text(output).contains(words), "se esperaba «{words}» en:\n{}", text(output));
    assert_eq!(output.status.code(), Some(code), "{}", text(output));
}

#[test]
fn help_names_every_order() {
    for args in [["--help"], ["-h"], ["ayuda"]] {
        for order in [
            "abrir",
            "--sin-navegador",
            "--puerto N",
            "--docente",
            "preparar",
            "generar [CUADERNO…]",
            "comprobar [CUADERNO…]",
            "repartir",
        ] {
            assert_says(&aula(&args), 0, order);
        }
    }
}

#[test]
fn what_it_does_not_understand_exits_with_2() {
    for (args, message) in [
        (&["bailar"][..], "No conozco el comando «bailar»: son abrir, preparar, generar, comprobar, "),
        (&["--deprisa"], "`abrir` no tiene «--deprisa»"),
        (&["abrir", "leccion"], "`abrir` no tiene «leccion»"),
        (&["--puerto"], "Falta el número detrás de --puerto"),
        (&["--puerto", "cien"], "--puerto es «cien»: se esperaba un número entre 1 y 65535"),
        (&["abrir", "--puerto=0"], "--puerto es «0»"),
        (&["--puerto", "65536"], "--puerto es «65536»"),
        (&["preparar", "todo"], "`preparar` no lleva nada detrás, y llegó «todo»"),
        (&["generar", "--rápido"], "No conozco la opción «--rápido»"),
        (&["abrir", "--docente=sí"], "`abrir` no tiene «--docente=sí»"),
        (&["repartir", "--salida"], "Falta el archivo detrás de --salida"),
        (&["repartir", "--deprisa"], "`repartir` no tiene «--deprisa»: su opción es --salida ARCHIVO.zip"),
        (&["exportar", "--salida"], "Falta la carpeta detrás de --salida"),
        (
            &["calificar", "entregas"],
            "`calificar` necesita la carpeta o el zip de las entregas y la carpeta de los resultados",
        ),
        (&["calificar", "a", "b", "--salida", "c"], "`calificar` necesita la carpeta o el zip"),
        (&["calificar", "a", "--salida=b", "--a-la-vez", "0"], "--a-la-vez es «0»: se esperaba un número entre 1 y 64"),
        (&["calificar", "a", "--sin-aislamiento"], "`calificar` necesita la carpeta o el zip"),
        (&["calificar", "a", "--salida=b", "--hoja"], "Falta el archivo detrás de --hoja; por ejemplo, --hoja hoja.csv"),
        (&["calificar", "a", "--deprisa"], "`calificar` no tiene «--deprisa»"),
        (&["servidor", "aquí"], "`servidor` no tiene «aquí»: sus opciones son --clave, --docente NOMBRE, "),
        (&["servidor", "--clave=abc"], "`servidor` no tiene «--clave=abc»"),
        (&["servidor", "--direccion", "casa"], "--direccion es «casa»: se esperaba una dirección IP"),
        (&["servidor", "--memoria", "mucha"], "--memoria es «mucha»: se esperaba un número entre 500 y 1000000"),
        (&["servidor", "--procesos=1"], "--procesos es «1»: se esperaba un número entre 20 y 10000"),
        (&["servidor", "--simular", "0"], "--simular es «0»: se esperaba un número entre 1 y 500"),
        (&["servidor", "--docente"], "Falta el nombre detrás de --docente"),
        (
            &["calificar", "a", "--salida=b", "--dask", "10.0.0.5"],
            "--dask es «10.0.0.5»: se esperaba la de un coordinador de Dask, tcp://",
        ),
        (&["calificar", "a", "--salida=b", "--dask=tcp://h:1", "--sin-aislamiento"], "--sin-aislamiento no vale con --dask"),
        (&["trabajador"], "`trabajador` necesita la dirección de un coordinador"),
        (&["trabajador", "tcp://h"], "DIRECCIÓN es «tcp://h»: se esperaba la de un coordinador de Dask, tcp://"),
        (
            &["trabajador", "tcp://h:1", "--coordinador"],
            "`trabajador` no tiene «tcp://h:1»: sus opciones son --coordinador y",
        ),
        (&["trabajador", "tcp://h:1", "--a-la-vez=0"], "--a-la-vez es «0»: se esperaba un número entre 1 y 64"),
        (&["trabajador", "--deprisa"], "`trabajador` no tiene «--deprisa»"),
    ] {
        assert_says(&aula(args), 2, message);
    }
}

/// Lo que rustc dice de un programa, a solas y a través de nosotros: (código de salida, salida, salida de errores).
fn compiled(name: &str, code: &str, options: &[&str]) -> [(Option<i32>, String, String); 2] {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("rustc");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name).with_extension("rs");
    fs::write(&file, code).unwrap();
    let run = |mut command: Command| {
        command.args(["--crate-type", "lib", "--emit", "metadata", "--edition", "2024", "--out-dir"]).arg(&folder);
        let output = command.args(options).arg(&file).output().unwrap();
        let [out, errors] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (output.status.code(), out, errors)
    };
    let mut through = Command::new(env!("CARGO_BIN_EXE_aula"));
    through.arg("rustc");
    [run(Command::new("rustc")), run(through)]
}

const JSON: &[&str] = &["--error-format", "json"];

/// Entre cargo y rustc solo se añade una frase a los errores conocidos: lo demás pasa byte por byte, también lo que cargo le
/// pregunta.
#[test]
fn between_cargo_and_rustc_nothing_else_changes() {
    let known = "pub fn f() -> f64 { 2 }\n";
    for (name, code, options) in [
        ("avisos", "pub fn f() { let nada = 1; }", JSON),
        ("desconocido", "impl Drop for u8 { fn drop(&mut self) {} }", JSON),
        ("sin_json", known, &[]),
        ("preguntas", "", &["--print", "cfg", "--print", "sysroot"]),
        ("no_existe", "pub fn f() {}", &["--opcion-que-no-existe"]),
    ] {
        let [alone, through] = compiled(name, code, options);
        assert_eq!(alone, through, "{name}");
    }

    let [alone, through] = compiled("conocido", known, JSON);
    assert_eq!((alone.0, &alone.1), (through.0, &through.1));
    let message = |errors: &str| serde_json::from_str::<Value>(errors.lines().next().unwrap()).unwrap();
    let (mut before, after) = (message(&alone.2), message(&through.2));
    let explained = "Qué pasa: aquí va un decimal (`f64`), y `2` es entero.\nQué probar: escribe `2.0`.";
    before["message"] = format!("{}\n{explained}", before["message"].as_str().unwrap()).into();
    assert!(before["message"].as_str().unwrap().starts_with("mismatched types\n"));
    assert_eq!(before, after);
    assert!(alone.2.lines().skip(1).eq(through.2.lines().skip(1)), "{}", through.2);
}

#[test]
fn a_notebook_that_does_not_exist() {
    for order in ["generar", "comprobar"] {
        assert_says(&aula(&[order, "99_nada"]), 1, "No existe el cuaderno «99_nada»; los del proyecto son: 01_leccion");
        assert_says(&aula(&[order, "otra/carpeta/99_nada.ipynb"]), 1, "No existe el cuaderno «otra/carpeta/99_nada.ipynb»");
    }
}

#[test]
fn a_busy_port() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert_says(
        &aula(&["--sin-navegador", "--puerto", &port]),
        1,
        &format!("El puerto {port} está ocupado por otro programa"),
    );
}
