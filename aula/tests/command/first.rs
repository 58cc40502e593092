//! El primer comando que alguien escribe en su vida en una copia recién bajada, sea cual sea: hace lo suyo, y antes, en
//! orden, lo que le falta. Con programas de mentira; con los de verdad, está en `first`.

use std::collections::BTreeSet;
use std::fs;
#[cfg(unix)]
use std::os::unix::fs::MetadataExt;
use std::process::Output;

use crate::assert_says;
use crate::fresh;
use crate::machine::{Machine, program};

/// Lo que cuesta preparar, por sus dos caminos, que van a la vez: cada paso, detrás del anterior.
const PYTHON: &[&str] =
    &["python3 -m venv", "python -m pip install", "python -m aula spanish", "python -m aula course", "rustup component add"];
const KERNEL: &[&str] = &["cargo install", "evcxr_jupyter --install", "python -m aula libraries"];

/// El programa que aísla las entregas.
const JAIL: &str = "cargo build --package exam --bin jail";
/// Y el que cambia las soluciones de una tarea.
const MUTANTS: &str = "cargo build --package mutants --bin mutants";

/// Lo que un comando prepara antes de empezar con lo suyo.
enum Needs {
    Nothing,
    Python,
    Everything,
    /// Todo, pero se empieza a leer en cuanto hay Python.
    EverythingInTheEnd,
}

use Needs::{Everything, EverythingInTheEnd, Nothing, Python};

/// Cómo se escribe cada comando del README, qué prepara y con qué sigue.
const CASES: [(&[&str], Needs, &[&str]); 17] = [
    (&["abrir"], EverythingInTheEnd, &["python -m aula lab"]),
    (&["preparar"], Everything, &[]),
    (&["generar"], Everything, &["python -m aula generate"]),
    (&["comprobar"], Everything, &["python -m aula check"]),
    (&["medir"], Everything, &["python -m aula measure"]),
    (&["exportar"], Python, &["python -m aula export"]),
    (&["repartir"], Everything, &["python -m aula hand-out"]),
    (&["tarea nueva", "control1"], Python, &["python -m aula new-assignment"]),
    (&["tarea componer", "control1", "--ejercicios", "relu"], Python, &["python -m aula compose"]),
    (&["tarea comprobar", "control1"], Everything, &[MUTANTS, "python -m aula review"]),
    (&["tarea repartir", "control1", "--salida", "control1"], Everything, &["python -m aula give-assignment"]),
    (&["modulo"], Nothing, &["cargo build --quiet --locked --package web"]),
    (&["cuestionario", "--salida", "banco.xml"], Nothing, &["cargo run --quiet --package quiz --bin quiz"]),
    (&["practica", "1"], Nothing, &["cargo run --quiet --package quiz --bin quiz"]),
    (&["calificar", "entregas", "--salida", "notas"], Everything, &[JAIL, "python -m aula grade"]),
    (&["trabajador", "tcp://127.0.0.1:8786"], Everything, &[JAIL, "python -m pip install", "python -m aula work"]),
    (&["servidor"], Everything, &[JAIL, "python -m pip install", "python -m aula serve"]),
];

/// Una máquina con Rust, Python y una copia recién bajada.
fn machine(name: &str) -> Machine {
    let machine = Machine::empty(&format!("Primera vez, en Ñuñoa/{name}"));
    fresh::copy(&machine.project());
    assert!(machine.project().join("README.md").is_file() && !machine.project().join(".venv").exists());
    machine
}

fn first(machine: &Machine, arguments: &[&str]) -> Output {
    let mut words = arguments[0].split(' ').chain(arguments[1..].iter().copied());
    machine.command(words.next().unwrap()).args(words).current_dir(machine.project()).output().unwrap()
}

/// Los comandos de las tablas del README.
fn commands_of_the_readme() -> BTreeSet<String> {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `cargo run")?.split_once('`'));
    rows.map(|(rest, _)| name(rest.trim().strip_prefix("-- ").unwrap_or("abrir"))).collect()
}

/// Cómo se llama el comando de esa fila: una palabra o, como «tarea nueva», dos.
fn name(row: &str) -> String {
    row.split(' ').take_while(|word| word.chars().all(char::is_lowercase)).collect::<Vec<_>>().join(" ")
}

/// Por qué aquí no se puede abrir una clase, si no se puede. La cuenta de administración prueba antes, con los programas del
/// sistema, que lleguen las demás; y en esta máquina no los hay.
#[cfg(unix)]
fn why_no_server(machine: &Machine) -> Option<&'static str> {
    let administrator = fs::metadata(&machine.folder).unwrap().uid() == 0;
    administrator.then_some("Las demás cuentas de la máquina no pueden entrar")
}

#[cfg(not(unix))]
fn why_no_server(_: &Machine) -> Option<&'static str> {
    Some("Una clase en un servidor necesita Linux o macOS")
}

/// Los pasos están en las llamadas, cada uno detrás del anterior.
#[track_caller]
fn assert_in_order(calls: &str, steps: &[&str]) {
    let mut lines = calls.lines();
    for step in steps {
        assert!(lines.any(|call| call.starts_with(step)), "«{step}» no está, o no en su sitio ({steps:?}):\n{calls}");
    }
}

#[test]
fn every_command_of_the_readme_can_be_the_first() {
    let tried: BTreeSet<String> = CASES.iter().map(|(arguments, ..)| arguments[0].into()).collect();
    assert_eq!(commands_of_the_readme(), tried, "cada comando de las tablas del README tiene aquí su caso");
    for (arguments, needs, task) in CASES {
        let machine = machine(arguments[0]);
        fs::create_dir(machine.folder.join("wasm")).unwrap(); // Rust tiene con qué compilar el módulo de las páginas
        let run = first(&machine, arguments);
        if let ("servidor", Some(words)) = (arguments[0], why_no_server(&machine)) {
            assert_says(&run, 1, words);
            continue;
        }
        assert_says(&run, 0, "");
        let calls = machine.all_calls();
        match needs {
            Nothing => assert_in_order(&calls, task),
            Python => {
                assert_in_order(&calls, &[&PYTHON[..2], task].concat());
                assert_eq!(machine.calls("cargo install"), 0, "{calls}");
            }
            Everything => {
                assert_in_order(&calls, &[PYTHON, task].concat());
                assert_in_order(&calls, &[KERNEL, &task[task.len().saturating_sub(1)..]].concat());
            }
            EverythingInTheEnd => {
                assert_in_order(&calls, &[PYTHON, task].concat());
                assert_in_order(&calls, KERNEL);
            }
        }
    }
}

/// Lo que falta en la máquina se dice, y cómo se consigue.
#[test]
fn the_first_command_says_what_is_missing() {
    for (arguments, missing, words) in [
        (&["preparar"][..], "rustc", "No encuentro Rust"),
        (&["exportar"], "python3", "No encuentro Python, y hace falta Python 3.11 o posterior"),
        (&["calificar", "entregas", "--salida", "notas"], "python3", "No encuentro Python"),
    ] {
        let machine = machine(&format!("{} sin {missing}", arguments[0]));
        machine.remove(program(missing));
        assert_says(&first(&machine, arguments), 1, words);
    }
    assert_says(&first(&machine("sin WebAssembly"), &["modulo"]), 1, "rustup target add wasm32-unknown-unknown");
}
