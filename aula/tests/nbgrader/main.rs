//! nbgrader como lo usan una clase y quien le enseña: el botón Validar, y una tarea de ida y vuelta por la carpeta de
//! intercambio.
//!
//! Lo que hacen esas personas está en Python, que es el idioma de nbgrader: aquí se prepara el entorno y se ejecuta.
#![cfg(target_os = "linux")]

#[path = "../notebooks/command/mod.rs"]
mod command;

use std::process::Command;

use command::{program, root, text};

fn passes(name: &str) {
    let mut tests = Command::new(program("python"));
    let run = tests.arg(root().join("aula/tests/nbgrader").join(name)).output().expect("Python corre");
    assert!(run.status.success(), "{}", text(&run));
}

#[test]
fn validate_answers_in_spanish_and_keeps_nobody_waiting() {
    passes("validate.py");
}

#[test]
fn a_task_goes_to_the_student_and_comes_back_graded() {
    passes("exchange.py");
}
