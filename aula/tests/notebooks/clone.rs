//! Otra copia del proyecto, en una carpeta como las de cualquiera y para alguien cuya carpeta personal también lleva espacios.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

use crate::command::{copy, folder, kernel_spec, notebook, program, read_json, root, text};

/// Lo que no es del proyecto, o se vuelve a hacer.
const LEFT_OUT: [&str; 4] = [".git", "target", ".venv", "paginas"];

/// Lo que escribe una celda en el núcleo de la copia de `python`, con el cuaderno en `folder`.
fn says(python: &Path, folder: &Path, name: &str, code: &str) -> String {
    let (path, result) = (folder.join(name).with_extension("ipynb"), folder.join(name).with_extension("resultado.ipynb"));
    fs::write(&path, notebook(&[code]).to_string()).unwrap();
    let run = Command::new(python)
        .arg(root().join("aula/tests/notebooks/command/execute.py"))
        .args([&path, folder, &result])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", text(&run));
    let book = read_json(&result);
    let output = &book["cells"][0]["outputs"][0];
    assert_eq!(output["name"], "stdout", "{output}");
    output["text"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect()
}

#[test]
fn a_copy_with_spaces_in_its_path_works_and_minds_its_own_business() {
    let folder = folder("Otra copia, en Ñuñoa");
    let (copy_root, home) = (folder.join("gradiente"), folder.join("Mi casa"));
    fs::create_dir(&home).unwrap();
    for entry in fs::read_dir(root()).unwrap() {
        let entry = entry.unwrap();
        if !LEFT_OUT.contains(&entry.file_name().to_str().unwrap()) {
            copy(&entry.path(), &copy_root.join(entry.file_name()));
        }
    }
    let evcxr = kernel_spec()["argv"][2].as_str().unwrap().to_string();
    let path = std::env::var_os("PATH").unwrap();
    let path =
        std::env::join_paths([Path::new(&evcxr).parent().unwrap().into()].into_iter().chain(std::env::split_paths(&path)));
    // Lo que pip ya bajó no se baja otra vez.
    let cache = Command::new(program("python")).args(["-m", "pip", "cache", "dir"]).output().unwrap();
    let prepared = Command::new(env!("CARGO_BIN_EXE_aula"))
        .arg("preparar")
        .env("CARGO_MANIFEST_DIR", copy_root.join("aula"))
        .env("PATH", path.unwrap())
        .env("HOME", &home)
        .env("PIP_CACHE_DIR", text(&cache).trim())
        .env_remove("CARGO_HOME")
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CACHE_HOME")
        .output()
        .unwrap();
    assert!(prepared.status.success(), "{}", text(&prepared));

    let ours = program("python");
    let theirs = copy_root.join(".venv").join(if cfg!(windows) { "Scripts" } else { "bin" }).join("python");
    let question = "println!(\"{}\", gradiente::VERSION);";
    let ask = |python: &Path, name: &str| says(python, &folder, name, question);

    // Quien cambia la biblioteca ve el cambio en el siguiente núcleo, sin preparar nada; y el de la otra copia, a la vez, sigue con la suya.
    let library = copy_root.join("src/lib.rs");
    let code = fs::read_to_string(&library).unwrap();
    let changed = code.replace("env!(\"CARGO_PKG_VERSION\")", "\"otra\"");
    assert_ne!(code, changed);
    fs::write(&library, changed).unwrap();
    let both = thread::scope(|scope| {
        let (a, b) = (scope.spawn(|| ask(&ours, "nuestra")), scope.spawn(|| ask(&theirs, "suya")));
        (a.join().unwrap(), b.join().unwrap())
    });
    assert_eq!(both, (format!("{}\n", env!("CARGO_PKG_VERSION")), "otra\n".to_string()));
}
