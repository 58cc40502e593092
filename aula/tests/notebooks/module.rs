//! El módulo de las páginas: es el de las fuentes de ahora, y da los números de NumPy.

use std::process::Command;

use crate::command::{aula, program, root, text};

/// Con qué se ejecuta. Solo lo usa esta prueba: no va en el entorno de los cuadernos.
const WASMTIME: &str = "wasmtime==50.0.1";

#[test]
fn the_stored_module_is_the_one_of_these_sources() {
    let check = aula("modulo").arg("--comprobar").output().unwrap();
    assert!(check.status.success(), "{}", text(&check));
}

#[test]
fn the_stored_module_agrees_with_numpy() {
    let folder = root().join("target").join(WASMTIME.replace("==", "-"));
    if !folder.is_dir() {
        let part = folder.with_extension("parte");
        let mut pip = Command::new(program("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target"])
            .arg(&part)
            .arg(WASMTIME);
        let install = pip.output().unwrap();
        assert!(install.status.success(), "no se pudo instalar {WASMTIME}: {}", text(&install));
        std::fs::rename(&part, &folder).unwrap();
    }
    let run = Command::new(program("python"))
        .arg(root().join("aula/web/tests/module.py"))
        .env("PYTHONPATH", &folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", text(&run));
}
