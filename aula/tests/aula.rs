//! El comando `aula`: lo que dice cuando algo está mal, y cómo prepara el entorno, con programas de mentira en lugar de Python,
//! Cargo y el núcleo, para que una interrupción o un disco lleno duren milésimas. El núcleo de verdad está en `notebooks.rs`.

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
        (&["--puerto", "cien"], "El puerto es «cien»: se esperaba un número entre 1 y 65535"),
        (&["abrir", "--puerto=0"], "El puerto es «0»"),
        (&["--puerto", "65536"], "El puerto es «65536»"),
        (&["preparar", "todo"], "`preparar` no lleva nada detrás, y llegó «todo»"),
        (&["generar", "--rápido"], "No conozco la opción «--rápido»"),
        (&["abrir", "--docente=sí"], "`abrir` no tiene «--docente=sí»"),
        (&["repartir", "--salida"], "Falta el archivo detrás de --salida"),
        (&["repartir", "clase.zip"], "`repartir` no tiene «clase.zip»: su opción es --salida ARCHIVO.zip"),
        (&["exportar", "--salida"], "Falta la carpeta detrás de --salida"),
        (
            &["calificar", "entregas"],
            "`calificar` necesita la carpeta o el zip de las entregas y la carpeta de los resultados",
        ),
        (&["calificar", "a", "b", "--salida", "c"], "`calificar` necesita la carpeta o el zip"),
        (&["calificar", "a", "--salida=b", "--a-la-vez", "0"], "--a-la-vez es «0»: se esperaba un número entre 1 y 64"),
        // El aislamiento se quita con esta opción o con la de antes: lo que falta en estos dos es la carpeta de los resultados.
        (&["calificar", "a", "--sin-aislamiento"], "`calificar` necesita la carpeta o el zip"),
        (&["calificar", "a", "--sin-encierro"], "`calificar` necesita la carpeta o el zip"),
        (&["calificar", "a", "--salida=b", "--hoja"], "Falta el archivo detrás de --hoja; por ejemplo, --hoja hoja.csv"),
        (&["calificar", "a", "--deprisa"], "`calificar` no tiene «--deprisa»"),
        (&["servidor", "aquí"], "`servidor` no tiene «aquí»: sus opciones son --clave, --docente, "),
        (&["servidor", "--clave=abc"], "`servidor` no tiene «--clave=abc»"),
        (&["servidor", "--direccion", "casa"], "--direccion es «casa»: se esperaba una dirección IP"),
        (&["servidor", "--memoria", "mucha"], "--memoria es «mucha»: se esperaba un número entre 500 y 1000000"),
        (&["servidor", "--procesos=1"], "--procesos es «1»: se esperaba un número entre 20 y 10000"),
        (&["servidor", "--simular", "0"], "--simular es «0»: se esperaba un número entre 1 y 500"),
        (&["servidor", "--docente"], "Falta el nombre detrás de --docente"),
        (&["calificar", "a", "--salida=b", "--dask", "10.0.0.5"], "«10.0.0.5» no es la dirección de un coordinador de Dask"),
        (&["calificar", "a", "--salida=b", "--dask=tcp://h:1", "--sin-aislamiento"], "--sin-aislamiento no vale con --dask"),
        (&["trabajador"], "`trabajador` necesita la dirección de un coordinador"),
        (&["trabajador", "tcp://h"], "«tcp://h» no es la dirección de un coordinador de Dask: se esperaba algo como tcp://"),
        (&["trabajador", "tcp://h:1", "--coordinador"], "`trabajador` necesita la dirección de un coordinador"),
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

/// Entre cargo y rustc solo se añade una frase a los errores conocidos: lo demás pasa byte por byte, también lo que cargo le pregunta.
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

/// Los programas de mentira son guiones de `sh`.
#[cfg(unix)]
mod set_up {
    use super::{assert_says, text};
    use serde_json::Value;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use std::process::{Command, Output, Stdio};

    /// Un proyecto, una carpeta personal y un PATH nuevos. `FALLA` dice qué programa falla y `MENSAJE` qué escribe entonces.
    struct Machine {
        folder: PathBuf,
    }

    /// `falla PASO`: si es el paso que tiene que fallar, escribe el mensaje y termina.
    const COMMON: &str = r#"
        PATH=/usr/bin:/bin
        echo "$(basename "$0") $*" >> "$MAQUINA/llamadas"
        falla() { [ "$FALLA" != "$1" ] || { echo "$MENSAJE"; exit 1; }; }
        detras_de() { while [ "$1" != "$opcion" ]; do shift; done; echo "$2"; }
    "#;
    const PYTHON: &str = r#"
        case "$*" in
            "-c "*) falla python; echo 3.12 ;;
            "-I "*) [ -z "$PYTHON_DE_VERDAD" ] || exec "$PYTHON_DE_VERDAD" "$@" ;;
            "-m venv --clear "*)
                falla venv
                rm -rf "$4"; mkdir -p "$4/bin"; cp "$MAQUINA/venv-python" "$4/bin/python"
                [ "$FALLA" != lento ] || sleep 1 ;;
        esac"#;
    const RUSTC: &str = r#"
        case "$1" in
            --version) echo "rustc ${VERSION:-1.95.0} (59807616e 2026-04-14)" ;;
            --print) echo "$MAQUINA/rust" ;;
        esac"#;
    const RUSTUP: &str = r#"
        falla fuentes
        for crate in core alloc std; do
            src="$MAQUINA/rust/lib/rustlib/src/rust/library/$crate/src"; mkdir -p "$src/mod"
            printf '/// Un comentario.\npub fn f() {} // código\n' > "$src/lib.rs"; cp "$src/lib.rs" "$src/mod/otro.rs"
        done"#;
    const VENV_PYTHON: &str = r#"
        case "$*" in
            *purelib*) echo "$MAQUINA/proyecto/.venv/lib" ;;
            "-c "*) echo 3.12 ;;
            "-m pip install "*) falla pip ;;
            "-m aula course "*)
                falla curso
                mkdir -p "$MAQUINA/proyecto/notebooks/curso/source/xor"
                touch "$MAQUINA/proyecto/notebooks/curso/source/xor/03_ejercicios.ipynb" ;;
            "-m aula spanish "*) falla idioma ;;
            "-m aula kernel-version "*) "$(echo "$4" | sed 's/.*"program":"\([^"]*\)".*/\1/')" --version ;;
            "-m aula libraries "*) falla bibliotecas ;;
        esac"#;
    const CARGO: &str = r#"
        case "$1" in
            binstall)
                [ -n "$BINSTALL" ] || exit 101
                [ "$2" != -V ] || exit 0
                falla binstall
                nucleo="$MAQUINA/descargado"; [ -f "$nucleo" ] || nucleo="$MAQUINA/nucleo"
                opcion=--install-path; cp "$nucleo" "$(detras_de "$@")/evcxr_jupyter" ;;
            build)
                falla aislamiento
                opcion=--target-dir; bin="$(detras_de "$@")/debug"; mkdir -p "$bin"; cp "$MAQUINA/nucleo" "$bin/jail" ;;
            install)
                falla cargo
                opcion=--root; bin="$(detras_de "$@")/bin"; mkdir -p "$bin"; cp "$MAQUINA/nucleo" "$bin/evcxr_jupyter" ;;
        esac"#;
    const KERNEL: &str = r#"
        case "$1" in
            --version) echo 0.22.0 ;;
            --install) mkdir -p "$JUPYTER_PATH/kernels/rust" ;;
        esac"#;

    impl Machine {
        fn new(name: &str) -> Machine {
            let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("aula").join(name);
            let _ = fs::remove_dir_all(&folder);
            let machine = Machine { folder };
            machine.write("proyecto/Cargo.toml", "[dependencies]\n");
            machine.write("proyecto/aula/python/requirements.txt", "jupyterlab==4.6.6\n");
            machine.write("proyecto/notebooks/fuente/03_ejercicios.md", "# Ejercicios\n");
            machine.write("proyecto/aula/python/aula/download.py", include_str!("../python/aula/download.py"));
            machine.write("proyecto/aula/python/aula/notebooks/prepare.py", "");
            machine.write("proyecto/aula/exam/Cargo.toml", "[package]\n");
            machine.write("proyecto/aula/exam/src/jail.rs", "pub fn f() {}\n");
            machine.write("proyecto/aula/exam/src/bin/jail/main.rs", "fn main() {}\n");
            machine.write("proyecto/src/lib.rs", "pub fn f() {}\n");
            machine.write("proyecto/Cargo.lock", "version = 4\n");
            machine.write("proyecto/notebooks/evcxr.toml", "[evcxr]\nprelude = \"\"\"\n:dep ndarray = \"0.17\"\n\"\"\"\n");
            machine.write("casa/vacia", "");
            machine.write("llamadas", "");
            machine.program("bin/python3", PYTHON);
            machine.program("bin/cargo", CARGO);
            machine.program("bin/rustc", RUSTC);
            machine.program("bin/rustup", RUSTUP);
            machine.program("venv-python", VENV_PYTHON);
            machine.program("nucleo", KERNEL);
            machine
        }

        fn write(&self, path: &str, content: &str) {
            let path = self.folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }

        fn program(&self, path: &str, body: &str) {
            self.write(path, &format!("#!/bin/sh\n{COMMON}\n{body}\n"));
            fs::set_permissions(self.folder.join(path), fs::Permissions::from_mode(0o755)).unwrap();
        }

        fn remove(&self, path: &str) {
            fs::remove_file(self.folder.join(path)).unwrap();
        }

        fn command(&self, order: &str) -> Command {
            let mut command = Command::new(env!("CARGO_BIN_EXE_aula"));
            command
                .arg(order)
                .env("CARGO_MANIFEST_DIR", self.folder.join("proyecto/aula"))
                .env("HOME", self.folder.join("casa"))
                .env("PATH", self.folder.join("bin"))
                .env("MAQUINA", &self.folder)
                .env_remove("CARGO")
                .env_remove("XDG_DATA_HOME");
            command
        }

        fn prepare(&self, settings: &[(&str, &str)]) -> Output {
            self.command("preparar").envs(settings.iter().copied()).output().unwrap()
        }

        #[track_caller]
        fn fails(&self, step: &str, writing: &str, words: &str) {
            assert_says(&self.prepare(&[("FALLA", step), ("MENSAJE", writing)]), 1, words);
        }

        #[track_caller]
        fn succeeds(&self) {
            let output = self.prepare(&[]);
            assert!(output.status.success(), "{}", text(&output));
        }

        /// Cuántas veces se llamó a un programa con algo así, desde la última vez que se preguntó.
        fn calls(&self, start: &str) -> usize {
            let calls = fs::read_to_string(self.folder.join("llamadas")).unwrap();
            calls.lines().filter(|call| call.starts_with(start)).count()
        }

        /// El núcleo registrado.
        fn spec(&self) -> Value {
            let path = self.folder.join("proyecto/.venv/share/jupyter/kernels/rust/kernel.json");
            serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
        }

        /// La carpeta del núcleo, que comparten todas las copias del proyecto.
        fn shared(&self) -> PathBuf {
            let data = if cfg!(target_os = "macos") { "casa/Library/Application Support" } else { "casa/.local/share" };
            self.folder.join(data).join("gradiente/evcxr_jupyter-0.22.0")
        }
    }

    const DISK: &str = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device";
    const NETWORK: &str = "error: failed to download: [6] Could not resolve hostname (Could not resolve host: ejemplo)";

    #[test]
    fn the_second_time_there_is_nothing_to_do() {
        let machine = Machine::new("dos_veces");
        let first = text(&machine.prepare(&[]));
        assert_eq!(first.matches("  Hecho en ").count(), 4, "cuánto tardó cada paso:\n{first}");
        assert!(machine.shared().join("bin/evcxr_jupyter").is_file());
        assert!(!machine.shared().join("a-medias").exists());
        for step in ["python3 -m venv", "python -m pip", "cargo install", "python -m aula"] {
            assert!(machine.calls(step) > 0, "no se llamó a {step}");
        }
        machine.write("llamadas", "");
        machine.succeeds();
        let calls = fs::read_to_string(machine.folder.join("llamadas")).unwrap();
        assert!(calls.lines().all(|call| call.starts_with("rustc --") || call.starts_with("python -c")), "{calls}");
    }

    #[test]
    fn an_interruption_at_any_step_is_completed_by_the_next_call() {
        for (step, what) in [
            ("venv", "No se pudo crear el entorno de Python"),
            ("pip", "No se pudieron instalar las herramientas de Python"),
            ("idioma", "No se pudo completar la traducción de JupyterLab"),
            ("curso", "No se pudo escribir el cuaderno del profesor"),
            ("fuentes", "Faltan las fuentes de la biblioteca estándar"),
            ("cargo", "No se pudo compilar el núcleo"),
            ("bibliotecas", "No se pudieron compilar las bibliotecas"),
        ] {
            let machine = Machine::new(&format!("interrumpe_{step}"));
            machine.fails(step, "algo raro", what);
            machine.fails(step, "algo raro", "    algo raro");
            machine.succeeds();
            machine.write("llamadas", "");
            machine.succeeds();
            assert_eq!(
                machine.calls("python3 -m venv") + machine.calls("cargo install") + machine.calls("python -m aula"),
                0
            );
        }
    }

    #[test]
    fn no_disk_and_no_network() {
        for step in ["venv", "pip", "fuentes", "cargo", "bibliotecas"] {
            let machine = Machine::new(&format!("sin_{step}"));
            machine.fails(step, DISK, "No queda espacio en el disco.");
            machine.fails(step, NETWORK, "No hay conexión a Internet");
        }
    }

    /// El programa que aísla se compila cuando alguien califica; a quien no califica no le hace falta ni su código.
    #[test]
    fn the_jail_is_for_those_who_grade() {
        let machine = Machine::new("aislamiento");
        machine.succeeds();
        assert_eq!(machine.calls("cargo build"), 0);
        let grade = |settings: &[(&str, &str)]| {
            let mut command = machine.command("calificar");
            command.args(["entregas", "--salida", "notas"]).envs(settings.iter().copied()).output().unwrap()
        };
        for (writing, cause) in [("algo raro", "    algo raro"), (DISK, "No queda espacio"), (NETWORK, "No hay conexión")] {
            let failed = grade(&[("FALLA", "aislamiento"), ("MENSAJE", writing)]);
            assert_says(&failed, 1, "No se pudo compilar el programa que aísla las entregas");
            assert_says(&failed, 1, cause);
        }
        assert_says(&grade(&[]), 0, "Compilo el programa que aísla");
        let builds = machine.calls("cargo build");
        assert!(grade(&[]).status.success() && machine.calls("cargo build") == builds);
        assert!(machine.calls("python -m aula grade") == 2);

        fs::remove_dir_all(machine.folder.join("proyecto/aula/exam/src/bin")).unwrap();
        machine.succeeds();
        assert_says(&grade(&[]), 1, "Esta copia no lleva el programa que aísla el código de las entregas");
        let open = machine.command("calificar").args(["a", "--salida", "b", "--sin-aislamiento"]).output().unwrap();
        assert!(open.status.success(), "{}", text(&open));
    }

    #[test]
    fn no_rust_or_an_old_one() {
        let machine = Machine::new("rust");
        let old = machine.prepare(&[("VERSION", "1.94.1")]);
        assert_says(&old, 1, "Tu Rust es 1.94, y hace falta 1.95 o posterior. Actualízalo con `rustup update stable`");
        let new = machine.prepare(&[("VERSION", "2.0.0-nightly")]);
        assert!(new.status.success(), "{}", text(&new));
        machine.remove("bin/rustc");
        machine.fails("", "", "No encuentro Rust");
    }

    /// La copia que lee el núcleo: lo mismo que trae Rust, sin comentarios, y otra vez cuando Rust cambia.
    #[test]
    fn the_sources_of_the_standard_library() {
        let machine = Machine::new("fuentes");
        machine.succeeds();
        for file in ["core/src/lib.rs", "alloc/src/lib.rs", "std/src/mod/otro.rs"] {
            let copy = fs::read_to_string(machine.folder.join("proyecto/.venv/std").join(file)).unwrap();
            assert_eq!(copy.trim(), "pub fn f() {} // código");
        }
        machine.write("rust/lib/rustlib/src/rust/library/core/src/lib.rs", "pub fn g() {}\n");
        let newer = machine.prepare(&[("VERSION", "1.96.0")]);
        assert!(newer.status.success(), "{}", text(&newer));
        assert_eq!(fs::read_to_string(machine.folder.join("proyecto/.venv/std/core/src/lib.rs")).unwrap(), "pub fn g() {}");
        assert_eq!(machine.calls("rustup component add rust-src"), 1);

        let machine = Machine::new("sin_rustup");
        machine.remove("bin/rustup");
        machine.fails("", "", "Instálalas con `rustup component add rust-src` o, si tu Rust viene de la distribución");
    }

    #[test]
    fn no_python_or_an_old_one_or_no_venv() {
        let machine = Machine::new("python");
        machine.fails("venv", "The virtual environment was not created because ensurepip is not available.", "python3-venv");
        machine.fails("venv", "/usr/bin/python3: No module named venv", "python3-venv");
        machine.program("bin/python3", "echo 3.8");
        machine.fails("", "", "El Python más nuevo que encuentro es 3.8, y hace falta Python 3.11 o posterior");
        machine.remove("bin/python3");
        machine.fails("", "", "No encuentro Python, y hace falta Python 3.11 o posterior");
        machine.program("bin/python", PYTHON);
        machine.succeeds();
    }

    #[test]
    fn a_kernel_of_the_right_version_on_path_is_used() {
        let machine = Machine::new("path");
        machine.program("bin/evcxr_jupyter", KERNEL);
        machine.succeeds();
        assert_eq!(machine.calls("cargo install"), 0);
        assert!(!machine.shared().exists());
    }

    #[test]
    fn a_kernel_of_another_version_is_neither_used_nor_touched() {
        let machine = Machine::new("otra_version");
        let other = KERNEL.replace("0.22.0", "0.15.1");
        machine.program("bin/evcxr_jupyter", &other);
        let output = machine.prepare(&[]);
        assert_says(&output, 0, "bin/evcxr_jupyter: es la versión 0.15.1, y hace falta la 0.22.0");
        assert_eq!(machine.calls("cargo install"), 1);
        assert!(fs::read_to_string(machine.folder.join("bin/evcxr_jupyter")).unwrap().contains("0.15.1"));
        assert_eq!(machine.spec()["argv"][2], machine.shared().join("bin/evcxr_jupyter").to_str().unwrap());
    }

    /// Todo lo que el núcleo necesita está en `kernel.json`: ninguna variable tiene que venir de quien lo arranca.
    #[test]
    fn the_registered_kernel_carries_its_environment() {
        let machine = Machine::new("registro");
        machine.succeeds();
        let (spec, project) = (machine.spec(), machine.folder.join("proyecto"));
        let path = |path: PathBuf| path.to_str().unwrap().to_string();
        assert_eq!(spec["argv"][0], path(project.join(".venv/bin/aula")));
        assert_eq!(spec["argv"][3], path(project.join("notebooks")));
        assert_eq!(spec["argv"][5], path(machine.folder.join("rust/bin")));
        assert_eq!(spec["env"]["EVCXR_CONFIG_DIR"], path(project.join("notebooks")));
        assert_eq!(spec["env"]["RUST_SRC_PATH"], path(project.join(".venv/std")));
        assert_eq!((&spec["interrupt_mode"], &spec["display_name"]), (&"message".into(), &"Rust".into()));
        assert!(project.join(".venv/bibliotecas/.cargo/config.toml").is_file());
        let packages = fs::read_to_string(project.join(".venv/lib/aula.pth")).unwrap();
        assert_eq!(packages.trim(), path(project.join("aula/python")));
    }

    #[test]
    fn cargo_binstall_where_there_is_one() {
        let machine = Machine::new("binstall");
        let output = machine.prepare(&[("BINSTALL", "sí")]);
        assert!(output.status.success(), "{}", text(&output));
        assert_eq!((machine.calls("cargo binstall --no-confirm"), machine.calls("cargo install")), (1, 0));

        let machine = Machine::new("binstall_falla");
        let output = machine.prepare(&[("BINSTALL", "sí"), ("FALLA", "binstall")]);
        assert!(output.status.success(), "{}", text(&output));
        assert_eq!(machine.calls("cargo install"), 1);
    }

    /// Un programa descargado que no arranca aquí, o que no es el que se pidió, no estorba a nadie: se dice por qué, y se compila.
    #[test]
    fn a_downloaded_kernel_is_started_before_it_is_believed() {
        let old_glibc = "echo \"version `GLIBC_2.39' not found\" >&2; exit 1".replace('`', "\\`");
        for (name, kernel, reason) in [
            ("no_arranca", old_glibc, "no sirve: no arranca (version `GLIBC_2.39' not found)"),
            ("otra", KERNEL.replace("0.22.0", "0.21.0"), "no sirve: es la versión 0.21.0, y hace falta la 0.22.0"),
        ] {
            let machine = Machine::new(&format!("descarga_{name}"));
            machine.program("descargado", &kernel);
            let output = machine.prepare(&[("BINSTALL", "sí")]);
            assert_says(&output, 0, reason);
            assert_eq!(machine.calls("cargo install"), 1);
            let used = fs::read_to_string(machine.shared().join("bin/evcxr_jupyter")).unwrap();
            assert!(used.contains("0.22.0"), "{used}");
        }
    }

    /// Donde evcxr publica un programa ya compilado.
    #[cfg(any(
        all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"),
        all(target_os = "macos", target_arch = "aarch64")
    ))]
    mod published {
        use std::fs;
        use std::io::{Read, Write};
        use std::net::TcpListener;
        use std::path::{Path, PathBuf};
        use std::process::Command;

        use super::{KERNEL, Machine, assert_says, text};

        const TARGET: &str = if cfg!(target_os = "macos") { "aarch64-apple-darwin" } else { "x86_64-unknown-linux-gnu" };

        /// El servidor de una prueba: contesta lo mismo a quien llegue, y apunta qué se pidió.
        fn serve(answer: Vec<u8>) -> (String, std::sync::mpsc::Receiver<String>) {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let address = format!("http://{}", listener.local_addr().unwrap());
            let (asked, requests) = std::sync::mpsc::channel();
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    let mut stream = stream.unwrap();
                    let mut request = [0; 4096];
                    let length = stream.read(&mut request).unwrap();
                    let _ = asked.send(String::from_utf8_lossy(&request[..length]).into_owned());
                    let _ = stream.write_all(&answer);
                }
            });
            (address, requests)
        }

        fn http(status: &str, length: usize, body: &[u8]) -> Vec<u8> {
            let head = format!("HTTP/1.0 {status}\r\nContent-Length: {length}\r\n\r\n");
            [head.as_bytes(), body].concat()
        }

        /// El paquete de la publicación de evcxr, con `kernel` dentro de una carpeta.
        fn package(machine: &Machine, python: &Path, name: &str, kernel: &str) -> Vec<u8> {
            machine.program(&format!("paquete/evcxr_jupyter-v0.22.0/{name}"), kernel);
            let pack = "import tarfile; t = tarfile.open('paquete.tar.gz', 'w:gz'); t.add('paquete', ''); t.close()";
            let made = Command::new(python).args(["-c", pack]).current_dir(&machine.folder).status().unwrap();
            assert!(made.success());
            fs::read(machine.folder.join("paquete.tar.gz")).unwrap()
        }

        /// El Python de esta máquina: el de mentira le pasa las descargas.
        fn real_python() -> PathBuf {
            let path = std::env::var_os("PATH").unwrap();
            std::env::split_paths(&path).map(|folder| folder.join("python3")).find(|path| path.is_file()).unwrap()
        }

        #[test]
        fn the_published_program_is_used_if_it_works_here() {
            let python = real_python();
            let machine = Machine::new("publicado");
            let file = package(&machine, &python, "evcxr_jupyter", KERNEL);
            let (address, requests) = serve(http("200 OK", file.len(), &file));
            let settings = [("PYTHON_DE_VERDAD", python.to_str().unwrap()), ("AULA_EVCXR", &address)];
            let output = machine.prepare(&settings);
            assert!(output.status.success(), "{}", text(&output));
            assert_eq!(machine.calls("cargo install"), 0, "{}", text(&output));
            let asked = requests.recv().unwrap();
            assert!(asked.starts_with(&format!("GET /v0.22.0/evcxr_jupyter-v0.22.0-{TARGET}.tar.gz ")), "{asked}");

            let truncated = &file[..file.len() / 2];
            for (name, answer, reason) in [
                ("404", http("404 Not Found", 0, b""), "No se pudo descargar el núcleo: el servidor contesta 404"),
                ("cortado", http("200 OK", file.len(), truncated), "la descarga llegó incompleta"),
                ("estropeado", http("200 OK", truncated.len(), truncated), "el paquete descargado está estropeado"),
                ("pagina", http("200 OK", 15, b"<html>no</html>"), "el paquete descargado está estropeado"),
            ] {
                let machine = Machine::new(&format!("publicado_{name}"));
                let (address, _requests) = serve(answer);
                let output = machine.prepare(&[settings[0], ("AULA_EVCXR", &address)]);
                assert_says(&output, 0, reason);
                assert_eq!(machine.calls("cargo install"), 1);
            }
            let machine = Machine::new("publicado_sin_https");
            let output = machine.prepare(&[settings[0], ("AULA_EVCXR", "http://ejemplo.invalid")]);
            assert_says(&output, 0, "no es una dirección HTTPS");
            let machine = Machine::new("publicado_vacio");
            let file = package(&machine, &python, "leeme", "");
            let (address, _requests) = serve(http("200 OK", file.len(), &file));
            assert_says(&machine.prepare(&[settings[0], ("AULA_EVCXR", &address)]), 0, "no trae evcxr_jupyter");
        }
    }

    #[test]
    fn what_changes_is_made_again() {
        let machine = Machine::new("cambia");
        machine.succeeds();
        machine.write("llamadas", "");
        machine.write("proyecto/notebooks/evcxr.toml", "[evcxr]\nprelude = \"\"\"\n:dep ndarray = \"0.18\"\n\"\"\"\n");
        machine.succeeds();
        assert_eq!((machine.calls("python3 -m venv"), machine.calls("python -m aula libraries")), (0, 1));
        machine.write("llamadas", "");
        machine.write("proyecto/src/lib.rs", "pub fn g() {}\n");
        machine.succeeds();
        assert_eq!(machine.calls("python -m aula libraries"), 1);
        machine.write("proyecto/aula/python/requirements.txt", "jupyterlab==4.7.0\n");
        machine.succeeds();
        assert_eq!((machine.calls("python3 -m venv"), machine.calls("cargo install")), (1, 0));
        machine.write("llamadas", "");
        machine.succeeds();
        assert_eq!(machine.calls("python -m aula libraries"), 0, "un entorno hecho de nuevo sabe cuál es su núcleo");
    }

    #[test]
    fn two_at_once_wait_for_each_other() {
        let machine = Machine::new("a_la_vez");
        let mut first = machine.command("preparar").env("FALLA", "lento").stdout(Stdio::null()).spawn().unwrap();
        while machine.calls("python3 -m venv") == 0 {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let second = machine.prepare(&[]);
        assert_says(&second, 0, "Otro comando está preparando el entorno; espero a que termine…");
        assert!(first.wait().unwrap().success());
        assert_eq!((machine.calls("python3 -m venv"), machine.calls("cargo install")), (1, 1));
    }

    #[test]
    fn without_the_lesson_there_is_nothing_to_open() {
        let machine = Machine::new("sin_leccion");
        let output = machine.command("abrir").output().unwrap();
        assert_says(&output, 1, "01_leccion.ipynb: recupéralo con git, o vuelve a generarlo con `cargo run -- generar`.");
        assert_eq!(machine.calls("python3"), 0);
    }

    /// La copia para la clase no lleva el curso: se prepara igual, y lo de quien enseña se dice que no está.
    #[test]
    fn a_copy_without_the_course() {
        let machine = Machine::new("sin_curso");
        machine.remove("proyecto/notebooks/fuente/03_ejercicios.md");
        machine.succeeds();
        assert_eq!(machine.calls("python -m aula course"), 0);
        machine.write("proyecto/notebooks/01_leccion.ipynb", "{}");
        let output = machine.command("abrir").arg("--docente").output().unwrap();
        assert_says(&output, 1, "Esta es una copia para la clase y no lleva el curso");
    }

    #[test]
    fn outside_the_project_it_says_so() {
        let machine = Machine::new("fuera");
        machine.remove("proyecto/aula/python/requirements.txt");
        machine.fails("", "", "ejecuta `cargo run` en la carpeta del proyecto");
    }
}
