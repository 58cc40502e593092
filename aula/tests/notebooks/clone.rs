//! La copia para la clase, en una carpeta como las de cualquiera y para alguien cuya carpeta personal también lleva
//! espacios.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::{Value, json};

use crate::command::{aula, folder, kernel_spec, notebook, program, read_json, root, text};

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

/// El Python del entorno preparado, con un guion de las pruebas.
fn script(name: &str) -> Command {
    let mut command = Command::new(program("python"));
    command.arg(root().join("aula/tests/notebooks/command").join(name));
    command
}

#[test]
fn a_copy_for_the_class_gives_nothing_away_works_anywhere_and_minds_its_own_business() {
    let folder = folder("Otra copia, en Ñuñoa");
    let (copy, home) = (folder.join("gradiente"), folder.join("Mi casa"));
    fs::create_dir(&home).unwrap();

    let archive = folder.join("clase.zip");
    let made = aula("repartir").arg("--salida").arg(&archive).output().unwrap();
    assert!(made.status.success(), "{}", text(&made));
    let unpacked = Command::new(program("python")).args(["-m", "zipfile", "-e"]).args([&archive, &folder]).output().unwrap();
    assert!(unpacked.status.success(), "{}", text(&unpacked));
    let ours = ["notebooks/fuente", "notebooks/curso", "tests", "aula/tests", "benches", ".git"];
    let of_who_teaches = ["aula/exam/src/bin", "aula/quiz", "aula/web", "aula/python/aula/classroom", "aula/python/tests"];
    for missing in ours.into_iter().chain(of_who_teaches) {
        assert!(!copy.join(missing).exists(), "{missing}");
    }
    let traces = text(&script("traces.py").arg(&copy).output().unwrap());
    assert_eq!(traces.lines().count(), 1, "{traces}");
    let sought: usize = traces.split(' ').next().unwrap().parse().unwrap();
    assert!(sought > 40, "{traces}");

    let evcxr = kernel_spec()["argv"][2].as_str().unwrap().to_string();
    let path = std::env::var_os("PATH").unwrap();
    let path =
        std::env::join_paths([Path::new(&evcxr).parent().unwrap().into()].into_iter().chain(std::env::split_paths(&path)))
            .unwrap();
    // Lo que pip ya bajó no se baja otra vez.
    let cache = Command::new(program("python")).args(["-m", "pip", "cache", "dir"]).output().unwrap();
    // Como lo haría quien lo recibe, y sin que Cargo tenga que cambiar nada.
    let command = |args: &[&str]| -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(["run", "--quiet", "--locked", "--"])
            .args(args)
            .current_dir(&copy)
            .env("PATH", &path)
            .env("HOME", &home)
            .env("PIP_CACHE_DIR", text(&cache).trim())
            .env_remove("CARGO_MANIFEST_DIR")
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("CARGO_HOME")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CACHE_HOME");
        command
    };
    let run = |args: &[&str]| -> Output { command(args).output().unwrap() };
    // El primer comando de una copia prepara lo que le falta.
    let lesson = run(&["comprobar", "01_leccion"]);
    assert!(lesson.status.success() && text(&lesson).contains("01_leccion.ipynb: todo igual"), "{}", text(&lesson));
    assert!(!text(&lesson).contains("warning"), "{}", text(&lesson));

    // Lo que es de quien enseña no está, y se dice.
    for (args, words) in [
        (&["calificar", "notebooks", "--salida", "notas"][..], "Esta es una copia para la clase y no lleva el curso"),
        (&["abrir", "--docente"], "Esta es una copia para la clase y no lleva el curso"),
        (&["exportar"], "Esta es una copia para la clase y no lleva el curso"),
        (&["modulo"], "Esta es una copia para la clase y no lleva el curso"),
        (&["servidor"], "Esta es una copia para la clase y no lleva el curso"),
        (&["trabajador", "tcp://127.0.0.1:8786"], "Esta es una copia para la clase y no lleva el curso"),
        (&["repartir"], "Esta es una copia para la clase y no lleva el curso"),
        (&["generar", "01_leccion"], "el texto del que se genera 01_leccion.ipynb"),
    ] {
        let refused = run(args);
        assert!(text(&refused).contains(words) && refused.status.code() == Some(1), "{args:?}: {}", text(&refused));
    }
    // Las pruebas de una respuesta propia se pueden pasar sin aislamiento; con él, no.
    let rubric = "::gradiente::rubric::Rubric::new(\"doble\", 1.0).check(\"2\", \"\", || double(1.0), 2.0).points()";
    let answer = "fn double(x: f64) -> f64 { 2.0 * x }";
    for confined in [false, true] {
        let exercise = json!({"name": "doble", "reference": answer, "test": rubric, "points": 1.0});
        let submission = json!({"key": "yo", "answers": {"doble": answer}});
        let order = json!({"setup": "", "exercises": [exercise], "submissions": [submission], "confined": confined});
        let mut engine = command(&["examine", "--class"]);
        let mut engine = engine.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut input = engine.stdin.take().unwrap(); // sigue abierta hasta que conteste
        writeln!(input, "{order}").unwrap();
        let said = text(&engine.wait_with_output().unwrap());
        let result = said.lines().find(|line| line.starts_with('{')).unwrap_or_else(|| panic!("no contestó: {said}"));
        let result: Value = serde_json::from_str(result).unwrap();
        drop(input);
        if confined {
            assert!(result["error"].as_str().unwrap().contains("Esta copia no lleva el programa que aísla"), "{result}");
        } else {
            assert_eq!(result["results"]["yo"]["doble"]["points"], 1.0, "{result}{said}");
        }
    }

    // Los núcleos de las dos copias, a la vez: cada uno usa la biblioteca de la suya, y quien cambia la suya ve el cambio en
    // el siguiente núcleo, sin preparar nada.
    let ours = program("python");
    let theirs = copy.join(".venv").join(if cfg!(windows) { "Scripts" } else { "bin" }).join("python");
    let library = copy.join("src/lib.rs");
    let code = fs::read_to_string(&library).unwrap();
    let changed = code.replace("env!(\"CARGO_PKG_VERSION\")", "\"otra\"");
    assert_ne!(code, changed);
    fs::write(&library, changed).unwrap();
    let question = "println!(\"{}\", gradiente::VERSION);";
    let ask = |python: &Path, name: &str| says(python, &folder, name, question);
    let both = thread::scope(|scope| {
        let (a, b) = (scope.spawn(|| ask(&ours, "nuestra")), scope.spawn(|| ask(&theirs, "suya")));
        (a.join().unwrap(), b.join().unwrap())
    });
    assert_eq!(both, (format!("{}\n", env!("CARGO_PKG_VERSION")), "otra\n".to_string()));
}
