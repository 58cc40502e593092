//! El comando `aula`, con el entorno ya preparado, y lo que hace falta para usar ese entorno como lo usaría otro programa.

#![allow(dead_code)] // cada prueba usa una parte

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{LazyLock, Mutex};

use serde_json::{Value, json};

/// La carpeta del proyecto.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("aula está dentro del proyecto")
}

/// Prepara lo que falte, a la vista, la primera vez: puede tardar unos minutos.
pub fn prepared() {
    static PREPARED: LazyLock<()> = LazyLock::new(|| {
        let status = Command::new(env!("CARGO_BIN_EXE_aula")).arg("preparar").status().unwrap();
        assert!(status.success(), "`aula preparar` no pudo preparar el entorno");
    });
    LazyLock::force(&PREPARED);
}

/// `aula COMANDO`, con el entorno ya preparado.
pub fn aula(name: &str) -> Command {
    prepared();
    let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
    command.arg(name);
    command
}

/// Un programa del entorno preparado, como `python` o `nbgrader`.
pub fn program(name: &str) -> PathBuf {
    prepared();
    root().join(".venv").join(if cfg!(windows) { "Scripts" } else { "bin" }).join(name)
}

/// El núcleo que registró `aula preparar`.
pub fn kernel_spec() -> Value {
    prepared();
    read_json(&root().join(".venv/share/jupyter/kernels/rust/kernel.json"))
}

/// Un puerto libre para un servidor que tardará en abrirlo: de los que el sistema no da a quien pide uno cualquiera, y
/// apartado hasta que acabe esta prueba, para que no lo elija otra que corra a la vez, de esta copia del proyecto o de otra.
pub fn free_port() -> u16 {
    static KEPT: Mutex<Vec<File>> = Mutex::new(Vec::new());
    let own = (std::process::id() % 1000) as u16; // por dónde empieza a buscar cada una
    let set_apart = |port: u16| {
        let lock = File::create(std::env::temp_dir().join(format!("gradiente-puerto-{port}"))).ok()?;
        lock.try_lock().ok()?;
        TcpListener::bind(("127.0.0.1", port)).ok()?;
        Some((port, lock))
    };
    let found = (0..10_000).map(|turn| 20_000 + (own * 10 + turn) % 10_000).find_map(set_apart);
    let (port, lock) = found.expect("hace falta un puerto libre entre el 20000 y el 29999");
    KEPT.lock().unwrap().push(lock);
    port
}

/// Todo lo que escribió.
pub fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Una carpeta temporal propia de una prueba, vacía.
pub fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

pub fn read_json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// Un cuaderno de Rust con esas celdas de código, sin ejecutar.
pub fn notebook(cells: &[&str]) -> Value {
    let cells = cells.iter().enumerate().map(|(i, source)| code_cell(&format!("celda-{i}"), source)).collect();
    notebook_of(cells)
}

/// Un cuaderno con unas celdas ya hechas.
pub fn notebook_of(cells: Vec<Value>) -> Value {
    let kernel = json!({"name": "rust", "display_name": "Rust", "language": "rust"});
    json!({"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells})
}

pub fn code_cell(id: &str, source: &str) -> Value {
    json!({"cell_type": "code", "id": id, "metadata": {}, "source": source, "outputs": [], "execution_count": null})
}

/// Copia un archivo, o una carpeta entera.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    if from.is_dir() {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}
