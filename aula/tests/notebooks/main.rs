//! Los cuadernos en el núcleo de verdad. La primera vez, `aula preparar` instala aquí lo que falte y tarda unos minutos.

mod clone;
mod command;
mod export;
mod kernel;
mod module;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
#[cfg(unix)]
use std::time::Instant;

use command::{aula, code_cell, notebook_of, program, root, text};
use serde_json::json;

/// Una carpeta vacía para cuadernos de prueba, con su `fuente/`.
fn folder(name: &str) -> PathBuf {
    let folder = command::folder(&format!("cuadernos/{name}"));
    fs::create_dir(folder.join("fuente")).unwrap();
    folder
}

/// Un cuaderno con una celda de código que guarda lo que escribió: («stdout» o «stderr», texto).
fn stored(code: &str, streams: &[(&str, &str)]) -> String {
    let output = |(name, text): &(&str, &str)| json!({"output_type": "stream", "name": name, "text": text});
    let mut cell = code_cell("una", code);
    cell["execution_count"] = json!(1);
    cell["outputs"] = streams.iter().map(output).collect();
    notebook_of(vec![cell]).to_string()
}

/// Los cuadernos guardados son los que describe `fuente/`, y muestran lo que el núcleo muestra ahora. Si uno no está al día con su
/// texto, la prueba lo genera y falla: hay que mirar el cambio y guardarlo.
#[test]
fn the_notebooks_are_up_to_date_and_show_what_they_should() {
    let check = aula("comprobar").output().unwrap();
    let said = text(&check);
    match check.status.code() {
        Some(0) => {
            let sources = fs::read_dir(root().join("notebooks/fuente")).unwrap().map(|entry| entry.unwrap().path());
            for source in sources.filter(|path| path.is_file()) {
                let name = source.file_stem().unwrap().display().to_string();
                assert!(said.contains(&format!("{name}.ipynb: ")), "no se comprobó {name}:\n{said}");
            }
        }
        Some(3) => {
            let made = text(&aula("generar").output().unwrap());
            panic!("{said}\nSe ha generado de nuevo; mira el cambio y guárdalo:\n{made}");
        }
        _ => panic!("{said}"),
    }
}

#[test]
fn check_sees_a_panic_an_error_stderr_and_another_output() {
    let folder = folder("comprobar");
    let hello = [("stdout", "hola\n")];
    let warned = [("stdout", "hola\n"), ("stderr", "un aviso\n")];
    let cases = [
        ("panico", stored("let v: Vec<i32> = vec![]; println!(\"hola\"); v[3]", &hello), "index out of bounds"),
        ("stderr", stored("eprintln!(\"un aviso\"); println!(\"hola\");", &warned), "La celda escribe en stderr"),
        ("error", stored("let x: i32 = \"uno\";", &[]), "mismatched types"),
        ("distinto", stored("println!(\"{}\", 2 + 2);", &[("stdout", "5\n")]), "    -5\n    +4"),
        ("de_mas", stored("println!(\"hola\");", &[]), "Ahora muestra algo que no está guardado (stdout):\n    hola"),
        ("de_menos", stored("let x = 1;", &hello), "Ya no muestra lo que está guardado (stdout):\n    hola"),
        ("igual", stored("println!(\"hola\");", &hello), "igual.ipynb: todo igual"),
        ("roto", "esto no es JSON".to_string(), "No se puede leer"),
    ];
    let (broken, cases) = cases.split_last().unwrap();
    let mut command = aula("comprobar");
    for (name, content, _) in cases {
        let path = folder.join(format!("{name}.ipynb"));
        fs::write(&path, content).unwrap();
        command.arg(path);
    }
    let check = command.output().unwrap();
    let said = text(&check);
    for (name, _, words) in cases {
        assert!(said.contains(words), "{name}: se esperaba «{words}» en:\n{said}");
    }
    assert!(said.contains("panico.ipynb, celda 1:\n    let v: Vec<i32>"), "{said}");
    assert_eq!(said.matches("todo igual").count(), 1, "{said}");
    assert_eq!(check.status.code(), Some(1));

    let (name, content, words) = broken;
    let path = folder.join(format!("{name}.ipynb"));
    fs::write(&path, content).unwrap();
    let check = aula("comprobar").arg(&path).output().unwrap();
    assert!(text(&check).contains(words) && check.status.code() == Some(1), "{}", text(&check));
}

#[test]
fn generating_is_all_or_nothing_and_always_the_same() {
    let folder = folder("generar");
    let good = "# Título\n\n```rust\nlet x = 2;\nprintln!(\"uno\");\nprintln!(\"dos\");\nx\n```\n\n```rust\nx + 1\n```\n\n```rust\nx + 1\n```\n";
    fs::write(folder.join("fuente/bien.md"), good).unwrap();
    fs::write(folder.join("fuente/mal.md"), "```rust\nlet y = 1;\n```\n").unwrap();
    let generate = |names: &[&str]| {
        let paths = names.iter().map(|name| folder.join(name));
        aula("generar").args(paths).output().unwrap()
    };
    let bytes = |name: &str| fs::read(folder.join(name)).unwrap();

    let first = generate(&["bien.ipynb", "mal.ipynb"]);
    assert!(first.status.success(), "{}", text(&first));
    let (made, other) = (bytes("bien.ipynb"), bytes("mal.ipynb"));
    let book = String::from_utf8(made.clone()).unwrap();
    for piece in ["\"uno\\n\",\n      \"dos\\n\"", "\"execution_count\": 1", "\"name\": \"rust\"", "\"3\""] {
        assert!(book.contains(piece), "falta {piece} en:\n{book}");
    }
    assert!(book.ends_with("}\n") && !book.contains('\r'));

    // La segunda vez no cambia ni un byte, y un cuaderno que falla no deja cambiar a ninguno.
    let both = generate(&["bien.ipynb"]);
    assert!(both.status.success() && bytes("bien.ipynb") == made, "{}", text(&both));
    fs::write(folder.join("fuente/bien.md"), good.replace("Título", "Otro título")).unwrap();
    fs::write(folder.join("fuente/mal.md"), "```rust\nlet y = 1;\n```\n\n```rust\npanic!(\"¡ay! {y}\");\n```\n").unwrap();
    let failed = generate(&["bien.ipynb", "fuente/mal.md"]);
    let said = text(&failed);
    assert_eq!(failed.status.code(), Some(1), "{said}");
    assert!(said.contains("mal.ipynb, celda 2:\n    panic!(\"¡ay! {y}\");"), "{said}");
    assert!(said.contains("¡ay! 1"), "{said}");
    assert!(bytes("bien.ipynb") == made && bytes("mal.ipynb") == other);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "quedó algo a medias");

    // Y `comprobar` se da cuenta, sin ejecutarlo, de que ya no está al día con su texto.
    let stale = aula("comprobar").arg(folder.join("bien.ipynb")).output().unwrap();
    assert!(text(&stale).contains("bien.ipynb no está al día con fuente/bien.md: ejecuta `cargo run -- generar`"));
    assert_eq!(stale.status.code(), Some(3));

    // Y nadie escribe encima de lo que alguien cambió.
    let worked = book.replacen("x + 1", "x + 41", 1);
    fs::write(folder.join("bien.ipynb"), &worked).unwrap();
    let refused = generate(&["bien.ipynb"]);
    assert!(text(&refused).contains("se perdería el trabajo de alguien"), "{}", text(&refused));
    assert!(refused.status.code() == Some(1) && bytes("bien.ipynb") == worked.as_bytes());
}

/// Las pruebas del paquete de Python, con el Python del entorno: qué diferencia entre dos figuras se ve, qué se hace con un cuaderno en el
/// que alguien ha trabajado, y la página que se lee mientras se prepara lo demás.
#[test]
fn the_python_package_keeps_its_promises() {
    let mut tests = Command::new(program("python"));
    tests.args(["-m", "unittest", "discover", "-s"]).arg(root().join("aula/tests")).args(["-p", "*.py"]);
    let run = tests.output().unwrap();
    assert!(run.status.success(), "{}", text(&run));
    let many = text(&run).lines().find_map(|line| line.strip_prefix("Ran ")?.split(' ').next()?.parse::<usize>().ok());
    assert!(many.is_some_and(|many| many >= 43), "{}", text(&run));
}

#[test]
fn jupyterlab_opens_in_spanish_with_our_kernel_and_stops_at_once() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut command = aula("abrir");
    command.args(["--sin-navegador", "--puerto", &port.to_string()]).stdout(Stdio::piped());
    let mut lab = Lab(command.spawn().unwrap());
    let mut lines = BufReader::new(lab.0.stdout.take().unwrap()).lines().map(|line| line.unwrap().trim().to_string());
    let address = lines.find(|line| line.starts_with("http://")).unwrap();
    let (page, token) = address.split_once('?').unwrap();
    assert_eq!(page, format!("http://localhost:{port}/lab/tree/01_leccion.ipynb"));

    let get = |path: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(stream, "GET {path}?{token} HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(get("/lab/tree/01_leccion.ipynb").starts_with("HTTP/1.1 200"));
    assert!(get("/api/contents/01_leccion.ipynb").starts_with("HTTP/1.1 200"));
    assert!(get("/api/kernelspecs").contains("\"rust\""));
    assert!(get("/lab/api/settings/@jupyterlab/translation-extension:plugin").contains("es_ES"));
    assert!(get("/lab/api/translations/es_ES").contains("Archivo"));
    assert!(get("/lab/api/settings/@jupyterlab/apputils-extension:notification").contains("\"default\": \"false\""));

    #[cfg(unix)] // en Windows no se puede mandar Ctrl-C a un solo programa
    {
        let sent = Command::new("kill").args(["-INT", &lab.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let start = Instant::now();
        assert_eq!(lines.last().unwrap(), "JupyterLab se ha cerrado.");
        let status = lab.0.wait().unwrap();
        assert!(status.success() && start.elapsed().as_secs() < 10, "{status}, {:?}", start.elapsed());
    }
}

/// JupyterLab en marcha; pase lo que pase en la prueba, no queda abierto.
struct Lab(Child);

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `medir` da una fila por celda, y no mide como buena una celda que falla.
#[test]
fn measuring_gives_a_row_per_cell_and_refuses_a_failing_one() {
    let folder = folder("medir");
    let (good, bad) = (folder.join("bueno.ipynb"), folder.join("malo.ipynb"));
    fs::write(&good, stored("let x = 1 + 1;\nx", &[])).unwrap();
    fs::write(&bad, stored("panic!(\"adrede\")", &[])).unwrap();

    let run = aula("medir").arg(&good).output().unwrap();
    let said = text(&run);
    assert!(run.status.success(), "{said}");
    assert!(said.contains("| 1 | `let x = 1 + 1;` | "), "{said}");
    for row in ["arranque del núcleo", "todas las celdas", "desde abrir hasta la última"] {
        let line = said.lines().find(|line| line.contains(row)).unwrap_or_else(|| panic!("falta «{row}»:\n{said}"));
        let seconds: f64 = line.trim_end_matches(" |").rsplit(' ').next().unwrap().parse().unwrap();
        assert!(seconds > 0.0, "{line}");
    }
    for row in ["bueno.ipynb", "uno de Rust, vacío", "uno de Python, vacío"] {
        let line = said
            .lines()
            .find(|line| line.starts_with(&format!("| {row} |")))
            .unwrap_or_else(|| panic!("falta «{row}»:\n{said}"));
        let memory: f64 = line.trim_end_matches(" |").rsplit(' ').next().unwrap().parse().unwrap();
        assert!((10.0..5000.0).contains(&memory), "{line}");
    }

    let run = aula("medir").arg(&bad).output().unwrap();
    assert!(!run.status.success() && text(&run).contains("adrede"), "{}", text(&run));
}
