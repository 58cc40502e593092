//! Los cuadernos en el núcleo de verdad. La primera vez, `aula preparar` instala aquí lo que falte y tarda unos minutos.

mod clone;
#[cfg(unix)]
mod cloud;
mod command;
mod compiler;
mod export;
mod kernel;
mod module;

use std::fs;
use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
#[cfg(unix)]
use std::time::Instant;

use command::{aula, code_cell, free_port, notebook_of, program, root, text};
use serde_json::{Value, json};

/// Una carpeta vacía para cuadernos de prueba, con su `fuente/`.
fn folder(name: &str) -> PathBuf {
    let folder = command::folder(&format!("cuadernos/{name}"));
    fs::create_dir(folder.join("fuente")).unwrap();
    folder
}

/// Un cuaderno con celdas de código que guardan lo que escribieron: el código, y por dónde qué texto.
fn stored(cells: &[(&str, &[(&str, &str)])]) -> String {
    let output = |(name, text): &(&str, &str)| json!({"output_type": "stream", "name": name, "text": text});
    let cells = cells.iter().enumerate().map(|(index, (code, streams))| {
        let mut cell = code_cell(&format!("celda-{index}"), code);
        cell["execution_count"] = json!(index + 1);
        cell["outputs"] = streams.iter().map(output).collect();
        cell
    });
    notebook_of(cells.collect()).to_string()
}

/// Los cuadernos guardados son los que describe `fuente/`, y muestran lo que el núcleo muestra ahora. Si uno no está al día
/// con su texto, la prueba lo genera y falla: hay que mirar el cambio y guardarlo.
#[test]
fn the_notebooks_are_up_to_date_and_show_what_they_should() {
    let check = aula("comprobar").output().unwrap();
    let said = text(&check);
    match check.status.code() {
        Some(0) => {
            let sources = fs::read_dir(root().join("notebooks/fuente")).unwrap().map(|entry| entry.unwrap().path());
            for source in sources.filter(|path| path.is_file()) {
                let name = source.file_stem().unwrap().display().to_string();
                let verdict = if name.contains("ejercicios") { "al día con su texto" } else { "todo igual" };
                assert!(said.contains(&format!("{name}.ipynb: {verdict}")), "no se comprobó {name}:\n{said}");
            }
        }
        Some(3) => {
            let made = text(&aula("generar").output().unwrap());
            panic!("{said}\nSe generó de nuevo; mira el cambio y guárdalo:\n{made}");
        }
        _ => panic!("{said}"),
    }
}

#[test]
fn check_sees_a_panic_an_error_stderr_and_another_output() {
    let folder = folder("comprobar");
    let hello: &[_] = &[("stdout", "hola\n")];
    let warned: &[_] = &[("stdout", "hola\n"), ("stderr", "un aviso\n")];
    let panic = "let v: Vec<i32> = vec![]; println!(\"hola\"); eprintln!(\"un aviso\"); v[3]";
    let other: [(&str, &[_]); 4] = [
        ("println!(\"hola\");", hello),
        ("println!(\"{}\", 2 + 2);", &[("stdout", "5\n")]),
        ("println!(\"y ahora\");", &[]),
        ("let x = 1;", hello),
    ];
    let books = [
        ("panico", stored(&[(panic, warned)])),
        ("error", stored(&[("let x: i32 = \"uno\";", &[])])),
        ("distinto", stored(&other)),
        ("roto", "esto no es JSON".to_string()),
    ];
    let [running @ .., broken] = books.map(|(name, content)| {
        let path = folder.join(name).with_extension("ipynb");
        fs::write(&path, content).unwrap();
        path
    });
    let check = aula("comprobar").args(running).output().unwrap();
    let said = text(&check);
    for words in [
        "panico.ipynb, celda 1:\n    let v: Vec<i32>",
        "La celda escribe en stderr",
        "    un aviso\n",
        "index out of bounds",
        "error.ipynb, celda 1:\n    let x: i32",
        "mismatched types",
        "distinto.ipynb, celda 2:\n    println!(\"{}\", 2 + 2);",
        "    -5\n    +4",
        "distinto.ipynb, celda 3:\n    println!(\"y ahora\");\n  \
         Ahora muestra algo que no está guardado (stdout):\n    y ahora",
        "distinto.ipynb, celda 4:\n    let x = 1;\n  Ya no muestra lo que está guardado (stdout):\n    hola",
        "distinto.ipynb: 3 celdas muestran otra cosa",
    ] {
        assert!(said.contains(words), "se esperaba «{words}» en:\n{said}");
    }
    assert!(!said.contains("distinto.ipynb, celda 1"), "{said}");
    assert_eq!(check.status.code(), Some(1));

    let check = aula("comprobar").arg(broken).output().unwrap();
    assert!(text(&check).contains("No se puede leer") && check.status.code() == Some(1), "{}", text(&check));
}

#[test]
fn generating_is_all_or_nothing_and_always_the_same() {
    let folder = folder("generar");
    let good = "# Título\n\n```rust\nlet x = 2;\nprintln!(\"uno\");\nprintln!(\"dos\");\nx\n```\n\n\
                ```rust\nx + 1\n```\n\n```rust\nx + 1\n```\n";
    fs::write(folder.join("fuente/bien.md"), good).unwrap();
    let generate = |names: &[&str]| {
        let paths = names.iter().map(|name| folder.join(name));
        aula("generar").args(paths).output().unwrap()
    };
    let bytes = |name: &str| fs::read(folder.join(name)).unwrap();

    let first = generate(&["bien.ipynb"]);
    assert!(first.status.success(), "{}", text(&first));
    let made = bytes("bien.ipynb");
    let book = String::from_utf8(made.clone()).unwrap();
    for piece in ["\"uno\\n\",\n      \"dos\\n\"", "\"execution_count\": 1", "\"name\": \"rust\"", "\"3\""] {
        assert!(book.contains(piece), "falta {piece} en:\n{book}");
    }
    assert!(book.ends_with("}\n") && !book.contains('\r'));

    // La segunda vez no cambia ni un byte, y un cuaderno que falla no deja cambiar ni aparecer a ninguno.
    let again = generate(&["bien.ipynb"]);
    assert!(again.status.success() && bytes("bien.ipynb") == made, "{}", text(&again));
    fs::write(folder.join("fuente/bien.md"), good.replace("Título", "Otro título")).unwrap();
    fs::write(folder.join("fuente/mal.md"), "```rust\nlet y = 1;\n```\n\n```rust\npanic!(\"¡ay! {y}\");\n```\n").unwrap();
    let failed = generate(&["bien.ipynb", "fuente/mal.md"]);
    let said = text(&failed);
    assert_eq!(failed.status.code(), Some(1), "{said}");
    assert!(said.contains("mal.ipynb, celda 2:\n    panic!(\"¡ay! {y}\");"), "{said}");
    assert!(said.contains("¡ay! 1"), "{said}");
    assert!(bytes("bien.ipynb") == made && !folder.join("mal.ipynb").exists());
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "quedó algo a medias");

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

/// Las pruebas del paquete de Python que no necesitan el núcleo, y cuántas pasaron. CONTRIBUTING dice cómo se ejecutan a
/// solas.
fn python_tests(pattern: &str) -> usize {
    let python = root().join("aula/python");
    let mut tests = Command::new(program("python"));
    tests.args(["-m", "unittest", "discover", "-p", pattern, "-s"]).arg(python.join("tests")).arg("-t").arg(&python);
    let run = tests.output().unwrap();
    assert!(run.status.success(), "{}", text(&run));
    let many = text(&run).lines().find_map(|line| line.strip_prefix("Ran ")?.split(' ').next()?.parse().ok());
    many.unwrap_or_else(|| panic!("no dice cuántas: {}", text(&run)))
}

#[test]
fn the_python_package_keeps_its_promises() {
    assert!(python_tests("test_*.py") >= 130);
}

/// Las que tardan: calificar de principio a fin con nbgrader, y la página de lectura en un JupyterLab de verdad.
#[test]
fn the_python_package_keeps_its_slow_promises() {
    assert!(python_tests("slow_*.py") >= 20);
}

#[test]
fn the_environment_is_whole_and_speaks_spanish() {
    let run =
        Command::new(program("python")).arg(root().join("aula/tests/notebooks/command/environment.py")).output().unwrap();
    assert!(run.status.success(), "{}", text(&run));
}

#[test]
fn students_see_the_notebooks_in_spanish_and_teachers_the_course() {
    let lab = Lab::open(&[]);
    assert_eq!(lab.page, format!("http://localhost:{}/lab/tree/01_leccion.ipynb", lab.port));
    assert!(lab.get("/lab/tree/01_leccion.ipynb").starts_with("HTTP/1.1 200"));
    assert!(lab.get("/api/contents/01_leccion.ipynb").starts_with("HTTP/1.1 200"));
    assert!(lab.get("/lab/api/settings/@jupyterlab/translation-extension:plugin").contains("es_ES"));
    assert!(lab.get("/lab/api/settings/@jupyterlab/apputils-extension:notification").contains("\"default\": \"false\""));
    let notebook = lab.json("/lab/api/settings/@jupyterlab/notebook-extension:tracker");
    let past_end = &notebook["schema"]["properties"]["scrollPastEnd"]["default"];
    assert_eq!(*past_end, json!(false), "debajo de la última celda no hay una página en blanco");
    let spanish = lab.json("/lab/api/translations/es_ES");
    let texts = &spanish["data"]["jupyterlab"];
    assert_eq!(texts["menu\u{4}File"], json!(["Archivo"]), "de la traducción oficial");
    assert_eq!(texts["menu\u{4}Run"], json!(["Ejecutar"]), "de la nuestra");
    assert_eq!(texts["Cut Cell"], json!(["Cortar la celda", "Cortar las celdas"]));

    // Una página de lectura que quedó abierta de antes encuentra el camino.
    assert!(lab.get("/lectura/progreso").contains("\"stage\": \"ready\""));
    assert_eq!(lab.files(), ["01_leccion.ipynb", "02_por_dentro.ipynb", "03_ejercicios.ipynb", "errores.md"]);
    let kernels = lab.json("/api/kernelspecs");
    assert_eq!(kernels["kernelspecs"].as_object().unwrap().keys().collect::<Vec<_>>(), ["rust"]);
    let hidden = lab.disabled();
    for tool in ["formgrader", "create-assignment", "course-list", "assignment-list", "menu"] {
        assert!(hidden.contains(&format!("@jupyter/nbgrader:{tool}")), "{tool}: {hidden:?}");
    }
    assert!(!hidden.iter().any(|name| name.contains("validate")), "{hidden:?}");

    #[cfg(unix)] // en Windows no se puede mandar Ctrl-C a un solo programa
    lab.interrupt();

    let lab = Lab::open(&["--docente"]);
    assert!(["curso", "fuente"].iter().all(|folder| lab.files().contains(&folder.to_string())), "{:?}", lab.files());
    assert!(!lab.disabled().iter().any(|name| name.contains("nbgrader")), "{:?}", lab.disabled());
    assert!(lab.json("/api/kernelspecs")["kernelspecs"].as_object().unwrap().contains_key("python3"));
}

/// Ningún puerto se promete dos veces, tampoco a quien lo pide a la vez.
#[test]
fn a_port_is_promised_once() {
    let ports = std::thread::scope(|scope| {
        let asked = [(); 4].map(|()| scope.spawn(|| [(); 10].map(|()| free_port())));
        asked.map(|thread| thread.join().unwrap()).concat()
    });
    assert_eq!(ports.iter().collect::<std::collections::BTreeSet<_>>().len(), 40, "{ports:?}");
}

/// JupyterLab en marcha; pase lo que pase en la prueba, no queda abierto.
struct Lab {
    child: Child,
    #[cfg_attr(not(unix), expect(dead_code, reason = "se guarda para que nadie cierre su salida"))]
    lines: Lines<BufReader<ChildStdout>>,
    port: u16,
    /// La dirección que se abre en el navegador, y lo que lleva detrás.
    page: String,
    token: String,
}

impl Lab {
    fn open(options: &[&str]) -> Lab {
        let port = free_port();
        let mut command = aula("abrir");
        command.args(["--sin-navegador", "--puerto", &port.to_string()]).args(options).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.by_ref().map(|line| line.unwrap().trim().to_string()).find(|line| line.starts_with("http://"));
        let (page, token) = address.as_deref().and_then(|address| address.split_once('?')).unwrap();
        Lab { child, lines, port, page: page.into(), token: token.into() }
    }

    /// Ctrl-C: se cierra enseguida, y lo dice.
    #[cfg(unix)]
    fn interrupt(mut self) {
        let sent = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let start = Instant::now();
        assert_eq!(self.lines.by_ref().last().unwrap().unwrap().trim(), "JupyterLab se cerró.");
        let status = self.child.wait().unwrap();
        assert!(status.success() && start.elapsed().as_secs() < 60, "{status}, {:?}", start.elapsed());
    }

    /// Lo que contesta, cabecera incluida.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET {path}?{} HTTP/1.0\r\nHost: localhost\r\n\r\n", self.token).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    /// Lo que se ve en el explorador de archivos.
    fn files(&self) -> Vec<String> {
        let list = self.json("/api/contents/");
        let mut names: Vec<_> =
            list["content"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap().to_string()).collect();
        names.sort();
        names
    }

    /// Las extensiones que la página no carga.
    fn disabled(&self) -> Vec<String> {
        let page = self.get("/lab");
        let (_, rest) = page.split_once("id=\"jupyter-config-data\"").unwrap();
        let config = &rest[rest.find('{').unwrap()..rest.find("</script>").unwrap()];
        let config: Value = serde_json::from_str(config.trim()).unwrap();
        config["disabledExtensions"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_string()).collect()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `medir` da una fila por celda, y no mide como buena una celda que falla.
#[test]
fn measuring_gives_a_row_per_cell_and_refuses_a_failing_one() {
    let folder = folder("medir");
    let (good, bad) = (folder.join("bueno.ipynb"), folder.join("malo.ipynb"));
    fs::write(&good, stored(&[("let x = 1 + 1;\nx", &[])])).unwrap();
    fs::write(&bad, stored(&[("panic!(\"adrede\")", &[])])).unwrap();

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
